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


MARGIN_WEIGHT = 0.02
"""Worth of one unit of the reader's margin in a passage's fused score. XQuAD-vi, the 111 questions the reader never
learnt from, nDCG@10 with accents / without: 0.987 / 0.982 against 0.990 / 0.979 at 0 and 0.977 / 0.971 at 0.2."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much for one kind of question."""

    dense: float
    lexical: float
    sentence: float
    """Shares of the passage signals in the fused score; the three add up to 1."""
    overlap: float
    """Share of the overlap in a sentence's score; the rest is its cosine."""


# XQuAD-vi dev (612 questions, 256-token chunks), nDCG@10, against dense / BM25 / sentence alone. Overlap: the first
# sentence by score holds the answer, given the paragraph, against the cosine alone. The optima are flat.
TYPED = Weights(dense=0.1, lexical=0.45, sentence=0.45, overlap=0.2)
"""Vietnamese 0.979 against 0.951 / 0.955 / 0.957; sentence 0.788 against 0.686. English, looked up in the dictionary,
0.945 against 0.871 / 0.869 / 0.875; sentence 0.746 against 0.547: what was translated counts like what was typed."""
RESTORED = Weights(dense=0.1, lexical=0.55, sentence=0.35, overlap=0.2)
"""For a question without accents: the vectors see a guess of it, the folded BM25 field what was typed. 0.970 against
0.969 with the weights above."""


def choose_weights(question: Question) -> Weights:
    """Weights for a question by how it was typed."""
    return RESTORED if question.unaccented else TYPED


def shares_of(dense: FloatArray, lexical: FloatArray, sentence: FloatArray, weights: Weights) -> FloatArray:
    """What each signal gives to the fused score of the pool, `(n, 3)` float32; their sum is the score."""
    shares: FloatArray = np.stack(
        [
            weights.dense * standardise(dense),
            weights.lexical * standardise(lexical),
            weights.sentence * standardise(sentence),
        ],
        axis=1,
    )
    return shares


def standardise(scores: FloatArray) -> FloatArray:
    """Z-scores; zeros where all are equal."""
    spread = scores.std() if len(scores) else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    scaled: FloatArray = (scores - scores.mean()) / spread
    return scaled
