"""Sentences are quoted with the ones beside them that they can't do without."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.neighbours import with_neighbours
from index.records import Passage, SentenceMatch, Signals, Span
from index.retriever import Retriever


def passage(*sentences: str, between: str = " ") -> Passage:
    matches, at = [], 10
    for text in sentences:
        matches.append(SentenceMatch(Span(at, at + len(text)), text, 0.5, 0.5, 0.5))
        at += len(text) + len(between)
    whole = between.join(sentences)
    return Passage("a", "a", None, None, 10, 10 + len(whole), whole, 0.0, Signals(0.0, 0.0, 0.0), tuple(matches))


FIRST = "Ông Nam dẫn đầu đoàn công tác của tỉnh."


@pytest.mark.parametrize(
    "second",
    ["Ông nói đoàn sẽ về.", "Họ đã về.", "Chuyến đi này kéo dài ba ngày.", "Đây là lần thứ hai.", "Người này đã về."],
)
def test_what_points_back_brings_the_sentence_before(second: str) -> None:
    texts = passage(FIRST, second)
    whole = with_neighbours(texts, texts.sentences[1], "ai đã về")
    assert whole.text == f"{FIRST} {second}"
    assert whole.span == Span(10, 10 + len(whole.text))


@pytest.mark.parametrize("second", ["Ông Hải nói đoàn sẽ về.", "Năm 2024, ba người đã về.", "Bộ đội Biên phòng đã về."])
def test_what_stands_by_itself_is_quoted_alone(second: str) -> None:
    texts = passage(FIRST, second)
    assert with_neighbours(texts, texts.sentences[1], "ai đã về") == texts.sentences[1]


def test_what_the_question_names_needs_no_antecedent() -> None:
    texts = passage(FIRST, "Chuyến đi này kéo dài ba ngày.")
    assert with_neighbours(texts, texts.sentences[1], "chuyến đi kéo dài mấy ngày") == texts.sentences[1]


def test_nothing_is_brought_from_another_paragraph_and_the_first_has_none() -> None:
    texts = passage(FIRST, "Họ đã về.", between="\n\n")
    assert with_neighbours(texts, texts.sentences[1], "ai đã về") == texts.sentences[1]
    alone = passage("Họ đã về.")
    assert with_neighbours(alone, alone.sentences[0], "ai đã về") == alone.sentences[0]


def test_an_answer_quotes_both_as_one(retriever: Retriever) -> None:
    (citation, *_) = Conversation(retriever).ask("Những phương tiện dùng để vượt biển ra sao?").citations
    assert "Năm 2024, hơn 3.000 người" in citation.quote
    assert "phương tiện quá tải và nguy hiểm" in citation.quote


def test_a_reason_is_quoted_with_what_it_is_the_reason_for(retriever: Retriever) -> None:
    (citation, *_) = Conversation(retriever).ask("Vì sao di cư bất hợp pháp gia tăng?").citations
    assert "xu hướng gia tăng" in citation.quote
    assert "Nguyên nhân chủ yếu do bất ổn chính trị" in citation.quote
    texts = passage("Di cư gia tăng.", "Nguyên nhân là thất nghiệp.")
    assert with_neighbours(texts, texts.sentences[0], "ai di cư") == texts.sentences[0]
