"""Short answers in a form that can be compared."""

from __future__ import annotations

from datetime import date

import pytest

from answer.expectation import Kind
from answer.numerals import first_number
from answer.values import same, value_of

DAY = date(2025, 3, 13)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hơn 3.000 người", 3000),
        ("gần 22 nghìn tờ rơi", 22_000),
        ("8,3 tỷ đồng", 8.3e9),
        ("8 tỷ 300 triệu đồng", 8.3e9),
        ("1.500 triệu đồng", 1.5e9),
        ("2.000 người 300 xe", 2000),
        ("ba nghìn người", 3000),
        ("hai mươi lăm", 25),
        ("một trăm linh ba", 103),
        ("mười hai thuyền viên", 12),
        ("hai nghìn không trăm hai mươi tư", 2024),
        ("một triệu hai trăm nghìn", 1_200_000),
        ("hai nghìn tỷ đồng", 2e12),
        ("mười hai năm tù", 12),
        ("mười năm tù", 10),
        ("hai mươi năm tù", 20),
        ("năm năm tù", 5),
        ("năm người", 5),
        ("năm nghìn", 5000),
        ("hai trăm năm mươi", 250),
        ("một trăm linh năm", 105),
        ("mỗi năm ba trăm vụ", 300),
        ("Trong năm, hai mươi người", 20),
        ("một trong mười bốn nạn nhân", 14),
        ("không ai", None),
        ("12 nghìn tỷ đồng", 12e12),
        ("Năm 2024, 120 người", 120),
        ("9" * 400, None),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(text: str, number: float | None) -> None:
    assert first_number(text) == number


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        ("count", "3.300 thuyền viên", "ba nghìn ba trăm thuyền viên", True),
        ("count", "hơn 3.000 người", "3.200 người", True),
        ("count", "4 người", "3 người", False),
        ("count", "ít nhất 3 người", "5 người", None),
        ("count", "2 giờ", "120 phút", None),
        ("count", "12%", "500 triệu USD", None),
        ("time", "ngày 12 tháng 3", "sáng 12/3", True),
        ("time", "hôm qua", "ngày 12/3/2025", True),
        ("time", "ngày 28/8", "ngày 30/8", False),
        ("person", "ông Duma Boko", "Luật sư Duma Gideon Boko", True),
        ("person", "Thứ trưởng Lương Quang Đạt", "Thứ trưởng Đỗ Minh Khải", False),
        ("person", "Đại tá Nguyễn Văn Hùng", "Đại tá Nguyễn Thị Lan", False),
        ("place", "Hà Nội", "Nội Hà", None),
        ("place", "Anh", "hình ảnh tại Đức", None),
        ("place", "sân Thống Nhất", "sân vận động Thống Nhất", True),
        ("place", "Kiên Giang", "vùng biển đảo Nam Du", None),
    ],
)
def test_values_are_the_same_differ_or_cannot_be_compared(
    kind: Kind, one: str, other: str, expected: bool | None
) -> None:
    values = [value_of(kind, text, DAY) for text in (one, other)]
    assert values[0] is not None
    assert values[1] is not None
    assert same(values[0], values[1]) is expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("count", "nhiều người"),
        ("count", "từ 3 đến 5 người"),
        ("count", "2 tỷ rưỡi"),
        ("time", "sau đó"),
        ("person", "một cán bộ"),
    ],
)
def test_what_holds_nothing_of_the_kind_has_no_value(kind: Kind, text: str) -> None:
    assert value_of(kind, text, DAY) is None
