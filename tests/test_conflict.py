"""False premises: what a question takes for granted and the article doesn't know."""

from __future__ import annotations

import pytest

from answer.conflict import find_conflict
from index.question import analyse_question

ARTICLE = (
    "Bộ đội Biên phòng Việt Nam và Bộ Nội vụ Vương quốc Anh ký biên bản ghi nhớ năm 2023. Trung tướng Lê Đức Thái "
    "cho biết IOM tài trợ 12 lớp học ở Hà Nội; hai bên họp hai năm một lần. Hội nghị diễn ra ngày 31/3/2025."
)


@pytest.mark.parametrize(
    ("question", "name", "number"),
    [
        ("Ai ký biên bản ghi nhớ với Anh?", False, False),
        ("Ai ký biên bản ghi nhớ với Mỹ?", True, False),
        ("ai ky bien ban ghi nho voi my", True, False),
        ("When did the British Home Office sign it?", False, False),
        ("When did the French police sign it?", True, False),
        ("Did UNICEF fund the 12 classes in Hanoi?", True, False),
        ("Did IOM fund the 12 classes in Hanoi?", False, False),
        ("Đức ký với ai năm 2023?", True, False),
        ("Hội nghị diễn ra ngày nào trong tháng 3/2025?", False, False),
        ("Năm 2025 có hội nghị nào?", False, False),
        ("Ngày 30/3/2025 có hội nghị nào?", False, True),
        ("BĐBP gìn giữ hòa bình ra sao?", False, False),
        ("Ai ký biên bản ghi nhớ năm 2022?", False, True),
        ("2 bên họp mấy năm 1 lần?", False, False),
    ],
)
def test_a_false_premise_shows(question: str, name: bool, number: bool) -> None:
    conflict = find_conflict(analyse_question(question), ARTICLE)
    assert (conflict.name, conflict.number) == (name, number)


def test_capitals_that_the_article_lacks_are_a_share() -> None:
    asked = analyse_question("Theo Lê Đức Thái, Nguyễn Hữu Lộc nói gì?")
    assert find_conflict(asked, ARTICLE).capitals == pytest.approx(0.5)
    assert find_conflict(analyse_question("What did the UK Home Secretary say?"), ARTICLE).capitals == 0
    assert find_conflict(analyse_question("What did the RCMP say?"), ARTICLE).capitals == 1
    assert find_conflict(analyse_question("What did BĐBP say?"), ARTICLE).capitals == 0
