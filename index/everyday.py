"""Everyday words as a newspaper writes them: "nhập cảnh chui" is searched as "nhập cảnh trái phép".

A hand-made thesaurus for query expansion (Manning, Raghavan & Schütze 2008, "Introduction to Information Retrieval",
9.2). It replaces, so that bigrams and the reader see the article's own phrase. All phrases have two syllables or more:
one alone is too often part of another word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import HoiNguonError
from .spelling import like
from .tables import read_pairs
from .vietnamese import TOKEN, place_tone, syllables

if TYPE_CHECKING:
    from .lexical import LexicalIndex

EVERYDAY = Path(__file__).with_name("everyday.tsv")
"""One phrase a line, a tab, what papers write with bars between; users add their own."""
SHORTEST = 2
"""Syllables of a phrase."""


class EverydayError(HoiNguonError):
    """The table of everyday words can't be read."""


def as_papers_write(text: str, lexical: LexicalIndex) -> str:
    """The text with the everyday phrases that the collection lacks replaced by the first wording that it has.

    What is written like a name stays, and no phrase goes across a mark.
    """
    words = list(TOKEN.finditer(text))
    named = [place > 0 and match.group()[0].isupper() and not text.isupper() for place, match in enumerate(words)]
    tokens = ["" if name else place_tone(match.group().lower()) for match, name in zip(words, named, strict=True)]
    pieces, done, at = [], 0, 0
    while at < len(words):
        end, furthest = at + 1, min(at + longest(), len(words))
        while end < furthest and text[words[end - 1].end() : words[end].start()] == " ":
            end += 1
        length, said = longest_phrase(tokens[at:end], lexical)
        if said:
            pieces += [text[done : words[at].start()], like(words[at].group(), said)]
            done = words[at + length - 1].end()
        at += max(length, 1)
    return "".join(pieces) + text[done:]


def longest_phrase(tokens: Sequence[str], lexical: LexicalIndex) -> tuple[int, str]:
    """How many of the first tokens are an everyday phrase, and what papers write; (0, "") where nothing is replaced."""
    for length in range(len(tokens), SHORTEST - 1, -1):
        wordings = everyday().get(tuple(tokens[:length]), ())
        if wordings and not lexical.has_phrase(tokens[:length]):
            said = next((wording for wording in wordings if lexical.has_phrase(syllables(wording))), None)
            if said:
                return length, said
    return 0, ""


@cache
def everyday() -> dict[tuple[str, ...], tuple[str, ...]]:
    """By the syllables of an everyday phrase what papers write, the commonest first; from `everyday.tsv`."""
    table = {}
    for place, phrase, written in read_pairs(EVERYDAY, EverydayError):
        key, wordings = tuple(syllables(phrase)), tuple(written.split("|"))
        if min(map(len, [key, *map(syllables, wordings)])) < SHORTEST:
            raise EverydayError(
                f"Expected phrases of {SHORTEST} syllables or more at {place}, found {phrase!r} and {written!r}: "
                "one syllable alone is too often part of another word."
            )
        table[key] = wordings
    return table


@cache
def longest() -> int:
    """Syllables of the longest everyday phrase."""
    return max(map(len, everyday()), default=0)
