"""One article in every format: what comes through, what is stated, what malformed files are told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter

import pytest

from index.check import check_store
from index.store import Store
from ingest import Summary
from ingest.articles import LARGEST_FILE
from ingest.documents import Document, Fault
from ingest.errors import UnknownFormatError, UnreadableFileError
from ingest.kinds import kind_of
from ingest.readers import read_document, read_documents

from .formats import (
    CHROMIUM,
    DAY,
    FILES,
    PARAGRAPHS,
    TEXT,
    TITLE,
    as_csv,
    as_docx,
    as_html,
    as_jsonl,
    as_mail,
    as_markdown,
    draw_pdf,
    mail_bytes,
    pack,
    print_pdf,
)

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


def share(document: Document) -> float:
    """Share of the article's characters, white space aside, that are in the document in their order."""
    wanted, found = "".join(TEXT.split()), "".join(document.text.split())
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def word_share(document: Document) -> float:
    """The same of its words: none is cut in two, none grew together."""
    blocks = SequenceMatcher(None, TEXT.split(), document.text.split(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(TEXT.split())


MADE: dict[str, tuple[Callable[[], bytes], str, bool]] = {
    "txt": (lambda: f"---\ntitle: {TITLE}\npublished: {DAY}\n---\n{TEXT}".encode(), ".txt", True),
    "md": (as_markdown, ".md", True),
    "html": (as_html, ".html", True),
    "docx": (as_docx, ".docx", False),
    "docx of LibreOffice": ((FILES / "cau.docx").read_bytes, ".docx", False),
    "pdf of LibreOffice": ((FILES / "cau.pdf").read_bytes, ".pdf", False),
    "csv": (as_csv, ".csv", True),
    "jsonl": (as_jsonl, ".jsonl", True),
    "eml": (lambda: mail_bytes(as_mail()), ".eml", True),
    "eml of HTML": (lambda: mail_bytes(as_mail("html")), ".eml", True),
    "zip": (lambda: pack({"tuần/cau.html": as_html()}), ".zip", True),
}
"""How each is made, its suffix, and whether the format carries the day of publication."""


def test_the_article_is_of_the_length_that_is_measured() -> None:
    assert 1_950 <= len(TEXT) <= 2_100


@pytest.mark.parametrize("name", MADE)
def test_an_article_comes_through_whole_with_title_and_date(name: str) -> None:
    make, suffix, dated = MADE[name]
    document = read_document(make(), suffix)
    assert share(document) >= 0.99
    assert word_share(document) >= 0.99
    assert document.metadata["title"] == TITLE
    assert document.metadata.get("published", "")[:10] == (DAY if dated else "")


@pytest.mark.skipif(
    not CHROMIUM.is_file() and not os.environ.get("HOINGUON_REQUIRE_BROWSER"), reason="no chromium to print with"
)
def test_a_page_that_a_browser_printed_comes_through_without_its_heads(tmp_path: Path) -> None:
    page = as_html().replace(b"</head>", b"<style>@page{size:A5}p{font-size:15pt}</style></head>")
    document = read_document(print_pdf(tmp_path, page), ".pdf")
    assert share(document) >= 0.99
    assert word_share(document) >= 0.99
    assert len(document.pages) >= 3
    assert "page.html" not in document.text
    assert f"1/{len(document.pages)}" not in document.text
    for paragraph in PARAGRAPHS:  # sentences that go on over a page aren't broken there
        assert paragraph in document.text


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf", ".zip", ".dat", ""])
def test_a_file_with_a_wrong_suffix_is_read_by_its_content(name: str, suffix: str) -> None:
    if name in ("txt", "md", "csv"):
        pytest.skip("plain text, which nothing in it tells from another")
    make, own, _ = MADE[name]
    assert kind_of(make(), suffix) == kind_of(make(), own)
    assert share(read_document(make(), suffix)) >= 0.99


@pytest.mark.parametrize(
    ("data", "suffix", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc", "old Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".txt", "old Office"),
        (b"{\\rtf1 Tin.}", ".rtf", "rich text"),
        (pack({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), ".xlsx", "spreadsheet"),
        (pack({"mimetype": b"application/epub+zip", "META-INF/container.xml": b""}), ".epub", "e-book"),
        (pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), ".odt", "OpenDocument"),
        (b"\x89PNG\r\n\x1a\n\0\0", ".png", "found .png"),
        (b"Tin.", ".exe", "found .exe"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".svg", "found .svg"),
    ],
)
def test_an_unknown_kind_is_refused_with_what_it_is(data: bytes, suffix: str, found: str) -> None:
    with pytest.raises(UnknownFormatError, match=found) as caught:
        read_document(data, suffix)
    assert "expected" in str(caught.value)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def with_attachment() -> EmailMessage:
    message = as_mail()
    message.add_attachment(TEXT * 9, filename="b.txt")
    return message


MALFORMED = {
    "cụt.pdf": half((FILES / "cau.pdf").read_bytes()),
    "cụt.docx": half(as_docx()),
    "cụt.zip": half(pack({"a.txt": b"Tin. " * 500, "b.txt": os.urandom(4000)})),
    "cụt.eml": half(mail_bytes(with_attachment())),
    "cụt.jsonl": half(as_jsonl()),
    "cụt.csv": b'text\n"' + half(TEXT.encode("utf-8")).decode("utf-8", "ignore").encode(),
    "rỗng.pdf": b"",
    "rỗng.docx": b"",
    "rỗng.zip": b"",
    "rỗng.html": b"",
    "rỗng.eml": b"",
    "rỗng.csv": b"",
    "rỗng.jsonl": b"",
    "không có gì.zip": pack({}),
    "chỉ rác.zip": pack({"__MACOSX/a.txt": b"x", ".DS_Store": b"x", "Thumbs.db": b"x", "b/.a.txt": b"x"}),
    "hỏng.pdf": b"%PDF-1.7\n" + os.urandom(3000),
    "hỏng.docx": pack({"word/document.xml": b"<w:document>"}),
    "nhiễu.docx": pack({"word/document.xml": os.urandom(300), "[Content_Types].xml": b"<"}),
    "không phải.eml": b"X-A: b\n\nTin.",
}


def test_malformed_files_are_told_one_by_one_and_their_neighbours_are_ingested(
    write: Write, run: Ingest, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write("0 đầu.txt", "Bài đầu.")
    write("ỷ cuối.html", as_html())
    for name, content in MALFORMED.items():
        write(name, content)
    summary = run()
    assert summary.added == ["0 đầu", "ỷ cuối"]
    assert {Path(failure.path).name for failure in summary.failed} == set(MALFORMED)
    for failure in summary.failed:
        assert "expected" in failure.reason, failure
        assert "found" in failure.reason, failure
        assert "\n" not in failure.reason
    assert check_store(data) == []
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_too_large_is_refused_before_it_is_read(write: Write, run: Ingest) -> None:
    path = write("lớn.txt", "Tin.")
    with path.open("r+b") as file:
        file.truncate(LARGEST_FILE + 1)
    assert "at most 100,000,000 bytes" in run().failed[0].reason


def test_pages_are_where_they_begin_in_the_composed_text() -> None:
    (document,) = read_documents(draw_pdf([["Trang mot co chu."], ["Trang hai co chu."], [], ["Trang bon."]]), ".pdf")
    assert isinstance(document, Document)
    assert [document.text[begin:][:9] for begin in document.pages] == [
        "Trang mot",
        "Trang hai",
        "Trang bon",
        "Trang bon",
    ]


def test_libraries_of_formats_are_imported_when_such_a_file_is_read() -> None:
    code = "import sys, ingest.readers; print({'pypdf', 'docx', 'trafilatura', 'lxml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize(
    "start", ["<!-- x -->" * 5000, "<!--" * 15_000, "a: b\n c" * 9_000, "{" * 60_000, "<?xml " * 9_000, "%PDF" * 9_000]
)
def test_what_a_file_is_is_told_in_no_time(start: str) -> None:
    began = perf_counter()
    for suffix in (".txt", ".eml", ".jsonl", ".html"):
        kind_of(start.encode(), suffix)
    assert perf_counter() - began < 2


# web pages


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


def test_a_page_keeps_its_paragraphs_and_nothing_of_scripts_menus_and_foot() -> None:
    document = read_document(as_html(), ".html")
    assert [line for line in document.text.split("\n") if line != TITLE] == PARAGRAPHS
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


# mails


def test_a_mail_is_its_text_and_its_attachments_that_can_be_read() -> None:
    message = as_mail()
    message.add_attachment(as_docx(), "application", "octet-stream", filename="báo cáo.docx")
    message.add_attachment(b"\x89PNG\r\n\x1a\n\0", "image", "png", filename="ảnh.png")
    message.add_attachment(b"text\nMua.\nNang.\n", "text", "csv", filename="../bảng.csv")
    message.add_attachment(b"%PDF-1.7 hong", "application", "pdf", filename="hỏng.pdf")
    message.add_attachment(b"Mot.", "text", "plain", filename="a.txt")
    message.add_attachment(b"Hai.", "text", "plain", filename="a.txt")
    found = list(read_documents(mail_bytes(message), ".eml"))
    assert [item.part for item in found if isinstance(item, Document)] == [
        "", "báo cáo.docx", "bảng.csv#row-2", "bảng.csv#row-3", "a.txt", "a (2).txt"
    ]  # fmt: skip
    assert [item.place for item in found if isinstance(item, Fault)] == ["hỏng.pdf"]
    body = found[0]
    assert isinstance(body, Document)
    assert body.metadata == {"title": TITLE, "author": "Lan Anh", "published": f"{DAY}T08:30:00+07:00"}


def test_a_mail_takes_plain_text_before_html_and_a_short_html_mail_is_read_too() -> None:
    message = as_mail()
    message.add_alternative("<p>Bản HTML khác hẳn.</p>", subtype="html")
    assert share(read_document(mail_bytes(message), ".eml")) == 1
    short = as_mail("html")
    short.set_content("<p>Họp lúc 9 giờ.</p><script>x()</script>", subtype="html")
    assert read_document(mail_bytes(short), ".eml").text.strip() == "Họp lúc 9 giờ."


def test_lines_that_a_mail_program_broke_are_joined_where_it_says_so() -> None:
    head = b"From: a@b.vn\nSubject: Tin\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    document = read_document(head + "Mưa to ở \nHuế.\n\nNắng đẹp.\n-- \nLan\n".encode(), ".eml")
    assert document.text == "Mưa to ở Huế.\n\nNắng đẹp.\n-- \nLan\n"


# archives


def test_members_are_read_by_name_and_junk_is_passed_over() -> None:
    inner = pack({"c.html": as_html()})
    members = {"báo/b.csv": b"text\nMua.\n", "báo/a.txt": b"Tin.", "trong.zip": inner, "__MACOSX/._a.txt": b"\0"}
    found = list(read_documents(pack(members), ".zip"))
    parts = [item.part for item in found if isinstance(item, Document)]
    assert parts == ["báo/a.txt", "báo/b.csv#row-2", "trong.zip#c.html"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused_and_the_others_are_read(name: str) -> None:
    found = list(read_documents(pack({name: b"Tin.", "tot.txt": b"Tin."}), ".zip"))
    assert [item.part for item in found if isinstance(item, Document)] == ["tot.txt"]
    assert [item.reason for item in found if isinstance(item, Fault)] == [
        "expected a name inside the archive, found one that leads out of it: pack it anew"
    ]


def test_an_encrypted_or_damaged_or_unknown_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(pack({"a.txt": b"Tin.", "b.txt": b"Tin hai.", "c.exe": b"MZ", "d.txt": b"Tin bon."}))
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1  # the flag of encryption of a.txt
    damaged = data.index(b"b.txt") + 5
    data[damaged] ^= 0xFF
    found = list(read_documents(bytes(data), ".zip"))
    assert [item.part for item in found if isinstance(item, Document)] == ["d.txt"]
    reasons = {item.place: item.reason for item in found if isinstance(item, Fault)}
    assert list(reasons) == ["a.txt", "b.txt", "c.exe"]
    assert "password" in reasons["a.txt"]
    assert "damaged" in reasons["b.txt"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="at most 200 times its size"):
        read_document(pack({"a.txt": b"0" * 20_000_000}), ".zip")
    with pytest.raises(UnreadableFileError, match="at most 5,000 members"):
        read_document(pack({f"{number}.txt": b"Tin." for number in range(5_001)}), ".zip")
    monkeypatch.setattr("ingest.formats.archive.MOST_BYTES", 1)
    deep = pack({"a.zip": pack({"b.zip": pack({"c.zip": pack({"d.txt": b"Tin."})})})})
    (fault,) = read_documents(deep, ".zip")
    assert isinstance(fault, Fault)
    assert fault.place == "a.zip, b.zip"
    assert "at most 2 archives" in fault.reason


def test_archives_in_an_archive_share_what_may_be_unpacked() -> None:
    inner = pack({f"{number}.txt": b"Tin." for number in range(3_000)})
    found = list(read_documents(pack({"a.zip": inner, "b.zip": inner}), ".zip"))
    assert sum(isinstance(item, Document) for item in found) == 3_000
    assert [item.place for item in found if isinstance(item, Fault)] == ["b.zip"]


def test_an_article_of_a_member_with_any_name_is_found_by_its_id(write: Write, run: Ingest, data: Path) -> None:
    name = "Tin #1 & <b>'mưa'</b> 100%/ế?.txt"
    write("a.zip", pack({name: b"Tin."}))
    assert run().added == [f"a#{name}"]
    assert Store(data).article(f"a#{name}").part == name
