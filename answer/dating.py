"""How dates are put to a reader: the day a source was published, and what its relative times mean."""

from __future__ import annotations

from index.question import Language
from index.times import ResolvedTime, date_of, in_vietnamese

from .records import Citation

MONTHS = "January February March April May June July August September October November December".split()
"""Not of strftime, whose names depend on the machine."""


def published_on(published: str | None, language: Language) -> str | None:
    """The day of publication in words; as the source has it where that is no date, None where it has none."""
    day = date_of(published)
    if day is None:
        return published
    return in_vietnamese(day.isoformat()) if language == "vi" else in_english(day.isoformat())


def explain_times(citation: Citation, language: Language) -> str:
    """What the relative times of a quote mean, each once: “hôm qua”: 30/3/2025."""
    said = {f"“{time.text}”: {say_time(time, language)}": None for time in citation.times}
    return "; ".join(said)


def say_time(time: ResolvedTime, language: Language) -> str:
    """A resolved time in words."""
    if language == "vi":
        return time.meant
    return " – ".join(dict.fromkeys(map(in_english, (time.first, time.last))))


def in_english(iso: str) -> str:
    """A year, month or day of ISO 8601: 2024, March 2025, 30 March 2025."""
    year, *rest = iso.split("-")
    days, months = [str(int(day)) for day in rest[1:]], [MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*days, *months, year])
