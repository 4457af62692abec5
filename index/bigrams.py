"""How likely a syllable is after another: in the collection, in how questions are put, and in Vietnamese at large.

A collection of two articles knows few words; "dầu", "nặng" or "trợ cấp" may not be among them.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from .background import UNSEEN, surprisals
from .errors import HoiNguonError
from .lexical import LexicalIndex, Term
from .tables import read_rows
from .vietnamese import fold, syllables

PHRASES = Path(__file__).with_name("phrases.txt")
PAIRS = Path(__file__).with_name("pairs.tsv")
"""A syllable, how often it was counted, and what follows it how often; made by `python -m training pairs`."""
PRIOR = 32.0
"""Occurrences that the frequency of a syllable alone is worth beside those of a bigram; with PHRASED by a grid over
XQuAD-vi dev."""
PHRASED = 3.0
"""Occurrences that a phrase of PHRASES is worth."""
PAIRED = 0.2
"""Occurrences that one in PAIRS is worth. Syllables that come back right, without PAIRS and with: XQuAD-vi dev
96.6% and 98.1%, questions over the two articles 90.3% and 94.7%, hurried questions over 48 paragraphs 89.9% and
92.3%; from 0.1 to 0.5 it is within 0.3 points of that."""
COMMONEST = 15.0
"""Surprisal in nats up to which a syllable that the collection lacks is a candidate."""


class BigramsError(HoiNguonError):
    """The table of pairs can't be read."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often syllables and pairs of them occur in Vietnamese at large."""

    single: dict[str, int]
    followers: dict[str, int]
    """How many different syllables follow each."""
    pairs: dict[tuple[str, str], int]
    length: int
    """Syllables counted."""


def transition(before: str, after: str, own: float, lexical: LexicalIndex) -> float:
    """Log probability of a syllable after another, the bigram's share smoothed by the syllable's own.

    After one that has many followers in PAIRS an unseen one is likelier (Witten & Bell 1991, method C).
    """
    if not before:
        return math.log(own)
    phrases, language = phrase_counts(), pair_counts()
    prior = PRIOR + PAIRED * language.followers.get(before, 0)
    known = lexical.count(Term("exact", f"{before}_{after}"))
    pair = known + PHRASED * phrases[before, after] + PAIRED * language.pairs.get((before, after), 0)
    total = lexical.count(Term("exact", before)) + PHRASED * phrases[before,] + PAIRED * language.single.get(before, 0)
    return math.log((pair + prior * own) / (total + prior))


def frequency(token: str, lexical: LexicalIndex) -> float:
    """Share of a syllable: mean of that in the collection, in two samples of the language, and in questions."""
    here = lexical.occurrences[token] / max(1, lexical.length)
    counted = pair_counts().single.get(token, 0) / pair_counts().length
    asked = phrase_counts()[token,] / phrase_length()
    return (here + math.exp(-surprisals("exact").get(token, UNSEEN)) + counted + asked) / 4 + 1e-9


@cache
def common_forms() -> dict[str, list[str]]:
    """Common syllables of the language by what they are without marks, commonest first."""
    found: dict[str, list[str]] = {}
    asked = [token for (token, *rest) in phrase_counts() if not rest]
    common = [
        token for token, value in sorted(surprisals("exact").items(), key=lambda item: item[1]) if value <= COMMONEST
    ]
    tokens = [token for token in dict.fromkeys(asked + common) if token.isalpha()]
    for form, token in zip(fold("\n".join(tokens)).split("\n"), tokens, strict=True):  # one call: 120,000 take 0.3 s
        found.setdefault(form, []).append(token)
    return found


@cache
def phrase_counts() -> Counter[tuple[str, ...]]:
    """Syllables and pairs of neighbours in the phrases."""
    counts: Counter[tuple[str, ...]] = Counter()
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            tokens = syllables(line)
            counts.update((token,) for token in tokens)
            counts.update(pairwise(tokens))
    return counts


@cache
def phrase_length() -> int:
    """Syllables of all phrases."""
    return sum(count for (_, *rest), count in phrase_counts().items() if not rest)


@cache
def pair_counts() -> Pairs:
    """What was counted in PAIRS; raises BigramsError."""
    single: dict[str, int] = {}
    followers: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for place, (before, count, *rest) in read_rows(PAIRS, BigramsError):
        after = rest[0].split() if rest else []
        try:
            single[before] = int(count)
            pairs |= {(before, other): int(times) for other, times in zip(after[::2], after[1::2], strict=True)}
        except ValueError as error:
            raise BigramsError(
                f"Expected a syllable, its count, and followers with counts at {place}: make the table anew "
                "with `python -m training pairs`."
            ) from error
        followers[before] = len(after) // 2
    return Pairs(single, followers, pairs, sum(single.values()))
