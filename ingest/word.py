"""A Word document (Office Open XML, ECMA-376): paragraphs and tables in the order in which they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.table import Table

from .document import Document
from .errors import UnreadableFileError

LARGEST = 200_000_000
"""Bytes of a document unpacked: a bomb of a few kilobytes must not fill the memory."""


def read_word(data: bytes) -> Document:
    """The text, with a row of a table in a line; raises UnreadableFileError.

    The title is that of the document's properties, or its paragraph of that style.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST:
            raise UnreadableFileError(
                f"expected at most {LARGEST:,} bytes unpacked, found {unpacked:,}: save the document without pictures"
            )
        word = open_document(io.BytesIO(data))
        text = "\n".join(lines_of(word))
        properties = word.core_properties
        titled = [p.text for p in word.paragraphs if p.style and p.style.name == "Title"]
        stated = {"title": properties.title or " ".join(titled), "author": properties.author}
    except UnreadableFileError:
        raise
    except Exception as error:  # the library's own faults are of any kind
        raise UnreadableFileError(
            f"expected a Word document, found one that can't be read ({error}): open it and save it anew as .docx"
        ) from error
    return Document(text, {key: value for key, value in stated.items() if value and value != "python-docx"})


def lines_of(word: WordDocument) -> Iterator[str]:
    """Paragraphs, and rows of tables with their cells between bars; a cell that spans several stands once."""
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = {id(cell._tc): cell for cell in row.cells}.values()
                yield " | ".join(" ".join(cell.text.split()) for cell in cells)
        else:
            yield part.text
