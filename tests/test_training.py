"""How examples are made and varied for the reader: labels stay true whatever is done to the text."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from eval.dataset import DatasetError
from eval.wordings import partly_unaccented, tones_moved, unaccented, with_a_slip
from index.names import read_names
from index.records import Span
from index.vietnamese import fold, place_tones
from training.examples import Example, one_in_five, read_news_questions, read_pairs, read_paragraph_questions
from training.fit import Recipe, schedule
from training.mixture import NEWS_QUESTIONS, PARAGRAPH_QUESTIONS
from training.negatives import LookAlikes, another_number, capitalised_names, with_a_false_premise
from training.passages import cut, joined, without_answer
from training.retyping import retyped
from training.same_kind import TABLE, column, swap

ROOT = Path(__file__).parent.parent
PASSAGE = "Trời mưa to. Đoàn gồm 12 người đến Hà Nội năm 2017. Họ ở lại ba ngày. Sau đó đoàn về nước."
QUESTION = "Năm 2017 bao nhiêu người đến Hà Nội?"
START = PASSAGE.index("12 người")
EXAMPLE = Example(QUESTION, PASSAGE, Span(START, START + len("12 người")))


@pytest.fixture
def rng() -> random.Random:
    return random.Random(3)


def test_a_cut_or_joined_passage_keeps_its_answer(rng: random.Random) -> None:
    seen = set()
    for _ in range(50):
        example = joined(cut(EXAMPLE, rng), "Giá gạo tăng. Nông dân vui. Chợ đông.", rng)
        assert example.answer_text == "12 người"
        seen.add(example.passage)
    assert len(seen) > 10


def test_text_that_holds_the_answer_is_not_joined(rng: random.Random) -> None:
    assert joined(EXAMPLE, "Có 12 người nữa.", rng) == EXAMPLE


def test_the_sentence_of_the_answer_is_taken_out() -> None:
    made = without_answer(EXAMPLE)
    assert made is not None
    assert made.answer is None
    assert made.passage == "Trời mưa to. Họ ở lại ba ngày. Sau đó đoàn về nước."
    assert without_answer(Example("?", "12 người.", Span(0, 8))) is None


def test_a_false_premise_names_what_the_passage_does_not(rng: random.Random) -> None:
    for _ in range(30):
        made = with_a_false_premise(EXAMPLE, ["Đà Lạt", "Hà Nội"], rng)
        if made is None:
            continue
        assert made.answer is None
        assert made.question != QUESTION
        assert made.passage == PASSAGE


@pytest.mark.parametrize(
    ("question", "language", "named", "kind"),
    [
        ("Ai nêu bản ghi nhớ với Anh?", "vi", "Anh", "country"),
        ("who agreed with the United Kingdom?", "en", "United Kingdom", "country"),
        ("Dự án của IOM kéo dài bao lâu?", "vi", "IOM", "organisation"),
        ("bao nhiêu phụ nữ được giúp", "vi", "phụ nữ", "group"),
    ],
)
def test_a_thing_is_swapped_for_another_of_its_kind(
    question: str, language: str, named: str, kind: str, rng: random.Random
) -> None:
    passage = "Việt Nam và Vương quốc Anh ký với IOM một bản ghi nhớ giúp Phụ nữ."
    things = [*read_names(), *read_names(TABLE)]
    of_kind = {form for thing in things if thing.kind == kind for form in column(thing, language)}
    for _ in range(20):
        made = swap(question, passage, language, rng)
        assert made is not None
        before, after = question.split(named)
        other = made.removeprefix(before).removesuffix(after)
        assert other in of_kind
        assert other not in passage


def test_what_the_passage_does_not_name_is_not_swapped(rng: random.Random) -> None:
    assert swap("Ai đi cùng Lào?", "Việt Nam đi cùng Anh.", "vi", rng) is None
    assert swap("Anh ấy đến đâu?", "Anh ấy đến với Huế.", "vi", rng) is None
    assert swap("Wann kam Israel?", "Israel kam 2017.", "de", rng) is None
    assert swap("Ông Vân Anh Tuấn là ai?", "Ông Vân Anh Tuấn đến Anh.", "vi", rng) is None


def test_a_seed_draws_the_same_in_every_process() -> None:
    code = (
        "import random; from training.same_kind import swap; rng = random.Random(5); print([swap("
        "'Ông giám đốc và đại sứ giúp phụ nữ, trẻ em với công an ra sao?', "
        "'Giám đốc, đại sứ, phụ nữ, trẻ em, công an, hải quan.', 'vi', rng) for _ in range(20)])"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(drawn) == 1


def test_what_the_passage_names_otherwise_is_no_false_premise(rng: random.Random) -> None:
    for _ in range(40):
        made = swap("Bao nhiêu ca ở Hà Nội?", "Hà Nội có 5 ca, TPHCM 10 ca.", "vi", rng)
        assert made is not None
        assert "TP.HCM" not in made
        assert swap("phó giám đốc là ai", "Ông phó giám đốc nói.", "vi", rng) != "phó chủ tịch là ai"


def test_names_and_numbers_of_a_question() -> None:
    assert capitalised_names("Ông Lê Đức Thái đến Hà Nội khi nào?") == ["Lê Đức Thái", "Hà Nội"]
    assert another_number("2017", random.Random(1)) != "2017"
    assert another_number("1.604", random.Random(1)).count(".") == 1


@pytest.mark.parametrize("text", ["Thỏa thuận hòa bình ở Thụy Sĩ", "Quý khách thuê khoẻ", ""])
def test_moved_tones_are_the_same_words(text: str) -> None:
    assert place_tones(tones_moved(text)) == place_tones(unicodedata.normalize("NFC", text))


def test_wordings_lose_marks_and_nothing_else(rng: random.Random) -> None:
    assert unaccented("Đại tướng đến") == "Dai tuong den"
    for _ in range(20):
        assert fold(partly_unaccented(QUESTION, rng)) == fold(QUESTION)
        assert abs(len(with_a_slip(QUESTION, rng)) - len(QUESTION)) <= 1
        assert retyped(QUESTION, "vi", rng)
    assert with_a_slip("a b", rng) == "a b"


def test_questions_in_other_languages_keep_their_letters(rng: random.Random) -> None:
    question = "¿Cuántos años tenía?"
    assert {retyped(question, "es", rng).lower().rstrip("?") for _ in range(20)} == {"¿cuántos años tenía"}


def test_pairs_without_a_verbatim_answer_are_left_out(tmp_path: Path) -> None:
    rows = [
        {"question": "a", "passage": "Hà Nội đẹp", "answer": "Hà Nội", "answerable": True},
        {"question": "b", "passage": "Hà Nội đẹp", "answer": "Huế", "answerable": True},
        {"question": "c", "passage": "Hà Nội đẹp", "answer": None, "answerable": False},
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [(e.question, e.answer_text) for e in read_pairs(path)] == [("a", "Hà Nội"), ("c", "")]


def test_a_news_question_outside_its_article_is_refused(tmp_path: Path) -> None:
    news, questions = tmp_path / "news.jsonl", tmp_path / "questions.jsonl"
    news.write_text(json.dumps({"id": "1", "text": "Mưa to."}), encoding="utf-8")
    row = {"article": "1", "start": 0, "end": 7, "question": "Mưa sao?", "answer": [4, 6], "language": "vi"}
    questions.write_text(json.dumps(row), encoding="utf-8")
    assert read_news_questions(questions, news)["1"][0].answer_text == "to"
    questions.write_text(json.dumps(row | {"end": 70}), encoding="utf-8")
    with pytest.raises(DatasetError, match="article 1"):
        read_news_questions(questions, news)


def test_an_answer_outside_its_paragraph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    asked = {"question": "Mưa sao?", "answer": [4, 6], "language": "vi"}
    path.write_text(json.dumps({"passage": "Mưa to.", "questions": [asked]}), encoding="utf-8")
    assert read_paragraph_questions(path, [])[None][0].answer_text == "to"
    beyond = asked | {"answer": [4, 60]}
    path.write_text(json.dumps({"passage": "Mưa to.", "questions": [beyond]}), encoding="utf-8")
    with pytest.raises(DatasetError, match="inside its paragraph"):
        read_paragraph_questions(path, [])
    path.write_text(json.dumps({"paragraph": "9/9", "questions": [asked]}), encoding="utf-8")
    with pytest.raises(DatasetError, match="9/9"):
        read_paragraph_questions(path, [])


@pytest.mark.parametrize("path", [NEWS_QUESTIONS, PARAGRAPH_QUESTIONS], ids=["news", "paragraphs"])
def test_our_questions_are_of_both_kinds_and_written_once(path: Path) -> None:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    rows = [{**line, **asked, "questions": 1} for line in lines for asked in line.get("questions", [line])]
    answered = sum(row["answer"] is not None for row in rows)
    assert 0.4 < answered / len(rows) < 0.75
    keys = {json.dumps({name: row[name] for name in row if name not in ("answer", "language")}) for row in rows}
    assert len(keys) == len(rows)
    assert {row["language"] for row in rows} == {"vi", "en"}


def test_a_fixed_fifth_is_kept_for_validation() -> None:
    kept = sum(one_in_five(str(number)) for number in range(5000))
    assert kept == pytest.approx(1000, rel=0.1)


def test_the_rate_warms_up_and_falls_to_nothing() -> None:
    rates = [schedule(step, 100, Recipe().warm_up) for step in range(101)]
    assert max(rates) == 1
    assert rates[0] < rates[4] <= 1
    assert rates[-1] == 0
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_look_alikes_are_passages_about_the_same_but_not_of_another_language() -> None:
    passages = ["Biên phòng bắt 103 vụ buôn người.", "Biên phòng phát 22 nghìn tờ rơi.", "Trận bóng đá kết thúc 2-1."]
    found = LookAlikes(passages)
    assert set(found.find(Example("Biên phòng bắt bao nhiêu vụ?", passages[0], Span(15, 18)))) == set(passages[:2])
    assert found.find(Example("Biên phòng bắt bao nhiêu vụ?", "The border guard made 103 arrests.", Span(22, 25))) == []
