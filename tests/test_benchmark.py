"""The benchmark: its rows, its comparisons, and searching without a part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.dataset import SpanDataset, SpanQuestion
from eval.figures import Figure, Table, write_tables
from eval.hidden import hidden_among_news, p_better, ranks_of
from eval.rankings import measure, measure_each, rank_articles
from eval.robustness import ablation, in_fields, ways_of_typing, weighing
from eval.speed import ingest_pace, search_times
from eval.tools import Tools
from index.encoder import SentenceTransformerEncoder
from index.records import Article, Span
from index.retriever import Retriever

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
    figures = list(ablation(DATASET, data_dir, encoder))
    assert len(figures) == 7
    assert figures[0].measured == "1.0000 / 1.0000"


def test_what_is_left_out_counts_for_nothing(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    dense = Retriever(data_dir, encoder, look=weighing(lambda w: replace(w, dense=1, lexical=0, sentence=0)))
    found = dense.retrieve("Hòa bình được ký ở đâu?", 3)
    cosines = [passage.signals.dense for passage in found]
    assert cosines == sorted(cosines, reverse=True)
    folded = Retriever(data_dir, encoder, look=in_fields("folded")).search("Sông Hồng")
    assert {term.field for term in folded.analysis.terms} == {"folded"}


def test_ranks_and_measures_agree(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    retriever = Retriever(data_dir, encoder)
    ranks = ranks_of(DATASET, ["Hòa bình được ký ở đâu?", "Ai trồng lúa ở đồng bằng?"], retriever, "test")
    assert ranks[0] == 1
    assert ranks[1] > 1
    rankings = {"1": rank_articles("Lúa ở đồng bằng", retriever), "2": rank_articles("Sông Hồng", retriever)}
    each = measure_each(DATASET, rankings, "recall@1")
    assert each.tolist() == [0.0, 1.0]
    assert measure(DATASET, rankings)["recall@1"] == 0.5


def test_the_search_is_compared_with_each_side_alone(data_dir: Path, encoder: SentenceTransformerEncoder) -> None:
    figures = list(hidden_among_news(DATASET, data_dir, encoder))
    assert [figure.what for figure in figures][:2] == ["recall@1, with accents", "recall@5, with accents"]
    assert all("BM25 alone" in figure.measured for figure in figures)


def test_times_are_measured_warm_and_with_the_reader(data_dir: Path, tools: Tools) -> None:
    figures = list(search_times(["Sông nào?"], Retriever(data_dir, tools.encoder), tools))
    assert [figure.measured.split()[1] for figure in figures] == ["ms", "ms", "ms"]


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
