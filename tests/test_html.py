"""Web pages: the article alone, what the page states about it, and nothing that it doesn't."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import read_document

from .conftest import ROOT
from .formats import DAY, PARAGRAPHS, as_html


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Trang chủ</title></head><body><ul><li><a href='/a'>Tin nóng trong ngày hôm nay ở đây</a>"
        "<li><a href='/b'>Một tin khác cũng dài như thế này</a></ul></body></html>",
        "<html><body><form><input name=q><button>Tìm</button></form></body></html>",
        "<html><body></body></html>",
        "<!DOCTYPE html>",
        "<html><body><script>document.write('một hai ba bốn năm sáu bảy')</script></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(UnreadableFileError, match="page with an article"):
        read_document(page.encode(), ".html")


CORPUS = (ROOT / "corpus" / "004_2c3ffd94d0b41742.txt").read_text(encoding="utf-8")


def test_an_article_comes_out_letter_for_letter_with_its_table_and_nothing_around_it() -> None:
    paragraphs = [line for line in CORPUS.splitlines() if line.strip()]
    page = (
        "<!doctype html><html><head><title>Hội nghị - Báo</title><meta property='og:title' content='Hội nghị'></head>"
        "<body><nav><a href='/'>Trang chủ</a></nav><article><h1>Hội nghị</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        + "<table><tr><th>Năm<th>Người</tr><tr><td>2024<td>3.000</tr></table></article>"
        "<aside><a href='/y'>Tin liên quan</a></aside><footer>Bản quyền</footer><script>alert('Mã')</script></body>"
    )
    document = read_document(page.encode(), ".html")
    assert document.text.split("\n") == [*paragraphs, "| Năm | Người |", "| 2024 | 3.000 |"]
    assert document.metadata == {"title": "Hội nghị"}


def test_a_page_keeps_its_paragraphs_and_nothing_of_scripts_menus_and_foot() -> None:
    document = read_document(as_html(), ".html")
    assert document.text.split("\n") == PARAGRAPHS, "the title is stated, and no sentence"
    assert all(word not in document.text for word in ("theoDoi", "quangCao", "Trang chủ", "Liên hệ"))
    assert document.metadata["source"] == "Báo Thử"
    assert document.metadata["author"] == "Lan Anh"
    assert document.metadata["url"] == "https://bao.example/cau-may-trang.html"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/cau.html", "data:text/html,x", "http://[x"])
def test_an_address_that_is_none_of_the_web_is_dropped(url: str) -> None:
    page = as_html().replace(b"https://bao.example/cau-may-trang.html", url.encode())
    assert "url" not in read_document(page, ".html").metadata


STATED = f'<meta property="article:published_time" content="{DAY}T08:30:00+07:00">'.encode()


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("", "", ""),
        ("", "<p>Ngày 2019-02-03 và 4/2/2019 từng có lũ ở đây.</p><img src='/2018/05/06/anh.jpg'>", ""),
        ("<meta name='description' content='Lễ ngày 2019-02-03'>", "", ""),
        ("<meta name='pubdate' content='2025-05-01T08:30:00+07:00'>", "", DAY),
        ('<script type="application/ld+json">{"datePublished": "2025-05-01T08:30"}</script>', "", DAY),
        ("", "<time datetime='2025-05-01T08:30'>hôm nay</time>", DAY),
        ("", "<span class='date'>Thứ năm, 1/5/2025, 08:30 (GMT+7)</span>", DAY),
        ("", "<span class='date'>1/5/2025</span><ul><li class='time'>30/4/2025</ul>", ""),
        ("", "<div class='update'>Cập nhật: sắp có</div>", ""),
    ],
)
def test_the_date_of_a_page_is_one_that_it_states_and_none_that_its_text_tells_of(
    head: str, body: str, day: str
) -> None:
    page = as_html().replace(STATED, head.encode()).replace(b"</h1>", b"</h1>" + body.encode())
    assert read_document(page, ".html").metadata.get("published", "")[:10] == day


@pytest.mark.parametrize(
    ("charset", "codec"), [("windows-1258", "cp1258"), ("utf-16", "utf-8"), ("không-có", "utf-8"), ("utf-8", "utf-8")]
)
def test_a_page_is_read_in_the_encoding_that_it_states(charset: str, codec: str) -> None:
    body = "Chơ\u0323 hoa ho\u0323p suô\u0301t đêm."  # tone marks after their vowels, as the old encoding has them
    head = f"<html><head><meta charset='{charset}'></head><body><p>".encode()
    document = read_document(head + body.encode(codec) + b"</p></body></html>", ".html")
    assert document.text == "Chợ hoa họp suốt đêm."
