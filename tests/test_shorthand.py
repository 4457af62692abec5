"""Shorthand of hurried questions is written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import HoiNguonError
from index.question import analyse_question
from index.retriever import Retriever
from index.shorthand import write_out
from index.spelling import restore
from index.tables import read_pairs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bn nạn nhân đc cứu", "bao nhiêu nạn nhân được cứu"),
        ("hội nghị bàn j", "hội nghị bàn gì"),
        ("bp bat bn doi tuong", "biên phòng bắt bao nhiêu đối tượng"),
        ("Hợp tác qte ntn?", "Hợp tác quốc tế như thế nào?"),
        ("bn ng dc cuu ko", "bao nhiêu người được cứu không"),
        ("hop tac vs tq ntn", "hợp tác với Trung Quốc như thế nào"),
    ],
)
def test_a_question_in_shorthand_is_understood(typed: str, meant: str, retriever: Retriever) -> None:
    assert restore(analyse_question(typed), retriever.snapshot().lexical) == meant


def test_a_word_of_the_collection_is_no_shorthand(retriever: Retriever) -> None:
    lexical = retriever.snapshot().lexical
    lexical.occurrences["bp"] = 1
    try:
        assert write_out("bp bat bn", lexical) == "bp bat bao nhiêu"
    finally:
        del lexical.occurrences["bp"]


@pytest.mark.parametrize(
    "text", ["Washington DC ở đâu", "nhà giàn dk1", "gửi về hn@bp.vn", "Ông J. Biden", "Tập đoàn dầu khí BP"]
)
def test_names_in_capitals_codes_and_addresses_are_no_shorthand(text: str, retriever: Retriever) -> None:
    assert write_out(text, retriever.snapshot().lexical) == text


def test_english_questions_are_left_alone(retriever: Retriever) -> None:
    typed = "how many kh were in hn at the summit?"
    assert restore(analyse_question(typed), retriever.snapshot().lexical) == typed


def test_a_row_of_a_table_with_one_column_is_named(tmp_path: Path) -> None:
    table = tmp_path / "shorthand.tsv"
    table.write_text("# ours\nko\tkhông\nđc được\n", encoding="utf-8")
    with pytest.raises(HoiNguonError, match=r"shorthand\.tsv:3"):
        list(read_pairs(table, HoiNguonError))
