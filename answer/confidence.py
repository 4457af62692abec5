"""How sure it is that the documents answer: a logistic regression over the evidence.

The constants are fitted by `python -m eval calibrate` and stored beside this file with the data
they come from. Each kind of question has its own, as the signals carry differently far.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.question import Question
from index.reader import EMBEDDED_READER, logistic

from .evidence import Evidence

CONSTANTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Constants for one kind of question."""

    weights: dict[str, float]
    """By the name of the signal in Evidence."""
    intercept: float
    threshold: float
    """Probability below which the answer is a refusal."""
    cases: dict[str, int]
    """How many of each origin and side it was fitted on."""


@cache
def calibrations() -> dict[str, Calibration]:
    """The fitted constants by kind of question."""
    stored = json.loads(CONSTANTS.read_text(encoding="utf-8"))
    return {kind: Calibration(**constants) for kind, constants in stored["kinds"].items()}


def kind_of(question: Question, reader: str | None) -> str:
    """The kind of question whose constants apply: accented, unaccented or english, and by which reader it was read."""
    kind = "english" if question.language == "en" else "unaccented" if question.unaccented else "accented"
    if reader is None:
        return kind
    return f"{kind}, read" if reader == EMBEDDED_READER else f"{kind}, read by {reader}"


def is_fitted(kind: str) -> bool:
    """Whether there are constants for the kind; none for another reader until `eval calibrate` has run with it."""
    return kind in calibrations()


def estimate_confidence(kind: str, evidence: Evidence) -> float:
    """Probability that the documents answer a question of that kind, [0, 1]."""
    constants = calibrations()[kind]
    return weigh_signals(constants.weights, constants.intercept, evidence)


def weigh_signals(weights: Mapping[str, float], intercept: float, evidence: Evidence) -> float:
    """Probability by the constants of one logistic regression, the weights by the name of the signal."""
    names = Evidence.__dataclass_fields__
    pairs = zip(names, evidence.values(), strict=True)
    return logistic(intercept + sum(weights[name] * value for name, value in pairs))


def is_enough(kind: str, confidence: float) -> bool:
    """Whether a confidence is enough to answer a question of that kind."""
    return confidence >= calibrations()[kind].threshold
