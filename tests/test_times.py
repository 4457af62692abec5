"""Times that a text names, and what the relative ones mean by the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from index.dated import dated
from index.periods import contradict, may_agree, named_periods
from index.records import Passage, Signals, Span
from index.times import date_of, resolve_times

DAY = date(2025, 3, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hôm qua, công an bắt ba người", ["2025-03-12"]),
        ("Sáng nay và tối qua", ["2025-03-13", "2025-03-12"]),
        ("hôm kia", ["2025-03-11"]),
        ("Ngày mai sẽ xét xử", ["2025-03-14"]),
        ("năm ngoái tăng so với năm kia", ["2024", "2023"]),
        ("tháng 9 năm ngoái", ["2024-09"]),
        ("ngày 12/3 năm ngoái", ["2024-03-12"]),
        ("cuối năm nay", ["2025"]),
        ("tháng trước", ["2025-02"]),
        ("ngày 20 tháng trước", ["2025-02-20"]),
        ("trong tháng 6 vừa qua", ["2024-06"]),
        ("cách đây hai ngày", ["2025-03-11"]),
        ("3 năm trước", ["2022"]),
        ("năm năm trước", ["2020"]),
        ("Anh Sáng bắt đầu 5 năm trước trên nương ngô", ["2020"]),
        ("ngày 28-12", ["2024-12-28"]),
        ("chiều 12/3", ["2025-03-12"]),
        ("trong năm nay", ["2025"]),
        ("Chiều thứ Năm tuần trước", ["2025-03-03"]),
        ("ngày 5 tháng 3", ["2025-03-05"]),
    ],
)
def test_a_relative_time_is_told_from_the_publication(text: str, expected: list[str]) -> None:
    assert [time.first for time in resolve_times(text, DAY)] == expected


def test_a_week_has_a_first_and_a_last_day() -> None:
    (week,) = resolve_times("tuần trước", DAY)
    assert (week.first, week.last) == ("2025-03-03", "2025-03-09")
    assert week.meant == "3/3/2025 – 9/3/2025"


@pytest.mark.parametrize(
    "text",
    [
        "ba tháng trước đó",
        "trong 3 năm trước",
        "hiện nay, ngày nay",
        "ngày 31/3/2025",
        "ngày 5 tháng 3 năm 2024",
        "ngày 31/2",
        "1/3 dân số",
        "2 tháng này",
        "những năm tới, vài tháng trước, ba năm nay",
        "một ngày trước lễ tế",
        "quý 3 năm trước",
        "hơn 10 năm trước",
        "uống ngày 2-3 lần",
        "ngày 10-12 tháng 3",
        "USA Today",
        "mùng 5/1 âm lịch",
    ],
)
def test_what_is_not_told_from_the_publication_is_left_alone(text: str) -> None:
    assert resolve_times(text, DAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 31 tháng 3 năm 2025", "2025-03-31"),
        ("31-03-2025", "2025-03-31"),
        ("tháng 3/2025", "2025-03"),
        ("tháng 3 năm 2025", "2025-03"),
        ("đánh giá 5 năm 2018", "2018"),
    ],
)
def test_a_time_named_outright_is_known_to_its_precision(text: str, expected: str) -> None:
    assert named_periods(text, None) == [(expected, expected)]


def test_two_times_agree_to_the_precision_that_both_have() -> None:
    assert may_agree(named_periods("năm 2025", None), named_periods("ngày 31/3/2025", None))
    assert may_agree(named_periods("năm 2024", DAY), named_periods("năm ngoái", DAY))
    assert may_agree(named_periods("ngày 5/3/2025", DAY), named_periods("tuần trước", DAY))
    assert contradict("tháng 1/2025", "tháng trước", DAY)
    assert contradict("năm 2023", "năm 2024", None)
    assert not contradict("tháng 1/2025", "hôm ấy", DAY)
    assert not contradict("năm 2024", "năm ngoái", None)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hôm nay giá vàng bao nhiêu?", "Giá vàng 92 triệu, tăng so với hôm qua"),
        ("Năm nay xuất khẩu bao nhiêu?", "Đạt 9 triệu tấn, tăng so với năm ngoái"),
        ("Theo Nghị định 12/2019 phạt bao nhiêu?", "nghị định ban hành ngày 5/2/2019"),
        ("Tháng 5/2024 có bao nhiêu?", "Từ tháng 1/2024 đến tháng 10/2024 có 120 người"),
        ("Tháng 3/2025 Quốc hội thông qua luật gì?", "Luật có hiệu lực từ 1/7/2025 được thông qua"),
    ],
)
def test_a_yardstick_a_law_and_a_span_are_no_other_time(question: str, told: str) -> None:
    assert not contradict(question, told, DAY)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-03-13T08:00:00+07:00", DAY),
        ("2025-03-12T23:30:00Z", DAY),
        ("tháng 3", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
        (None, None),
    ],
)
def test_a_publication_that_is_no_date_explains_nothing(published: str | None, expected: date | None) -> None:
    assert date_of(published) == expected


def passage(text: str, published: str | None = "2025-03-13") -> Passage:
    return Passage("a", "a", None, published, 100, 100 + len(text), text, 0.0, Signals(0.0, 0.0, 0.0), ())


def test_a_reader_sees_what_the_times_mean_and_its_spans_lead_back_to_the_source() -> None:
    text = "Năm ngoái bắt 120 người, hôm qua bắt 3 người."
    seen = dated(passage(text))
    assert seen.text == "Năm ngoái (năm 2024) bắt 120 người, hôm qua (12/3/2025) bắt 3 người."
    for part, meant in [("120 người", "120 người"), ("3 người", "3 người"), ("12/3/2025", "hôm qua"),
                        ("hôm qua (12/3/2025)", "hôm qua"), ("2024) bắt 120", " bắt 120")]:  # fmt: skip
        start = seen.text.index(part)
        span = seen.span_of(Span(start, start + len(part)))
        assert text[span.start : span.end] == meant


def test_a_text_of_unknown_date_is_read_as_it_is() -> None:
    assert dated(passage("Năm ngoái", None)).text == "Năm ngoái"
