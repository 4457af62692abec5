"""The pool of a question: what the searches bring together, its signals, and its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .analysis import Analysis
from .dense import DenseIndex, Hits
from .fusion import POOL, shares_of
from .lexical import LexicalIndex
from .records import FloatArray
from .store import Store, StoredChunk


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Search structures of one generation of the store; row i is chunks[i]."""

    generation: str
    chunks: list[StoredChunk]
    dense: DenseIndex
    lexical: LexicalIndex


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidate rows, best first, with their signals."""

    rows: NDArray[np.int64]
    dense: FloatArray
    """Cosines with the question, `(n,)`."""
    lexical: FloatArray
    """BM25 of both fields, `(n,)`; 0 for rows that are not among the first by it."""
    sentence: FloatArray
    """Best cosine of a sentence, `(n,)`."""
    cosines: list[FloatArray]
    """Cosines of the sentences of each row."""
    shares: FloatArray
    """`(n, 3)`: what each signal gives to the score, in the order above."""
    scores: FloatArray
    """Their sum, `(n,)`."""


def rank(
    analysis: Analysis, query: FloatArray, snapshot: Snapshot, store: Store, k: int, allowed: Sequence[int] | None
) -> Pool:
    """Search both ways among the allowed rows (None: all), look into the sentences, and fuse."""
    size = POOL + k
    nearest = snapshot.dense.search(query, size, allowed)
    if allowed is None:
        matching = snapshot.lexical.search(analysis.terms, size)
    else:
        matching = keep(snapshot.lexical.search(analysis.terms, snapshot.lexical.size), allowed, size)
    rows = np.union1d(nearest.rows, matching.rows)
    dense, lexical = snapshot.dense.scores(query, rows), scores_of(matching, rows)
    vectors = store.sentence_vectors([snapshot.chunks[row].number for row in rows])
    cosines = [sentences @ query for sentences in vectors]
    sentence = np.array([c.max() for c in cosines], np.float32)
    shares = shares_of(dense, lexical, sentence, analysis.weights)
    scores = shares.sum(axis=1)
    order = np.argsort(-scores, kind="stable")
    return Pool(
        rows[order], dense[order], lexical[order], sentence[order], [cosines[i] for i in order],
        shares[order], scores[order],
    )  # fmt: skip


def keep(hits: Hits, allowed: Sequence[int], size: int) -> Hits:
    """The first hits among the allowed rows."""
    inside = np.isin(hits.rows, np.array(allowed, np.int64))
    return Hits(hits.rows[inside][:size], hits.scores[inside][:size])


def scores_of(hits: Hits, rows: NDArray[np.int64]) -> FloatArray:
    """Scores of these rows, `(n_rows,)` float32; 0 for those that weren't hit."""
    by_row = dict(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True))
    return np.array([by_row.get(row, 0.0) for row in rows.tolist()], np.float32)
