"""A PDF: the text of its pages without running heads, lines joined to paragraphs again.

By pdfminer.six, which finds the blocks of a page and their order. pypdf puts spaces around each letter that a page
takes from another font, as browsers do with Vietnamese ones ("Đ ạ i s ứ").
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence

from .document import Document
from .errors import UnreadableFileError

Block = list[str]
"""Lines that stand together on a page."""
EDGE = 2
"""Blocks at the top and bottom of a page among which running heads and page numbers are looked for."""
FULL = 0.65
"""Share of a block's longest line from which a line was broken by the margin and not by its author."""
NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*$)|\.(?:docx?|pdf|indd|html?)$", re.IGNORECASE
)
"""What programs write where nobody stated a title."""


def read_pdf(data: bytes) -> Document:
    """The text of all pages; raises UnreadableFileError for pictures of text, and for what can't be opened.

    When the file was made is no day of publication: that stays unknown.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        pages, stated = open_pdf(data)
    except PDFPasswordIncorrect as error:
        raise UnreadableFileError("expected an open PDF, found one with a password: save it without") from error
    except Exception as error:  # the library's own faults are of any kind
        raise UnreadableFileError(
            f"expected a PDF, found one that can't be read ({type(error).__name__}): print it anew, or copy its text"
        ) from error
    text = "\n".join(join_lines(block) for blocks in without_running_heads(pages) for block in blocks)
    if not any(character.isalnum() for character in text):
        raise UnreadableFileError(
            f"expected text, found {len(pages)} pages without any (a scan?): make it searchable with an OCR program"
        )
    return Document(text, {key: value.strip() for key, value in stated.items() if not NO_TITLE.search(value)})


def open_pdf(data: bytes) -> tuple[list[list[Block]], dict[str, str]]:
    """The blocks of each page in reading order, and the title and author that the file states."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    stated = {}
    for properties in PDFDocument(PDFParser(io.BytesIO(data))).info:
        for name in ("Title", "Author"):
            if isinstance(value := properties.get(name), bytes) and (decoded := decode_text(value).strip()):
                stated[name.lower()] = decoded
    pages = [
        [
            lines
            for block in page
            if isinstance(block, LTTextContainer)
            and (lines := [line.strip() for line in block.get_text().splitlines() if line.strip()])
        ]
        for page in extract_pages(io.BytesIO(data))
    ]
    if not pages:
        raise ValueError("no pages")
    return pages, stated


def without_running_heads(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The pages without the blocks at their edges that most pages share, but for the numbers in them."""
    shared = Counter(head for page in pages for head in {without_numbers(b) for b in [*page[:EDGE], *page[-EDGE:]]})
    running = {head for head, count in shared.items() if count > 1 and count > len(pages) / 2}
    return [
        [
            block
            for place, block in enumerate(page)
            if EDGE <= place < len(page) - EDGE or without_numbers(block) not in running
        ]
        for page in pages
    ]


def without_numbers(block: Block) -> str:
    """A block with its numbers left open: "Trang 3/12" is "Trang #/#"."""
    return re.sub(r"\d+", "#", "\n".join(block))


def join_lines(block: Block) -> str:
    """Paragraphs of the lines: one that reaches the margin goes on in the next.

    A hyphen at its end is taken out between small letters of ASCII alone, as English breaks words; Vietnamese doesn't,
    and "Anh-Việt" keeps its own.
    """
    longest = max(map(len, block))
    text = ""
    for line in block:
        text += line
        if len(line) < FULL * longest:
            text += "\n"
        elif line.endswith("-"):
            text += "\0"  # the line after tells what the hyphen is
        else:
            text += " "
    return re.sub(r"(?<=[a-z])-\0(?=[a-z])", "", text).replace("\0", "").rstrip()
