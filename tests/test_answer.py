"""Answers over the corpus: quoted exactly, refused honestly, understood in context."""

from dataclasses import replace

import pytest

from answer import Answer, Conversation
from answer.expectation import expected_kind, holds_expected
from answer.finding import PASSAGES
from answer.records import Citation
from answer.selection import MAX_SENTENCES
from answer.wording import LEAD, REFUSAL, word_answer
from index import QuestionError
from index.records import Span
from index.retriever import Retriever

ANSWERABLE = [
    ("Bao nhiêu nạn nhân được giải cứu?", "235"),
    ("Các bên liên lạc, trao đổi thông tin bằng gì?", "Công hàm"),
    ("nam 2024 bao nhieu nguoi viet nam vuot bien tu phap vao anh", "hơn 3.000 người"),
    ("Bộ trưởng Bộ Nội vụ Anh là ai?", "Yvette Cooper"),
    ("Biên bản ghi nhớ về hợp tác phòng, chống mua bán người được ký năm nào?", "2018"),
]


@pytest.fixture
def conversation(retriever: Retriever) -> Conversation:
    return Conversation(retriever)


def check_citations(answer: Answer, retriever: Retriever) -> None:
    for cited in (*answer.citations, *filter(None, [answer.nearest])):
        assert retriever.store.article(cited.article).text[cited.start : cited.end] == cited.quote


@pytest.mark.parametrize(("question", "must"), ANSWERABLE)
def test_an_answer_holds_what_was_asked_in_exact_quotes(
    conversation: Conversation, retriever: Retriever, question: str, must: str
) -> None:
    answer = conversation.ask(question)
    assert not answer.refused
    assert must in answer.text
    assert 1 <= len(answer.citations) <= MAX_SENTENCES
    assert all(f"[{cited.number}]" in answer.text and cited.quote in answer.text for cited in answer.citations)
    assert [cited.number for cited in answer.citations] == list(range(1, len(answer.citations) + 1))
    check_citations(answer, retriever)


@pytest.mark.parametrize(
    "question",
    [
        "Thời tiết Hà Nội ngày mai thế nào?",
        "cach nau pho bo ngon",
        "What is the best recipe for banh mi?",
        "Đội tuyển Việt Nam thắng Thái Lan mấy bàn?",
    ],
)
def test_a_question_the_articles_do_not_answer_is_refused_with_the_nearest_sentence(
    conversation: Conversation, retriever: Retriever, question: str
) -> None:
    answer = conversation.ask(question)
    assert answer.refused
    assert answer.citations == ()
    assert answer.nearest is not None
    assert answer.text.startswith(REFUSAL[answer.language])
    check_citations(answer, retriever)


def test_an_english_question_is_answered_with_english_wording_and_the_vietnamese_quote(
    conversation: Conversation,
) -> None:
    answer = conversation.ask("How many Vietnamese people crossed the sea from France to the UK illegally in 2024?")
    assert answer.language == "en"
    assert answer.text.startswith(LEAD["single"]["en"])
    assert "hơn 3.000 người Việt Nam" in answer.text


def test_an_answer_that_is_not_sure_says_so() -> None:
    quote = Citation(1, "a", 0, 4, "Tin.", "Tin", True, None, None)
    assert word_answer([quote], 0.95, "vi").startswith("Theo tài liệu:")
    assert word_answer([quote], 0.5, "vi").startswith("Có thể là đây, chưa chắc")
    assert word_answer([quote], 0.5, "en").startswith("Possibly this")
    assert all("“Tin.” [1]" in word_answer([quote], sure, "vi") for sure in (0.95, 0.5))


def test_confidence_is_a_probability_and_lower_for_a_question_off_the_topic(retriever: Retriever) -> None:
    on = Conversation(retriever).ask("Bộ đội Biên phòng giải cứu bao nhiêu nạn nhân?").confidence
    off = Conversation(retriever).ask("Giá vàng hôm nay tăng bao nhiêu phần trăm?").confidence
    assert 0 <= off < on <= 1


@pytest.mark.parametrize("question", ["", " \n ", "?!…", "🙂", "\0", "\ud800", "x" * 100_000])
def test_a_question_that_cannot_be_searched_gets_a_sentence(conversation: Conversation, question: str) -> None:
    with pytest.raises(QuestionError, match=r"\. / "):
        conversation.ask(question)
    assert conversation.history == []


def test_a_follow_up_takes_its_subject_from_the_last_question(conversation: Conversation) -> None:
    conversation.ask("Có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh năm 2024?")
    answer = conversation.ask("bằng phương tiện gì?")
    assert "thuyền hơi" in answer.text
    assert answer.understood != answer.question


def test_a_pronoun_means_the_person_of_the_last_answer(conversation: Conversation) -> None:
    conversation.ask("Bộ trưởng Bộ Nội vụ Anh là ai?")
    assert "Yvette Cooper" in conversation.ask("Bà ấy gọi mua bán người là loại tội phạm gì?").understood


def test_conversations_share_nothing(retriever: Retriever) -> None:
    first, second = Conversation(retriever), Conversation(retriever)
    first.ask("Có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh năm 2024?")
    assert second.ask("bằng phương tiện gì?").understood == "bằng phương tiện gì?"


def test_passages_are_those_that_were_retrieved(conversation: Conversation) -> None:
    assert len(conversation.ask("Bao nhiêu nạn nhân được giải cứu?").passages) == PASSAGES


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Bao nhiêu vụ?", "count"),
        ("co may lop", "count"),
        ("Ký khi nào?", "time"),
        ("ky nam nao", "time"),
        ("Ai đã ký?", "person"),
        ("Vì sao họ đi?", "reason"),
        ("Where was it held?", "place"),
        ("How many people?", "count"),
        ("Hai bên làm gì?", "other"),
    ],
)
def test_the_kind_of_answer_is_read_off_the_question(question: str, kind: str) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("Bao nhiêu vụ?", "Bắt 103 vụ.", 1),
        ("Bao nhiêu trẻ em?", "Bắt 103 vụ.", -1),
        ("bao nhieu tien", "tài trợ 1 triệu bảng Anh", 1),
        ("Năm 2018 bao nhiêu vụ?", "Năm 2018 có vụ án.", -1),
        ("Ký khi nào?", "Ký ngày 31/3/2025.", 1),
        ("Ký khi nào?", "Hai bên đã ký.", -1),
        ("Ai ký với Lê Đức Thái?", "Lê Đức Thái đã ký.", -1),
        ("Ai ký?", "Lê Đức Thái đã ký.", 1),
        ("Họ làm gì?", "Họ đi.", 0),
    ],
)
def test_a_text_holds_an_answer_of_the_expected_kind_or_not(question: str, text: str, held: int) -> None:
    assert holds_expected(question, text) == held


@pytest.mark.parametrize("question", ["Biên bản ghi nhớ ký năm nào?", "bien ban do ky nam nao"])
def test_a_figure_of_another_thing_neither_agrees_nor_differs(conversation: Conversation, question: str) -> None:
    answer = conversation.ask(question)
    assert not answer.refused
    assert answer.sources == "single"


def test_the_pieces_of_a_quote_are_the_quote_with_its_short_answers_marked() -> None:
    quote = "đã giải cứu 235 nạn nhân và 12 nghi nạn nhân"
    spans = (Span(112, 124), Span(128, 130))
    citation = Citation(1, "a", 100, 100 + len(quote), quote, "A", False, None, None, spans)
    assert citation.pieces() == [
        ("đã giải cứu ", False), ("235 nạn nhân", True), (" và ", False), ("12", True), (" nghi nạn nhân", False),
    ]  # fmt: skip
    assert replace(citation, highlight=()).pieces() == [(quote, False)]
