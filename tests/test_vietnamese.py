"""The form in which Vietnamese is matched: syllables, tone placement, folding."""

from __future__ import annotations

import unicodedata

import pytest

from index.vietnamese import fold, is_accented, normalise, place_tone, syllables, with_bigrams


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"), ("hoá", "hóa"), ("khoẻ", "khỏe"), ("xoè", "xòe"), ("thuỷ", "thủy"), ("huỷ", "hủy"),
        ("tuỳ", "tùy"), ("uý", "úy"), ("oà", "òa"), ("toạ", "tọa"), ("loã", "lõa"),
    ],
)  # fmt: skip
def test_the_two_placements_of_a_tone_have_one_form(newer: str, older: str) -> None:
    assert place_tone(newer) == older
    assert place_tone(older) == older
    assert syllables(newer.upper()) == syllables(older) == [older]


@pytest.mark.parametrize(
    "syllable", ["quý", "quà", "quỳ", "hoàn", "huỳnh", "thuế", "mùa", "chìa", "hoa", "thuy", "toán", "xoáy", "của", "a"]
)
def test_syllables_that_are_spelled_one_way_stay(syllable: str) -> None:
    assert place_tone(syllable) == syllable


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bộ đội Biên phòng", ["bộ", "đội", "biên", "phòng"]),
        ("1.604 vụ/66.621 lượt", ["1604", "vụ", "66621", "lượt"]),
        ("1,604 cases, 3.5 and 3,5", ["1604", "cases", "3.5", "and", "3.5"]),
        ("22 nghìn, 1,5 triệu, 2 tỷ", ["22000", "nghìn", "1500000", "triệu", "2000000000", "tỷ"]),
        ("31-03-2025, 31.3.2025, 05/03", ["31/3/2025", "31/3/2025", "5/3"]),
        ("năm 2024 tỷ lệ, 3 triệu tập", ["năm", "2024", "tỷ", "lệ", "3", "triệu", "tập"]),
        ("Điều 5. Triệu người, 2024 triệu", ["điều", "5", "triệu", "người", "2024", "triệu"]),
        ("BĐBP, bdbp và TP.HCM", [*["bộ", "đội", "biên", "phòng"] * 2, "và", "thành", "phố", "hồ", "chí", "minh"]),
        ("ngày 31/3/2025.", ["ngày", "31/3/2025"]),
        ("năm 2023,theo", ["năm", "2023", "theo"]),
        ("COVID-19", ["covid", "19"]),
        ("tin_chinhphu x1", ["tin", "chinhphu", "x", "1"]),
        ("ĐẠI TƯỚNG", ["đại", "tướng"]),
        ("“…” — ☺", []),
        ("", []),
    ],
)
def test_text_becomes_lower_case_syllables_and_whole_numbers(text: str, tokens: list[str]) -> None:
    assert syllables(text) == tokens


@pytest.mark.parametrize("text", ["Thoả thuận hợp tác", "Đại tướng Lương Tam Quang", "nghĩa ngữ ưỡn ẹo"])
def test_composed_and_decomposed_text_give_the_same_syllables(text: str) -> None:
    assert syllables(unicodedata.normalize("NFD", text)) == syllables(unicodedata.normalize("NFC", text))
    assert normalise(unicodedata.normalize("NFD", text)) == text.lower()


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Đường", "duong"), ("THUỶ", "thuy"), ("ưỡn ẹo ằ", "uon eo a"), ("café", "cafe"), ("abc 12", "abc 12"), ("", "")],
)
def test_folding_takes_every_mark_away(text: str, bare: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == bare
    assert fold(bare) == bare


def test_both_placements_fold_to_the_same() -> None:
    assert fold("hoà") == fold("hòa") == "hoa"


@pytest.mark.parametrize(("token", "accented"), [("đi", True), ("mưa", True), ("to", False), ("2025", False)])
def test_a_token_is_accented_where_folding_changes_it(token: str, accented: bool) -> None:
    assert is_accented(token) is accented


@pytest.mark.parametrize(
    ("tokens", "both"), [([], []), (["a"], ["a"]), (["a", "b", "c"], ["a", "b", "c", "a_b", "b_c"])]
)
def test_bigrams_come_after_the_tokens(tokens: list[str], both: list[str]) -> None:
    assert with_bigrams(tokens) == both
