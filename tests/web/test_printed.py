"""An article that a browser printed to a PDF of several pages."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers import read_document

from .conftest import ROOT

PRINTED = {"format": "A5", "display_header_footer": True, "margin": {"top": "80px", "bottom": "80px"}}
HEAD = '<div style="font-size:10px;width:100%;text-align:center">Báo Biên phòng điện tử</div>'
FOOT = '<div style="font-size:10px">Trang <span class="pageNumber"></span>/<span class="totalPages"></span></div>'


def test_a_printed_article_is_read_whole_and_without_running_heads(browser: Any) -> None:
    article = (ROOT / "corpus" / "004_2c3ffd94d0b41742.txt").read_text(encoding="utf-8")
    page = browser.new_page()
    body = "".join(f"<p>{line}</p>" for line in article.splitlines() if line.strip())
    page.set_content(f"<html><head><title>Hội nghị thượng đỉnh</title></head><body lang=vi>{body}</body></html>")
    data = page.pdf(header_template=HEAD, footer_template=FOOT, **PRINTED)
    page.close()
    document = read_document(data, ".pdf")
    assert document.metadata["title"] == "Hội nghị thượng đỉnh"
    assert "Báo Biên phòng điện tử" not in document.text
    assert not re.search(r"Trang \d/\d", document.text)
    assert re.sub(r"\s+", " ", article).strip() == re.sub(r"\s+", " ", document.text).strip()
