"""nDCG@10 however the question is typed, and without each part of the search in turn."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.analysis import Analysis, analyse
from index.encoder import Encoder
from index.fusion import Weights
from index.lexical import LexicalIndex
from index.question import Question
from index.retriever import Retriever
from index.vietnamese import fold

from .dataset import SpanDataset
from .figures import Figure, track
from .rankings import Ranking, measure, rank_articles
from .wordings import partly_unaccented, tones_moved, with_a_slip

SEED = 11
Look = Callable[[Question, LexicalIndex], Analysis]


def ways_of_typing(dataset: SpanDataset, english: Mapping[str, str], retriever: Retriever) -> Iterator[Figure]:
    """nDCG@10 for each way of typing, and whether moved tone marks change a ranking."""
    rng = random.Random(SEED)
    asked = [q.question for q in dataset.answerable]
    ways = [
        ("XQuAD-vi dev, nDCG@10", "0.977", asked),
        ("without accents", "0.970", [fold(question) for question in asked]),
        ("half of the accents dropped at random", "0.972", [partly_unaccented(question, rng) for question in asked]),
        ("one random edit in one word", "within 0.01 of the first", [with_a_slip(question, rng) for question in asked]),
        ("in English", "0.88", [english.get(q.id, q.question) for q in dataset.answerable]),
    ]
    for what, aim, questions in ways:
        yield Figure(what, aim, f"{ndcg(dataset, questions, retriever, what):.4f}")
    both = [(question, tones_moved(question)) for question in asked if tones_moved(question) != question]
    same = sum(rank_articles(one, retriever) == rank_articles(other, retriever) for one, other in both)
    yield Figure("tone marks moved (hòa ↔ hoà): identical rankings", "all", f"{same} of {len(both)}")


def ablation(dataset: SpanDataset, data_dir: Path, encoder: Encoder) -> Iterator[Figure]:
    """nDCG@10 without each signal and without the mending, with and without accents."""
    looks: list[tuple[str, Look]] = [
        ("all signals", analyse),
        ("without the passage vector", weighing(lambda weights: replace(weights, dense=0.0))),
        ("without BM25", weighing(lambda weights: replace(weights, lexical=0.0))),
        ("without the best sentence", weighing(lambda weights: replace(weights, sentence=0.0))),
        ("without mending the question", lambda question, lexical: analyse(question, lexical, mend=False)),
        ("without the folded BM25 field", in_fields("exact")),
        ("without the exact BM25 field", in_fields("folded")),
    ]
    asked = [q.question for q in dataset.answerable]
    for what, look in looks:
        retriever = Retriever(data_dir, encoder, look=look)
        full = ndcg(dataset, asked, retriever, what)
        bare = ndcg(dataset, [fold(question) for question in asked], retriever, f"{what}, no accents")
        yield Figure(what, "", f"{full:.4f} / {bare:.4f}")


def weighing(change: Callable[[Weights], Weights]) -> Look:
    """Looks at a question as ever, and weighs the signals otherwise."""

    def look(question: Question, lexical: LexicalIndex) -> Analysis:
        analysis = analyse(question, lexical)
        return replace(analysis, weights=change(analysis.weights))

    return look


def in_fields(field: str) -> Look:
    """Looks at a question as ever, and searches one BM25 field only."""

    def look(question: Question, lexical: LexicalIndex) -> Analysis:
        analysis = analyse(question, lexical)
        return replace(analysis, terms={t: weight for t, weight in analysis.terms.items() if t.field == field})

    return look


def ndcg(dataset: SpanDataset, questions: Sequence[str], retriever: Retriever, what: str) -> float:
    """Mean nDCG@10 of the questions, in the order of the file."""
    rankings: dict[str, Ranking] = {}
    for q, question in zip(dataset.answerable, track(questions, what), strict=True):
        rankings[q.id] = rank_articles(question, retriever)
    return measure(dataset, rankings)["ndcg@10"]
