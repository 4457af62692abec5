"""Running heads: what stands at the head or foot of many pages, as a title or the number of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .pdf_lines import Line

EDGE = 3
"""Lines at each end of a page that may belong to its head or foot."""
SHARE = 0.4
"""Of the pages on which a running head stands at least; left and right pages may have their own."""
LONGEST = 200
"""Characters of a running head."""
NUMBER = "\0"
"""Stands before the number of a page in a form. Three lines whose numbers count up are a head, as that of a chapter."""
COUNTED = re.compile(r"\s*(?:điều|khoản|chương|mục|phần|bài|câu|phụ lục|bảng|hình)\b", re.IGNORECASE)
"""Words before numbers that count the text and not the pages, though one may begin on each page."""


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without its running head and foot; a single page keeps all."""
    edges = [edges_of(page) for page in pages]
    counts = Counter(
        form
        for number, page in enumerate(pages)
        for form in {f for at in edges[number] for f in forms(page[at].text, number)}
    )
    least = max(2, SHARE * sum(map(bool, pages)))
    heads = {form for form, count in counts.items() if count >= (min(least, 3) if NUMBER in form else least)}
    return [
        [line for at, line in enumerate(page) if at not in edges[number] or heads.isdisjoint(forms(line.text, number))]
        for number, page in enumerate(pages)
    ]


def edges_of(page: Sequence[Line]) -> set[int]:
    """Places of the lines that stand highest and lowest, whenever they are drawn."""
    by_height = sorted(range(len(page)), key=lambda at: page[at].baseline)
    return {*by_height[:EDGE], *by_height[-EDGE:]}


def forms(line: str, page: int) -> Iterator[str]:
    """What would be the same on other pages: the line, and the line with one number counted from the page's.

    The number of a page, plain or in Roman numerals, goes up by one from page to page; it has up to three
    digits, as years have four.
    """
    line = " ".join(line.split()).casefold()
    if len(line) > LONGEST:
        return
    yield line
    if COUNTED.match(line):
        return
    for number in re.finditer(r"(?<!\d)\d{1,3}(?!\d)", line):
        yield f"{line[: number.start()]}{NUMBER}{int(number[0]) - page} {line[number.end() :]}"
    if re.fullmatch(r"[ivxlc]{1,7}", line):
        yield f"{NUMBER}{roman(line) - page} roman"


def roman(numeral: str) -> int:
    """The value of a numeral in small letters."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
