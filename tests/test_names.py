"""Names of countries, bodies and places, as questions and articles write them."""

from __future__ import annotations

import pytest

from index.names import names_in, read_names


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ai ký biên bản ghi nhớ với Mỹ?", ["Mỹ"]),
        ("ai ký biên bản ghi nhớ với mỹ", ["Mỹ"]),
        ("ai ky bien ban ghi nho voi my", ["Mỹ"]),
        ("Who signed the memorandum with the French police?", ["Pháp"]),
        ("who signed it with the united states", ["Mỹ"]),
        ("Thỏa thuận với Vương quốc Anh gồm mấy điều?", ["Anh"]),
        ("du an cua unicef keo dai bao lau", ["UNICEF"]),
        ("Bộ Y tế và IOM làm gì?", ["IOM", "Bộ Y tế"]),
        ("Trung tướng Lê Đức Thái nói gì?", []),
        ("Ông Nguyễn Văn Đức ở đâu?", []),
        ("mỹ thuật là gì", []),
        ("can they help us with it", []),
        ("nạn nhân bị lừa vào việc gì", []),
    ],
)
def test_a_question_names_countries_and_bodies(question: str, expected: list[str]) -> None:
    assert [name.vi[0] for name in names_in(question)] == expected


def test_an_article_is_searched_in_both_languages() -> None:
    by_name = {name.vi[0]: name for name in read_names()}
    assert by_name["Anh"].is_in("Đại sứ quán Anh tại Hà Nội")
    assert by_name["Anh"].is_in("The British embassy")
    assert not by_name["Anh"].is_in("Cảm ơn anh đã đến")
    assert not by_name["Đức"].is_in("Trung tướng Lê Đức Thái")
    assert not by_name["Pháp"].is_in("theo quy định của pháp luật")


def test_no_name_stands_for_two_things() -> None:
    seen: dict[str, str] = {}
    for name in read_names():
        for form in {*name.vi, *name.en, *name.adjectives}:
            assert seen.setdefault(form, name.vi[0]) == name.vi[0]
