"""PDF files: their text page by page, running heads taken out and lines of a paragraph joined."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ..documents import Document
from ..errors import UnreadableFileError
from .paragraphs import goes_on, join_lines
from .running_heads import without_running_heads
from .titles import clean_author, clean_title

if TYPE_CHECKING:
    from pypdf import PdfReader


def read_pdf(data: bytes) -> Document:
    """The text, with where each page begins in it; raises UnreadableFileError for a locked file or a scan."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    from .pdf_lines import page_lines

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # faults that it mends are no news
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # a file that only may not be printed opens without one
            raise UnreadableFileError("expected a PDF that opens without password, found a locked one: unlock it")
        pages = [page_lines(page) for page in reader.pages]
    except DependencyError as error:
        raise UnreadableFileError("expected a PDF without encryption, found an encrypted one: save it anew") from error
    except PyPdfError as error:
        raise UnreadableFileError(f"expected a whole PDF, found a damaged one ({error}): save it anew") from error
    if not any(character.isalnum() for page in pages for line in page for character in line):
        raise UnreadableFileError(
            f"expected a PDF with text, found {len(pages)} pages without any (scanned): run OCR first"
        )
    text, begins, before = "", list[int](), list[str]()
    written = "\n".join("\n".join(page) for page in pages)
    for number, lines in enumerate(without_running_heads(pages)):
        body = join_lines(lines, written)
        if body:
            text += (" " if goes_on(before, body) else "\n") if text else ""
            begins += [len(text)] * (number + 1 - len(begins))  # pages without text before it begin where it does
            text, before = text + body, lines
    begins += [len(text)] * (len(pages) - len(begins))
    return Document(text, stated_in(reader), pages=tuple(begins))


def stated_in(reader: PdfReader) -> dict[str, str]:
    """Title, author and date of the properties.

    The date is that of publication (Dublin Core). When the file was made is another thing: a page of 2019 that
    somebody printed today is not news of today.
    """
    information, days = reader.metadata, list[datetime]()
    with suppress(Exception):  # properties in broken XML are no reason to refuse the text
        days = list((reader.xmp_metadata.dc_date if reader.xmp_metadata else None) or [])
    stated = {
        "title": clean_title(information.title if information else None),
        "author": clean_author(information.author if information else None),
        "published": days[0].isoformat() if days else "",
    }
    return {key: value for key, value in stated.items() if value}
