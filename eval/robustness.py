"""nDCG@10 however the question is typed, and without each part of the search in turn."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.analysis import Analysis, analyse
from index.encoder import Encoder
from index.fusion import Weights
from index.lexical import Clue, Concept, LexicalIndex
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


def ablation(dataset: SpanDataset, english: Mapping[str, str], data_dir: Path, encoder: Encoder) -> Iterator[Figure]:
    """nDCG@10 without each signal, without the mending and the dictionary: with accents, without, and in English."""
    looks: list[tuple[str, Look]] = [
        ("the passage vector", weighing(lambda weights: replace(weights, dense=0.0))),
        ("BM25", weighing(lambda weights: replace(weights, lexical=0.0))),
        ("the best sentence", weighing(lambda weights: replace(weights, sentence=0.0))),
        ("mending the question", lambda question, lexical: analyse(question, lexical, mend=False)),
        ("the dictionary", looking_up(lambda clue: not isinstance(clue, Concept))),
        ("the folded BM25 field", looking_up(lambda clue: clue.field == "exact")),
        ("the exact BM25 field", looking_up(lambda clue: clue.field == "folded")),
    ]
    asked = [q.question for q in dataset.answerable]
    wordings = {
        "with accents": asked,
        "without accents": [fold(question) for question in asked],
        "in English": [english.get(q.id, q.question) for q in dataset.answerable],
    }
    for what, look in looks:
        retriever = Retriever(data_dir, encoder, look=look)
        reached = [ndcg(dataset, questions, retriever, f"{what}, {way}") for way, questions in wordings.items()]
        yield Figure(f"without {what}", "", " / ".join(f"{value:.4f}" for value in reached))


def weighing(change: Callable[[Weights], Weights]) -> Look:
    """Looks at a question as ever, and weighs the signals otherwise."""

    def look(question: Question, lexical: LexicalIndex) -> Analysis:
        analysis = analyse(question, lexical)
        return replace(analysis, weights=change(analysis.weights))

    return look


def looking_up(wanted: Callable[[Clue], bool]) -> Look:
    """Looks at a question as ever, and searches some of its clues only."""

    def look(question: Question, lexical: LexicalIndex) -> Analysis:
        analysis = analyse(question, lexical)
        return replace(analysis, terms={clue: weight for clue, weight in analysis.terms.items() if wanted(clue)})

    return look


def ndcg(dataset: SpanDataset, questions: Sequence[str], retriever: Retriever, what: str) -> float:
    """Mean nDCG@10 of the questions, in the order of the file."""
    rankings: dict[str, Ranking] = {}
    for q, question in zip(dataset.answerable, track(questions, what), strict=True):
        rankings[q.id] = rank_articles(question, retriever)
    return measure(dataset, rankings)["ndcg@10"]
