"""English questions find Vietnamese text by what their words are called there."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.dictionary import CONTRACTION, TABLE, WORD, DictionaryError, longest_entry, read_table, stem, wordings
from index.lexical import Concept, LexicalIndex, open_lexical
from index.overlap import overlap, weigh_terms
from index.question import analyse_question
from index.translation import Translation, gloss, translate
from index.vietnamese import syllables

TEXTS = [
    "Hai bên ký biên bản ghi nhớ về phòng, chống mua bán người.",
    "Ba ngư dân chết đuối ngoài khơi, bộ đội biên phòng tìm thấy thi thể.",
    "Anh Tuấn bán cá ở chợ, người mua ký sổ nợ.",
    "Vương quốc Anh tài trợ 1 triệu bảng.",
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    return open_lexical(tmp_path, "g", TEXTS)


def found(question: str, lexical: LexicalIndex) -> list[int]:
    looked_at = analyse_question(question)
    return [int(row) for row in lexical.search(weigh_terms(looked_at, syllables(question), lexical), 4).rows]


def translations(question: str) -> dict[str, list[str]]:
    concepts = translate(question).concepts.values()
    return {concept.word: [" ".join(wording) for wording in concept.wordings] for concept in concepts}


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What did the two sides sign against human trafficking?", 0),
        ("How many fishermen drowned?", 1),
        ("where were the drowning victims found by the border guards", 1),
        ("Who sells fish at the market?", 2),
        ("How much money did the UK give?", 3),
        ("what was funded by british pounds", 3),
    ],
)
def test_an_english_question_finds_the_vietnamese_sentence_that_says_it(
    question: str, row: int, lexical: LexicalIndex
) -> None:
    assert found(question, lexical)[0] == row


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who signed the agreement in 2023?", "ai ký thỏa thuận 2023"),
        ("how many victims", "bao nhiêu nạn nhân"),
        ("How long did Boris speak?", "bao lâu nói Boris"),
        ("is it", "is it"),
    ],
)
def test_a_question_is_put_in_vietnamese_word_for_word(question: str, said: str) -> None:
    assert gloss(question) == said


def test_a_phrase_is_looked_up_before_its_words() -> None:
    assert "biên bản ghi nhớ" in translations("the memorandum of understanding")["memorandum of understanding"]
    assert "mua bán người" in translations("about human trafficking")["human trafficking"]
    assert "ủy ban nhân dân" in translations("Who chairs the people's committee?")["people committee"]


def test_a_phrase_goes_before_the_name_that_it_begins_with() -> None:
    assert "tiếng anh" in translations("Is there English language training?")["English language"]
    assert "bộ trưởng bộ nội vụ" in translations("Who is the Home Secretary?")["Home Secretary"]


def test_no_phrase_goes_across_a_comma() -> None:
    assert "border guards" not in translations("Who visited the border, guards or police?")


def test_endings_make_no_other_word() -> None:
    assert translations("drowned")["drowned"] == translations("drown")["drown"] == translations("drowning")["drowning"]


@pytest.mark.parametrize(
    ("word", "wanted"), [("customs", "hải quan"), ("authorities", "nhà chức trách"), ("missing", "mất tích")]
)
def test_a_word_of_its_own_is_not_taken_for_its_relative(word: str, wanted: str) -> None:
    assert wanted in translations(f"what about the {word}")[word]


@pytest.mark.parametrize("typed", ["the British ambassador", "the UK", "U.K. police", "the United Kingdom's aid"])
def test_a_name_of_the_table_goes_by_all_its_names(typed: str) -> None:
    assert any({"anh", "vương quốc anh"} <= set(found) for found in translations(typed).values())


def test_a_name_that_is_typed_in_two_ways_counts_once() -> None:
    assert next(iter(translations("British police in the UK"))) == "British, UK"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is To Lam?", "Ông Tô Lâm phát biểu."),
        ("when was Bui Thanh Son born", "Ông Bùi Thanh Sơn sinh năm 1962."),
        ("What did UBND decide?", "Ủy ban nhân dân tỉnh họp."),
        ("what happened to Hoà?", "Chị Hòa về nước."),
        ("what happened in hue", "Mưa lớn ở Huế."),
        ("Who signed the MOU?", "Hai bên ký biên bản ghi nhớ."),
        ("human trafficking victims Hanoi", "Nạn nhân mua bán người được đưa về Hà Nội."),
    ],
)
def test_names_and_abbreviations_are_found_however_they_are_written(question: str, text: str, tmp_path: Path) -> None:
    index = open_lexical(tmp_path, "g", ["Nhà máy sản xuất ô tô.", text, "Trời nắng."])
    assert found(question, index)[0] == 1


def test_a_word_with_a_capital_may_be_a_name_and_stands_for_itself_too() -> None:
    concept = next(iter(translate("When did the Panthers win?").concepts.values()))
    assert concept.spelled == ("panthers",)
    assert translate("When did Xyzzyqua win?").unknown == ["xyzzyqua"]


@pytest.mark.parametrize(
    "question",
    ["Can you tell us what it is and who did so?", "Didn't they do more than that?", "It's what I'd say: won't he?"],
)
def test_function_words_are_neither_translated_nor_unknown(question: str) -> None:
    translation = translate(question)
    said = {word for concept in translation.concepts.values() for word in concept.word.split()}
    assert not said & {"can", "us", "it", "who", "so", "more", "than", "that", "he", "won"}
    assert not translation.unknown


def test_a_question_in_capitals_names_no_organisation_by_a_common_word() -> None:
    assert not {"WHO", "US"} & set(translations("TELL US WHO WAS ARRESTED"))


def test_a_translation_of_several_syllables_counts_only_as_a_whole(lexical: LexicalIndex) -> None:
    concept = Concept("trafficking", (("mua", "bán", "người"),))
    assert lexical.search([concept], 4).rows.tolist() == [0]
    assert overlap({concept: 1.0}, TEXTS[0]) == 1
    assert overlap({concept: 1.0}, TEXTS[2]) == 0


def test_the_best_translation_counts_and_not_their_sum(lexical: LexicalIndex) -> None:
    drowned, fishermen = (("chết", "đuối"),), (("ngư", "dân"),)
    apart = [lexical.search([Concept("x", wordings)], 1).scores[0] for wordings in (drowned, fishermen)]
    assert lexical.search([Concept("x", drowned + fishermen)], 1).scores[0] == pytest.approx(max(apart))


def test_words_of_one_meaning_are_one_concept_that_names_each_once() -> None:
    found = Translation()
    meaning = (("đàn", "ông"),)
    for word, spelled in (("gentlemen", ("gentlemen",)), ("men", ()), ("men", ("men",))):
        found.add(word, meaning, spelled)
    assert found.concepts == {meaning: Concept("gentlemen, men", meaning, ("gentlemen",))}


def test_every_row_of_the_table_is_found_by_its_english() -> None:
    rows = read_table(TABLE)
    assert len(rows) > 10_000
    for english, forms in rows:
        words = WORD.findall(CONTRACTION.sub("", english))
        assert longest_entry(words, stem(words)) == (len(words), forms), english
        assert wordings(forms), english


def test_a_row_without_a_tab_is_named(tmp_path: Path) -> None:
    table = tmp_path / "dictionary.tsv"
    table.write_text("# ours\ndrown\tchết đuối\nhostage con tin\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"dictionary\.tsv:3"):
        read_table(table)
