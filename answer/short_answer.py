"""The short answer: the reader's span in a quoted sentence, widened to what a person would quote.

A number takes its unit ("3.000 người"), its bound ("hơn") and the word of a date ("ngày 31/3/2025"), a name its rank
("Trung tướng Lê Đức Thái").
"""

from __future__ import annotations

import re

from index.names import names_in
from index.records import Reading, Span

from .expectation import NAME

SURE_READING = 0.73
"""Probability of a reading from which its span is marked. On the 111 validation questions of XQuAD-vi, given the
paragraph, 69% have it, with a token F1 of 0.67 against 0.56 over all (at 0.79 59% and 0.66, at 0.70 73% and 0.64);
on 1,951 over news and encyclopedia 67%, with 0.84 against 0.76. Widening changes that by less than 0.003."""
LONGEST = 120
"""Characters from which on an answer is no short one, and nothing is marked."""
EDGE = " \t\n,.;:!?…–-"
"""What no short answer begins or ends with."""
PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("[", "]"))
DIGITS = re.compile(r"\d+(?:[.,/:–-]\d+)*")
SCALES = "nghìn|ngàn|triệu|tỷ|tỉ|trăm"
QUANTITY = r"\d+(?:[.,]\d+)*"
AMOUNT = re.compile(rf"(?<!\d/)(?<![\w.,–-])[–-]?{QUANTITY}(?:[–-]{QUANTITY})?(?: (?:{SCALES}))*$")
"""A number that counts something, at the end of a text; 14/7 and G20 don't."""
UNITS = (
    "người|nạn nhân|đối tượng|cán bộ|chiến sĩ|học viên|trẻ em|phụ nữ|vụ án|vụ việc|vụ|lượt người|lượt|buổi|lớp|khóa"
    "|tờ rơi|tờ|trang|điều|chương|mục|chủ đề|quốc gia|nước|tỉnh|thành phố|xã|bản|đồn|tổ chức|đơn vị|dự án|chuyến"
    "|thuyền|tàu|xe|đồng|bảng Anh|bảng|đô la|USD|euro|phần trăm|%|tuổi|năm|tháng|tuần|ngày|giờ|phút|giây|lần"
    "|điểm phần trăm|điểm|mét|km/h|km|cm|mm|m|kg|tấn|tạ|lít|ha|độ C|độ|°C|MW|kW|GB|MB"
)
COMPOUND = "phạm|chí|nghiệp|đội|bào|minh|trình|tiêu|kiện|tra|ước|khoản|án|tin|trại|thiết"
"""What makes another word of a unit: đồng phạm, chương trình, điều kiện, bản án."""
AFTER_NUMBER = re.compile(
    rf"(?: (?:{SCALES}))*(?: ?(?:{UNITS}))(?!\w)(?!/\w)(?! \d)(?! (?:{COMPOUND})\b)|(?: (?:{SCALES}))+(?!\w)"
)
BOUND = re.compile(r"(?<!\w)(?:hơn|gần|khoảng|trên|dưới|ít nhất|tối thiểu|tối đa|chừng) $", re.IGNORECASE)
OF_A_DATE = re.compile(r"(?<!\w)(?<!\d )(?:ngày|mùng|tháng|năm|quý|thế kỷ) $", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d(?![.,]?\d)")
NUMBERED = re.compile(r"\b(?:(?<!tổng )(?<!dân )(?<!trong )(?<!con )số|thứ|khoản) $", re.IGNORECASE)
"""What stands before a number that counts nothing."""
RANKS = (
    "Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Bộ trưởng|Thứ trưởng"
    "|Thủ tướng|Phó Thủ tướng|Tổng thống|Chủ tịch|Phó Chủ tịch|Đại sứ|Giám đốc|Phó Giám đốc|Tổng Bí thư|Bí thư"
    "|Cục trưởng|Chính ủy|Tư lệnh|Giáo sư|Tiến sĩ|Bác sĩ|Luật sư|[Ôô]ng|[Bb]à|anh|chị"
)
RANK = re.compile(rf"(?<!\w)(?:(?:{RANKS}) )+$")


def mark_answer(reading: Reading | None, sentence: Span, text: str, sure: float = SURE_READING) -> tuple[Span, ...]:
    """The span of the short answer in a sentence, in the article's characters; none where it is read less surely.

    `text` is that of the sentence.
    """
    if reading is None or reading.probability < sure:
        return ()
    if not (sentence.start <= reading.span.start < reading.span.end <= sentence.end):
        return ()
    span = widen(reading.span.shifted(-sentence.start), text)
    if not 0 < span.end - span.start <= LONGEST:
        return ()
    return (span.shifted(sentence.start),)


def widen(span: Span, text: str) -> Span:
    """A span of a text, completed to words and numbers and widened to whole units."""
    start, end = trim(*complete(span.start, span.end, text), text)
    start, end = complete(start, end, text)  # what was a full stop may have parted a number
    if start == end:
        return Span(start, end)
    if counts(start, end, text) and (unit := AFTER_NUMBER.match(text, end)):
        end = unit.end()
    before = text[:start]
    if text[start].isdigit():
        found = BOUND.search(before) or date_word(before, text[start:])
    else:
        found = RANK.search(before) if is_person(text[start:end]) else None
    return Span(found.start() if found else start, end)


def complete(start: int, end: int, text: str) -> tuple[int, int]:
    """The same to the ends of the words and numbers that it cuts."""
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    for match in DIGITS.finditer(text):
        if match.start() < end and start < match.end():
            start, end = min(start, match.start()), max(end, match.end())
    return start, end


def counts(start: int, end: int, text: str) -> bool:
    """Whether a span ends with a number that counts something."""
    amount = AMOUNT.search(text[:end])
    if amount is None or amount.start() < start:
        return False
    before = text[: amount.start()]
    return not NUMBERED.search(before) and date_word(before, text[amount.start() :]) is None


def date_word(before: str, after: str) -> re.Match[str] | None:
    """The word of a date that ends one text, where the number that begins the other is one of a date."""
    found = OF_A_DATE.search(before)
    return found if found and (found.group().lower() != "năm " or YEAR.match(after)) else None


def is_person(text: str) -> bool:
    """Whether a text begins like a person's name and is none of a country, body or place."""
    return bool(NAME.match(text)) and not names_in(text)


def trim(start: int, end: int, text: str) -> tuple[int, int]:
    """The same without marks at either end, or brackets and quotation marks that have no other half."""
    while start < end:
        inside = text[start:end]
        lonely = "".join(
            opening + closing for opening, closing in PAIRS if inside.count(opening) != inside.count(closing)
        ) + ('"' if inside.count('"') % 2 else "")
        if inside[0] in EDGE + lonely and not (inside[0] in "-–" and inside[1:2].isdigit()):
            start += 1
        elif inside[-1] in EDGE + lonely:
            end -= 1
        else:
            break
    return start, end
