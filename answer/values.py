"""What a short answer says, in a form that can be compared: a number, a time, or names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.periods import Period, may_agree, named_periods
from index.vietnamese import syllables

from .expectation import NAME, Kind
from .numerals import first_number
from .pronouns import LEADING, OFFICE

ABOUT = re.compile(r"\b(?:hơn|gần|khoảng|trên|dưới|chừng|ít nhất|tối thiểu|tối đa)\b", re.IGNORECASE)
NEAR = 0.1
"""Share by which a number that is told roughly may differ from another."""


MEASURES = frozenset("giờ phút % phần đồng usd đô euro bảng kg tấn tạ lít ha km m tuổi".split())
"""Units of measure: figures in different ones can't be compared."""
UNCLEAR = re.compile(r"\btừ \S+.* đến |rưỡi|\d\s?[-–]\s?\d|\bphần (?:hai|ba|tư|bốn|mười)\b", re.IGNORECASE)
"""A span, a half or a fraction, which are no single number."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a short answer says."""

    kind: Kind
    number: float | None
    unit: str | None
    """The unit of measure behind the number, where there is one."""
    rough: bool
    """Whether the number is told as a bound or roughly: hơn, gần, khoảng."""
    times: tuple[Period, ...]
    words: tuple[str, ...]
    """Its syllables in small letters; of a person those of the name."""


def value_of(kind: Kind, text: str, published: date | None) -> Value | None:
    """What a short answer says; None where it holds nothing of the kind that was asked for."""
    names = [name for name in map(without_title, NAME.findall(text)) if not OFFICE.match(name)]
    number = first_number(text) if kind == "count" and not UNCLEAR.search(text) else None
    times = tuple(named_periods(text, published)) if kind == "time" else ()
    words = tuple(syllables(names[-1] if names else "")) if kind == "person" else tuple(syllables(text))
    if not words or (kind == "count" and number is None) or (kind == "time" and not times):
        return None
    unit = next((word for word in re.findall(r"\w+|%", text.lower()) if word in MEASURES), None)
    return Value(kind, number, unit, bool(ABOUT.search(text)), times, words)


def without_title(name: str) -> str:
    """A name without a country or form of address before it."""
    return LEADING.sub("", name)


def same(one: Value, other: Value) -> bool | None:
    """Whether two values of one kind may be the same; None where they are not alike and need not differ either."""
    if one.number is not None and other.number is not None:
        if one.number == other.number:
            return True
        if one.unit != other.unit:
            return None
        near = abs(one.number - other.number) <= NEAR * max(one.number, other.number)
        return (near or None) if one.rough or other.rough else False
    if one.times and other.times:
        return may_agree(one.times, other.times)
    shorter, longer = sorted((one.words, other.words), key=len)
    if one.kind == "person":
        return shorter[-1] == longer[-1] and set(shorter) <= set(longer)
    alike = len(shorter) > 1 and shorter[-2:] == longer[-2:] and set(shorter) <= set(longer)
    return alike or None
