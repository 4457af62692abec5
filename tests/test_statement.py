"""What somebody said: the question for it and the words that answer."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.statement import holds, said_in, statement_question
from index.retriever import Retriever


@pytest.mark.parametrize(
    ("question", "who", "about"),
    [
        ("Trung tướng Lê Đức Thái nói gì?", "lê đức thái", ""),
        ("Bà Cooper phát biểu gì", "cooper", ""),
        ("Yvette Cooper đã nói gì về mua bán người?", "yvette cooper", "mua bán"),
        ("Bộ trưởng Lương Tam Quang nói gì tại hội nghị?", "lương tam quang", ""),
        ("theo Yvette Cooper hợp tác quốc tế thế nào", "yvette cooper", "hợp tác"),
        ("theo ông Nam thì dự án ra sao", "nam", "dự án"),
        ("Theo bộ trưởng, hợp tác thế nào?", "bộ trưởng", "hợp tác"),
        ("Đại sứ Anh tại Việt Nam phát biểu gì", "đại sứ anh tại việt nam", ""),
        ("Bộ trưởng Nội vụ Anh Yvette Cooper nói gì?", "yvette cooper", ""),
        ("what did Cooper say about trafficking?", "cooper", "bán"),
    ],
)
def test_a_question_for_a_statement_names_its_speaker_and_subject(question: str, who: str, about: str) -> None:
    asked = statement_question(question)
    assert asked is not None
    assert " ".join(asked.who) == who
    assert not about or any(about in run for run in asked.about)


@pytest.mark.parametrize(
    "question",
    [
        "( nói gì?",
        "What is the United States?",
        "Ai đã ký?",
        "Thỏa thuận gồm những gì?",
        "What did the ministers sign?",
    ],
)
def test_another_question_is_none(question: str) -> None:
    assert statement_question(question) is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Tại lễ ký, Trung tướng Lê Đức Thái nhấn mạnh, đây là sự kiện quan trọng.", "đây là sự kiện quan trọng"),
        ("“Chúng tôi bảo vệ nạn nhân”, ông Lê Đức Thái nói.", "Chúng tôi bảo vệ nạn nhân"),
        ("“Chúng tôi bảo vệ nạn nhân”, nhấn mạnh Trung tướng Lê Đức Thái.", "Chúng tôi bảo vệ nạn nhân"),
        ("Theo ông Lê Đức Thái, hợp tác đóng vai trò tiên quyết.", "hợp tác đóng vai trò tiên quyết"),
        ("Ông Thái cho biết lực lượng đã sẵn sàng.", "lực lượng đã sẵn sàng"),
        ("Ông Lê Đức Thái, Tư lệnh, cho biết: lực lượng đã sẵn sàng.", "lực lượng đã sẵn sàng"),
        ("Ông Lê Đức Thái chủ trì một nội dung quan trọng.", None),
        ("Sau khi gặp Trung tướng Lê Đức Thái tại Hà Nội, Bộ trưởng Cooper cho biết Anh sẽ giúp.", None),
        ("“Chúng tôi vui”, bà Lan nói với ông Lê Đức Thái và cho biết đã về.", None),
        ("Ông Lê Đức Thái chưa cho biết nguyên nhân.", None),
        ("Ông Lê Đức Thái nói dự án mang tên “Biển xanh” sẽ mở rộng.", "dự án mang tên “Biển xanh” sẽ mở rộng"),
        ("Ông Nam nói rằng đã gặp Lê Đức Thái.", None),
    ],
)
def test_the_words_of_the_speaker_alone_are_found(sentence: str, words: str | None) -> None:
    span = said_in(("lê", "đức", "thái"), sentence)
    assert (sentence[span.start : span.end] if span else None) == words


def test_a_country_is_not_met_by_a_syllable_that_is_written_alike() -> None:
    assert not holds(["Pháp"], "các làn sóng di cư bất hợp pháp")
    assert holds(["Pháp"], "vượt biển từ Pháp vào Anh")
    assert holds(["di cu"], "các làn sóng di cư")


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


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2024, công an cho biết đã bắt 3 người.",
        "Chính phủ Việt Nam khẳng định điều đó.",
        "Hà Nam cho biết đã xong.",
    ],
)
def test_a_name_of_one_syllable_is_met_behind_a_title_alone(sentence: str) -> None:
    assert said_in(("nam",), sentence) is None
    assert said_in(("nam",), "Ông Nam cho biết đã bắt 3 người.") is not None
    assert said_in(("nam",), "Thượng tá Trần Hoài Nam cho biết đã bắt 3 người.") is not None


@pytest.mark.parametrize("question", ["Ông Nam nói gì?", "Bà Cooper nói gì tại Quốc hội về giá vàng?", "( nói gì?"])
def test_who_or_what_is_not_there_is_refused_and_nothing_breaks(question: str, retriever: Retriever) -> None:
    assert Conversation(retriever).ask(question).refused
