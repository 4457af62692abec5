"""Word files: paragraphs and tables in the order they are read in."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ..documents import Document
from ..errors import UnreadableFileError
from .titles import clean_author, clean_title

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document as WordDocument

LARGEST_CONTENT = 200_000_000
"""Bytes of a file's parts when unpacked; a book has some million."""
MOST_COLUMNS = 63
"""Of a table, as Word allows; python-docx makes a cell for each that one says to span."""
UNWRAPPED = ("sdtContent", "ins", "moveTo", "smartTag", "customXml")
"""Elements around text (form fields, accepted changes) that python-docx passes over: what is in them replaces them."""


def read_docx(data: bytes) -> Document:
    """The text with a line for each paragraph and row; cells stand between bars. Raises UnreadableFileError."""
    from docx import Document as open_docx
    from docx.oxml.ns import qn

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(f"expected a Word file, found a damaged one ({error}): save it anew") from error
    if size > LARGEST_CONTENT:
        raise UnreadableFileError(f"expected at most {LARGEST_CONTENT:,} bytes unpacked, found {size:,}: split it")
    document = open_docx(io.BytesIO(data))
    widest = max((int(span.get(qn("w:val"), 1)) for span in document.element.body.iter(qn("w:gridSpan"))), default=1)
    if widest > MOST_COLUMNS:
        raise UnreadableFileError(f"expected at most {MOST_COLUMNS} columns in a table, found {widest:,}: save it anew")
    for name in UNWRAPPED:
        for element in list(document.element.body.iter(qn(f"w:{name}"))):
            outer = element.getparent() if name == "sdtContent" else element
            for child in list(element):
                outer.addprevious(child)
            outer.getparent().remove(outer)
    properties = document.core_properties
    title = clean_title(properties.title) or next(
        (p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title" and p.text.strip()), ""
    )
    stated = {"title": " ".join(title.split()), "author": clean_author(properties.author)}
    return Document("\n".join(read_blocks(document)), {key: value for key, value in stated.items() if value})


def read_blocks(container: WordDocument | BlockItemContainer) -> list[str]:
    """Lines of the paragraphs and tables of a document or cell."""
    from docx.text.paragraph import Paragraph

    lines: list[str] = []
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for row in block.rows:
            cells = {cell._tc: cell for cell in row.cells}.values()  # a merged cell stands there as often as it is wide
            texts = (" ".join(line.strip() for line in read_blocks(cell) if line.strip()) for cell in cells)
            lines.append(" | ".join(texts))
    return lines
