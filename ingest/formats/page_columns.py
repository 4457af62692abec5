"""The columns of pages: lines one below the other, and how far to the right they could go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .pdf_lines import Line

OTHER_SIZE = 1.15
"""Of the smaller of two lines' heights: a heading isn't set like its text."""
FEW = 5
"""Lines that tell where a column ends; one of fewer ends where others do that begin at its left."""
OVERRUN = 10
"""One line in so many may run over the margin."""


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of a page from above to below, one at least."""

    page: int
    lines: list[Line]
    margin: float
    """Where its long lines end."""


def columns_of(pages: Sequence[Sequence[Line]]) -> list[Column]:
    """The columns of all pages in the order of the drawing; pages are counted from 0."""
    found = [(number, lines) for number, page in enumerate(pages) for lines in split_page(page)]
    beginning = defaultdict[int, list[Line]](list)
    for _, lines in found:
        beginning[left_of(lines)] += lines
    shared = {left: margin_of(lines) for left, lines in beginning.items()}
    return [
        Column(number, lines, margin_of(lines) if len(lines) >= FEW else shared[left_of(lines)])
        for number, lines in found
    ]


def split_page(page: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each column: where a line stands higher than the one before, another begins."""
    column: list[Line] = []
    for line in page:
        if column and line.baseline > column[-1].baseline:
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def left_of(lines: Sequence[Line]) -> int:
    """Where a column begins, in whole points."""
    return round(min(line.left for line in lines))


def margin_of(lines: Sequence[Line]) -> float:
    """Where long lines of the usual size end."""
    usual = median(line.height for line in lines)
    ends = sorted(line.right for line in lines if line.height <= OTHER_SIZE * usual)
    return ends[-1 - len(ends) // OVERRUN]
