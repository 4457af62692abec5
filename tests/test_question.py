"""What is seen in a question before it is searched."""

from __future__ import annotations

import unicodedata

import pytest

from index.errors import QuestionError
from index.question import MAX_CHARACTERS, analyse_question

UNFIT = [
    "", " ", "\t\r\n\u00a0\u3000", "?", "…!?“”()", "—", "☺", "😀🇻🇳👨‍👩‍👧", "\0", "\0\0 \0", "\ud800", "\udfff\ud800",
    "\u200b\ufeff", "\u0301", "_", "\x1b\x07",
]  # fmt: skip


@pytest.mark.parametrize("text", UNFIT, ids=ascii)
def test_a_question_without_letter_or_digit_is_refused_with_a_sentence_in_both_languages(text: str) -> None:
    with pytest.raises(QuestionError, match=r"Câu hỏi .*\. / The question .*\.$"):
        analyse_question(text)


@pytest.mark.parametrize("text", ["a" * 100_000, "mưa " * 25_000, "ệ" * (MAX_CHARACTERS + 1)], ids=["a", "mưa", "ệ"])
def test_a_question_too_long_is_refused_with_both_numbers(text: str) -> None:
    with pytest.raises(QuestionError, match=rf"{len(text.strip())} characters, at most {MAX_CHARACTERS} "):
        analyse_question(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Ai \r\n\t đến? ", "Ai đến?"),
        ("Ai\0đến?", "Ai đến?"),
        ("Ai \ud800đến?", "Ai đến?"),
        ("ai" + " " * 100_000, "ai"),
        ("a" * MAX_CHARACTERS, "a" * MAX_CHARACTERS),
        ("5", "5"),
        ("中国", "中国"),
    ],
    ids=ascii,
)
def test_white_space_and_what_is_no_character_are_cleaned_away(text: str, cleaned: str) -> None:
    assert analyse_question(text).text == cleaned


@pytest.mark.parametrize(
    ("text", "language", "unaccented"),
    [
        ("Có bao nhiêu nạn nhân được giải cứu?", "vi", False),
        ("co bao nhieu nan nhan duoc giai cuu", "vi", True),
        ("bao nhieu nạn nhân duoc giai cuu nam 2023", "vi", True),
        ("ubnd tphcm noi gi", "vi", True),
        ("nạn nhân", "vi", False),
        ("How many victims were rescued?", "en", False),
        ("Who is the minister of the Bộ Công an?", "en", False),
        ("Yvette Cooper", "vi", True),
        ("to chuc nao cho to co", "vi", True),
        ("31/3/2025", "vi", True),
        ("who co-signed it", "en", False),
        ("co-chair of the meeting", "en", False),
        ("ai co the ky ban ghi nho", "vi", True),
    ],
)
def test_language_and_missing_accents_are_seen(text: str, language: str, unaccented: bool) -> None:
    question = analyse_question(text)
    assert (question.language, question.unaccented) == (language, unaccented)


def test_decomposed_accents_are_accents() -> None:
    text = "Có bao nhiêu nạn nhân được giải cứu?"
    composed, decomposed = analyse_question(text), analyse_question(unicodedata.normalize("NFD", text))
    assert (decomposed.tokens, decomposed.accented) == (composed.tokens, composed.accented)
    assert composed.accented > 0.5


def test_the_share_of_accents_counts_letters_only() -> None:
    assert analyse_question("mưa 2025 31/3 to").accented == 0.5
    assert analyse_question("2025").accented == 0
