"""What a short answer says, in a form that can be compared: a number, a time, or names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.times import agree, named_times
from index.vietnamese import fold, syllables

from .expectation import NAME, Kind
from .numerals import first_number

ABOUT = re.compile(r"\b(?:hơn|gần|khoảng|trên|dưới|chừng|ít nhất|tối thiểu|tối đa)\b", re.IGNORECASE)
NEAR = 0.1
"""Share by which a number that is told roughly may differ from another."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a short answer says."""

    kind: Kind
    number: float | None
    rough: bool
    """Whether the number is told as a bound or roughly: hơn, gần, khoảng."""
    times: tuple[tuple[str, str], ...]
    words: frozenset[str]
    """Its folded syllables; of a person those of the name."""


def value_of(kind: Kind, text: str, published: date | None) -> Value | None:
    """What a short answer says; None where it holds nothing of the kind that was asked for."""
    names = " ".join(NAME.findall(text)) if kind == "person" else text
    number = first_number(text) if kind == "count" else None
    times = tuple(named_times(text, published)) if kind == "time" else ()
    words = frozenset(map(fold, syllables(names)))
    if not words or (kind == "count" and number is None) or (kind == "time" and not times):
        return None
    return Value(kind, number, bool(ABOUT.search(text)), times, words)


def same(one: Value, other: Value) -> bool | None:
    """Whether two values of one kind may be the same; None where they are not alike and need not differ either."""
    if one.number is not None and other.number is not None:
        room = NEAR * max(one.number, other.number) if one.rough or other.rough else 0.0
        return abs(one.number - other.number) <= room
    if one.times and other.times:
        return any(agree(a, b) for a in one.times for b in other.times)
    alike = one.words <= other.words or other.words <= one.words
    return alike or (None if one.kind != "person" else bool(one.words & other.words))
