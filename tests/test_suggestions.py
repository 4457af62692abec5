"""Questions made out of sentences of the documents."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.suggestions import Draft, draft_questions, is_answered, reads_well, suggest
from index.records import Span
from index.retriever import Retriever


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Năm 2024, hơn 3.000 người Việt Nam đã vượt biển từ Pháp vào Anh.",
            "Năm 2024, bao nhiêu người Việt Nam đã vượt biển từ Pháp vào Anh?",
        ),
        ("Thỏa thuận gồm 8 Điều, trong đó có tập huấn.", "Thỏa thuận gồm bao nhiêu Điều?"),
        ("Năm 2018, Vương quốc Anh và Việt Nam ký Biên bản.", "Vương quốc Anh và Việt Nam ký Biên bản năm nào?"),
        ("Đoàn công tác đến Lào Cai ngày 3/5/2025.", "Đoàn công tác đến Lào Cai ngày nào?"),
        ("Quỹ tài trợ 1 triệu bảng Anh cho dự án.", "Quỹ tài trợ bao nhiêu bảng Anh cho dự án?"),
    ],
)
def test_a_number_day_or_year_is_asked_for_in_its_place(sentence: str, question: str) -> None:
    assert question in list(draft_questions(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Hai bên nhất trí tăng cường hợp tác.",
        "Phim Em chưa 18 do OnlyC thể hiện.",
        "Ca khúc tụt xuống hạng 3 với bản hit.",
    ],
)
def test_a_sentence_that_counts_nothing_gives_no_question(sentence: str) -> None:
    assert list(draft_questions(sentence)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Họ đã giải cứu bao nhiêu nạn nhân?",
        "Bắt bao nhiêu vụ/92 đối tượng?",
        "Bao nhiêu người?",
        "Đó là năm nào của dự án?",
    ],
)
def test_what_is_unclear_by_itself_is_not_offered(question: str) -> None:
    assert not reads_well(question)


def test_only_a_question_whose_answer_is_its_own_sentence_is_offered(retriever: Retriever) -> None:
    article = retriever.store.article("004_2c3ffd94d0b41742")
    start = article.text.index("Năm 2024, hơn 3.000")
    span = Span(start, article.text.index(".", start + 30) + 1)
    good = Draft("Năm 2024, bao nhiêu người Việt Nam đã vượt biển từ Pháp vào Anh?", article.id, span)
    answer = Conversation(retriever).ask(good.question)
    assert is_answered(good, answer)
    assert not is_answered(Draft(good.question, article.id, Span(0, 10)), answer)
    wrong = Draft("Năm 2024, bao nhiêu con cá heo bơi ở sông Mekong?", article.id, span)
    assert not is_answered(wrong, Conversation(retriever).ask(wrong.question))


def test_a_sentence_is_offered_once_and_no_more_than_wanted() -> None:
    drafts = [Draft(f"Câu {n}?", "a", Span(n // 2, 9)) for n in range(8)]
    assert list(suggest(drafts, lambda draft: True, 2)) == ["Câu 0?", "Câu 2?"]
