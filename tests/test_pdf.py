"""PDF files: pages, running heads, broken lines and words, properties, and those that can't be read."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from ingest.errors import UnreadableFileError
from ingest.formats.page_columns import columns_of
from ingest.formats.paragraphs import hyphenated, join_lines
from ingest.formats.pdf_lines import Line
from ingest.formats.running_heads import without_running_heads
from ingest.formats.titles import clean_author, clean_title
from ingest.readers import read_document

from .formats import CHROMIUM, FILES, LATIN, PARAGRAPHS, as_html, draw_pdf, font_of, print_pdf, write_pdf


def lines_of(texts: Sequence[str], left: float = 50) -> list[Line]:
    """Lines one below the other, each letter as wide as any."""
    return [
        Line(text, left, left + 5 * len(text), 800 - 14 * at, 11, 5 * len(text.split()[0]))
        for at, text in enumerate(texts)
    ]


def texts_without_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[line.text for line in page] for page in without_running_heads([lines_of(page) for page in pages])]


def test_heads_feet_and_page_numbers_that_repeat_are_taken_out() -> None:
    pages = [
        ["BAO THU - So 12", f"Chuyen so {word} tren trang nay.", "Het trang.", f"Trang {number}/4"]
        for number, word in enumerate(("mot", "hai", "ba", "bon"), 1)
    ]
    document = read_document(draw_pdf(pages), ".pdf")
    assert "BAO THU" not in document.text
    assert "Trang" not in document.text
    assert [document.text[begin:].split(".")[0] for begin in document.pages] == [
        f"Chuyen so {word} tren trang nay" for word in ("mot", "hai", "ba", "bon")
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ["Điều 5. Phạm vi", "Điều 6. Đối tượng", "Điều 7. Hiệu lực"],
        ["Chương 1", "Chương 2", "Chương 3"],
        ["Năm 2023", "Năm 2025", "Năm 2026"],
        ["Một câu.", "Câu khác.", "Câu nữa."],
    ],
)
def test_lines_at_the_head_of_a_page_that_tell_something_stay(heads: list[str]) -> None:
    pages = [[head, f"Nội dung {at} của trang.", f"Cuối {chr(97 + at)}"] for at, head in enumerate(heads)]
    assert [page[0] for page in texts_without_heads(pages)] == heads


@pytest.mark.parametrize(
    "numbers", [["1", "2", "3"], ["- 11 -", "- 12 -", "- 13 -"], ["iii", "iv", "v"], ["Tr. 9", "Tr. 10", "Tr. 11"]]
)
def test_numbers_of_pages_are_known_by_counting_up(numbers: list[str]) -> None:
    pages = [["Tin vắn.", f"Nội dung {chr(97 + at)}.", number] for at, number in enumerate(numbers)]
    assert all(number not in page for page, number in zip(texts_without_heads(pages), numbers, strict=True))


def test_a_single_page_keeps_all_its_lines() -> None:
    assert texts_without_heads([["Tiêu đề", "Nội dung.", "1"]]) == [["Tiêu đề", "Nội dung.", "1"]]


LONG = "Sáng nay tại thành phố Huế mưa rất to và gió giật rất mạnh"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([LONG, "trên diện rộng.", "Nước dâng."], f"{LONG} trên diện rộng.\nNước dâng."),
        ([LONG, "Đà Nẵng cũng mưa.", "Hết."], f"{LONG} Đà Nẵng cũng mưa.\nHết."),
        (["Tin vắn", LONG, "rất lâu."], f"Tin vắn\n{LONG} rất lâu."),
        ([LONG, "- Mục một", "- Mục hai"], f"{LONG}\n- Mục một\n- Mục hai"),
        ([LONG + " Anh-", "Việt họp bàn."], f"{LONG} Anh-Việt họp bàn."),
        ([LONG + " In-đô-", "nê-xi-a nói."], f"{LONG} In-đô-nê-xi-a nói."),
        ([LONG + " COVID-", "19 trở lại."], f"{LONG} COVID-19 trở lại."),
        ([LONG + " ra-", "đa mới."], f"{LONG} ra-đa mới."),
        ([LONG + " inter-", "national forum."], f"{LONG} international forum."),
        ([LONG + " e-", "mail mới; e-mail cũ."], f"{LONG} e-mail mới; e-mail cũ."),
        ([LONG + " cli\u00ad", "mate talks."], f"{LONG} climate talks."),
        ([LONG + " –", "một năm sau."], f"{LONG} – một năm sau."),
        ([LONG, "the traf-", "ficking goes on."], f"{LONG} the trafficking goes on."),
    ],
)
def test_lines_of_a_paragraph_are_joined_and_hyphens_kept_that_are_real(lines: list[str], text: str) -> None:
    set_lines = lines_of(lines)
    (column,) = columns_of([set_lines])
    assert join_lines(column, hyphenated(set_lines)) == text


def test_a_paragraph_goes_on_over_a_page() -> None:
    first = ["Mua to tren dien rong tu sang som den chieu toi o cac tinh"] * 3
    document = read_document(draw_pdf([first, ["mien Trung va Tay Nguyen.", "Tin khac."]]), ".pdf")
    assert document.text.endswith("o cac tinh mien Trung va Tay Nguyen.\nTin khac.")
    assert document.text[document.pages[1] :].startswith("mien Trung")


def writer_of(data: bytes) -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(io.BytesIO(data)))


def bytes_of(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_scan_says_that_it_has_no_text_and_what_to_do() -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    with pytest.raises(UnreadableFileError, match=r"found 3 pages without any \(scanned\): run OCR first"):
        read_document(bytes_of(writer), ".pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_locked_file_is_refused_and_one_that_opens_without_password_is_read(algorithm: str) -> None:
    for password in ("bí mật", ""):
        writer = writer_of(draw_pdf([["Tin mot dong."]]))
        writer.encrypt(password, owner_password="chủ", algorithm=algorithm)
        if password:
            with pytest.raises(UnreadableFileError, match="without password"):
                read_document(bytes_of(writer), ".pdf")
        else:
            assert read_document(bytes_of(writer), ".pdf").text == "Tin mot dong."


def test_properties_that_a_person_wrote_are_stated_and_the_day_of_making_is_not() -> None:
    data = draw_pdf([["Tin."]], Title="Mưa to ở Huế", Author="Lan Anh", CreationDate="D:20260101080000+07'00'")
    assert read_document(data, ".pdf").metadata == {"title": "Mưa to ở Huế", "author": "Lan Anh"}
    data = draw_pdf([["Tin."]], Title="Microsoft Word - bai1.doc", Author="Administrator")
    assert read_document(data, ".pdf").metadata == {}


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - x.doc",
        "bao-cao.docx",
        "Untitled",
        "untitled 3",
        "Document1",
        "Slide 1.pdf",
        "about:blank",
        " ",
    ],
)
def test_what_programs_write_is_no_title(title: str) -> None:
    assert clean_title(title) == ""


@pytest.mark.parametrize("title", ["Mưa to ở Huế", "Document của Liên hợp quốc", "Slide - một bộ phim"])
def test_what_a_person_wrote_is_a_title(title: str) -> None:
    assert clean_title(title) == ("" if title.startswith("Slide -") else title)
    assert clean_author("Lan Anh") == "Lan Anh"
    assert clean_author("Admin") == clean_author("python-docx") == ""


def test_words_drawn_with_two_fonts_stay_whole() -> None:
    document = read_document((FILES / "cau.pdf").read_bytes(), ".pdf")
    assert "nối hai xã Bản Gió và Bản Sương sau hai năm thi công" in document.text


COLUMNS = "<style>@page{size:A5}article{columns:2}p{font-size:11pt;text-align:justify}</style></head>"
FIXED = "<style>@page{size:A5}p{margin:0;text-indent:8mm}footer{position:fixed;bottom:0}</style></head>"
LARGE = "<style>@page{size:A5}p{font-size:15pt}</style></head>"


@pytest.mark.skipif(
    not CHROMIUM.is_file() and not os.environ.get("HOINGUON_REQUIRE_BROWSER"), reason="no chromium to print with"
)
@pytest.mark.parametrize("style", [LARGE, COLUMNS, FIXED])
def test_a_page_that_a_browser_printed_comes_through_paragraph_by_paragraph(style: str, tmp_path: Path) -> None:
    document = read_document(print_pdf(tmp_path, as_html().replace(b"</head>", style.encode())), ".pdf")
    assert len(document.pages) >= 2
    assert "page.html" not in document.text
    assert f"1/{len(document.pages)}" not in document.text
    flowing = " ".join(document.text.split())
    assert all(paragraph in flowing for paragraph in PARAGRAPHS), "also those that go on over a column or page"
    whole = set(PARAGRAPHS) & set(document.text.split("\n"))
    assert len(whole) >= len(PARAGRAPHS) - 1, "one may end its column with a sentence"


def test_two_columns_are_read_one_after_the_other() -> None:
    document = read_document((FILES / "hai-cot.pdf").read_bytes(), ".pdf")
    assert document.text.split("\n") == PARAGRAPHS
    assert len(document.pages) >= 2


def test_what_lies_over_a_line_is_not_mixed_into_it() -> None:
    drawn = "BT /F1 11 Tf 50 200 Td (Mua to o Hue.) Tj ET BT /F1 11 Tf 50 204 Td (Ban quyen) Tj ET"
    assert read_document(write_pdf([drawn], LATIN), ".pdf").text == "Mua to o Hue.\nBan quyen"


def test_letters_drawn_as_one_glyph_are_letters() -> None:
    assert read_document(draw_pdf([[r"o\256cer"]]), ".pdf").text == "oficer"


def test_a_file_that_does_not_tell_its_letters_is_refused() -> None:
    system = DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("Identity"),
            NameObject("/Supplement"): NumberObject(0),
        }
    )
    glyphs = font_of(Subtype="CIDFontType2", BaseFont="X", CIDSystemInfo=system)
    font = font_of(Subtype="Type0", BaseFont="X", Encoding="Identity-H", DescendantFonts=ArrayObject([glyphs]))
    with pytest.raises(UnreadableFileError, match="100% of them unknown"):
        read_document(write_pdf(["BT /F1 11 Tf 50 200 Td <00410042> Tj ET"], font), ".pdf")
