"""Quotations of several sentences."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.quotation import LONGEST, join_quotations
from index.records import Passage, SentenceMatch, Signals
from index.retriever import Retriever
from ingest.sentences import split_sentences


def passage_of(text: str) -> Passage:
    matches = tuple(
        SentenceMatch(span.shifted(50), text[span.start : span.end], 0.1 * number, 0.0, 0.0)
        for number, span in enumerate(split_sentences(text))
    )
    return Passage("a", "a", None, None, 50, 50 + len(text), text, 1.0, Signals(0.0, 0.0, 0.0), matches)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Bà đến. “Đó là tội ác. Chúng tôi sẽ làm”, bà nói. Ông đi.", 3),
        ('Bà đến. "Đó là tội ác. Chúng tôi sẽ làm", bà nói. Ông đi.', 3),
        ("“Một câu”, bà nói. “Câu khác”, ông nói.", 2),
        ("Bà đến. Ông đi. Họ về.", 3),
        ("“Đó là tội ác. Chúng tôi sẽ làm. Không có dấu đóng.", 3),
        ("Có dấu đóng” mà thôi. Ông đi.", 2),
        ('Chúng tôi sẽ làm", bà nói. Ông đi. "Câu khác. Nữa", ông nói.', 3),
        ('Màn hình 27" giá rẻ. Ông mua. Cái 24" thì đắt.', 3),
        ("“Đó là tội ác. Họ gọi là “nô lệ”. Chúng tôi sẽ làm”, bà nói.", 1),
        ('"Đây là “lỗi”. Chúng tôi sửa", bà nói. Ông đi. "Tốt. Rất tốt", bà nói.', 3),
        ("“Chúng tôi sẽ làm, bà nói. Ông đi. Đó là “nô lệ”.", 3),
        ("“" + "Một câu dài. " * (LONGEST // 12) + "Hết”, bà nói.", LONGEST // 12 + 1),
    ],
)
def test_the_sentences_of_a_quotation_are_one(text: str, sentences: int) -> None:
    passage = join_quotations(passage_of(text), {}, 0.7)
    assert len(passage.sentences) == sentences
    for match in passage.sentences:
        assert text[match.span.start - 50 : match.span.end - 50] == match.text


def test_it_fits_as_well_as_its_nearest_sentence() -> None:
    (match,) = join_quotations(passage_of("“Đó là tội ác. Chúng tôi sẽ làm”, bà nói."), {}, 0.7).sentences
    assert match.dense == pytest.approx(0.1)
    assert match.score == pytest.approx(0.03)


def test_what_somebody_said_is_quoted_with_who_said_it(retriever: Retriever) -> None:
    answer = Conversation(retriever).ask("Bà Cooper gọi mua bán người là loại tội phạm gì?")
    assert answer.citations[0].quote.startswith("“Mua bán người là loại hình tội phạm vô nhân đạo")
    assert "Bộ trưởng Yvette Cooper nhấn mạnh" in answer.citations[0].quote
