"""Whether a probability holds: how often what is said at 70% is so in 70% (Guo et al. 2017, arXiv:1706.04599)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of a reliability diagram, of equal width."""

    count: int
    said: float
    """Mean of the probabilities, [0, 1]."""
    true: float
    """Share of them that came true, [0, 1]."""


def reliability(probabilities: np.ndarray, truth: np.ndarray) -> Iterator[Bin]:
    """The steps that hold any, lowest first, for probabilities `(n,)` and whether each came true `(n,)`."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    for number in sorted(set(bins.tolist())):
        chosen = bins == number
        yield Bin(int(chosen.sum()), float(probabilities[chosen].mean()), float(truth[chosen].mean()))


def calibration_error(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width, [0, 1]; 0 of nothing."""
    steps = list(reliability(probabilities, truth))
    return sum(abs(step.said - step.true) * step.count for step in steps) / max(1, len(truth))


def diagram(probabilities: np.ndarray, truth: np.ndarray) -> list[str]:
    """The reliability diagram in lines of text: how many, what was said, what came true."""
    steps = reliability(probabilities, truth)
    return [f"{s.count:4} said {s.said:.2f} true {s.true:.2f} {'█' * round(20 * s.true)}" for s in steps]
