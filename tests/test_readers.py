"""Bytes of a file to its text and the metadata it states."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.errors import UnknownFormatError, UnreadableFileError
from ingest.readers import READERS, read_document

FULL = """---
title: Hội nghị thượng đỉnh
source: TTXVN
url: https://vnanet.vn/1
published: 2025-03-31
author: [Lan, Minh]
ward: 5
---
Thân bài.
"""


def test_front_matter_states_the_metadata_and_is_no_part_of_the_text() -> None:
    document = read_document(FULL.encode(), ".txt")
    assert document.text == "Thân bài.\n"
    assert document.metadata == {
        "title": "Hội nghị thượng đỉnh",
        "source": "TTXVN",
        "url": "https://vnanet.vn/1",
        "published": "2025-03-31",
        "author": "Lan, Minh",
    }


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_front_matter_may_have_a_byte_order_mark_and_windows_line_ends(suffix: str) -> None:
    document = read_document(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode(), suffix)
    assert document.text == "Thân bài.\r\n"
    assert document.metadata["published"] == "2025-03-31"


@pytest.mark.parametrize(
    ("stated", "metadata"),
    [
        ("title: 2025", {"title": "2025"}),
        ("title: '  Tin  '\nsource: ''\nauthor: null", {"title": "Tin"}),
        ("published: 2025-03-31 08:30:00", {"published": "2025-03-31T08:30:00"}),
        ("title: 'Tin: mưa'", {"title": "Tin: mưa"}),
        ("title: To\u0302i", {"title": "Tôi"}),
    ],
)
def test_metadata_become_plain_text_and_empty_ones_stay_unknown(stated: str, metadata: dict[str, str]) -> None:
    assert read_document(f"---\n{stated}\n---\nThân bài.".encode(), ".txt").metadata == metadata


@pytest.mark.parametrize(
    "text",
    [
        "---\nMột dòng kẻ.\n---\nThân bài.",
        "---\nward: 5\n---\nThân bài.",
        "---\n- title\n---\nThân bài.",
        "--- \nkhông có dòng đóng",
        "Thân bài.\n---\ntitle: Sau\n---\n",
    ],
)
def test_lines_of_dashes_that_hold_no_metadata_are_text(text: str) -> None:
    document = read_document(text.encode(), ".txt")
    assert (document.text, document.metadata) == (text, {})


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param("title: Tin: mưa", id="unquoted colon"),
        pytest.param("title: [Tin", id="open bracket"),
        pytest.param("title: !!python/object/apply:os.getcwd []", id="code"),
    ],
)
def test_front_matter_with_a_fault_is_told(stated: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"expected .*, found"):
        read_document(f"---\n{stated}\n---\nThân bài.".encode(), ".txt")


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param("published: 2025-02-30", id="no such day"),
        pytest.param("published: 2025-03-31 25:00:00", id="no such hour"),
        pytest.param("title: &a [*a]", id="list that holds itself"),
        pytest.param("title: " + "[" * 3000, id="brackets without end"),
        pytest.param('title: "\\ud800 Tin"', id="half a surrogate pair"),
    ],
)
def test_front_matter_that_no_python_value_fits_is_told_or_kept_as_text(stated: str) -> None:
    try:
        document = read_document(f"---\n{stated}\n---\nThân bài.".encode(), ".txt")
    except UnreadableFileError as error:
        assert "found" in str(error)
    else:
        assert all(value.encode() for value in document.metadata.values())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Mưa to ở Huế\n\nNước dâng.", "Mưa to ở Huế"),
        ("Mở đầu.\n\n# Mưa to ##\nNước dâng.\n# Sau", "Mưa to"),
        ("## Mục nhỏ\nNước dâng.", None),
        ("#không phải tiêu đề\nNước dâng.", None),
        ("---\ntitle: Tin\n---\n# Mưa to\nNước dâng.", "Tin"),
        ("---\nsource: TTXVN\n---\n# Mưa to\nNước dâng.", "Mưa to"),
    ],
)
def test_the_first_top_heading_of_markdown_is_its_title_unless_one_is_stated(text: str, title: str | None) -> None:
    document = read_document(text.encode(), ".md")
    assert document.metadata.get("title") == title
    assert document.text == text.rsplit("---\n", 1)[-1]


def test_text_is_repaired_to_nfc_and_otherwise_kept() -> None:
    text = "  Hò\tkhoan…\r\n“Tiê\u0301ng Viê\u0323t” \n\n"
    assert read_document(unicodedata.normalize("NFD", text).encode(), ".txt").text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("suffix", [".TXT", ".Md", ".text", ".markdown"])
def test_suffixes_are_known_in_either_case(suffix: str) -> None:
    assert read_document(b"Tin.", suffix).text == "Tin."


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no letter or digit"),
        (b"\xef\xbb\xbf", "no letter or digit"),
        ("— … ☺\n".encode(), "no letter or digit"),
        (b"---\ntitle: Tin\n---\n", "no letter or digit"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
        ("Tiếng Việt".encode("utf-16"), "NUL"),
        ("Tiếng".encode("cp1258", "replace") + b"\xea", "which is not UTF-8"),
        ("abc é".encode("latin-1"), "0xe9 at offset 4"),
        ("Tiếng Việt".encode()[:-2], "which is not UTF-8"),
    ],
)
def test_what_is_no_utf_8_text_is_told_with_what_was_found(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableFileError, match=found):
        read_document(data, ".txt")


@pytest.mark.parametrize(("suffix", "found"), [(".pdfx", ".pdfx"), ("", "no suffix")])
def test_an_unknown_suffix_is_told_with_those_that_are_known(suffix: str, found: str) -> None:
    with pytest.raises(UnknownFormatError, match=f"found {found}") as caught:
        read_document(b"Tin.", suffix)
    assert all(known in str(caught.value) for known in READERS)
