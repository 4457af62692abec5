"""Fusion: one score from the dense, lexical and sentence signals of the pooled passages.

A convex sum of z-scores (Bruch, Gai & Ingber 2022, arXiv:2210.11934, on why such a sum beats
reciprocal ranks): each signal is first put on the scale of its own spread over the pool.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .question import Question
from .records import FloatArray

POOL = 50
"""Passages taken from each search before fusion."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much for one kind of question."""

    dense: float
    lexical: float
    sentence: float
    """Shares of the passage signals in the fused score; the three add up to 1."""
    overlap: float
    """Share of the overlap in a sentence's score; the rest is its cosine."""


# Grid of 0.1 over XQuAD-vi dev (612 questions, 256-token chunks): nDCG@10 at these weights, against
# dense / BM25 / sentence alone. Overlap: the first sentence by score holds the answer, given the
# paragraph, against the cosine alone. The optima are flat: neighbours of the grid differ by less than 0.002.
ACCENTED = Weights(dense=0.2, lexical=0.4, sentence=0.4, overlap=0.2)
"""0.977 against 0.951 / 0.955 / 0.957; sentence 0.788 against 0.686."""
UNACCENTED = Weights(dense=0.1, lexical=0.8, sentence=0.1, overlap=0.65)
"""0.958 against 0.424 / 0.951 / 0.415; sentence 0.778 against 0.360."""
ENGLISH = Weights(dense=0.3, lexical=0.1, sentence=0.6, overlap=0.1)
"""0.875 against 0.871 / 0.451 / 0.875; sentence 0.596 against 0.552."""


def choose_weights(question: Question) -> Weights:
    """Weights for the kind of question: the dense side reads no Vietnamese without accents, BM25 no English."""
    if question.language == "en":
        return ENGLISH
    return UNACCENTED if question.unaccented else ACCENTED


def fuse(dense: FloatArray, lexical: FloatArray, sentence: FloatArray, weights: Weights) -> FloatArray:
    """Fused scores of the pool, `(n,)` float32."""
    fused: FloatArray = (
        weights.dense * standardise(dense)
        + weights.lexical * standardise(lexical)
        + weights.sentence * standardise(sentence)
    )
    return fused


def standardise(scores: FloatArray) -> FloatArray:
    """Z-scores; zeros where all are equal."""
    spread = scores.std() if len(scores) else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    scaled: FloatArray = (scores - scores.mean()) / spread
    return scaled
