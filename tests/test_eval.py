"""Datasets, measures and the gate."""

import json
from pathlib import Path

import pytest

from eval.__main__ import QUESTIONS
from eval.answers import evaluate_answers
from eval.dataset import DatasetError, Dialogue, Row, read_dialogues, read_squad, read_wordings
from eval.gate import find_missed, read_thresholds
from eval.retrieval import evaluate_retrieval
from eval.tools import Tools

ROOT = Path(__file__).parent.parent
HELD_OUT = QUESTIONS.with_name("corpus-heldout.jsonl")
BLIND = QUESTIONS.with_name("corpus-blind.jsonl")
SQUAD = {
    "data": [
        {
            "title": "Hà Nội",
            "paragraphs": [
                {
                    "context": "Hà Nội là thủ đô của Việt Nam. Thành phố có 8,4 triệu dân vào năm 2022.",
                    "qas": [
                        {
                            "id": "1",
                            "question": "Hà Nội có bao nhiêu dân?",
                            "answers": [{"answer_start": 45, "text": "8,4 triệu dân"}],
                        }
                    ],
                },
                {
                    "context": "Sông Hồng chảy qua Hà Nội. Cầu Long Biên được xây xong năm 1902.",
                    "qas": [
                        {
                            "id": "2",
                            "question": "Cầu Long Biên xây xong năm nào?",
                            "answers": [{"answer_start": 60, "text": "1902"}],
                        },
                        {"id": "3", "question": "Ai xây cầu?", "answers": [], "is_impossible": True},
                    ],
                },
            ],
        }
    ]
}
REPORTED = {
    "queries", "paragraphs", "ndcg@10", "recall@1", "recall@10", "mrr@10", "answer_sentence@1", "answer_in_reply",
    "answer_shown", "retrieve_p50_ms", "ingest_chunks_per_s", "refused", "sentences", "marked", "marked_f1",
}  # fmt: skip


@pytest.fixture
def squad_file(tmp_path: Path) -> Path:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD), encoding="utf-8")
    return path


def test_retrieval_reports_every_measure_over_a_squad_file(squad_file: Path, tools: Tools) -> None:
    dataset = read_squad(squad_file)
    result = evaluate_retrieval(dataset, {}, False, tools)
    assert result.keys() >= REPORTED
    assert (result["queries"], result["paragraphs"]) == (2, 2)
    assert result["ndcg@10"] == result["recall@1"] == result["mrr@10"] == result["answer_sentence@1"] == 1.0


def test_unaccented_questions_and_other_wordings_are_asked(squad_file: Path, tools: Tools) -> None:
    dataset = read_squad(squad_file)
    assert evaluate_retrieval(dataset, {}, True, tools)["ndcg@10"] == 1.0
    swapped = {"1": "Cầu Long Biên xây xong năm nào?", "2": "Hà Nội có bao nhiêu dân?"}
    result = evaluate_retrieval(dataset, swapped, False, tools)
    assert (result["recall@1"], result["recall@10"]) == (0.0, 1.0)


def test_gold_spans_are_moved_where_nfc_shortens_the_text(tmp_path: Path) -> None:
    context = "Ho\u0300a bi\u0300nh na\u0306m 1902."
    start = context.index("1902")
    paragraph = {
        "context": context,
        "qas": [{"id": "1", "question": "Năm nào?", "answers": [{"answer_start": start, "text": "1902"}]}],
    }
    path = tmp_path / "nfd.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), encoding="utf-8")
    dataset = read_squad(path)
    span = dataset.questions[0].answers[0]
    assert dataset.paragraphs[0].text[span.start : span.end] == "1902"


def test_answers_are_counted_right_wrong_and_refused(tools: Tools) -> None:
    article = "000_5534e33940976e55"
    dialogues = [
        Dialogue((Row("right", "Bao nhiêu nạn nhân được giải cứu?", article, ("235",)),)),
        Dialogue((Row("wrong", "Bao nhiêu nạn nhân được giải cứu?", article, ("không có trong bài",)),)),
        Dialogue((Row("refused", "Thời tiết Hà Nội ngày mai thế nào?", None, ()),)),
        Dialogue((Row("unsearchable", "???", None, ()),)),
        Dialogue((Row("refused-wrongly", "???", article, ("235",)),)),
    ]
    result = evaluate_answers(dialogues, ROOT / "corpus", tools)
    assert (result["answerable"], result["answered_right"], result["right_article"]) == (3, 1, 2)
    assert (result["unanswerable"], result["refused_right"], result["refused_wrong"]) == (2, 2, 1)
    assert result["quotes_exact"] == 1.0
    assert [failure["id"] for failure in result["failures"]] == ["wrong", "refused-wrongly"]  # type: ignore[attr-defined]


def test_a_row_of_an_unknown_article_is_refused(tools: Tools) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        evaluate_answers([Dialogue((Row("a", "b", "nowhere", ()),))], ROOT / "corpus", tools)


@pytest.mark.parametrize("path", [QUESTIONS, HELD_OUT, BLIND])
def test_what_a_reply_must_hold_stands_in_its_article(path: Path) -> None:
    for dialogue in read_dialogues(path):
        for row in dialogue.turns:
            text = (ROOT / "corpus" / f"{row.article}.txt").read_text(encoding="utf-8") if row.article else ""
            assert all(must in text for must in row.must), row.id
            assert bool(row.must) == bool(row.article), row.id


def test_the_corpus_questions_are_as_many_as_promised() -> None:
    dialogues = read_dialogues(QUESTIONS)
    rows = [row for dialogue in dialogues for row in dialogue.turns]
    assert len([dialogue for dialogue in dialogues if len(dialogue.turns) == 1]) >= 80
    assert len([dialogue for dialogue in dialogues if 2 <= len(dialogue.turns) <= 4]) >= 12
    assert len([row for row in rows if row.article is None]) >= 20


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("{", "one JSON object a line"),
        ("[1]", "a JSON object"),
        ('{"id": "a"}', "found"),
        ('{"id": "a", "question": "b", "article": null, "must": ["c"]}', "no `must`"),
        ('{"id": "a", "question": "b", "article": null, "must": []}\n' * 2, "found twice: a"),
        ("", "at least one row"),
    ],
)
def test_a_faulty_dataset_is_refused_with_its_fault(tmp_path: Path, lines: str, fault: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(DatasetError, match=fault):
        read_dialogues(path)


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": [{"paragraphs": [{"context": 1}]}]}'])
def test_a_file_that_is_not_squad_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match="SQuAD"):
        read_squad(path)


def test_wordings_are_read_by_id(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_text('{"id": 1, "question_en": "a"}\n{"id": "2", "question": "b"}\n', encoding="utf-8")
    assert read_wordings(path) == {"1": "a", "2": "b"}


def test_the_gate_names_each_measure_that_is_missed_or_missing() -> None:
    assert find_missed({"a": 0.9, "b": 1.0}, {"a": 0.9, "b": 1.0}) == []
    missed = find_missed({"a": 0.8}, {"a": 0.9, "b": 1.0})
    assert [sentence.split()[0] for sentence in missed] == ["a", "b"]
    assert read_thresholds()["quotes_exact"] == 1.0
