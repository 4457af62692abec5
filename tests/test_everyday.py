"""Everyday words are searched as newspapers write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import everyday
from index.analysis import analyse
from index.everyday import EVERYDAY as OWN
from index.everyday import EverydayError, as_papers_write
from index.lexical import LexicalIndex, open_lexical
from index.question import MAX_CHARACTERS, analyse_question
from index.tables import read_pairs

TEXTS = ["Bắt 12 người nhập cảnh trái phép ở Móng Cái.", "Đồn biên phòng phát tờ rơi cho trẻ em.", "Ông Tóm họp báo."]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    return open_lexical(tmp_path, "g", TEXTS)


@pytest.fixture(autouse=True)
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        "nhập cảnh chui\tvượt biên|nhập cảnh trái phép",
        "tờ bướm\ttruyền đơn|tờ rơi",
        "họp báo\tnhập cảnh trái phép",
        "con nít\ttrẻ em",
        "bị tóm\tbị bắt",
    ]
    (tmp_path / "everyday.tsv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(everyday, "EVERYDAY", tmp_path / "everyday.tsv")
    everyday.everyday.cache_clear()
    everyday.longest.cache_clear()


@pytest.fixture(autouse=True, scope="module")
def own_table_again() -> Iterator[None]:
    yield
    everyday.everyday.cache_clear()
    everyday.longest.cache_clear()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("mấy người nhập cảnh chui?", "mấy người nhập cảnh trái phép?"),
        ("Tờ bướm phát cho con nít", "Tờ rơi phát cho trẻ em"),
        ("NHẬP CẢNH CHUI", "NHẬP CẢNH TRÁI PHÉP"),
        ("ai họp báo", "ai họp báo"),
        ("ai bị tóm", "ai bị tóm"),
        ("anh Con Nít", "anh Con Nít"),
        ("con, nít", "con, nít"),
        ("nhập cảnh", "nhập cảnh"),
    ],
)
def test_a_phrase_is_replaced_where_the_collection_has_only_what_papers_write(
    question: str, said: str, lexical: LexicalIndex
) -> None:
    assert as_papers_write(question, lexical) == said


def test_a_question_is_read_in_both_wordings(lexical: LexicalIndex) -> None:
    analysis = analyse(analyse_question("may nguoi nhap canh chui"), lexical)
    assert analysis.meant.endswith("nhập cảnh trái phép")
    assert analysis.wordings == [analysis.meant, "may nguoi nhap canh chui"]


def test_what_is_written_out_stays_within_what_can_be_asked(lexical: LexicalIndex) -> None:
    analysis = analyse(analyse_question("nhập cảnh chui " * 130), lexical)
    assert len(analysis.meant) == MAX_CHARACTERS


def test_the_table_says_everything_once_and_in_other_words() -> None:
    rows = [(phrase, wordings.split("|")) for _, phrase, wordings in read_pairs(OWN, EverydayError)]
    assert len({phrase for phrase, _ in rows}) == len(rows) > 500
    assert [phrase for phrase, wordings in rows if phrase in wordings or phrase != phrase.lower()] == []


@pytest.mark.parametrize("row", ["nhập cảnh chui", "chui\ttrái phép", "đi chui\ttrái phép|", "đi chui\tlậu"])
def test_a_row_that_cannot_be_used_is_named(row: str, tmp_path: Path) -> None:
    (tmp_path / "everyday.tsv").write_text(row, encoding="utf-8")
    with pytest.raises(EverydayError, match=r"everyday.tsv:1"):
        everyday.everyday()
