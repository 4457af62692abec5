"""Sentence boundaries of Vietnamese news text; every expectation is the text between the bars."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Span
from ingest.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def check_spans(text: str, spans: list[Span]) -> None:
    """In order, apart, trimmed, and no letter or digit left out."""
    for span in spans:
        quote = text[span.start : span.end]
        assert quote == quote.strip() != ""
    assert all(left.end <= right.start for left, right in pairwise(spans))
    held = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in held if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    "barred",
    [
        pytest.param("Ông ở TP. Hồ Chí Minh.| Bà ở Hà Nội.", id="city"),
        pytest.param("PGS.TS. Nguyễn Văn An phát biểu.| Hội nghị bế mạc.", id="joined titles"),
        pytest.param("GS. TS. Lê Thị Bình dự họp.| ThS. Trần Nam cũng dự.", id="spaced titles"),
        pytest.param("Mr. Smith đến.| Dr. Lan về.", id="English titles"),
        pytest.param("Nhà ở Q. 1, P. Bến Nghé.| Họ đã chuyển đi.", id="district and ward"),
        pytest.param("Bà sống tại TP.HCM.| Con bà ở Huế.", id="abbreviation that ends the sentence"),
        pytest.param("Xử lý 1.604 vụ/66.621 lượt người.| Lực lượng tiếp tục tuần tra.", id="thousands"),
        pytest.param("Giá tăng 3.5 lần.| Năm 2024, hơn 3.000 người đã đi.", id="decimal"),
        pytest.param("Họ ký năm 2018.| 3.000 người đã vượt biển.", id="number after number"),
        pytest.param("Hội nghị họp ngày 31/3/2025.| Nhiều nước tham dự.", id="date"),
        pytest.param("Xem www.chinhphu.vn.| Bộ Công an đã đăng tin.", id="site"),
        pytest.param("Xem https://a.vn/tin?so=1.5.| Sau đó hãy đọc.", id="address with marks"),
        pytest.param("Thư gửi ban.tin@chinhphu.vn.| Sau đó chờ trả lời.", id="mail"),
        pytest.param("Anh nói... rồi im lặng.| Sau đó anh về.", id="dots inside"),
        pytest.param("Họ chờ mãi...| Không ai đến.", id="dots at the end"),
        pytest.param("Thế là hết…| Mọi người ra về.", id="ellipsis at the end"),
        pytest.param("Anh… không biết gì.| Chị cũng vậy.", id="ellipsis inside"),
        pytest.param("Thật sao?!| Đúng vậy!| Tốt.", id="mixed marks"),
        pytest.param("“Tôi sẽ về.”| Ông nói vậy.", id="quote closed after the stop"),
        pytest.param("“Tôi sẽ về!” ông nói.| Rồi ông đi.", id="quote that the sentence goes on after"),
        pytest.param("“Đó là tội ác.| Chúng tôi sẽ ngăn chặn”, bà nói.", id="two sentences in a quote"),
        pytest.param("Ông hỏi: “Ai đến?”.| Không ai đáp.", id="stop after the closed quote"),
        pytest.param('"Tôi đồng ý."| "Tôi cũng vậy."', id="straight quotes"),
        pytest.param("Ông ấy (quê ở TX. Sơn Tây. Nay là Hà Nội) đã mất.| Bà còn sống.", id="stop in parentheses"),
        pytest.param("Tổ chức Di cư Quốc tế (IOM) đã dự.| (Ảnh: TTXVN)", id="parentheses at the end"),
        pytest.param("- mục một|\n- mục hai|\n• Mục ba|\n* mục bốn", id="bullets"),
        pytest.param("1. Mở đầu|\n2. Kết luận", id="numbered list"),
        pytest.param("a) Điều kiện|\nb) hồ sơ", id="lettered list"),
        pytest.param("1. Mở đầu nêu lý do.| Phần sau giải thích.", id="list number before a sentence"),
        pytest.param("Điều 5. Phạm vi điều chỉnh|\nLuật này quy định về cư trú.", id="numbered article of a law"),
        pytest.param("TIN TRONG NƯỚC|\nHà Nội mưa to.", id="heading without full stop"),
        pytest.param("# Tin mới|\n\nmưa to ở Hà Nội.", id="blank line before lower case"),
        pytest.param("J. K. Rowling viết sách.| Bà là người Anh.", id="initials"),
        pytest.param("Nguyễn Văn A. khai nhận.| Theo công an, A. đã trốn.", id="initial before lower case"),
        pytest.param("Bị can là Trần Văn B.| Theo cáo trạng, y phạm tội.", id="initial that ends the sentence"),
        pytest.param("Cam giàu vitamin C.| Các bác sĩ khuyên ăn cam.", id="letter that is no initial"),
        pytest.param("Họ bán gạo, ngô, v.v. và khoai.| Chợ rất đông.", id="and so on"),
        pytest.param("Bộ đội\nbiên phòng đến.|\nHọ ở lại.", id="wrapped line"),
        pytest.param("Bộ đội\r\nbiên phòng đến.|\r\nHọ ở lại.|\r\n", id="CRLF"),
        pytest.param("phòng, chống mua bán người.|Theo thông tin từ Anh.", id="forgotten space"),
        pytest.param("vào năm 2023,theo đó, hai bên đồng thuận.", id="comma without space"),
        pytest.param("  Câu một.|\t Câu hai. | ", id="white space around"),
        pytest.param("Câu một.|\u2028Câu hai.|\u00a0 Câu ba.", id="Unicode white space"),
    ],
)
def test_text_is_split_where_a_reader_would(barred: str) -> None:
    expected = [stripped for part in barred.split("|") if (stripped := part.strip())]
    text = barred.replace("|", "")
    assert sentences(text) == expected
    check_spans(text, split_sentences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \r\n\t ", []),
        ("***\n—\n…", []),
        ("***\nHà Nội mưa.\n---", ["Hà Nội mưa."]),
        ("a", ["a"]),
    ],
)
def test_pieces_without_letter_or_digit_are_no_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("line", ["”", ")", "“Tôi về”\n”", "…”", "' '"])
def test_a_line_of_closing_marks_before_lower_case_is_no_trouble(line: str) -> None:
    text = f"{line}\nvà sau đó ông về."
    assert sentences(text)[-1].endswith("và sau đó ông về.")
    check_spans(text, split_sentences(text))


def test_the_same_sentence_twice_has_two_spans() -> None:
    text = "Trời mưa. Trời mưa.\nTrời mưa."
    assert split_sentences(text) == [Span(0, 9), Span(10, 19), Span(20, 29)]


def test_an_unclosed_parenthesis_holds_nothing_together() -> None:
    assert sentences("Ông (quê Huế đến. Bà đi.") == ["Ông (quê Huế đến.", "Bà đi."]


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda path: path.stem)
def test_no_sentence_of_the_corpus_is_lost_or_crosses_a_paragraph(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    spans = split_sentences(text)
    check_spans(text, spans)
    assert not any(re.search(r"\n\s*\n", text[span.start : span.end]) for span in spans)


FRAGMENTS = st.sampled_from(
    [*"ab A.…?!,;:()“”\"'»-•*\n\r\t#1", "\r\n", "\n\n", " ", ". ", "Bộ đội", "biên phòng", "TP.", "PGS.TS.",
     "31/3/2025", "1.604", "Điều 5.", "v.v.", "www.a.vn", "(IOM)", "\u2028", "\x0b", "\u00a0", "\u200b", "☺", "e\u0301"]
)  # fmt: skip


@settings(max_examples=400, derandomize=True, database=None, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_spans_are_in_order_apart_and_lose_no_letter_whatever_the_text(text: str) -> None:
    check_spans(text, split_sentences(text))
