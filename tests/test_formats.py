"""One article in every format: what comes through, what is stated, what malformed files are told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter

import pytest

from index.check import check_store
from ingest import Summary
from ingest.articles import LARGEST_FILE
from ingest.documents import Document
from ingest.errors import UnknownFormatError, UnreadableFileError
from ingest.kinds import kind_of
from ingest.readers import read_document, read_documents

from .formats import (
    DAY,
    FILES,
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
    share,
    word_share,
)

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


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
    code = "import sys, ingest.readers; print({'pdfminer', 'docx', 'trafilatura', 'lxml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize(
    "start",
    [
        "<!-- x -->" * 5000,
        "<!-- x -->\n \n" * 4000,
        "<!--" * 15_000,
        " " * 65_000,
        "a: b\n c" * 9_000,
        "{" * 60_000,
        "<?xml " * 9_000,
        "%PDF" * 9_000,
    ],
)
def test_what_a_file_is_is_told_in_no_time(start: str) -> None:
    began = perf_counter()
    for suffix in (".txt", ".eml", ".jsonl", ".html"):
        kind_of(start.encode(), suffix)
    assert perf_counter() - began < 2


def test_a_page_behind_any_number_of_comments_is_one() -> None:
    comments = "<!-- x -->\n" * 300
    assert kind_of(f"{comments}<!DOCTYPE html>".encode(), ".txt") == "html"
    assert kind_of(f"<?xml version='1.0'?>\n{comments}<html>".encode(), ".txt") == "html"
    assert kind_of(f"{comments}Trời mưa.".encode(), ".txt") == "text"
    assert kind_of(b" " * 4000 + b"<htm", ".txt") == "text"


@pytest.mark.parametrize(
    "start", ["# a" + " #" * 100_000 + "x", "# " + " " * 100_000 + "x", "---\n" + "\n---   x" * 50_000]
)
def test_the_head_of_a_text_is_read_in_no_time(start: str) -> None:
    began = perf_counter()
    assert read_document(f"{start}\nTin.".encode(), ".md").text
    assert perf_counter() - began < 2


@pytest.mark.parametrize("name", ["html", "docx", "pdf of LibreOffice", "eml", "zip"])
def test_every_cut_and_any_flipped_byte_gives_documents_or_a_sentence(name: str) -> None:
    make, suffix, _ = MADE[name]
    whole = make()
    for place in range(0, len(whole), len(whole) // 25):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :]):
            try:
                found = list(read_documents(data, suffix))
                assert all(item.text if isinstance(item, Document) else item.reason for item in found)
            except (UnreadableFileError, UnknownFormatError) as error:
                assert str(error).startswith("expected")
                assert "\n" not in str(error)
