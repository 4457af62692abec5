"""Fit the constants of the confidence: on a SQuAD file, and on rows over a corpus where given.

Each question is asked of all the file's paragraphs, with and without accents; what has no answer in the file
(SQuAD v2) is not answerable, and no question is while its own paragraph is left out. Logistic regression,
Platt 1999; the two sides weigh the same, and so does each kind of case within a side.

Two constants need whole articles: what a conflict with the article is worth (a paragraph lacks too much that its
article knows), which comes from the rows, and the threshold, at which as many of the answerable are answered right as
of the others are refused. That comes from rows that nothing was fitted on: of its own cases a fit is too sure.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from tqdm import tqdm

from answer.confidence import CONSTANTS, weigh_signals
from answer.evidence import Evidence
from answer.finding import find
from answer.selection import select_sentences
from index.filters import Filters
from index.retriever import NO_LIMIT, Retriever
from index.vietnamese import fold
from ingest import ingest, ingest_articles

from .answers import comparable
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
    right: bool
    """Whether the sentences that would be quoted hold the answer."""
    evidence: Evidence


def calibrate(
    datasets: Sequence[SpanDataset],
    wordings: dict[str, str],
    rows: Sequence[Dialogue],
    corpus: Path,
    tools: Tools,
    output: Path = CONSTANTS,
    held_out: Sequence[Dialogue] = (),
) -> dict[str, object]:
    """Gather the cases, fit one model for each kind of question, and write the constants.

    The threshold comes from the rows held out; without them from the rows, without any from all cases.
    """
    cases = [case for dataset in datasets for case in squad_cases(dataset, wordings, tools)]
    whole = list(row_cases(rows, corpus, tools))
    cases += whole
    kinds = json.loads(output.read_text(encoding="utf-8"))["kinds"] if output.exists() else {}
    models = {kind: fit(own, conflict_weight(whole)) for kind, own in by_kind(cases).items()}
    threshold = even_threshold(list(row_cases(held_out, corpus, tools)) or whole or cases, models)
    fitted = {}
    for kind, model in models.items():
        counted = Counter(f"{c.origin}, {'answerable' if c.answerable else 'not'}" for c in cases if c.kind == kind)
        fitted[kind] = {"cases": dict(sorted(counted.items())), **asdict(model), "threshold": threshold}
    output.write_text(json.dumps({"kinds": kinds | fitted}, indent=2) + "\n", encoding="utf-8")
    return {"cases": len(cases), "output": str(output), **fitted}


def by_kind(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases of each kind of question."""
    return {kind: [case for case in cases if case.kind == kind] for kind in sorted({case.kind for case in cases})}


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
            yield from weigh(row.question, "rows", row.article is not None, retriever, must=row.must)


def phrase(question: SpanQuestion, wordings: dict[str, str]) -> list[str]:
    """The question as it is, without accents, and in its other wording."""
    own = list(dict.fromkeys([question.question, fold(question.question)]))
    return [*own, wordings[question.id]] if question.id in wordings else own


def weigh(
    question: str,
    origin: str,
    answerable: bool,
    retriever: Retriever,
    filters: Filters = NO_LIMIT,
    must: Sequence[str] = (),
) -> Iterator[Case]:
    """The case of one question; none where nothing is found at all."""
    finding = find(question, retriever, filters, fitting=True)
    if finding.evidence:
        quoted = [comparable(candidate.sentence.text) for candidate in select_sentences(finding.candidates)]
        right = answerable and all(any(comparable(text) in quote for quote in quoted) for text in must)
        yield Case(finding.kind, origin, answerable, right, finding.evidence)


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted logistic regression."""

    weights: dict[str, float]
    intercept: float

    def probability(self, evidence: Evidence) -> float:
        """That the documents answer, [0, 1]."""
        return weigh_signals(self.weights, self.intercept, evidence)


def conflict_weight(whole: Sequence[Case]) -> float:
    """Logarithm of how much rarer a conflict is where there is an answer, each side smoothed by one case of each."""
    shares = []
    for side in (True, False):
        seen = [case.evidence.conflict for case in whole if case.answerable is side]
        shares.append((sum(seen) + 1) / (len(seen) + 2))
    return round(math.log(shares[0] / shares[1]), 4)


def fit(cases: Sequence[Case], conflict: float) -> Model:
    """Constants fitted to the cases, but that of the conflict, which is given."""
    from sklearn.linear_model import LogisticRegression

    if len({case.answerable for case in cases}) < 2:
        raise DatasetError("Expected questions that are answered and questions that are not, found one kind: add rows.")
    names = [field.name for field in fields(Evidence)]
    signals = np.array([case.evidence.values() for case in cases])
    signals[:, names.index("conflict")] = 0.0
    answerable = np.array([case.answerable for case in cases])
    sizes = Counter((case.origin, case.answerable) for case in cases)
    origins = Counter(side for _, side in sizes)
    weights = np.array([1 / sizes[case.origin, case.answerable] / origins[case.answerable] for case in cases])
    # Signals are put on one scale for the fit, or the penalty would fall on cosines, which vary little.
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.1, max_iter=2000)
    model.fit((signals - mean) / spread, answerable, sample_weight=weights * len(cases) / 2)
    coefficients = model.coef_[0] / spread
    fitted = dict(zip(names, coefficients.round(4).tolist(), strict=True))
    return Model(fitted | {"conflict": conflict}, round(float(model.intercept_[0] - mean @ coefficients), 4))


def even_threshold(cases: Sequence[Case], models: Mapping[str, Model]) -> float:
    """Threshold at which the share of the answerable answered right is nearest to that of the others refused."""
    probability = np.array([models[case.kind].probability(case.evidence) for case in cases])
    answerable = np.array([case.answerable for case in cases])
    right = np.array([case.right for case in cases])
    candidates = np.linspace(0.05, 0.95, 181)
    gaps = [
        abs(right[probability >= t].sum() / answerable.sum() - (probability[~answerable] < t).mean())
        for t in candidates
    ]
    return round(float(candidates[np.argmin(gaps)]), 4)
