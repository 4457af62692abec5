"""Fit what each signal says about an answer: one logistic regression for all kinds of questions (Platt 1999).

The weights of a kind are shared ones plus its own deviation, which is penalised more (Daumé III 2007, "Frustratingly
Easy Domain Adaptation"): the signals carry differently far, but a kind with few cases must not learn by chance that
another year is no objection. The two sides of a kind weigh the same, and so does each origin within a side.

What needs whole articles: what a conflict with the article is worth (a paragraph lacks too much that its article
knows), which comes from the rows; and the scale of the probability and the threshold, which come from rows that no
weight was fitted on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from answer.confidence import weigh_signals
from answer.evidence import Evidence

from .dataset import DatasetError

OWN = 0.3
"""Scale of a kind's own deviation beside the shared weights. AUROC on the 337 turns that give the threshold: 0.950, and
0.955 without four signals that didn't pay; apart 0.948, where the year weighed nothing in questions without accents."""
C = 0.1
"""Inverse of the penalty; from 0.03 to 0.3 it makes no difference."""
NEAR = 0.015
"""A question or two of the 105 to refuse that give the threshold: no more than chance."""


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence found for one question, and whether the collection answers it."""

    kind: str
    origin: str
    answerable: bool
    right: bool
    """Whether the sentences that would be quoted hold the answer."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted constants of a kind."""

    weights: dict[str, float]
    intercept: float

    def probability(self, evidence: Evidence) -> float:
        """That the documents answer, [0, 1]."""
        return weigh_signals(self.weights, self.intercept, evidence)

    def scaled(self, slope: float, shift: float) -> Model:
        """The same with its log odds stretched and shifted."""
        weights = {name: round(slope * weight, 4) for name, weight in self.weights.items()}
        return Model(weights, round(slope * self.intercept + shift, 4))


def conflict_weight(whole: Sequence[Case]) -> float:
    """Logarithm of how much rarer a conflict is where there is an answer, each side smoothed by one case of each."""
    shares = []
    for side in (True, False):
        seen = [case.evidence.conflict for case in whole if case.answerable is side]
        shares.append((sum(seen) + 1) / (len(seen) + 2))
    return round(math.log(shares[0] / shares[1]), 4)


def fit(cases: Sequence[Case], conflict: float) -> dict[str, Model]:
    """Constants of each kind among the cases; that of the conflict is given. Raises DatasetError for one side alone."""
    from sklearn.linear_model import LogisticRegression

    require_both_sides(cases)
    names = [field.name for field in fields(Evidence)]
    kinds = sorted({case.kind for case in cases})
    signals = np.array([case.evidence.values() for case in cases])
    signals[:, names.index("conflict")] = 0.0
    # Signals are put on one scale for the fit, or the penalty would fall on cosines, which vary little.
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    scaled = (signals - mean) / spread
    of_kind = np.array([[case.kind == kind for kind in kinds] for case in cases], dtype=float)
    deviations = [OWN * scaled * column[:, None] for column in of_kind.T]
    model = LogisticRegression(C=C, max_iter=5000)
    answerable = [case.answerable for case in cases]
    model.fit(np.hstack([scaled, of_kind, *deviations]), answerable, sample_weight=balance(cases))
    shared, offsets, own = np.split(model.coef_[0], [len(names), len(names) + len(kinds)])
    fitted = {}
    for kind, offset, deviation in zip(kinds, offsets, own.reshape(len(kinds), -1), strict=True):
        weights = (shared + OWN * deviation) / spread
        intercept = round(float(model.intercept_[0] + offset - mean @ weights), 4)
        fitted[kind] = Model(
            dict(zip(names, weights.round(4).tolist(), strict=True)) | {"conflict": conflict}, intercept
        )
    return fitted


def hold_on(cases: Sequence[Case], models: Mapping[str, Model]) -> dict[str, Model]:
    """The models with their log odds stretched and shifted until they hold on those cases (Platt 1999).

    What was fitted is too timid by its penalty, and takes as many questions to be answerable as not. The order of the
    cases stays, within a kind and between them. Raises DatasetError for one side alone.
    """
    from sklearn.linear_model import LogisticRegression

    require_both_sides(cases)
    probability = np.array([models[case.kind].probability(case.evidence) for case in cases]).clip(1e-9, 1 - 1e-9)
    log_odds = np.log(probability / (1 - probability))
    fitted = LogisticRegression(C=1e6).fit(log_odds[:, None], [case.answerable for case in cases])
    slope, shift = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return {kind: model.scaled(slope, shift) for kind, model in models.items()}


def require_both_sides(cases: Sequence[Case]) -> None:
    """Raise DatasetError unless some are answerable and some aren't."""
    if len({case.answerable for case in cases}) < 2:
        raise DatasetError("Expected questions that are answered and questions that are not, found one kind: add rows.")


def balance(cases: Sequence[Case]) -> np.ndarray:
    """What each case weighs, `(n_cases,) float64`: a kind as much as it has cases, its sides the same."""
    sizes = Counter((case.kind, case.answerable, case.origin) for case in cases)
    origins = Counter((kind, side) for kind, side, _ in sizes)
    total = Counter(case.kind for case in cases)
    return np.array(
        [
            total[c.kind] / 2 / origins[c.kind, c.answerable] / sizes[c.kind, c.answerable, c.origin]
            for c in cases
        ]
    )  # fmt: skip


def choose_threshold(cases: Sequence[Case], models: Mapping[str, Model]) -> float:
    """The threshold for the share of the answerable answered right and that of the others refused together.

    Of all within NEAR of their greatest sum (Youden 1950, "Index for rating diagnostic tests") the highest: where a
    wide range is as good, a refusal is the lesser evil.
    """
    probability = np.array([models[case.kind].probability(case.evidence) for case in cases])
    answerable = np.array([case.answerable for case in cases])
    right = np.array([case.right for case in cases])
    candidates = np.linspace(0.05, 0.95, 181)
    sums = np.array(
        [right[probability >= t].sum() / answerable.sum() + (probability[~answerable] < t).mean() for t in candidates]
    )
    return round(float(candidates[sums >= sums.max() - NEAR].max()), 4)
