"""The times that a text tells from its publication ("hôm qua", "ngày 12/3"), and what they mean.

A small tagger of temporal expressions for news, where the day of publication is what they are told from (as HeidelTime
does for other languages, Strötgen & Gertz 2010). What is told from another event ("trước đó", "sau đó") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from .records import Span

NUMERALS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
N = rf"(?P<n>\d{{1,2}}|{'|'.join(NUMERALS)})"
HOUR = "sáng|trưa|chiều|tối|đêm|khuya"
DAYS = {
    rf"(?:hôm|{HOUR}|rạng sáng) nay|(?-i:today)": 0,
    rf"(?:hôm|{HOUR}|rạng sáng|ngày hôm) qua(?! đời)|(?-i:yesterday)": -1,
    r"hôm kia": -2,
    rf"(?:ngày|hôm|{HOUR}) mai": 1,
}
WEEKS = {r"tuần này|(?-i:this week)": 0, r"tuần (?:trước|rồi)|(?-i:last week)": -1, r"tuần (?:tới|sau)": 1}
MONTHS = {r"tháng này|(?-i:this month)": 0, r"tháng (?:trước|rồi)|(?-i:last month)": -1, r"tháng (?:tới|sau)": 1}
YEARS = {r"năm nay|(?-i:this year)": 0, r"năm ngoái|(?-i:last year)": -1, r"năm kia": -2, r"năm tới": 1}
NOT_FROM_THEN = r"(?! (?:đó|đấy|khi|ấy|ngày|lúc)\b)"
"""After trước or sau: what follows is what it is told from."""
NOT_BEFORE_AN_EVENT = (
    r"(?! (?:đó|đấy|khi|ấy|ngày|lúc|thời|lễ|cuộc|trận|kỳ|vụ|buổi|tết|giờ|sự|việc|đại|bầu|hạn|hội|chuyến|phiên)\b)"
)
YEAR_OF = rf"(?P<year>{'|'.join(YEARS)})"
NO_DAY = r"(?![/.\d-]| (?:năm|/) ?\d| (?:lần|giờ|tháng|phút|tuổi|âm lịch)\b)"
"""After a day and month: the year is there, or they were none ("ngày 2-3 lần")."""
DAY_MONTH = r"(?P<day>\d{1,2})(?:[/-]| tháng )(?P<month>\d{1,2})" + NO_DAY
PATTERNS = tuple(
    re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
    for pattern in (
        rf"(?:(?:ngày|hôm|mùng|{HOUR}) ){{1,3}}{DAY_MONTH}(?: {YEAR_OF})?",
        rf"(?:ngày|hôm|mùng) (?P<day>\d{{1,2}}) (?P<months>{'|'.join(MONTHS)})",
        rf"(?:đầu |giữa |cuối )?tháng (?P<month>\d{{1,2}}) {YEAR_OF}",
        r"(?:đầu |giữa |cuối )?tháng (?P<month>\d{1,2}) (?P<past>vừa (?:qua|rồi))",
        rf"(?:cách đây|cách nay) {N} (?P<unit>ngày|tuần|tháng|năm)",
        rf"{N} (?P<unit>ngày|tuần|tháng|năm) trước(?: đây|{NOT_BEFORE_AN_EVENT})",
        rf"(?P<days>{'|'.join(DAYS)})",
        rf"(?<!\d )(?P<weeks>{'|'.join(WEEKS)}){NOT_FROM_THEN}",
        rf"(?<!\d )(?P<months>{'|'.join(MONTHS)}){NOT_FROM_THEN}",
        rf"(?<!\d )(?:đầu |giữa |cuối )?{YEAR_OF}",
    )
)
"""The longest first: what an earlier one has taken, a later one leaves."""
CENTURIES = range(1800, 2200)
VIETNAM = timezone(timedelta(hours=7))
QUANTIFIERS = frozenset("những nhiều vài mấy các một hai ba bốn năm sáu bảy tám chín mười mươi lẻ chục".split())
"""What makes another thing of a relative time behind it: những năm tới, ba năm nay."""
NOT_BEFORE_COUNT = QUANTIFIERS | frozenset("trong mỗi suốt thứ tháng quý giải hơn gần khoảng chừng".split())
"""The same before a count: thứ năm tuần trước, quý 3 năm trước, hơn 10 năm trước."""
FAR = timedelta(days=183)
"""A day without a year is the one nearest to the publication."""


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A relative time in a text, and what it means."""

    span: Span
    text: str
    first: str
    """ISO 8601 to the precision that is meant: 2024, 2025-03 or 2025-03-30; of a week its Monday."""
    last: str
    """The same but for a week, where it is the Sunday."""

    def shifted(self, by: int) -> ResolvedTime:
        """The same in a text that begins `by` characters earlier."""
        return replace(self, span=self.span.shifted(by))

    @property
    def meant(self) -> str:
        """In Vietnamese: năm 2024, tháng 3/2025, 30/3/2025, 24/3/2025 – 30/3/2025."""
        return " – ".join(dict.fromkeys(map(in_vietnamese, (self.first, self.last))))


def in_vietnamese(iso: str) -> str:
    """A year, month or day of ISO 8601 as Vietnamese writes it: năm 2024, tháng 3/2025, 30/3/2025."""
    year, *rest = iso.split("-")
    return ("năm ", "tháng ", "")[len(rest)] + "/".join([*(str(int(part)) for part in reversed(rest)), year])


def date_of(published: str | None) -> date | None:
    """The day of publication; None where it isn't known as an ISO 8601 date, or no day of news."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    if moment.year not in CENTURIES:
        return None
    return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).date()


def resolve_times(text: str, published: date) -> list[ResolvedTime]:
    """The relative times of a text in their order, by the day that it was published."""
    found: list[ResolvedTime] = []
    taken = bytearray(len(text))
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            meant = None if any(taken[start:end]) or is_part(match) else mean(match, published)
            if meant:
                taken[start:end] = b"\1" * (end - start)
                found.append(ResolvedTime(Span(*match.span()), match.group(), *meant))
    return sorted(found, key=lambda time: time.span.start)


def is_part(match: re.Match[str]) -> bool:
    """Whether what stands before a relative time makes another thing of it; a day of a month is one anyway."""
    parts = match.groupdict()
    if parts.get("day") or parts.get("month") or parts.get("days"):
        return False
    before = match.string[max(0, match.start() - 20) : match.start()].lower()
    words = re.findall(r"\w+", before)[-2:]
    if re.search(r"\d[,.-]?$|\d $", before):
        return True
    if not words or not before.endswith(" "):
        return False
    weekday = words[0] == "thứ" and len(words) == 2
    return words[-1] in NOT_BEFORE_COUNT if parts.get("n") else words[-1] in QUANTIFIERS and not weekday


def mean(match: re.Match[str], published: date) -> tuple[str, str] | None:
    """First and last day, month or year that an expression means; None where there is no such date."""
    parts = match.groupdict()
    year = published.year + offset(YEARS, parts["year"]) if parts.get("year") else None
    if parts.get("day"):
        if parts.get("months"):
            meant = date.fromisoformat(month(published, offset(MONTHS, parts["months"])) + "-01")
            return twice(nearest(int(parts["day"]), meant.month, meant.year, published))
        return twice(nearest(int(parts["day"]), int(parts["month"]), year, published))
    if parts.get("month"):
        number = int(parts["month"])
        if parts.get("past"):
            year = published.year - (number > published.month)
        return twice(f"{year}-{number:02}" if 1 <= number <= 12 else None)
    if year is not None:
        return twice(str(year))
    if parts.get("n"):
        return ago(NUMERALS.get(parts["n"].lower()) or int(parts["n"]), parts["unit"].lower(), published)
    if parts.get("days"):
        return twice((published + timedelta(days=offset(DAYS, parts["days"]))).isoformat())
    if parts.get("weeks"):
        return week(published + timedelta(weeks=offset(WEEKS, parts["weeks"])))
    return twice(month(published, offset(MONTHS, parts["months"])))


def offset(table: dict[str, int], text: str) -> int:
    """How many days, weeks, months or years from the publication."""
    return next(by for pattern, by in table.items() if re.fullmatch(pattern, text, re.IGNORECASE))


def twice(meant: str | None) -> tuple[str, str] | None:
    """First and last of what is one."""
    return (meant, meant) if meant else None


def ago(n: int, unit: str, published: date) -> tuple[str, str] | None:
    """So many days, weeks, months or years before."""
    if unit == "ngày":
        return twice((published - timedelta(days=n)).isoformat())
    if unit == "tuần":
        return week(published - timedelta(weeks=n))
    return twice(month(published, -n) if unit == "tháng" else str(published.year - n))


def week(day: date) -> tuple[str, str]:
    """Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def month(day: date, by: int) -> str:
    """The month that is so many later than a day's."""
    count = 12 * day.year + day.month - 1 + by
    return f"{count // 12}-{count % 12 + 1:02}"


def nearest(day: int, month: int, year: int | None, published: date) -> str | None:
    """That day of the year, or of the year that brings it nearest to the publication."""
    years = [year] if year is not None else [published.year, published.year - 1, published.year + 1]
    for candidate in years:
        try:
            meant = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or abs(meant - published) <= FAR:
            return meant.isoformat()
    return None


def written_forms(times: list[ResolvedTime]) -> Iterator[str]:
    """How a text would write the same outright, in the tokens of `index.vietnamese`: 30/3/2025, 30/3, 3/2025, 2025."""
    for time in times:
        for meant in {time.first, time.last}:
            parts = [str(int(part)) for part in reversed(meant.split("-"))]
            yield from ("/".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
