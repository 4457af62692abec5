"""The short answer: the reader's span in a quoted sentence, widened to what a person would quote.

A number takes its unit ("3.000 người"), its bound ("hơn") and the word of a date ("ngày 31/3/2025"), a name its rank
("Trung tướng Lê Đức Thái").
"""

from __future__ import annotations

import re

from index.records import Reading, Span
from index.vietnamese import LOWER, UPPER

SURE = 0.75
"""Probability of a reading from which its span is marked. On the 111 validation questions of XQuAD-vi, given the
paragraph, 59% have it, with a token F1 of 0.66 against 0.56 over all; on 1,951 over news and encyclopedia 57%, with
0.86 against 0.76. Widening changes both by less than 0.006."""
EDGE = " \t\n,.;:!?…–-"
"""What no short answer begins or ends with."""
PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("[", "]"))
NUMBER = r"\d+(?:[.,/]\d+)*"
SCALES = "nghìn|ngàn|triệu|tỷ|tỉ|trăm"
UNITS = (
    "người|nạn nhân|đối tượng|cán bộ|chiến sĩ|học viên|trẻ em|phụ nữ|em|vụ án|vụ việc|vụ|lượt người|lượt|buổi|lớp"
    "|khóa|tờ rơi|tờ|trang|điều|chương|mục|chủ đề|quốc gia|nước|tỉnh|thành phố|xã|bản|đồn|tổ chức|đơn vị|dự án"
    "|chuyến|thuyền|tàu|xe|căn|đồng|bảng Anh|bảng|đô la|đô|USD|euro|phần trăm|%|năm tuổi|tuổi|năm|tháng|tuần|ngày"
    "|giờ|phút|giây|lần|điểm|mét|km|ki lô mét|cm|mm|m|kg|tấn|tạ|lít|ha|héc ta|hecta|độ|°C|MW|kW|GB|MB"
)
AFTER_NUMBER = re.compile(rf"(?: (?:{SCALES}))*(?: ?(?:{UNITS}))(?!\w)|(?: (?:{SCALES}))+(?!\w)")
BEFORE_NUMBER = re.compile(
    r"(?<!\w)(?:(?:hơn|gần|khoảng|trên|dưới|ít nhất|tối thiểu|tối đa|chừng) "
    r"|(?:(?:ngày|tháng|năm|mùng|quý|thế kỷ) )+)$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:số|ngày|tháng|năm|mùng|quý|thế kỷ|thứ|khoản) $", re.IGNORECASE)
"""What stands before a number that counts nothing."""
RANKS = (
    "Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Bộ trưởng|Thứ trưởng"
    "|Thủ tướng|Phó Thủ tướng|Tổng thống|Chủ tịch|Phó Chủ tịch|Đại sứ|Giám đốc|Phó Giám đốc|Tổng Bí thư|Bí thư"
    "|Cục trưởng|Chính ủy|Tư lệnh|Giáo sư|Tiến sĩ|Bác sĩ|Luật sư|[Ôô]ng|[Bb]à|anh|chị"
)
BEFORE_NAME = re.compile(rf"(?<!\w)(?:(?:{RANKS}) )+$")
NAME = re.compile(rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)+")


def mark_answer(reading: Reading | None, sentence: Span, text: str) -> tuple[Span, ...]:
    """The span of the short answer in a sentence, in the article's characters; none where the reader isn't sure.

    `text` is that of the sentence.
    """
    if reading is None or reading.probability < SURE:
        return ()
    if not (sentence.start <= reading.span.start < reading.span.end <= sentence.end):
        return ()
    span = widen(reading.span.shifted(-sentence.start), text)
    return (span.shifted(sentence.start),) if span.start < span.end else ()


def widen(span: Span, text: str) -> Span:
    """A span of a text, cut to words and widened to whole units."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    start, end = trim(start, end, text)
    counted = re.search(rf"{NUMBER}(?: (?:{SCALES}))*$", text[start:end])
    if counted and not NUMBERED.search(text[: start + counted.start()]) and (unit := AFTER_NUMBER.match(text, end)):
        end = unit.end()
    before = text[:start]
    if re.match(NUMBER, text[start:end]) and (bound := BEFORE_NUMBER.search(before)):
        start = bound.start()
    elif NAME.match(text, start) and (rank := BEFORE_NAME.search(before)):
        start = rank.start()
    return Span(start, end)


def trim(start: int, end: int, text: str) -> tuple[int, int]:
    """The same without marks at either end, or brackets and quotation marks that have no other half."""
    while start < end:
        inside = text[start:end]
        lonely = "".join(
            opening + closing for opening, closing in PAIRS if inside.count(opening) != inside.count(closing)
        ) + ('"' if inside.count('"') % 2 else "")
        if inside[0] in EDGE + lonely:
            start += 1
        elif inside[-1] in EDGE + lonely:
            end -= 1
        else:
            break
    return start, end
