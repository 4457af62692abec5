"""The table of pairs of syllables is counted from news and questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from training.pairs import write_pairs


def test_pairs_are_counted_within_a_clause_and_the_rare_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = [{"title": "Mưa to", "text": "Mưa to, gió lớn. Năm 2017 mưa to"}, {"title": "", "text": "Mưa to gió lớn"}]
    asked = [{"language": "vi", "question": "Mấy người?"}] * 2 + [{"language": "en", "question": "Mấy gì?"}] * 2
    asked += [{"language": "vi", "question": "Mấy vụ?"}]
    river = {"language": "vi", "question": "Sông nào?"}
    grouped: list[dict[str, object]] = [
        {"paragraph": "1", "questions": [river] * 2},
        {"passage": "Mưa.", "questions": asked},
    ]
    files: dict[str, Sequence[object]] = {"news-2000": news, "questions": asked, "grouped": grouped, "none": []}
    for name, rows in files.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr("training.pairs.NEWS_QUESTIONS", tmp_path / "questions.jsonl")
    monkeypatch.setattr("training.pairs.PARAGRAPH_QUESTIONS", tmp_path / "grouped.jsonl")
    monkeypatch.setattr("training.pairs.HURRIED_QUESTIONS", tmp_path / "none.jsonl")
    assert write_pairs(tmp_path, tmp_path / "pairs.tsv") == 3
    lines = (tmp_path / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert "mấy\t6\tngười 4 vụ 2" in lines
    assert "mưa\t1\tto 1" in lines
    assert not [line for line in lines if line.startswith("sông")]
