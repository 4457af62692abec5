"""English questions find Vietnamese text by what their words are called there."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.dictionary import DictionaryError, by_stems, read_table, translate, wordings
from index.lexical import Concept, LexicalIndex, open_lexical
from index.overlap import overlap, weigh_terms
from index.question import analyse_question
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
    return {concept.word: [" ".join(w) for w in concept.wordings] for concept in translate(question)[0]}


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


def test_a_phrase_is_looked_up_before_its_words() -> None:
    assert "biên bản ghi nhớ" in translations("the memorandum of understanding")["memorandum of understanding"]
    assert "mua bán người" in translations("about human trafficking")["human trafficking"]


def test_endings_make_no_other_word() -> None:
    assert translations("drowned")["drowned"] == translations("drown")["drown"] == translations("drowning")["drowning"]


def test_a_name_of_the_table_goes_by_all_its_names() -> None:
    assert {"anh", "vương quốc anh"} <= set(translations("the British ambassador")["UK"])


def test_a_word_with_a_capital_may_be_a_name_and_stands_for_itself_too() -> None:
    assert {"báo", "panthers"} <= set(translations("When did the Panthers win?")["Panthers"])
    assert translate("When did Xyzzyqua win?")[1] == ["xyzzyqua"]


def test_function_words_are_neither_translated_nor_unknown() -> None:
    concepts, unknown = translate("Can you tell us what it is and who did so?")
    assert not [concept for concept in concepts if concept.word.lower() in {"can", "us", "it", "who", "so"}]
    assert not unknown


def test_a_translation_of_several_syllables_counts_only_as_a_whole(lexical: LexicalIndex) -> None:
    concept = Concept("trafficking", (("mua", "bán", "người"),))
    assert lexical.search([concept], 4).rows.tolist() == [0]
    assert overlap({concept: 1.0}, TEXTS[0]) == 1
    assert overlap({concept: 1.0}, TEXTS[2]) == 0


def test_the_best_translation_counts_and_not_their_sum(lexical: LexicalIndex) -> None:
    drowned, fishermen = (("chết", "đuối"),), (("ngư", "dân"),)
    apart = [lexical.search([Concept("x", wordings)], 1).scores[0] for wordings in (drowned, fishermen)]
    assert lexical.search([Concept("x", drowned + fishermen)], 1).scores[0] == pytest.approx(max(apart))


def test_every_row_of_the_table_has_an_english_key_and_vietnamese_syllables() -> None:
    assert len(by_stems()) > 5_000
    for stems, translations in by_stems().items():
        assert stems
        assert all(wordings(translations))


def test_a_row_without_a_tab_is_named(tmp_path: Path) -> None:
    table = tmp_path / "dictionary.tsv"
    table.write_text("# ours\ndrown\tchết đuối\nhostage con tin\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"dictionary\.tsv:3"):
        read_table(table)
