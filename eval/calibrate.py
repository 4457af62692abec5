"""Fit the constants of the confidence: on a SQuAD file, and on rows over a corpus where given.

Each question is asked of all the file's paragraphs, with and without accents; what has no answer in the file
(SQuAD v2) is not answerable, and no question is while its own paragraph is left out. Logistic regression,
Platt 1999; the two sides weigh the same, and so does each kind of case within a side.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from tqdm import tqdm

from answer.confidence import CONSTANTS
from answer.evidence import Evidence
from answer.finding import find
from index.filters import Filters
from index.retriever import NO_LIMIT, Retriever
from index.vietnamese import fold
from ingest import ingest, ingest_articles

from .dataset import DatasetError, Dialogue, SpanDataset, SpanQuestion
from .tools import Tools

QUESTIONS = 200
"""Questions taken of a SQuAD file, spread over it: enough for some fifteen constants, in minutes."""
REMOVED_EVERY = 4
"""Every so manieth question is asked once more without its paragraph."""


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence found for one question, and whether the collection answers it."""

    kind: str
    origin: str
    answerable: bool
    evidence: Evidence


def calibrate(
    datasets: Sequence[SpanDataset],
    wordings: dict[str, str],
    rows: Sequence[Dialogue],
    corpus: Path,
    tools: Tools,
    output: Path = CONSTANTS,
) -> dict[str, object]:
    """Gather the cases, fit one model for each kind of question, and write the constants."""
    cases = [case for dataset in datasets for case in squad_cases(dataset, wordings, tools)]
    cases += row_cases(rows, corpus, tools)
    kinds = json.loads(output.read_text(encoding="utf-8"))["kinds"] if output.exists() else {}
    fitted = {}
    for kind in sorted({case.kind for case in cases}):
        own = [case for case in cases if case.kind == kind]
        counted = Counter(f"{case.origin}, {'answerable' if case.answerable else 'not'}" for case in own)
        fitted[kind] = {"cases": dict(sorted(counted.items())), **fit(own)}
    output.write_text(json.dumps({"kinds": kinds | fitted}, indent=2) + "\n", encoding="utf-8")
    return {"cases": len(cases), "output": str(output), **fitted}


def squad_cases(dataset: SpanDataset, wordings: dict[str, str], tools: Tools) -> Iterator[Case]:
    """Cases of a SQuAD file."""
    sample = dataset.questions[:: max(1, math.ceil(len(dataset.questions) / QUESTIONS))]
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-fit-") as folder:
        ingest_articles(dataset.paragraphs, Path(folder), tools.encoder, tools.chunking)
        retriever = Retriever(Path(folder), tools.encoder, tools.reader)
        for number, question in enumerate(tqdm(sample, desc="calibrate", disable=None)):
            for wording in phrase(question, wordings):
                yield from weigh(wording, "squad", bool(question.answers), retriever)
            if question.answers and number % REMOVED_EVERY == 0:
                others = Filters(articles={p.id for p in dataset.paragraphs} - {question.paragraph})
                for wording in phrase(question, wordings):
                    yield from weigh(wording, "removed", False, retriever, others)


def row_cases(rows: Sequence[Dialogue], corpus: Path, tools: Tools) -> Iterator[Case]:
    """Cases of the single questions among rows over a corpus."""
    if not rows:
        return
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-fit-") as folder:
        ingest([corpus], Path(folder), tools.encoder, tools.chunking, progress=False)
        retriever = Retriever(Path(folder), tools.encoder, tools.reader)
        for dialogue in rows:
            row = dialogue.turns[0]
            yield from weigh(row.question, "rows", row.article is not None, retriever)


def phrase(question: SpanQuestion, wordings: dict[str, str]) -> list[str]:
    """The question as it is, without accents, and in its other wording."""
    own = list(dict.fromkeys([question.question, fold(question.question)]))
    return [*own, wordings[question.id]] if question.id in wordings else own


def weigh(
    question: str, origin: str, answerable: bool, retriever: Retriever, filters: Filters = NO_LIMIT
) -> Iterator[Case]:
    """The case of one question; none where nothing is found at all."""
    finding = find(question, retriever, filters, fitting=True)
    if finding.evidence:
        yield Case(finding.kind, origin, answerable, finding.evidence)


def fit(cases: Sequence[Case]) -> dict[str, object]:
    """Constants fitted to the cases, with the threshold at which both sides err equally often."""
    from sklearn.linear_model import LogisticRegression

    if len({case.answerable for case in cases}) < 2:
        raise DatasetError("Expected questions that are answered and questions that are not, found one kind: add rows.")
    signals = np.array([case.evidence.values() for case in cases])
    answerable = np.array([case.answerable for case in cases])
    sizes = Counter((case.origin, case.answerable) for case in cases)
    origins = Counter(side for _, side in sizes)
    weights = np.array([1 / sizes[case.origin, case.answerable] / origins[case.answerable] for case in cases])
    # Signals are put on one scale for the fit, or the penalty would fall on cosines, which vary little.
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    scaled = (signals - mean) / spread
    model = LogisticRegression(C=0.1, max_iter=2000).fit(scaled, answerable, sample_weight=weights * len(cases) / 2)
    probability = model.predict_proba(scaled)[:, 1]
    threshold = equal_error(probability, answerable, weights)
    names = [field.name for field in fields(Evidence)]
    coefficients = model.coef_[0] / spread
    return {
        "weights": dict(zip(names, coefficients.round(4).tolist(), strict=True)),
        "intercept": round(float(model.intercept_[0] - mean @ coefficients), 4),
        "threshold": round(threshold, 4),
    }


def equal_error(probability: np.ndarray, answerable: np.ndarray, weights: np.ndarray) -> float:
    """Threshold at which as large a share of the answerable is refused as of the others answered."""
    candidates = np.linspace(0.05, 0.95, 181)
    refused = [np.average(probability[answerable] < t, weights=weights[answerable]) for t in candidates]
    answered = [np.average(probability[~answerable] >= t, weights=weights[~answerable]) for t in candidates]
    return float(candidates[np.argmin(np.abs(np.array(refused) - np.array(answered)))])
