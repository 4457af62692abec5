"""Lines as they were set, into paragraphs as they were written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from statistics import median

from .page_columns import OTHER_SIZE, Column
from .pdf_lines import Line

SOFT_HYPHEN = "\u00ad"
INDENT = 0.7
"""Of a line's height: how far a paragraph's first line begins to the right of the line before."""
GAP = 1.3
"""Of the usual distance of two lines: from there on a new paragraph begins."""
BLANK = 0.25
"""Of a line's height: as wide as a space at least is."""
NARROW = 10
"""Of a line's height: in a column not wider, as of a table or a verse, lines end where their author ended them."""
ITEM = re.compile(r"[-–—•●▪■+·►✓]\s|(?:\d{1,3}|[a-zđ]|[IVXLC]{1,6})[.)]\s")
ENDS = re.compile(r"[.!?…:;][”\"'’»)\]]*$")
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
"""What could be a Vietnamese syllable without its marks."""


def join_lines(column: Column, written: Collection[str] = ()) -> str:
    """The paragraphs of a column, one a line; `written` are the words that are written with a hyphen elsewhere."""
    pieces = [column.lines[0].text]
    distance = median([one.baseline - two.baseline for one, two in pairwise(column.lines)] or [0.0])
    for before, line in pairwise(column.lines):
        if not is_broken(before, line, column.margin, distance):
            pieces.append("\n")
        elif not breaks_word(before.text, line.text):
            pieces.append(" ")
        elif before.text.endswith(SOFT_HYPHEN) or is_hyphenation(before.text, line.text, written):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line.text)
    return "".join(pieces).replace(SOFT_HYPHEN, "")


def hyphenated(lines: Iterable[Line]) -> set[str]:
    """Two parts of a word with the hyphen between them, of all that stand within a line."""
    words = (word.split("-") for line in lines for word in re.findall(r"[\w-]+", line.text) if "-" in word)
    return {f"{first}-{second}" for parts in words for first, second in pairwise(parts) if first and second}


def is_broken(line: Line, following: Line, margin: float, distance: float) -> bool:
    """Whether a line ended for want of room and the next one goes on with its paragraph."""
    sizes = sorted((line.height, following.height))
    if ITEM.match(following.text) or sizes[1] > OTHER_SIZE * sizes[0]:
        return False
    if following.text[0].islower() or breaks_word(line.text, following.text):
        return True
    if line.baseline - following.baseline > GAP * distance:
        return False
    if following.left - line.left > INDENT * line.height and not ITEM.match(line.text):
        return False
    return is_full(line, following, margin)


def is_full(line: Line, following: Line, margin: float) -> bool:
    """Whether the first word of the next line had no room in this one."""
    return line.right + BLANK * line.height + following.word > margin and margin - line.left > NARROW * line.height


def goes_on(column: Column, following: Line) -> bool:
    """Whether a column ends in the middle of a sentence that the next column or page goes on with."""
    last = column.lines[-1]
    if ENDS.search(last.text) or ITEM.match(following.text):
        return False
    return following.text[0].islower() or is_full(last, following, column.margin)


def breaks_word(line: str, following: str) -> bool:
    """Whether a line ends within a word: at a hyphen that touches a letter or digit, and so does the next line."""
    return bool(re.search(rf"\w[-{SOFT_HYPHEN}]$", line)) and following[0].isalnum()


def is_hyphenation(line: str, following: str, written: Collection[str]) -> bool:
    """Whether the hyphen at the end of a line is only there for the end of the line.

    Vietnamese breaks lines between syllables and sets no hyphens for it: what it has at a line's end are real ones
    ("Anh-Việt", "In-đô-nê-xi-a"). So only a word of another language is mended: small letters without marks, one half
    of which can be no syllable ("inter-national"), and that is nowhere written with its hyphen inside a line.
    """
    first, second = re.findall(r"\w+", line)[-1], re.findall(r"\w+", following)[0]
    if not (first + second).isascii() or not (first + second).isalpha() or not (first[1:] + second).islower():
        return False
    if SYLLABLE.fullmatch(first.lower()) and SYLLABLE.fullmatch(second):
        return False
    return f"{first}-{second}" not in written
