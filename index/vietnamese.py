"""Vietnamese text in the form that is matched: syllables and their bigrams, exact and without accents.

Nothing here is shown to anyone: the text shown stays the source's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

FORM_VERSION = 1
"""Counts up when the matched form changes: search structures made with another form are rebuilt."""

TOKEN = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+")
"""A number or date as one token, or a run of letters; Vietnamese writes its syllables apart."""

UPPER = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
"""Inside of a character class: capital letters. À-Ỹ would not do, the cases alternate there."""
LOWER = "a-z" + UPPER[3:].lower()
"""Inside of a character class: small letters."""
TONES = "\u0300\u0301\u0303\u0309\u0323"
OPEN_PAIR = re.compile(rf"^([^aeiouy]*)(oa|oe|uy)([{TONES}])$")


def normalise(text: str) -> str:
    """NFC, lower case."""
    return unicodedata.normalize("NFC", text).lower()


@lru_cache(maxsize=100_000)
def place_tone(syllable: str) -> str:
    """One of the two spellings of a tone over oa, oe, uy at the end of a syllable: hoà becomes hòa.

    Both are in use; the older placement (hòa) is the commoner in print.
    """
    decomposed = unicodedata.normalize("NFD", syllable)
    match = OPEN_PAIR.match(decomposed)
    if not match or match[1].endswith("q"):
        return syllable
    onset, pair, tone = match.groups()
    return unicodedata.normalize("NFC", onset + pair[0] + tone + pair[1])


def place_tones(text: str) -> str:
    """A text in NFC with its tones in one placement, otherwise as it is."""

    def placed(match: re.Match[str]) -> str:
        word = match.group()
        lower = place_tone(word.lower())
        if len(lower) != len(word):  # as of İ
            return word
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, lower, strict=True))

    return re.sub(r"[^\W\d_]+", placed, unicodedata.normalize("NFC", text))


@lru_cache(maxsize=300_000)
def fold(text: str) -> str:
    """Lower case without tone marks, vowel marks and the bar of đ."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("đ", "d")


def syllables(text: str) -> list[str]:
    """Syllables, words and numbers in the order of the text, accents kept."""
    return [place_tone(token) for token in TOKEN.findall(normalise(text))]


def with_bigrams(tokens: list[str]) -> list[str]:
    """The tokens, then each two neighbours as one: most Vietnamese words have two syllables."""
    return tokens + [f"{left}_{right}" for left, right in pairwise(tokens)]


def is_accented(token: str) -> bool:
    """True where a token carries a mark that folding would take away."""
    return fold(token) != token
