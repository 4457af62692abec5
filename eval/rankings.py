"""Rankings of articles for the questions of a SQuAD file (a paragraph is an article), and their measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures

from index.records import Passage
from index.retriever import Retriever

from .dataset import SpanDataset

DEPTH = 10
"""Distinct articles ranked for a question."""
MEASURES = {
    "ndcg@10": ir_measures.nDCG @ 10,
    "recall@1": ir_measures.R @ 1,
    "recall@10": ir_measures.R @ 10,
    "mrr@10": ir_measures.RR @ 10,
}
Ranking = dict[str, float]
"""Article ids with the score of their best passage, best first."""


def deepen(passages: list[Passage], question: str, retriever: Retriever, read: int = 0) -> list[Passage]:
    """The passages, and more of them until enough distinct articles are ranked."""
    k = max(DEPTH, len(passages))
    while len(passages) == k and len({passage.article for passage in passages}) < DEPTH:
        k *= 2
        passages = retriever.retrieve(question, k, read=read)
    return passages


def ranking_of(passages: Sequence[Passage]) -> Ranking:
    """The articles of the passages."""
    ranking: Ranking = {}
    for passage in passages:
        if len(ranking) < DEPTH:
            ranking.setdefault(passage.article, passage.score)
    return ranking


def rank_articles(question: str, retriever: Retriever) -> Ranking:
    """The first `DEPTH` articles for a question."""
    return ranking_of(deepen(retriever.retrieve(question, DEPTH), question, retriever))


def measure(dataset: SpanDataset, rankings: Mapping[str, Ranking]) -> dict[str, float]:
    """Every measure over the questions that have a ranking."""
    found = ir_measures.calc_aggregate(list(MEASURES.values()), *as_trec(dataset, rankings))
    return {name: found[measure] for name, measure in MEASURES.items()}


def as_trec(
    dataset: SpanDataset, rankings: Mapping[str, Ranking]
) -> tuple[list[ir_measures.Qrel], list[ir_measures.ScoredDoc]]:
    """Which paragraph is right for which question, and what was ranked."""
    qrels = [ir_measures.Qrel(q.id, q.paragraph, 1) for q in dataset.answerable if q.id in rankings]
    run = [
        ir_measures.ScoredDoc(identifier, article, score)
        for identifier, ranking in rankings.items()
        for article, score in ranking.items()
    ]
    return qrels, run
