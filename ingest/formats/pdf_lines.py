"""The lines of a PDF's pages by where its glyphs stand.

pdfminer.six gives the glyphs in the order of the drawing, and its own layout takes that for the order of a line. Where
a font lacks Vietnamese letters, programs draw those with another one: LibreOffice after the rest of the line, and the
words fall apart. So glyphs that are drawn one after the other on one baseline are a line, read from left to right;
columns stay apart, as they are drawn one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTItem
    from pdfminer.pdfdocument import PDFDocument

SAME_BASELINE = 0.1
"""Of a glyph's height: how far baselines may be apart in a line."""
RAISED = 0.5
"""The same of a glyph that stands behind the one before, as a raised figure; what lies over the line is another one."""
SPACE = 0.17
"""Of a glyph's height: a gap from which on it is one between words; a space is 0.25, kerning 0.05."""
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
"""Glyphs for several letters, which a reader wouldn't find by those."""
UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file doesn't tell what letter it is."""
NUMBERED = re.compile(r"\(cid:\d+\)")
"""What pdfminer gives for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is set, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    height: float
    """Of its largest glyph."""
    word: float
    """How wide its first word is."""


def read_pages(document: PDFDocument) -> Iterator[list[Line]]:
    """The lines of each page, in the order of the drawing; text that stands across the page is left out."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        rows: list[list[LTChar]] = []
        for glyph in glyphs_of(device.get_result()):
            if rows and is_beside(rows[-1], glyph):
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        yield [line for line in map(join_glyphs, rows) if line.text]


def glyphs_of(container: Iterable[LTItem]) -> Iterator[LTChar]:
    """The upright glyphs of a page and of the figures on it."""
    from pdfminer.layout import LTChar, LTContainer

    for item in container:
        if isinstance(item, LTContainer):
            yield from glyphs_of(item)
        elif isinstance(item, LTChar) and item.upright:
            yield item


def is_beside(row: list[LTChar], glyph: LTChar) -> bool:
    """Whether a glyph is of the line of those that were drawn before it."""
    apart = abs(baseline_of(glyph) - baseline_of(row[0])) / max(glyph.size, row[0].size, 1e-6)
    return apart <= SAME_BASELINE or (apart <= RAISED and glyph.x0 >= row[-1].x1 - SPACE * glyph.size)


def baseline_of(glyph: LTChar) -> float:
    """The height on which a glyph stands; its box hangs lower, by another measure in each font."""
    return glyph.matrix[5]


def join_glyphs(row: list[LTChar]) -> Line:
    """The line of the glyphs from left to right, with a space where the gap is one; "" of blanks alone."""
    text, right, ends = "", 0.0, list[float]()
    row = sorted(row, key=lambda glyph: glyph.x0)
    seen = [glyph for glyph in row if not glyph.get_text().isspace()] or row
    for glyph in row:
        letter = NUMBERED.sub(UNKNOWN, glyph.get_text()).translate(LIGATURES)
        if text and glyph.x0 - right > SPACE * glyph.size and text[-1] != " " and letter[:1] != " ":
            text += " "
        if text.strip() and (text[-1].isspace() or letter.isspace()):
            ends.append(right)
        text += letter
        right = max(right, glyph.x1)
    left, end = seen[0].x0, max(glyph.x1 for glyph in seen)
    word = (ends[0] if ends else end) - left
    return Line(" ".join(text.split()), left, end, baseline_of(seen[0]), max(glyph.size for glyph in seen), word)
