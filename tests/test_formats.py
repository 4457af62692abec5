"""Web pages, Word files and PDFs: the article comes out whole, with what the file itself states."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from index.encoder import SentenceTransformerEncoder
from index.store import Store
from ingest import ChunkSettings, ingest
from ingest.errors import UnreadableFileError
from ingest.pdf import join_lines, without_running_heads
from ingest.readers import read_document, seen_suffix

ROOT = Path(__file__).parents[1]
ARTICLE = (ROOT / "corpus" / "004_2c3ffd94d0b41742.txt").read_text(encoding="utf-8")
PARAGRAPHS = [line for line in ARTICLE.splitlines() if line.strip()]
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Hội nghị - Báo Biên phòng</title>
<meta property="og:site_name" content="Báo Biên phòng"><meta property="og:title" content="Hội nghị thượng đỉnh">
<meta property="article:published_time" content="2025-04-02T08:30:00+07:00"><meta name="author" content="Lan Anh">
<link rel="canonical" href="https://bienphong.example/a.html"></head><body><nav><a href="/">Trang chủ</a></nav>
<article><h1>Hội nghị thượng đỉnh</h1>{body}<table><tr><th>Năm<th>Người</tr><tr><td>2024<td>3.000</tr></table></article>
<aside><a href="/y">Tin liên quan</a></aside><footer>Bản quyền</footer><script>alert("Mã")</script></body></html>"""


NUMBERED = list(enumerate(["một", "hai", "ba"], 1))


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_of(paragraphs: list[str]) -> bytes:
    return PAGE.format(body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)).encode()


def word_of(paragraphs: list[str]) -> bytes:
    word, file = docx.Document(), io.BytesIO()
    word.core_properties.author = "Lan Anh"
    word.add_paragraph("Hội nghị thượng đỉnh", style="Title")
    for paragraph in paragraphs[:2]:
        word.add_paragraph(paragraph)
    table = word.add_table(2, 3)
    for cell, text in zip(table.rows[1].cells, ["2024", "3.000", "người"], strict=True):
        cell.text = text
    table.rows[0].cells[0].merge(table.rows[0].cells[2]).text = "Số người"
    for paragraph in paragraphs[2:]:
        word.add_paragraph(paragraph)
    word.save(file)
    return file.getvalue()


def test_a_web_page_gives_its_article_without_the_page_around_it() -> None:
    document = read_document(page_of(PARAGRAPHS), ".html")
    assert letters(ARTICLE) in letters(document.text)
    assert "| 2024 | 3.000 |" in document.text
    for around in ("Trang chủ", "Tin liên quan", "Bản quyền", "alert", "Hội nghị thượng đỉnh\n"):
        assert around not in document.text
    assert document.metadata == {
        "title": "Hội nghị thượng đỉnh",
        "author": "Lan Anh",
        "published": "2025-04-02",
        "source": "Báo Biên phòng",
        "url": "https://bienphong.example/a.html",
    }


def test_of_a_page_that_states_no_date_none_is_guessed_from_its_text() -> None:
    page = f"<!DOCTYPE html><title>Tin</title><article>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>"
    assert "published" not in read_document(page.encode(), ".htm").metadata


def test_a_link_that_runs_a_script_is_no_address_of_the_article() -> None:
    page = page_of(PARAGRAPHS).replace(b"https://bienphong.example/a.html", b"javascript:alert(1)")
    assert "url" not in read_document(page, ".html").metadata


def test_a_word_file_gives_paragraphs_and_tables_in_their_order() -> None:
    document = read_document(word_of(PARAGRAPHS), ".docx")
    lines = document.text.split("\n")
    assert lines == ["Hội nghị thượng đỉnh", *PARAGRAPHS[:2], "Số người", "2024 | 3.000 | người", *PARAGRAPHS[2:]]
    assert document.metadata == {"title": "Hội nghị thượng đỉnh", "author": "Lan Anh"}


def test_running_heads_and_page_numbers_go_and_what_a_page_says_alone_stays() -> None:
    pages = [[["BÁO BIÊN PHÒNG"], [f"Đoạn {word} mở đầu."], [f"Câu {word}."], [f"Trang {n}/3"]] for n, word in NUMBERED]
    assert without_running_heads(pages) == [[[f"Đoạn {word} mở đầu."], [f"Câu {word}."]] for _, word in NUMBERED]
    alone = [[["Chỉ một trang."], ["Trang 1"]]]
    assert without_running_heads(alone) == alone


def test_lines_that_the_margin_broke_are_one_paragraph_again() -> None:
    assert join_lines(["Hội nghị", "Bộ đội Biên phòng Việt Nam và", "Anh ký thỏa thuận hợp tác."]) == (
        "Hội nghị\nBộ đội Biên phòng Việt Nam và Anh ký thỏa thuận hợp tác."
    )
    assert join_lines(["the fight against human traf-", "ficking goes on in the area"]) == (
        "the fight against human trafficking goes on in the area"
    )
    assert (
        join_lines(["quan hệ hợp tác Việt-", "Anh được tăng cường nhiều"])
        == "quan hệ hợp tác Việt-Anh được tăng cường nhiều"
    )


def blank_pdf(password: str = "") -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "said"),
    [
        (blank_pdf(), ".pdf", "OCR"),
        (blank_pdf("mật khẩu"), ".pdf", "password"),
        (b"%PDF-1.7 cut", ".pdf", "expected a PDF"),
        (b"no pdf at all", ".pdf", "expected a PDF"),
        (word_of(PARAGRAPHS)[:900], ".docx", "expected a Word document"),
        (b"", ".docx", "expected a Word document"),
        (b"<!doctype html><html><body></body></html>", ".html", "found none"),
        (b"", ".html", "found none"),
    ],
)
def test_what_holds_no_article_is_refused_with_what_to_do(data: bytes, suffix: str, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_document(data, suffix)


def test_every_cut_and_any_flipped_byte_gives_a_document_or_a_sentence() -> None:
    for whole, suffix in ((word_of(PARAGRAPHS), ".docx"), (blank_pdf(), ".pdf"), (page_of(PARAGRAPHS[:3]), ".html")):
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :]):
                try:
                    assert read_document(data, suffix).text
                except UnreadableFileError as error:
                    assert str(error).startswith("expected")


@pytest.mark.parametrize(("make", "suffix"), [(page_of, ".txt"), (word_of, ".txt"), (page_of, ".pdf"), (word_of, "")])
def test_a_file_under_a_wrong_suffix_is_read_as_what_it_is(make: object, suffix: str) -> None:
    assert callable(make)
    assert letters(PARAGRAPHS[3]) in letters(read_document(make(PARAGRAPHS), suffix).text)


def test_what_a_page_begins_with_is_told_at_once_however_many_comments_stand_there() -> None:
    comments = b"<!-- a -->\n" * 300
    assert seen_suffix(comments + b"<!DOCTYPE html>") == ".html"
    assert seen_suffix(comments + b"<html>") == ".html"
    assert seen_suffix(comments + "Trời mưa.".encode()) is None
    assert seen_suffix(b" " * 4000 + b"<htm") is None


def test_one_bad_file_of_a_format_never_stops_the_others(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    files = {"a.html": page_of(PARAGRAPHS), "b.docx": word_of(PARAGRAPHS), "c.txt": b"Tr\xe1\xbb\x9di m\xc6\xb0a."}
    broken = {"x.html": b"<html></html>", "y.docx": files["b.docx"][:500], "z.pdf": blank_pdf()}
    for name, content in (files | broken).items():
        (corpus / name).write_bytes(content)
    summary = ingest([corpus], data, encoder, ChunkSettings(), progress=False)
    assert summary.added == ["a", "b", "c"]
    assert {Path(failure.path).name for failure in summary.failed} == set(broken)
    assert all(failure.reason.startswith("expected") for failure in summary.failed)
    store = Store(data)
    assert (store.article("a").published, store.article("a").source) == ("2025-04-02", "Báo Biên phòng")
    assert store.article("b").author == "Lan Anh"
