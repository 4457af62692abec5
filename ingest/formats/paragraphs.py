"""Lines as they were set, into paragraphs as they were written."""

from __future__ import annotations

import re
from collections.abc import Sequence

SOFT_HYPHEN = "\u00ad"
FULL = 0.85
"""Of the longest lines of a page: a line that the next word would have taken over that is one that was broken."""
ITEM = re.compile(r"[-–—•●▪■+·►✓]\s|(?:\d{1,3}|[a-zđ]|[IVXLC]{1,6})[.)]\s")
ENDS = re.compile(r"[.!?…:;][”\"'’»)\]]*$")
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
"""What could be a Vietnamese syllable without its marks."""


def join_lines(lines: Sequence[str], written: str = "") -> str:
    """The paragraphs of the lines of a page, one a line; `written` is looked up for how a word is written elsewhere."""
    stripped = [" ".join(line.replace(SOFT_HYPHEN + " ", "").split()) for line in lines]
    stripped = [line for line in stripped if line]
    width = width_of(stripped)
    text = ""
    for number, line in enumerate(stripped):
        before = stripped[number - 1] if number else ""
        if not text:
            text = line
        elif breaks_word(before, line):
            text = text.rstrip(SOFT_HYPHEN)
            text = (text[:-1] if text.endswith("-") and is_hyphenation(before, line, written) else text) + line
        elif is_broken(before, line, width):
            text += f" {line}"
        else:
            text += f"\n{line}"
    return text.replace(SOFT_HYPHEN, "")


def is_broken(line: str, following: str, width: int) -> bool:
    """Whether a line ended for want of room and the next one goes on with its paragraph."""
    if ITEM.match(following):
        return False
    if following[0].islower():
        return True
    return len(line) + 1 + len(following.split()[0]) >= FULL * width and width > 30


def goes_on(lines: Sequence[str], following: str) -> bool:
    """Whether a page with these lines ends in the middle of a sentence that the next page goes on with."""
    if not lines or ENDS.search(lines[-1].rstrip()) or ITEM.match(following):
        return False
    return following[:1].islower() or len(lines[-1].strip()) >= FULL * width_of(lines) > 30


def width_of(lines: Sequence[str]) -> int:
    """Characters of the long lines of a page; the longest may be a heading that runs over."""
    lengths = sorted(len(line.strip()) for line in lines)
    return lengths[-1 - len(lengths) // 10] if lengths else 0


def breaks_word(line: str, following: str) -> bool:
    """Whether a line ends within a word: at a hyphen that touches a letter or digit, and so does the next line."""
    return bool(re.search(rf"\w[-{SOFT_HYPHEN}]$", line)) and following[0].isalnum()


def is_hyphenation(line: str, following: str, written: str) -> bool:
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
