"""The periods that texts name, outright (31/3/2025) or from their publication, and whether they may be the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import product

from .times import resolve_times

Period = tuple[str, str]
"""First and last year, month or day in ISO 8601 to the precision that is named; mostly the same."""
OUTRIGHT = re.compile(
    r"(?<![\d/.])(?:(?:(?P<day>\d{1,2})(?:[/.-]| tháng ))?(?P<month>1[0-2]|0?[1-9])[/.-]"
    r"|(?:(?P<day_>\d{1,2}) )?tháng (?P<month_>1[0-2]|0?[1-9]),? năm )?(?P<year>(?:19|20)\d\d)(?!\d|[/.]\d)",
    re.IGNORECASE,
)
"""A year with the month and day that stand before it."""
COMPARED = re.compile(r"(?:so với|cùng kỳ)[^,.;]*", re.IGNORECASE)
"""A yardstick: its time is not that of what is told."""


def named_periods(text: str, published: date | None) -> list[Period]:
    """The periods that a text names, outright or told from its publication where that is known."""
    return outright_periods(text) + told_periods(text, published)


def outright_periods(text: str) -> list[Period]:
    """The periods that a text names by their year."""
    return [(time, time) for time in map(written, OUTRIGHT.finditer(text))]


def told_periods(text: str, published: date | None) -> list[Period]:
    """The periods that a text tells from its publication; none where that isn't known."""
    return [(time.first, time.last) for time in resolve_times(text, published)] if published else []


def cut_to(periods: Sequence[Period], length: int) -> list[Period]:
    """The same to a lower precision: 4 characters for years, 7 for months."""
    return [(first[:length], last[:length]) for first, last in periods]


def may_agree(ours: Sequence[Period], theirs: Sequence[Period]) -> bool:
    """Whether any of one may be any of the other, to the precision that both have: 2025 and 2025-03-31 may."""
    for one, other in product(ours, theirs):
        common = min(len(one[0]), len(other[0]))
        if one[0][:common] <= other[1][:common] and other[0][:common] <= one[1][:common]:
            return True
    return False


def must_differ(ours: Sequence[Period], theirs: Sequence[Period]) -> bool:
    """Whether both name periods and none of them may be the same."""
    return bool(ours and theirs) and not may_agree(ours, theirs)


def contradict(question: str, told: str, published: date | None) -> bool:
    """Whether a question and a text both name periods, and none of them may be the same.

    By the year, but for what the text tells from its publication, which is a time of its own and not that of a law or
    of the end of a span. What a figure is compared with ("so với năm ngoái") is left out.
    """
    text = COMPARED.sub(" ", told)
    asked = cut_to(told_periods(question, published), 4) + outright_periods(question)
    return must_differ(asked, cut_to(outright_periods(text), 4) + told_periods(text, published))


def written(match: re.Match[str]) -> str:
    """A time that is named outright, in ISO 8601."""
    day, month = match["day"] or match["day_"], match["month"] or match["month_"]
    return "-".join([match["year"], *(f"{int(part):02}" for part in (month, day) if part)])
