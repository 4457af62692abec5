"""Mails: text, attachments, and what mail programs do to either."""

from __future__ import annotations

from time import perf_counter

import pytest

from ingest.documents import Document, Fault
from ingest.readers import read_document, read_documents

from .formats import DAY, TITLE, as_docx, as_mail, mail_bytes, share


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


def test_a_mail_of_text_alone_needs_no_type() -> None:
    head = b"From: Lan <a@b.vn>\nSubject: Tin\nDate: Mon, 31 Mar 2025 08:30:00 +0700\n\n"
    document = read_document(head + b"Mua to.", ".eml")
    assert (document.text, document.metadata["title"]) == ("Mua to.", "Tin")


@pytest.mark.parametrize(
    "header", ["Content-Type: text/plain; " + "a=b; " * 50_000, "Subject: " + "=?utf-8?q?a?= " * 50_000]
)
def test_a_header_of_any_length_is_read_in_no_time(header: str) -> None:
    began = perf_counter()
    assert read_document(f"From: a@b.vn\nTo: c@d.vn\nMessage-ID: <1>\n{header}\n\nTin.".encode(), ".eml").text == "Tin."
    assert perf_counter() - began < 5


def test_lines_that_a_mail_program_broke_are_joined_where_it_says_so() -> None:
    head = b"From: a@b.vn\nSubject: Tin\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    document = read_document(head + "Mưa to ở \nHuế.\n\nNắng đẹp.\n-- \nLan\n".encode(), ".eml")
    assert document.text == "Mưa to ở Huế.\n\nNắng đẹp.\n-- \nLan\n"
