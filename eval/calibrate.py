"""Fit the constants of the confidence: on SQuAD files, and on rows over a corpus where given.

Each SQuAD article is a collection of its own. Its questions are asked of it whole (answerable), without
the paragraph that answers, with a number or name changed, and of another article (not answerable).
Logistic regression, Platt 1999; the two sides weigh the same, and so does each kind of case within a side.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from pathlib import Path

import numpy as np
from tqdm import tqdm

from answer.confidence import CONSTANTS, kind_of
from answer.evidence import CAPITALISED, Evidence, weigh_evidence
from answer.expectation import NUMBER
from answer.selection import rank_candidates
from index.encoder import Encoder
from index.question import analyse_question
from index.records import Article
from index.retriever import Retriever
from index.vietnamese import fold
from ingest import ChunkSettings, ingest, ingest_articles

from .dataset import Dialogue, SpanDataset, SpanQuestion

KINDS = ("accented", "unaccented", "english")
PASSAGES = 5
QUESTIONS = 200
"""Questions taken of a SQuAD file, spread over it: enough for a dozen constants, in minutes."""


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
    encoder: Encoder,
    chunking: ChunkSettings,
    output: Path = CONSTANTS,
) -> dict[str, object]:
    """Gather the cases, fit one model for each kind of question, and write the constants."""
    cases = [case for dataset in datasets for case in squad_cases(dataset, wordings, encoder, chunking)]
    cases += row_cases(rows, corpus, encoder, chunking)
    kinds = {kind: fit([case for case in cases if case.kind == kind]) for kind in KINDS}
    cases_of = Counter(f"{case.kind} {case.origin} {case.answerable}" for case in cases)
    output.write_text(json.dumps({"cases": dict(sorted(cases_of.items())), "kinds": kinds}, indent=2) + "\n")
    return {"cases": len(cases), "output": str(output), **kinds}


def squad_cases(
    dataset: SpanDataset, wordings: dict[str, str], encoder: Encoder, chunking: ChunkSettings
) -> Iterator[Case]:
    """Cases of a SQuAD file, its articles one after the other."""
    chance = random.Random(2026)  # noqa: S311 - repeatable, not secret
    groups = [list(group) for _, group in groupby(dataset.paragraphs, key=lambda p: p.id.split("/")[0])]
    sample = dataset.questions[:: max(1, len(dataset.questions) // QUESTIONS)]
    asked = {p.id: [q for q in sample if q.paragraph == p.id] for p in dataset.paragraphs}
    names = sorted({name for q in dataset.questions for name in CAPITALISED.findall(q.question)})
    elsewhere: list[SpanQuestion] = []
    for group in tqdm(groups, desc="calibrate", unit=" collection", disable=None):
        own = [question for paragraph in group for question in asked[paragraph.id]]
        with tempfile.TemporaryDirectory(prefix="hoi-nguon-fit-") as folder:
            ingest_articles(group, Path(folder), encoder, chunking)
            retriever = Retriever(Path(folder), encoder)
            for question in own:
                for wording in phrase(question, wordings):
                    yield from weigh(wording, "whole", True, retriever)
                    changed = change(wording, names, " ".join(p.text for p in group), chance)
                    if changed:
                        yield from weigh(changed, "changed", False, retriever)
            for question in elsewhere:
                for wording in phrase(question, wordings):
                    yield from weigh(wording, "elsewhere", False, retriever)
            for paragraph in group if len(group) > 1 else []:
                yield from cases_without(paragraph, asked[paragraph.id], wordings, retriever, encoder, chunking)
        elsewhere = own


def cases_without(
    paragraph: Article,
    questions: Sequence[SpanQuestion],
    wordings: dict[str, str],
    retriever: Retriever,
    encoder: Encoder,
    chunking: ChunkSettings,
) -> Iterator[Case]:
    """Cases of a paragraph's questions while the paragraph is away."""
    retriever.store.remove_article(paragraph.id)
    for question in questions:
        for wording in phrase(question, wordings):
            yield from weigh(wording, "removed", False, retriever)
    ingest_articles([paragraph], retriever.store.path.parent, encoder, chunking)


def row_cases(rows: Sequence[Dialogue], corpus: Path, encoder: Encoder, chunking: ChunkSettings) -> Iterator[Case]:
    """Cases of the single questions among rows over a corpus."""
    if not rows:
        return
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-fit-") as folder:
        ingest([corpus], Path(folder), encoder, chunking, progress=False)
        retriever = Retriever(Path(folder), encoder)
        for dialogue in rows:
            row = dialogue.turns[0]
            yield from weigh(row.question, "rows", row.article is not None, retriever)


def phrase(question: SpanQuestion, wordings: dict[str, str]) -> list[str]:
    """The question as it is, without accents, and in its other wording."""
    own = [question.question, fold(question.question)]
    return [*own, wordings[question.id]] if question.id in wordings else own


def change(question: str, names: Sequence[str], text: str, chance: random.Random) -> str | None:
    """The question with a number or a name that the text doesn't have; None where it holds neither."""
    number = NUMBER.search(question)
    if number:
        other = str(int(re.sub(r"\D", "", number.group())) + chance.randint(1, 9))
        return None if other in text else question[: number.start()] + other + question[number.end() :]
    name = CAPITALISED.search(question)
    strangers = [other for other in names if other not in text]
    if name and strangers:
        return question[: name.start()] + chance.choice(strangers) + question[name.end() :]
    return None


def weigh(question: str, origin: str, answerable: bool, retriever: Retriever) -> Iterator[Case]:
    """The case of one question; none where nothing is found at all."""
    analysed = analyse_question(question)
    candidates = rank_candidates(analysed.text, retriever.retrieve(analysed.text, PASSAGES))
    if candidates:
        evidence = weigh_evidence(analysed, candidates[0].passage, candidates[0].sentence, retriever.encoder)
        yield Case(kind_of(analysed), origin, answerable, evidence)


def fit(cases: Sequence[Case]) -> dict[str, object]:
    """Constants fitted to the cases, with the threshold at which both sides err equally often."""
    from sklearn.linear_model import LogisticRegression

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
