"""Where in its file an article or quote stands, in words: row, member, page."""

from __future__ import annotations

import re

from .question import Language
from .records import PART_MARK

ROW = re.compile(r"row-(\d+)")
"""A part that is called by its row's number, as a spreadsheet or an editor shows it."""


def describe_part(part: str, language: Language) -> str:
    """A part of a file: "dòng 17", "mục báo/a.csv, dòng 3"; "" of what is no part."""
    row, item = ("dòng", "mục") if language == "vi" else ("row", "item")
    pieces = part.split(PART_MARK) if part else []
    named = [(match, piece) for piece in pieces for match in [ROW.fullmatch(piece)]]
    return ", ".join(f"{row} {match[1]}" if match else f"{item} {piece}" for match, piece in named)


def describe_page(page: int | None, language: Language) -> str:
    """A page: "tr. 3", "p. 3"; "" where there is none."""
    if page is None:
        return ""
    return f"tr. {page}" if language == "vi" else f"p. {page}"


def describe_place(part: str, page: int | None, language: Language) -> list[str]:
    """Part and page, those that there are."""
    return [fact for fact in (describe_part(part, language), describe_page(page, language)) if fact]
