"""Names of countries, bodies and places, as questions and articles write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.names import NamesError, names_asked, names_in, read_names


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ai ký biên bản ghi nhớ với Mỹ?", ["Mỹ"]),
        ("ai ký biên bản ghi nhớ với mỹ", ["Mỹ"]),
        ("ai ky bien ban ghi nho voi my", ["Mỹ"]),
        ("ai ký biên bản ghi nhớ với my", ["Mỹ"]),
        ("Who signed the memorandum with the French police?", ["Pháp"]),
        ("who signed it with the united states", ["Mỹ"]),
        ("Thỏa thuận với Vương quốc Anh gồm mấy điều?", ["Anh"]),
        ("viet nam va phap ky gi", ["Việt Nam", "Pháp"]),
        ("đức và việt nam hợp tác gì", ["Đức", "Việt Nam"]),
        ("du an cua unicef keo dai bao lau", ["UNICEF"]),
        ("Bộ Y tế và IOM làm gì?", ["IOM", "Bộ Y tế"]),
        ("Mỹ đã ký với ai?", ["Mỹ"]),
        ("Quân đội Bắc Triều Tiên phóng gì?", ["Triều Tiên"]),
        ("What did the North Korean army do?", ["Triều Tiên"]),
        ("TPHCM có bao nhiêu ca?", ["TP.HCM"]),
        ("ở thanh hoá có bao nhiêu ca", ["Thanh Hóa"]),
        ("Trung tướng Lê Đức Thái nói gì?", []),
        ("Anh ấy đến đâu?", []),
        ("Lực lượng gìn giữ hòa bình gồm bao nhiêu người?", []),
        ("lực lượng gìn giữ hòa bình gồm bao nhiêu người", []),
        ("Người vi phạm quy định của pháp luật bị xử lý thế nào?", []),
        ("người vi phạm với pháp luật bị gì", []),
        ("tên của anh là gì", []),
        ("For how long an agreement is valid?", []),
        ("biện pháp và việt nam", ["Việt Nam"]),
        ("luat phap va viet nam", ["Việt Nam"]),
        ("cac bien phap bao ve nan nhan", []),
        ("Ông Nguyễn Văn Đức ở đâu?", []),
        ("mỹ thuật là gì", []),
        ("can they help us with it", []),
        ("nạn nhân bị lừa vào việc gì", []),
    ],
)
def test_a_question_names_countries_and_bodies(question: str, expected: list[str]) -> None:
    assert sorted(name.vi[0] for name in names_asked(question)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đại sứ quán Anh tại Hà Nội", {"Anh", "Hà Nội"}),
        ("HÀ NỘI - The British embassy", {"Anh", "Hà Nội"}),
        ("Cảm ơn anh đã đến Thanh Hoá", {"Thanh Hóa"}),
        ("Trung tướng Lê Đức Thái theo quy định của pháp luật", set()),
    ],
)
def test_an_article_is_searched_in_both_languages(text: str, expected: set[str]) -> None:
    assert {name.vi[0] for name in names_in(text)} == expected


def test_a_table_that_cannot_be_read_is_told_by_its_line(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("# kind, names\ncountry\tPháp | Cộng hòa Pháp\tFrance\n", encoding="utf-8")
    assert read_names(table)[0].vi == ("Pháp", "Cộng hòa Pháp")
    other = tmp_path / "other.tsv"
    other.write_text("country\tPháp\ncountry Pháp France\n", encoding="utf-8")
    with pytest.raises(NamesError, match=r"other\.tsv:2"):
        read_names(other)
    other.write_bytes("country\tPháp".encode("utf-16"))
    read_names.cache_clear()
    with pytest.raises(NamesError, match="UTF-8"):
        read_names(other)


def test_no_name_stands_for_two_things() -> None:
    seen: dict[str, str] = {}
    for name in read_names():
        for form in set(name.forms):
            assert seen.setdefault(form, name.vi[0]) == name.vi[0]
