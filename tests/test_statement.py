"""What somebody said: the question for it and the words that answer."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.statement import said_in, speaks_of, statement_question
from index.retriever import Retriever


@pytest.mark.parametrize(
    ("question", "who", "about"),
    [
        ("Trung tướng Lê Đức Thái nói gì?", "le duc thai", ""),
        ("Bà Cooper phát biểu gì", "cooper", ""),
        ("Yvette Cooper đã nói gì về mua bán người?", "yvette cooper", "mua bán"),
        ("Bộ trưởng Lương Tam Quang nói gì tại hội nghị?", "luong tam quang", ""),
        ("theo Yvette Cooper hợp tác quốc tế thế nào", "yvette cooper", "hợp tác quốc tế"),
        ("theo ông Nam thì dự án ra sao", "nam", "dự án"),
        ("Theo bộ trưởng, hợp tác thế nào?", "bo truong", "hợp tác"),
        ("Đại sứ Anh tại Việt Nam phát biểu gì", "dai su anh tai viet nam", ""),
        ("Bộ trưởng Nội vụ Anh Yvette Cooper nói gì?", "yvette cooper", ""),
        ("what did Cooper say about trafficking?", "cooper", "bán"),
    ],
)
def test_a_question_for_a_statement_names_its_speaker_and_subject(question: str, who: str, about: str) -> None:
    asked = statement_question(question)
    assert asked is not None
    assert " ".join(asked.who) == who
    assert set(asked.about) >= set(about.replace("người", "").split())


@pytest.mark.parametrize("question", ["Ai đã ký kế hoạch?", "Thỏa thuận gồm những gì?", "What did the ministers sign?"])
def test_another_question_is_none(question: str) -> None:
    assert statement_question(question) is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Tại lễ ký, Trung tướng Lê Đức Thái nhấn mạnh, đây là sự kiện quan trọng.", "đây là sự kiện quan trọng"),
        ("“Chúng tôi bảo vệ nạn nhân”, ông Lê Đức Thái nói.", "Chúng tôi bảo vệ nạn nhân"),
        ("“Chúng tôi bảo vệ nạn nhân”, nhấn mạnh của ông Lê Đức Thái.", "Chúng tôi bảo vệ nạn nhân"),
        ("Theo ông Lê Đức Thái, hợp tác đóng vai trò tiên quyết.", "hợp tác đóng vai trò tiên quyết"),
        ("Ông Thái cho biết lực lượng đã sẵn sàng.", "lực lượng đã sẵn sàng"),
        ("Ông Lê Đức Thái, Tư lệnh, cho biết: lực lượng đã sẵn sàng.", "lực lượng đã sẵn sàng"),
        ("Ông Lê Đức Thái chủ trì một nội dung quan trọng.", None),
        ("Ông Nam nói rằng đã gặp Lê Đức Thái.", None),
    ],
)
def test_the_words_of_the_speaker_alone_are_found(sentence: str, words: str | None) -> None:
    span = said_in(("le", "duc", "thai"), sentence)
    assert (sentence[span.start : span.end] if span else None) == words


def test_a_country_is_not_met_by_a_syllable_that_is_written_alike() -> None:
    assert not speaks_of(["Pháp"], "các làn sóng di cư bất hợp pháp")
    assert speaks_of(["Pháp"], "vượt biển từ Pháp vào Anh")
    assert speaks_of(["di", "cu"], "các làn sóng di cư")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Trung tướng Lê Đức Thái nói gì?", "sự kiện quan trọng"),
        ("Bà Yvette Cooper nói gì về mua bán người?", "loại hình tội phạm vô nhân đạo"),
        ("bo truong luong tam quang noi gi ve di cu", "làn sóng di cư bất hợp pháp"),
    ],
)
def test_what_somebody_said_is_answered(question: str, words: str, retriever: Retriever) -> None:
    answer = Conversation(retriever).ask(question)
    assert not answer.refused
    assert words in answer.citations[0].quote


def test_what_somebody_did_not_speak_of_is_refused(retriever: Retriever) -> None:
    assert Conversation(retriever).ask("Bà Yvette Cooper nói gì về giá vàng?").refused
