"""PDF files: their text page by page, running heads taken out and lines of a paragraph joined."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ..documents import Document
from ..errors import UnreadableFileError
from .page_columns import columns_of
from .paragraphs import goes_on, hyphenated, join_lines
from .pdf_lines import UNKNOWN, Line, read_pages
from .running_heads import without_running_heads
from .titles import clean_author, clean_title

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

MOST_UNKNOWN = 0.1
"""Share of letters that no font tells; bullets often are such."""


def read_pdf(data: bytes) -> Document:
    """The text, with where each page begins in it; raises UnreadableFileError for a locked file or a scan."""
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # faults that it mends are no news
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))  # one that only may not be printed opens without password
        pages = list(read_pages(document))
        stated = stated_in(document)
    except PDFPasswordIncorrect as error:
        raise UnreadableFileError(
            "expected a PDF that opens without password, found a locked one: unlock it"
        ) from error
    except PDFEncryptionError as error:
        raise UnreadableFileError("expected a PDF without encryption, found an encrypted one: save it anew") from error
    except PSException as error:
        raise UnreadableFileError(f"expected a whole PDF, found a damaged one ({error}): save it anew") from error
    check_letters("".join(line.text for page in pages for line in page), len(pages))
    text, begins = join_pages(pages)
    return Document(text, stated, pages=begins)


def check_letters(text: str, pages: int) -> None:
    """Raise UnreadableFileError for pictures of text, and for fonts that don't tell which letters they draw."""
    if not any(character.isalnum() or character == UNKNOWN for character in text):
        raise UnreadableFileError(f"expected a PDF with text, found {pages} pages without any (scanned): run OCR first")
    unknown = text.count(UNKNOWN) / len(text)
    if unknown > MOST_UNKNOWN:
        raise UnreadableFileError(
            f"expected a PDF that tells its letters, found {unknown:.0%} of them unknown: save it anew, or run OCR"
        )


def join_pages(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text without running heads, and where each page begins in it; a page without text where the next one does."""
    pieces, begins, length = list[str](), list[int](), 0
    written = hyphenated(chain.from_iterable(pages))
    columns = columns_of(without_running_heads(pages))
    for before, column in zip([None, *columns], columns, strict=False):
        if before:
            pieces.append(" " if goes_on(before, column.lines[0]) else "\n")
        pieces.append(join_lines(column, written))
        begin, length = length + bool(before), length + sum(map(len, pieces[-2:]))
        begins += [begin] * (column.page + 1 - len(begins))
    begins += [length] * (len(pages) - len(begins))
    return "".join(pieces), tuple(begins)


def stated_in(document: PDFDocument) -> dict[str, str]:
    """Title and author of the properties, without what programs write there.

    When the file was made is no day of publication: a page of 2019 that somebody printed today is not news of today.
    """
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    stated: dict[str, str] = {}
    for properties in document.info:
        for name, clean in (("Title", clean_title), ("Author", clean_author)):
            value = resolve1(properties.get(name))
            if isinstance(value, bytes) and (cleaned := clean(decode_text(value))):
                stated.setdefault(name.lower(), cleaned)
    return stated
