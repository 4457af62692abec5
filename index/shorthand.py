"""The shorthand of hurried typing, written out: "co bn nguoi dc cuu ko" is "co bao nhiêu nguoi được cuu không"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import HoiNguonError
from .tables import read_pairs
from .vietnamese import TOKEN, place_tone

if TYPE_CHECKING:
    from .lexical import LexicalIndex

SHORTHAND = Path(__file__).with_name("shorthand.tsv")
"""One a line, a tab, what it stands for; users add their own."""
OWN = 1e-4
"""Share of the collection's syllables from which a word is its own: a paper may quote a "ko" or a "vs"."""
BOUND = re.compile(r"[\d@_/-]|\.(?=\w)")
"""What ties letters to a code or an address: DK1, hn@bp.vn."""


class ShorthandError(HoiNguonError):
    """The file of shorthand can't be read."""


def write_out(text: str, lexical: LexicalIndex) -> str:
    """The text with its shorthand written out; names in capitals, codes and words of the collection itself stay."""
    pieces, at = [], 0
    for match in TOKEN.finditer(text):
        token = place_tone(match.group().lower())
        meant = shorthand().get(token)
        named = match.group().isupper() and not text.isupper()
        bound = BOUND.match(text, match.end()) or (match.start() and BOUND.match(text, match.start() - 1))
        if meant and not named and not bound and lexical.occurrences[token] < OWN * max(1, lexical.length):
            pieces += [text[at : match.start()], meant]
            at = match.end()
    return "".join(pieces) + text[at:]


@cache
def shorthand() -> dict[str, str]:
    """What each shorthand stands for; from `shorthand.tsv`."""
    return {short.lower(): long for _, short, long in read_pairs(SHORTHAND, ShorthandError)}
