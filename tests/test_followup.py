"""What a question means after the turns before it."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.followup import Turn, meanings
from answer.pronouns import find_person
from index.retriever import Retriever

LEAFLETS = "Năm 2023 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"
LAST = Turn(LEAFLETS, ("Ông Lê Đức Thái nói.",), "Năm 2023 Bộ đội Biên phòng cấp phát tờ rơi", "Biên phòng năm 2023")


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Còn năm 2024?", "Năm 2024 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"),
        ("con nam 2022", "Năm 2022 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"),
        (
            "Hội nghị thượng đỉnh về tội phạm đưa người di cư diễn ra khi nào?",
            "Hội nghị thượng đỉnh về tội phạm đưa người di cư diễn ra khi nào?",
        ),
        ("Sang chuyện khác: ai là bộ trưởng?", "ai là bộ trưởng?"),
        ("Ông ấy bao nhiêu tuổi?", "Lê Đức Thái bao nhiêu tuổi?"),
        ("Khi nào?", "Khi nào – Năm 2023 Bộ đội Biên phòng cấp phát tờ rơi"),
        ("Còn hội thảo?", "hội thảo – Năm 2023 Bộ đội Biên phòng cấp phát tờ rơi"),
    ],
)
def test_a_question_is_made_to_stand_alone_only_where_it_does_not(question: str, understood: str) -> None:
    assert meanings(question, [LAST])[0].wording == understood
    assert [meaning.wording for meaning in meanings("Còn năm 2024?", [])] == ["Còn năm 2024?"]


@pytest.mark.parametrize(
    "question", ["thoa thuan co may dieu", "ke hoach hanh dong chung ai ky", "When was the summit?"]
)
def test_a_brief_question_may_be_new_or_a_followup(question: str) -> None:
    own, borrowed = meanings(question, [LAST])
    assert own.wording == question
    assert borrowed.wording.endswith(LAST.subject)


def test_a_followup_of_a_followup_borrows_it_and_the_root_and_no_more() -> None:
    first = meanings("Hội nghị thượng đỉnh ở Anh diễn ra ngày nào?", [])[0]
    turns = [Turn(first.wording, (), first.subject, first.root)]
    for question in ("Còn chủ đề?", "Còn kết quả?", "Còn chủ trì?"):
        meaning = meanings(question, turns)[0]
        turns.append(Turn(meaning.wording, (), meaning.subject, meaning.root))
    assert turns[-1].understood == "chủ trì – kết quả – Hội nghị thượng đỉnh ở Anh diễn ra ngày"


def test_a_part_of_the_name_in_the_last_question_tells_whom_a_pronoun_means() -> None:
    quotes = ("Tại châu Á - Thái Bình Dương, ông Lương Tam Quang và Yvette Cooper phát biểu.",)
    assert find_person("bà ấy nói gì", "bà Cooper phát biểu ở đâu", quotes) == "Yvette Cooper"
    assert find_person("ông ấy nói gì", "ai phát biểu", quotes) == "Lương Tam Quang"


def test_a_new_subject_is_answered_as_if_it_were_asked_first(retriever: Retriever) -> None:
    asked = [
        "hoi nghi co may chu de",
        "ai dong chu tri",
        "nam 2024 bao nhieu nguoi vuot bien",
        "thoa thuan co may dieu",
    ]
    conversation = Conversation(retriever)
    answers = [conversation.ask(question) for question in asked]
    assert [answer.understood for answer in answers[2:]] == asked[2:]
    assert "3.000" in answers[2].text
    assert "8 Điều" in answers[3].text


def test_a_followup_goes_on_where_the_documents_answer_it_so(retriever: Retriever) -> None:
    conversation = Conversation(retriever)
    conversation.ask("Năm 2023 biên phòng tổ chức bao nhiêu buổi tuyên truyền?")
    answer = conversation.ask("bao nhiêu lượt người?")
    assert "tuyên truyền" in answer.understood
    assert "700 nghìn" in answer.text
