"""The benchmark: its rows, its comparisons, and searching without a part."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.benchmark import run_benchmark
from eval.dataset import SpanDataset, SpanQuestion
from eval.figures import Figure, Table, write_tables
from eval.hidden import hidden_among_news, p_better, ranks_of
from eval.rankings import measure, rank_articles
from eval.robustness import ablation, looking_up, ways_of_typing, weighing
from eval.speed import BenchmarkError, cold_start, grow, ingest_pace, search_times
from eval.tools import Tools
from index.encoder import SentenceTransformerEncoder
from index.records import Article, Span
from index.retriever import Retriever

ROOT = Path(__file__).parent.parent
TEXTS = {
    "a": "Hòa bình được ký kết ở Paris năm 1973. Các bên trao đổi tù binh.",
    "b": "Sông Hồng chảy qua Hà Nội. Mùa lũ kéo dài ba tháng.",
    "c": "Lúa được trồng ở đồng bằng. Nông dân thu hoạch hai vụ.",
}
DATASET = SpanDataset(
    tuple(Article(name, text, name, True) for name, text in TEXTS.items()),
    (
        SpanQuestion("1", "Hòa bình được ký ở đâu?", "a", (Span(28, 33),)),
        SpanQuestion("2", "Sông nào chảy qua Hà Nội?", "b", (Span(0, 9),)),
    ),
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    data = tmp_path_factory.mktemp("benchmark")
    pace = ingest_pace(DATASET.paragraphs, data, tools)
    assert pace.measured.endswith("3 chunks")
    return data


def test_every_way_of_typing_is_measured(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    figures = list(ways_of_typing(DATASET, {"2": "Which river flows through Hanoi?"}, Retriever(data_dir, encoder)))
    assert [figure.measured for figure in figures] == ["1.0000"] * 5 + ["1 of 1"]


def test_every_part_is_left_out_in_turn(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    figures = list(ablation(DATASET, {}, data_dir, encoder))
    assert len(figures) == 7
    assert figures[0].measured == "1.0000 / 1.0000 / 1.0000"


def test_what_is_left_out_counts_for_nothing(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    dense = Retriever(data_dir, encoder, look=weighing(lambda w: replace(w, dense=1, lexical=0, sentence=0)))
    found = dense.retrieve("Hòa bình được ký ở đâu?", 3)
    cosines = [passage.signals.dense for passage in found]
    assert cosines == sorted(cosines, reverse=True)
    folded = Retriever(data_dir, encoder, look=looking_up(lambda clue: clue.field == "folded")).search("Sông Hồng")
    assert {term.field for term in folded.analysis.terms} == {"folded"}


def test_ranks_count_from_one_and_measures_are_means(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    retriever = Retriever(data_dir, encoder)
    ranks = ranks_of(DATASET, ["Hòa bình được ký ở đâu?", "Ai trồng lúa ở đồng bằng?"], retriever, "test")
    assert ranks[0] == 1
    assert ranks[1] > 1
    rankings = {"1": rank_articles("Lúa ở đồng bằng", retriever), "2": rank_articles("Sông Hồng", retriever)}
    assert measure(DATASET, rankings)["recall@1"] == 0.5


def test_the_search_is_compared_with_each_side_alone(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    figures = list(hidden_among_news(DATASET, data_dir, encoder))
    assert [figure.what for figure in figures][:2] == ["recall@1, with accents", "recall@5, with accents"]
    assert figures[0].measured == "1.000; dense alone 1.000 (p = 1.0000); BM25 alone 1.000 (p = 1.0000)"


def test_times_are_measured_warm_and_with_the_reader(data_dir: Path, tools: Tools) -> None:
    figures = list(search_times(["Sông nào?"], Retriever(data_dir, tools.encoder), tools))
    assert len(figures) == 3
    assert all(float(figure.measured.removesuffix(" ms")) > 0 for figure in figures)


def test_a_store_grows_by_copies_that_are_found_as_twins(tmp_path: Path, tools: Tools) -> None:
    ingest_pace(DATASET.paragraphs, tmp_path, tools)
    grow(tmp_path, 5)
    retriever = Retriever(tmp_path, tools.encoder)
    assert len(retriever.snapshot().chunks) == 5
    found = retriever.retrieve("Hòa bình được ký kết ở đâu?")[0]
    assert {found.article, *(twin.article for twin in found.twins)} == {"a", "copy/a"}


def test_a_cold_search_is_a_process_of_its_own(corpus_data: Path, tmp_path: Path) -> None:
    figure = cold_start("Ai ký?", corpus_data)
    assert float(figure.measured.removesuffix(" s")) > 0.05
    with pytest.raises(BenchmarkError, match="python -m ingest"):
        cold_start("Ai ký?", tmp_path)


def test_the_whole_benchmark_gives_four_tables(tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXTS["a"]
    question = {"id": "1", "question": "Hòa bình được ký ở đâu?", "answers": [{"text": "Paris", "answer_start": 28}]}
    squad = {"data": [{"title": "a", "paragraphs": [{"context": text, "qas": [question]}]}]}
    for name in ("xquad-vi-dev.json", "viwiki-qa.json"):
        (tmp_path / name).write_text(json.dumps(squad), encoding="utf-8")
    english = {"id": "1", "question_en": "Where was the peace signed?"}
    (tmp_path / "xquad-en-questions-dev.jsonl").write_text(json.dumps(english), encoding="utf-8")
    news = {"id": "1", "title": "Lúa", "text": TEXTS["c"]}
    (tmp_path / "news-2000.jsonl").write_text(json.dumps(news), encoding="utf-8")
    monkeypatch.setattr("eval.benchmark.MANY_CHUNKS", 4)
    tables = list(run_benchmark(tmp_path, ROOT / "corpus", tools))
    assert len(tables) == 4
    assert tables[2].figures[0].measured.startswith("1.000")
    assert tables[3].figures[0].measured.endswith("2 chunks")
    assert tables[3].figures[1].what == "warm retrieve() over 4 chunks, p50"


def test_a_difference_is_told_from_chance() -> None:
    ours, other = np.ones(50), np.tile([0.0, 1.0], 25)
    assert p_better(ours, other) < 0.01
    assert p_better(other, ours) > 0.99
    assert p_better(ours, ours) == 1.0


def test_the_page_names_the_machine_and_every_figure(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    write_tables([Table("Times", [Figure("warm", "30 ms", "21 ms")])], page)
    text = page.read_text(encoding="utf-8")
    assert "Python 3" in text
    assert "| warm | 30 ms | 21 ms |" in text
