"""The questions that are never learnt from as one SQuAD v2 file, for the evals and for fitting the confidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .examples import Example
from .mixture import read_data


def validation_file(data_dir: Path) -> dict[str, Any]:
    """The kept XQuAD articles and news passages, with the questions that have no answer in their passage."""
    kept = read_data(data_dir).kept
    examples = {q.id: Example(*q.wordings["vi"]) for q in kept.parallel}
    examples |= {f"news-{number}": example for number, example in enumerate(kept.news)}
    by_passage: dict[str, list[dict[str, Any]]] = {}
    for identifier, example in examples.items():
        answers = []
        if example.answer:
            answers = [{"text": example.answer_text, "answer_start": example.answer.start}]
        record = {"id": identifier, "question": example.question, "answers": answers, "is_impossible": not answers}
        by_passage.setdefault(example.passage, []).append(record)
    return {
        "version": "v2.0",
        "data": [
            {"title": str(number), "paragraphs": [{"context": passage, "qas": records}]}
            for number, (passage, records) in enumerate(by_passage.items())
        ],
    }
