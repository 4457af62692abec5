"""What a question means after the turns before it."""

from __future__ import annotations

import pytest

from answer import Conversation
from answer.conversation import Attempt, choose
from answer.finding import find
from answer.followup import Meaning, Turn, alone, meanings
from answer.pronouns import name_people
from index.question import analyse_question
from index.retriever import Retriever

LEAFLETS = "Năm 2023 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"
ABOUT = "Năm 2023 Bộ đội Biên phòng cấp phát tờ rơi"
LAST = Turn(LEAFLETS, ("Ông Lê Đức Thái nói.",), ABOUT, ABOUT)
SUMMIT = "Hội nghị thượng đỉnh về tội phạm đưa người di cư diễn ra khi nào?"
QUOTES = ("Tại châu Á - Thái Bình Dương, ông Lương Tam Quang và Yvette Cooper phát biểu.",)


def wordings(question: str, *history: Turn) -> list[str]:
    return [meaning.wording for meaning in meanings(question, list(history))]


def talk(*questions: str) -> Turn:
    """The last turn of a conversation in which the documents prefer the borrowed meaning."""
    turns: list[Turn] = []
    for question in questions:
        meaning = meanings(question, turns)[-1]
        turns.append(Turn(meaning.wording, (), meaning.subject, meaning.root))
    return turns[-1]


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Còn năm 2024?", "Năm 2024 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"),
        ("con nam 2022 vay", "Năm 2022 Bộ đội Biên phòng cấp phát bao nhiêu tờ rơi?"),
        (SUMMIT, SUMMIT),
        ("Sang chuyện khác: ai là bộ trưởng?", "ai là bộ trưởng?"),
        ("By the way?", "By the way?"),
        ("Ông ấy đã sinh ra và lớn lên tại tỉnh nào?", "Lê Đức Thái đã sinh ra và lớn lên tại tỉnh nào?"),
        ("Khi nào?", f"Khi nào – {ABOUT}"),
        ("ai dự?", f"ai dự – {ABOUT}"),
        ("Còn hội thảo?", f"hội thảo – {ABOUT}"),
        ("and when?", f"khi nào – {ABOUT}"),
        ("còn?", f"còn – {ABOUT}"),
    ],
)
def test_a_question_that_stands_alone_or_does_not_has_one_meaning(question: str, understood: str) -> None:
    assert wordings(question, LAST) == [understood]


@pytest.mark.parametrize(
    "question",
    [
        "thoa thuan co may dieu",
        "ke hoach hanh dong chung ai ky",
        "quan he ngoai giao the nao",
        "Con số nạn nhân năm ngoái?",
        "Thế giới có mấy nạn nhân?",
        "Tô Lâm là ai?",
        "IOM là gì?",
        "Obama là ai?",
    ],
)
def test_a_brief_question_may_be_new_or_a_followup(question: str) -> None:
    assert wordings(question, LAST) == [question, f"{question.rstrip('?')} – {ABOUT}"]


def test_the_first_question_of_a_conversation_stands_alone() -> None:
    assert wordings("Còn năm 2024?") == ["Còn năm 2024?"]


def test_a_followup_of_a_followup_borrows_it_and_the_root_and_no_more() -> None:
    last = talk("Hội nghị thượng đỉnh ở Anh diễn ra ngày nào?", "Còn chủ đề?", "Còn kết quả?", "Còn chủ trì?")
    assert last.understood == "chủ trì – kết quả – Hội nghị thượng đỉnh ở Anh diễn ra ngày"


def test_question_words_are_no_subject() -> None:
    assert talk("Hội nghị ở Anh bàn gì?", "Khi nào?", "Ở đâu?").understood == "Ở đâu – Hội nghị ở Anh bàn"
    assert talk("Kế hoạch do ai ký?", "Trong bao lâu?").understood == "Trong bao lâu – Kế hoạch ký"
    assert talk("Lý do nào khiến họ đi?", "Khi nào?").understood == "Khi nào – Lý do khiến họ đi"
    assert talk("Bằng lái xe có giá trị gì?", "Khi nào?").understood == "Khi nào – Bằng lái xe có giá trị"
    assert talk("Công nghệ AI giúp ai?", "Khi nào?").understood == "Khi nào – Công nghệ AI giúp"


def test_after_another_year_the_conversation_stays_with_it() -> None:
    last = talk(LEAFLETS, "Còn năm 2024?", "Còn số buổi?")
    assert last.understood == "số buổi – Năm 2024 Bộ đội Biên phòng cấp phát tờ rơi"
    assert "3/2024" in talk(LEAFLETS, "Còn tháng 3/2024?").understood


def test_a_borrowed_subject_never_makes_a_question_too_long() -> None:
    last = talk("biên phòng bắt ai " * 100, "Còn hội thảo?", "Khi nào?", "Ở đâu?")
    assert analyse_question(last.understood).text == last.understood


@pytest.mark.parametrize(
    ("question", "before", "named"),
    [
        ("bà ấy nói gì", "ba cooper phat bieu o dau", "Yvette Cooper nói gì"),
        ("ông ấy nói gì", "ai phát biểu", "Lương Tam Quang nói gì"),
        ("Did she meet him?", "Who is Cooper?", "Did Yvette Cooper meet Lương Tam Quang?"),
        ("ông ấy nói gì", "Hội nghị ở Bắc Kinh do ai chủ trì?", "Lương Tam Quang nói gì"),
        ("he thong nao", "ai phát biểu", None),
        ("bà ấy nói gì", "ba thatcher phat bieu o dau", "thatcher nói gì"),
        ("bà ấy nói gì", "bà Hằng phát biểu ở đâu", "Hằng nói gì"),
        ("bà ấy nói gì", "ba nuoc nao ky", "Yvette Cooper nói gì"),
        ("bà ấy nói gì", "Ba nước nào ký?", "Yvette Cooper nói gì"),
        ("ông ấy nói gì", "Người đàn ông bị bắt tên gì?", "Lương Tam Quang nói gì"),
        ("bà ấy nói gì", "Bà con nhận bao nhiêu tiền?", "Yvette Cooper nói gì"),
    ],
)
def test_a_pronoun_means_whom_the_title_or_the_last_question_names(
    question: str, before: str, named: str | None
) -> None:
    assert name_people(question, analyse_question(question).language, before, QUOTES) == named


def test_a_country_or_body_is_nobody_whom_a_pronoun_means() -> None:
    quote = "Trung tướng Lê Đức Thái nói về Liên hiệp Vương quốc Anh và Bắc Ireland cùng Liên Hợp Quốc."
    assert name_people("Bà ấy nói gì?", "vi", "ai ký", (quote,)) is None
    vice = "Phó Thủ tướng Nguyễn Hòa Bình chủ trì hội nghị. Ông Nguyễn Hòa Bình nhấn mạnh."
    assert name_people("Ông ấy nói gì?", "vi", "ai chủ trì", (vice,)) == "Nguyễn Hòa Bình nói gì?"
    assert name_people("Ông ấy nói gì?", "vi", "ai ký", (quote,)) == "Lê Đức Thái nói gì?"


@pytest.mark.parametrize(
    ("own", "borrowed", "ahead", "chosen"),
    [
        ((0.8, True), (0.7, True), 0.1, 0.8),
        ((0.42, False), (0.5, True), 0.1, 0.5),
        ((0.74, True), (0.45, False), -0.3, 0.74),
        ((0.7, True), (0.6, True), -0.3, 0.6),
    ],
)
def test_the_meaning_that_the_documents_answer_is_taken(
    own: tuple[float, bool], borrowed: tuple[float, bool], ahead: float, chosen: float, retriever: Retriever
) -> None:
    found = [find(question, retriever) for question in ("Thỏa thuận có mấy điều?", "Hội nghị diễn ra khi nào?")]
    first = Attempt(Meaning("a", "a", "a", ahead), found[0], *own)
    assert choose([first, Attempt(Meaning("b", "b", "b"), found[1], *borrowed)]).confidence == chosen


@pytest.mark.parametrize(
    ("question", "ahead", "own", "borrowed", "wording", "subject"),
    [
        ("mấy người", 0.1, (0.8, True), (0.5, True), "mấy người – b", "b"),
        ("mấy người", 0.1, (0.8, True), (0.4, False), "mấy người", "b"),
        ("mấy người", 0.1, (0.4, False), (0.3, False), "mấy người – b", "b"),
        ("mấy người Việt vượt biển", 0.1, (0.8, True), (0.9, True), "mấy người Việt vượt biển", "người Việt vượt biển"),
        ("who signed the agreement", 0.1, (0.8, True), (0.9, True), "who signed the agreement", "signed the agreement"),
        ("how many pages", 0.1, (0.8, True), (0.9, True), "how many pages – b", "b"),
        ("mấy người Việt vượt biển", 0.1, (0.4, False), (0.9, True), "mấy người Việt vượt biển – b", "b"),
        ("giá vàng hôm nay", 0.1, (0.1, False), (0.3, False), "giá vàng hôm nay", "giá vàng hôm nay"),
        ("những người ấy vượt biển", -0.3, (0.1, False), (0.3, False), "những người ấy vượt biển – b", "b"),
        ("những người ấy vượt biển", -0.3, (0.8, True), (0.9, True), "những người ấy vượt biển – b", "b"),
    ],
)
def test_where_both_meanings_find_the_same_sentence_only_a_whole_question_begins_a_subject(
    question: str,
    ahead: float,
    own: tuple[float, bool],
    borrowed: tuple[float, bool],
    wording: str,
    subject: str,
    retriever: Retriever,
) -> None:
    found = find("Thỏa thuận có mấy điều?", retriever)
    first = Attempt(alone(question, ahead), found, *own)
    chosen = choose([first, Attempt(Meaning(f"{question} – b", "b", "root"), found, *borrowed)]).meaning
    assert (chosen.wording, chosen.subject) == (wording, subject)


def test_a_followup_in_the_other_language_is_put_in_vietnamese() -> None:
    vietnamese = Turn("Thỏa thuận có mấy điều?", (), "Thỏa thuận", "Thỏa thuận")
    english = Turn("When was the summit held?", (), "the summit", "the summit")
    assert wordings("Who signed?", vietnamese)[-1] == "ai ký – Thỏa thuận"
    assert wordings("and arrested?", vietnamese) == ["bị bắt – Thỏa thuận"]
    assert wordings("Ở đâu?", english)[-1] == "Ở đâu – hội nghị thượng đỉnh"
    assert wordings("and where?", english) == ["where – the summit"]


def test_a_question_without_a_subject_that_is_refused_leaves_the_conversation_where_it_is(
    retriever: Retriever,
) -> None:
    conversation = Conversation(retriever)
    conversation.ask("Thỏa thuận gồm mấy điều?")
    assert conversation.ask("tốn bao nhiêu tiền?").refused
    assert conversation.history[-1].root == "Thỏa thuận gồm điều"


def test_a_subject_that_was_refused_is_not_lent_to_a_question_that_is_answered(retriever: Retriever) -> None:
    conversation = Conversation(retriever)
    assert conversation.ask("Giá vàng hôm nay bao nhiêu?").refused
    assert not conversation.ask("how many people were rescued?").refused
    assert conversation.history[-1].root == "people were rescued"


def test_a_new_subject_is_answered_as_if_it_were_asked_first(retriever: Retriever) -> None:
    asked = [
        "hoi nghi co may chu de",
        "ai dong chu tri",
        "nam 2024 bao nhieu nguoi vuot bien",
        "thoa thuan co may dieu",
    ]
    conversation = Conversation(retriever)
    answers = [conversation.ask(question) for question in asked]
    first = [Conversation(retriever).ask(question) for question in asked]
    assert [answer.citations for answer in answers[2:]] == [answer.citations for answer in first[2:]]
    assert "3.000" in answers[2].text
    assert "8 Điều" in answers[3].text


def test_a_followup_goes_on_where_the_documents_answer_it_so(retriever: Retriever) -> None:
    conversation = Conversation(retriever)
    conversation.ask("Năm 2023 biên phòng tổ chức bao nhiêu buổi tuyên truyền?")
    answer = conversation.ask("bao nhiêu lượt người?")
    assert "tuyên truyền" in answer.understood
    assert "700 nghìn" in answer.text
