"""Questions whose passages hide among the news: recall against each side of the search alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap

from index.analysis import analyse
from index.encoder import Encoder
from index.retriever import Retriever
from index.vietnamese import fold

from .dataset import SpanDataset
from .figures import Figure, track
from .rankings import rank_articles
from .robustness import weighing

RESAMPLES = 9999


def hidden_among_news(dataset: SpanDataset, data_dir: Path, encoder: Encoder) -> Iterator[Figure]:
    """Recall@1 and @5 of the dataset's paragraphs in a store that holds much else."""
    sides = {
        "both": Retriever(data_dir, encoder, look=analyse),
        "dense alone": Retriever(
            data_dir, encoder, look=weighing(lambda w: replace(w, dense=1, lexical=0, sentence=0))
        ),
        "BM25 alone": Retriever(data_dir, encoder, look=weighing(lambda w: replace(w, dense=0, lexical=1, sentence=0))),
    }
    asked = [q.question for q in dataset.answerable]
    for name, questions in (("with accents", asked), ("without accents", [fold(question) for question in asked])):
        ranks = {side: ranks_of(dataset, questions, sides[side], f"{side}, {name}") for side in sides}
        for k in (1, 5):
            found = {side: (rank <= k).astype(float) for side, rank in ranks.items()}
            others = [
                f"{side} {found[side].mean():.3f} (p = {p_better(found['both'], found[side]):.4f})"
                for side in ("dense alone", "BM25 alone")
            ]
            yield Figure(f"recall@{k}, {name}", "p < 0.05", f"{found['both'].mean():.3f}; {'; '.join(others)}")


def ranks_of(dataset: SpanDataset, questions: Sequence[str], retriever: Retriever, what: str) -> np.ndarray:
    """Rank of the right paragraph for each question, `(n,)` float64; infinite where it isn't among the first ten."""
    ranks = []
    for q, question in zip(dataset.answerable, track(questions, what), strict=True):
        order = list(rank_articles(question, retriever))
        ranks.append(order.index(q.paragraph) + 1.0 if q.paragraph in order else np.inf)
    return np.array(ranks)


def p_better(ours: np.ndarray, other: np.ndarray) -> float:
    """One-sided p of a paired bootstrap: how often the mean difference is not above zero."""
    if (ours == other).all():
        return 1.0
    drawn = bootstrap((ours - other,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=1)
    return float((drawn.bootstrap_distribution <= 0).mean())
