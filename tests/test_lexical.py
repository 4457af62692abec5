"""BM25 over syllables and bigrams, the index on disk, and the weight of a question's terms."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from index.background import UNSEEN, surprisal
from index.lexical import FORMS_FILE, Clue, LexicalIndex, Term, open_lexical
from index.overlap import overlap, question_terms, weigh_terms
from index.question import analyse_question
from index.vietnamese import syllables, with_bigrams

ROOT = Path(__file__).resolve().parent.parent

TEXTS = [
    "Thoả thuận hoà bình đã ký.",
    "Nạn nhân mua bán người được giải cứu.",
    "Người mua và người bán trong phiên chợ.",
    "Ngày 31/3/2025, 1.604 vụ bị phát hiện.",
    "☺",
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    return open_lexical(tmp_path / "search", "g1", TEXTS)


def exact(text: str) -> list[Term]:
    return [Term("exact", token) for token in with_bigrams(syllables(text))]


def test_every_text_has_a_row_even_without_a_token(lexical: LexicalIndex) -> None:
    assert lexical.size == len(TEXTS)


@pytest.mark.parametrize(
    ("text", "first"),
    [("mua bán người", 1), ("phiên chợ", 2), ("31/3/2025", 3), ("1.604 vụ", 3), ("hòa bình", 0), ("THOẢ THUẬN", 0)],
)
def test_the_row_that_holds_the_terms_comes_first(lexical: LexicalIndex, text: str, first: int) -> None:
    assert lexical.search(exact(text), 3).rows[0] == first


def test_accents_count_in_the_exact_field_and_not_in_the_folded(lexical: LexicalIndex) -> None:
    assert lexical.search([Term("exact", "nan")], 5).rows.tolist() == []
    assert lexical.search([Term("folded", "nan")], 5).rows.tolist() == [1]


def test_scores_are_bm25_with_the_stated_parameters(lexical: LexicalIndex) -> None:
    term = Term("exact", "người")
    lengths = [len(with_bigrams(syllables(text))) for text in TEXTS]
    average = sum(lengths) / len(lengths)
    expected = {
        row: lexical.idf(term) * 2.2 * tf / (tf + 1.2 * (0.25 + 0.75 * lengths[row] / average))
        for row, tf in {1: 1, 2: 2}.items()
    }
    hits = lexical.search([term], 5)
    assert dict(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-4)
    assert lexical.idf(term) == pytest.approx(math.log(1 + (5 - 2 + 0.5) / (2 + 0.5)))
    assert hits.scores[0] >= hits.scores[1]


@pytest.mark.parametrize(
    "terms", [[], [Term("exact", "không_có")], [Term("exact", "")], [Term("folded", "x" * 70_000)]]
)
def test_terms_that_are_nowhere_find_nothing(lexical: LexicalIndex, terms: list[Term]) -> None:
    assert lexical.search(terms, 5).rows.tolist() == []


@pytest.mark.parametrize("token", ["AND", "OR", "người*", '"người"', "exact:người", "người^2", "người~"])
def test_a_term_is_never_read_as_a_query_language(lexical: LexicalIndex, token: str) -> None:
    assert lexical.search([Term("exact", token)], 5).rows.tolist() == []


def test_an_empty_collection_is_searched_in_vain(tmp_path: Path) -> None:
    empty = open_lexical(tmp_path, "g", [])
    assert empty.size == 0
    assert empty.search(exact("mưa"), 5).rows.tolist() == []


def test_k_larger_than_the_collection_gives_what_there_is(lexical: LexicalIndex) -> None:
    assert sorted(lexical.search(exact("người"), 1000).rows.tolist()) == [1, 2]


ENORMOUS = """
import sys
from pathlib import Path
from index.lexical import Term, open_lexical
print(open_lexical(Path(sys.argv[1]), "g", ["mưa"]).search([Term("exact", "mưa")], 10**12).rows.tolist())
"""


def test_an_enormous_k_does_not_end_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENORMOUS, str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.strip()) == (0, "[0]")


def test_an_index_is_reused_for_its_generation_and_replaced_for_another(tmp_path: Path) -> None:
    def made() -> dict[str, int]:
        return {str(path): path.stat().st_ino for path in tmp_path.rglob("*.term")}

    open_lexical(tmp_path, "g1", TEXTS)
    first = made()
    assert open_lexical(tmp_path, "g1", TEXTS).size == 5
    assert made() == first != {}
    assert open_lexical(tmp_path, "g2", TEXTS[:2]).size == 2
    assert not made().keys() & first.keys()
    assert len(list(tmp_path.iterdir())) == 1


def test_an_index_in_use_outlives_its_folder(tmp_path: Path) -> None:
    older = open_lexical(tmp_path, "g1", TEXTS)
    open_lexical(tmp_path, "g2", TEXTS[:2])
    assert older.search(exact("phiên chợ"), 1).rows.tolist() == [2]


@pytest.mark.parametrize("damage", ["all files gone", "settings cut", "forms cut", "files emptied"])
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: str) -> None:
    open_lexical(tmp_path, "g1", TEXTS)
    (folder,) = tmp_path.iterdir()
    for path in list(folder.iterdir()):
        if path.name != {"settings cut": "meta.json", "forms cut": FORMS_FILE}.get(damage, path.name):
            continue
        path.unlink()  # a new file, for the mapped one may still be read: cutting that short ends the process (SIGBUS)
        if damage != "all files gone":
            path.write_bytes(b"")
    again = open_lexical(tmp_path, "g1", TEXTS)
    assert again.size == 5
    assert again.search(exact("phiên chợ"), 1).rows.tolist() == [2]


def test_a_half_built_index_of_a_stopped_process_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / ".building-x").mkdir()
    assert open_lexical(tmp_path, "g1", TEXTS).size == 5


def test_vietnamese_is_looked_up_with_and_without_accents() -> None:
    assert question_terms(["nạn", "nhân"]) == {
        "exact": ([Term("exact", "nạn"), Term("exact", "nhân")], [Term("exact", "nạn_nhân")]),
        "folded": ([Term("folded", "nan"), Term("folded", "nhan")], [Term("folded", "nan_nhan")]),
    }


def weigh(text: str, lexical: LexicalIndex) -> dict[Clue, float]:
    return weigh_terms(analyse_question(text), syllables(text), lexical)


def test_an_exact_accent_outranks_a_folded_one(tmp_path: Path) -> None:
    index = open_lexical(tmp_path, "g", ["con ma", "con má", "con mà"])
    for typed, row in (("con ma", 0), ("con má", 1), ("con mà", 2)):
        hits = index.search(weigh(typed, index), 3)
        assert hits.rows[0] == row
        assert len(hits.rows) == 3
        assert hits.scores[0] > hits.scores[1]


def test_the_index_knows_the_syllables_of_the_collection(lexical: LexicalIndex) -> None:
    assert lexical.forms["nguoi"] == ["người"]
    assert lexical.occurrences["người"] == 3
    assert lexical.count(Term("folded", "nguoi")) == 2
    assert "1.604" not in lexical.occurrences


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nạn nhân là ai?", "nạn nhân là ai?"),
        ("nan nhan la ai", "nan nhan la ai"),
        ("who are the victims", "nạn nhân"),
        ("nạn nạn nạn", "nạn nạn"),
        ("zzz 99", "zzz 99"),
    ],
)
def test_the_weights_of_a_question_add_up_to_one(lexical: LexicalIndex, text: str, told: str) -> None:
    weights = weigh(text, lexical)
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) >= 0
    assert overlap(weights, told) == pytest.approx(1)
    assert overlap(weights, "") == 0


def test_a_rare_syllable_weighs_more_than_a_common_one(lexical: LexicalIndex) -> None:
    weights = weigh("người giải", lexical)
    assert weights[Term("exact", "giải")] > weights[Term("exact", "người")]


def test_a_sentence_that_says_more_of_the_question_overlaps_more(lexical: LexicalIndex) -> None:
    weights = weigh("nạn nhân được giải cứu ở đâu", lexical)
    full, half, none = (overlap(weights, text) for text in (TEXTS[1], "Giải cứu nông sản.", "Trời mưa."))
    assert 1 > full > half > none == 0


def test_surprise_is_smaller_for_what_is_said_often() -> None:
    assert surprisal(Term("exact", "của")) < surprisal(Term("exact", "khoai")) <= UNSEEN
    assert surprisal(Term("exact", "1.604")) == surprisal(Term("folded", "xyzzy")) == UNSEEN
    assert surprisal(Term("folded", "cua")) <= surprisal(Term("exact", "của"))
