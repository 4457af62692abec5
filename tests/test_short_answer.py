"""The short answer inside a quote."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.short_answer import SURE_READING, mark_answer, widen
from index.records import Reading, Span
from index.retriever import Retriever


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("Năm 2024, hơn 3.000 người Việt Nam đã vượt biển.", "3.000", "hơn 3.000 người"),
        ("Đã cấp phát hơn 22 nghìn tờ rơi tuyên truyền.", "22", "hơn 22 nghìn tờ rơi"),
        ("Gần 700 nghìn lượt người tham gia.", "700 nghìn", "Gần 700 nghìn lượt người"),
        ("Khoản tài trợ 1 triệu bảng Anh của Quỹ.", "1 triệu", "1 triệu bảng Anh"),
        ("Tăng 12,5% so với năm trước.", "12,5", "12,5%"),
        ("Ký ngày 31/3/2025, tại Anh.", "31/3/2025,", "ngày 31/3/2025"),
        ("Điện thoại số 3156 ngày đêm có người trực.", "3156", "3156"),
        ("Năm 2018 người dân đã ký.", "2018", "Năm 2018"),
        ("Trung tướng Lê Đức Thái nhấn mạnh.", "Lê Đức Thái", "Trung tướng Lê Đức Thái"),
        ("Bộ trưởng Bộ Nội vụ Anh Yvette Cooper đã ký.", "Yvette Cooper", "Yvette Cooper"),
        ("Theo ông Nguyễn Văn An (Hà Nội).", "Nguyễn Văn An (", "ông Nguyễn Văn An"),
        ("Có 103 vụ/92 đối tượng bị bắt.", "103 vụ/92", "103 vụ/92 đối tượng"),
        ("Gọi là “nô lệ hiện đại”.", "“nô lệ hiện đại", "nô lệ hiện đại"),
        ("Qua Công hàm chính thức.", "ông hàm chính", "Công hàm chính"),
        ("Bắt 5 đồng phạm.", "5", "5"),
        ("Đạt 2 điều kiện.", "2", "2"),
        ("Phạt 500.000 đồng mỗi người.", "500.000", "500.000 đồng"),
        ("Tăng 7,2 điểm phần trăm.", "7,2", "7,2 điểm phần trăm"),
        ("Chạy 60 km/h trên đường.", "60", "60 km/h"),
        ("Lúc 22 giờ 30 ngày 14/7, ở Lào Cai.", "22 giờ 30", "22 giờ 30"),
        ("Tối 14/7 giờ địa phương.", "14/7", "14/7"),
        ("Theo Quyết định 793 ngày 10/5/2016.", "Quyết định 793", "Quyết định 793"),
        ("Dịch Covid-19 năm 2020.", "Covid-19", "Covid-19"),
        ("Có 1.604 vụ bị phát hiện.", "604", "1.604 vụ"),
        ("Hơn 3.000 người.", "3.", "Hơn 3.000 người"),
        ("Nhóm có 5-7 người.", "7", "5-7 người"),
        ("Mỗi năm 20.000 người chết.", "20.000 người", "20.000 người"),
        ("Phạt 3 năm 6 tháng tù.", "6 tháng", "6 tháng"),
        ("Tổng số 1.604 vụ.", "1.604", "1.604 vụ"),
        ("Nhiệt độ -5 độ C.", "-5", "-5 độ C"),
        ("Đại sứ Việt Nam tại Anh.", "Việt Nam", "Việt Nam"),
        ("…", "…", ""),
    ],
)
def test_what_is_marked_is_a_whole_unit(text: str, marked: str, whole: str) -> None:
    start = text.index(marked)
    span = widen(Span(start, start + len(marked)), text)
    assert text[span.start : span.end] == whole


def test_only_what_the_reader_is_sure_of_and_what_stands_in_the_sentence_is_marked() -> None:
    text, sentence = "Có 235 nạn nhân.", Span(100, 116)
    sure = Reading(Span(103, 106), "235", 5.0, SURE_READING)
    assert mark_answer(sure, sentence, text) == (Span(103, 115),)
    assert mark_answer(Reading(sure.span, "235", 0.0, SURE_READING - 0.01), sentence, text) == ()
    assert mark_answer(sure, Span(104, 120), text) == ()
    assert mark_answer(Reading(Span(103, 103), "", 9.0, 1.0), sentence, text) == ()
    assert mark_answer(None, sentence, text) == ()


def test_an_answer_marks_the_number_that_was_asked_for(retriever: Retriever) -> None:
    answer = Conversation(retriever).ask("Có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh năm 2024?")
    (span,) = answer.citations[0].highlight
    assert retriever.store.article(answer.citations[0].article).text[span.start : span.end] == "hơn 3.000 người"
