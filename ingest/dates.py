"""Dates as tables, pages and mails write them, in ISO 8601 where they leave no doubt."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

YEAR_FIRST = re.compile(r"\b(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:\s*([-/.])\s*(?P<month>\d{1,2})\s*\2\s*)(?P<year>\d{4})(?!\d)")
IN_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s*,)?\s+(?:năm\s+)?(?P<year>\d{4})(?!\d)", re.IGNORECASE
)
TIME = re.compile(r"(?<![\d:+-])(\d{1,2})[:hg](\d{2})(?::(\d{2}))?(?!\d)", re.IGNORECASE)
OFFSET = re.compile(r"(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)|(?<=\d)\s*([+-])(\d{2}):?(\d{2})$")


def to_iso(stated: str) -> str:
    """A date in ISO 8601, its time kept: "31/3/2025 08:30" is 2025-03-31T08:30.

    Day before month, as Vietnamese writes; 3/31/2025 and what else is no such date stay as they are.
    """
    text = " ".join(stated.split())
    if re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?", text):
        return text.replace(" ", "T", 1)
    if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}", text):
        try:
            return parsedate_to_datetime(text).isoformat()  # RFC 5322, of mails and feeds
        except ValueError:
            return text
    found = [match for pattern in (YEAR_FIRST, DAY_FIRST, IN_WORDS) for match in pattern.finditer(text)]
    if len(found) != 1:
        return text
    day = day_of(found[0])
    if day is None:
        return text
    rest = f"{text[: found[0].start()]} {text[found[0].end() :]}".strip()
    return day + time_of(rest)


def day_of(match: re.Match[str]) -> str | None:
    """The day that was found; None where there is no such one."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


def time_of(text: str) -> str:
    """The time beside a day as ISO 8601 appends it; "" where there is none."""
    match = TIME.search(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return ""
    hour = int(match[1])
    half = re.match(r"\s*(AM|PM|SA|CH)\b", text[match.end() :], re.IGNORECASE)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half[1].upper() in ("PM", "CH") else 0)
    time = f"T{hour:02}:{match[2]}" + (f":{match[3]}" if match[3] else "")
    zone = OFFSET.search(text)
    if zone:
        sign, hours, minutes = zone[1] or zone[4], zone[2] or zone[5], zone[3] or zone[6] or "00"
        time += f"{sign}{int(hours):02}:{minutes}"
    return time
