"""The shorthand of hurried typing, written out: "co bn nguoi dc cuu ko" is "co bao nhiêu nguoi được cuu không"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .errors import HoiNguonError
from .lexical import LexicalIndex
from .tables import read_pairs
from .vietnamese import TOKEN, place_tone

SHORTHAND = Path(__file__).with_name("shorthand.tsv")
"""One a line, a tab, what it stands for; users add their own."""


class ShorthandError(HoiNguonError):
    """The file of shorthand can't be read."""


def write_out(text: str, lexical: LexicalIndex) -> str:
    """The text with its shorthand written out; a word that the collection has itself stays."""
    pieces, at = [], 0
    for match in TOKEN.finditer(text):
        token = place_tone(match.group().lower())
        meant = shorthand().get(token)
        if meant and not lexical.occurrences[token]:
            pieces += [text[at : match.start()], meant]
            at = match.end()
    return "".join(pieces) + text[at:]


@cache
def shorthand() -> dict[str, str]:
    """What each shorthand stands for; from `shorthand.tsv`."""
    return {short.lower(): long for short, long in read_pairs(SHORTHAND, ShorthandError)}
