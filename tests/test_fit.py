"""Fitting the reader: stopped and gone on with, it comes to the same weights as in one go."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch

from index.embedded import unpack_embedded_model
from training import fit as fitting
from training.checkpoint import BEST, CHECKPOINT, CheckpointError
from training.examples import LANGUAGES
from training.export import average
from training.fit import LOG, Recipe, fit
from training.mixture import read_data

PLACES = ("Huế", "Vinh", "Lào Cai", "Cần Thơ", "Đà Lạt", "Hà Nội")
RECIPE = Recipe(examples=12, batch=4, max_tokens=48, learning_rate=1e-3, check_every=2)


def squad(language: str) -> dict[str, Any]:
    """Six articles of two paragraphs with a question each."""

    def paragraph(number: int, place: str) -> dict[str, Any]:
        text = f"[{language}] Đoàn số {number} đến {place} hôm qua. Họ về nước."
        answer = {"text": place, "answer_start": text.index(place)}
        asked = {"id": str(number), "question": f"[{language}] Đoàn số {number} đến đâu?", "answers": [answer]}
        return {"context": text, "qas": [asked]}

    articles = [
        {"title": place, "paragraphs": [paragraph(n, place), paragraph(n + 10, f"ga {place}")]}
        for n, place in enumerate(PLACES)
    ]
    return {"version": "1.1", "data": articles}


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files like those of the shared data, a few rows each."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for language in LANGUAGES:
        name = "xquad-vi-dev.json" if language == "vi" else f"xquad-dev-{language}.json"
        (folder / name).write_text(json.dumps(squad(language), ensure_ascii=False), encoding="utf-8")
    (folder / "viwiki-qa.json").write_text(json.dumps(squad("wiki"), ensure_ascii=False), encoding="utf-8")
    news, pairs, asked = list[Any](), list[Any](), list[Any]()
    for number in range(30):
        text = f"Tin {number}. Đoàn đến Huế hôm qua."
        start = text.index("Huế")
        news.append({"id": str(number), "text": text})
        for place, answer in (("đâu", [start, start + 3]), ("lúc mấy giờ", None)):
            question = f"Đoàn {number} đến {place}?"
            row = {"article": str(number), "start": 0, "end": len(text), "language": "vi"}
            asked.append(row | {"question": question, "answer": answer})
            found = "Huế" if answer else None
            pairs.append({"question": question, "passage": text, "answer": found, "answerable": bool(answer)})
    river = {"question": "Sông nào?", "answer": [0, 9], "language": "vi"}
    paragraphs = [{"passage": "Sông Hồng dài.", "questions": [river]}]
    written = {"news-2000": news, "answerability-dev": pairs, "questions": asked, "paragraphs": paragraphs}
    for name, rows in written.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.setattr("training.mixture.PARAGRAPH_QUESTIONS", folder / "paragraphs.jsonl")
    monkeypatch.setattr("training.mixture.HURRIED_QUESTIONS", folder / "questions.jsonl")
    monkeypatch.setattr(fitting, "read_data", partial(read_data, news_questions=folder / "questions.jsonl"))
    return folder


@pytest.fixture
def base(tmp_path: Path, models_dir: Path) -> Path:
    """A network of two small layers with the embedded model's tokenizer."""
    from transformers import AutoTokenizer, BertConfig, BertModel

    folder = tmp_path / "small"
    tokenizer = AutoTokenizer.from_pretrained(unpack_embedded_model(models_dir))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def weights(work: Path) -> dict[str, torch.Tensor]:
    loaded: dict[str, torch.Tensor] = torch.load(work / CHECKPOINT, weights_only=True)["model"]
    return loaded


def test_a_fit_that_is_stopped_goes_on_to_the_same_weights(base: Path, data_dir: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert fit(base, data_dir, whole, RECIPE)
    stops = 0
    while not fit(base, data_dir, parts, RECIPE, minutes=0):
        stops += 1
    assert stops > 1
    for name, value in weights(whole).items():
        assert torch.equal(value, weights(parts)[name]), name
    logged = [json.loads(line)["step"] for line in (whole / LOG).read_text(encoding="utf-8").splitlines()]
    assert logged == [2, 3]  # twelve examples in batches of four
    assert (whole / BEST).exists()


def test_a_checkpoint_of_another_recipe_is_not_gone_on_with(base: Path, data_dir: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    fit(base, data_dir, work, RECIPE, minutes=0)
    with pytest.raises(CheckpointError, match="--work"):
        fit(base, data_dir, work, replace(RECIPE, seed=2))
    shutil.rmtree(work)
    assert not fit(base, data_dir, work, replace(RECIPE, seed=2), minutes=0)


def test_an_average_lies_between_what_a_round_began_with_and_what_it_came_to() -> None:
    begun, last = {"w": torch.tensor([0.0, 4.0])}, {"w": torch.tensor([8.0, 0.0])}
    assert average(begun, last, 0.75)["w"].tolist() == [6.0, 1.0]
    assert average(begun, last, 1.0)["w"].tolist() == [8.0, 0.0]
