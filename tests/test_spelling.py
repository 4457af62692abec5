"""A question read as it was meant: accents put back, slips mended, everything else left as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analysis import analyse
from index.bigrams import BigramsError, pair_counts
from index.lexical import LexicalIndex, open_lexical
from index.question import analyse_question
from index.spelling import restore
from index.typos import within_one_edit

TEXTS = [
    "Bộ đội Biên phòng giải cứu nạn nhân mua bán người. Nhiều nạn nhân là trẻ em.",
    "Đại sứ quán Anh ký thỏa thuận với Bộ Công an tại Hà Nội năm 2024.",
    "Lực lượng chức năng phát hiện đường dây đưa người trái phép. Chương trình hỗ trợ nạn nhân bắt đầu.",
]


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return open_lexical(tmp_path_factory.mktemp("search"), "g1", TEXTS)


def meant(text: str, lexical: LexicalIndex) -> str:
    return restore(analyse_question(text), lexical)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bo doi bien phong giai cuu nan nhan", "bộ đội biên phòng giải cứu nạn nhân"),
        ("Ai ky thoa thuan voi Bo Cong an?", "Ai ký thỏa thuận với Bộ Công an?"),
        ("co bao nhieu nan nhan", "có bao nhiêu nạn nhân"),
        ("o dau, khi nao", "ở đâu, khi nào"),
        ("HO TRO nan nhan", "HỖ TRỢ nạn nhân"),
        ("đường day dua nguoi trai phep", "đường dây đưa người trái phép"),
    ],
)
def test_accents_left_out_come_back_from_the_collection(typed: str, expected: str, lexical: LexicalIndex) -> None:
    assert meant(typed, lexical) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "Bộ đội Biên phòng giải cứu nạn nhân nào?", "Ai ký thỏa thuận năm 2024?", "nạn nhân nói tiếng Bồ Đào Nha",
        "Albania", "31/3/2025", "UBND và NCA nói gì?", "BNG giải cứu ai?", "Bà Hoa ký gì?",
        "anh Zung ký thỏa thuận nào?", "Yvette Cooper là ai?", "Who signed the agreement?", "có bao nhiêu người",
    ],
)  # fmt: skip
def test_what_is_right_or_unknown_stays_as_typed(typed: str, lexical: LexicalIndex) -> None:
    assert meant(typed, lexical) == typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bộ đội Biên phòg giải cứu ai?", "Bộ đội Biên phòng giải cứu ai?"),
        ("Lực lưọng chức năng phát hiện gì?", "Lực lượng chức năng phát hiện gì?"),
        ("Chương tirnh hỗ trợ nạn nhân nào?", "Chương trình hỗ trợ nạn nhân nào?"),
        ("Lực lượng chưc năng phát hiện gì?", "Lực lượng chức năng phát hiện gì?"),
    ],
)
def test_a_slip_is_mended_where_its_neighbour_speaks_for_it(typed: str, expected: str, lexical: LexicalIndex) -> None:
    assert meant(typed, lexical) == expected


def test_a_rare_name_is_not_taken_for_a_slip(lexical: LexicalIndex) -> None:
    assert meant("Ông Trịn ký gì?", lexical) == "Ông Trịn ký gì?"


@pytest.mark.parametrize("text", ["İstanbul ở đâu", "NẠN NHÂN", "nạn" * 300, "ﬁ ﬂ", "Ⅷ", "a\u0301 b"], ids=ascii)
def test_no_text_is_too_odd(text: str, lexical: LexicalIndex) -> None:
    assert meant(text, lexical)


def test_an_edit_is_a_drop_an_insertion_a_change_or_a_swap() -> None:
    edits = within_one_edit("phat")
    assert {"pht", "phaat", "phit", "paht"} <= edits
    assert not {"phat", "tahp", "ph", "phatxx"} & edits


def test_the_analysis_says_what_the_collection_does_not_have(lexical: LexicalIndex) -> None:
    analysis = analyse(analyse_question("nan nhan nguoi Albania nam 2024"), lexical)
    assert analysis.meant == "nạn nhân người Albania năm 2024"
    assert analysis.unknown == ("albania",)
    assert sum(analysis.terms.values()) == pytest.approx(1)
    assert analysis.wordings == ["nạn nhân người Albania năm 2024", "nan nhan nguoi Albania nam 2024"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tau cho dau bi bat o dau", "tàu chở dầu bị bắt ở đâu"),
        ("may nguoi bi thuong nang", "mấy người bị thương nặng"),
        ("ho ngheo duoc tro cap", "hộ nghèo được trợ cấp"),
    ],
)
def test_common_words_that_the_collection_lacks_get_their_accents(
    typed: str, expected: str, lexical: LexicalIndex
) -> None:
    assert meant(typed, lexical) == expected


def test_a_broken_row_of_the_pairs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("# ours\nbao\t5\tnhiêu 3 giờ\n", encoding="utf-8")
    monkeypatch.setattr("index.bigrams.PAIRS", table)
    with pytest.raises(BigramsError, match=r"pairs\.tsv:2"):
        pair_counts.__wrapped__()
