"""Gather the evidence for questions whose answers are known, and write the constants of the confidence fitted to it.

The questions are those of SQuAD files and of rows over a corpus. Each of a file is asked of all its paragraphs, with
and without accents; what has no answer in the file (SQuAD v2) is not answerable, and no question is while its own
paragraph is left out. Of rows only first turns are fitted on: with later ones it comes out no better (AUROC 0.947 and
0.950). The threshold comes from whole conversations, as it is for all their turns.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from answer import Conversation
from answer.confidence import CONSTANTS, calibrations
from answer.finding import find
from answer.selection import select_sentences
from index.filters import Filters
from index.retriever import NO_LIMIT, Retriever
from index.vietnamese import fold
from ingest import ingest, ingest_articles

from .answers import comparable
from .dataset import Dialogue, SpanDataset, SpanQuestion
from .fitting import Case, Model, choose_threshold, conflict_weight, fit, hold_on
from .tools import Tools

QUESTIONS = 200
"""Questions taken of a SQuAD file, spread over it: enough for a dozen constants and their deviations, in minutes."""
REMOVED_EVERY = 4
"""Every so manieth question is asked once more without its paragraph."""


def calibrate(
    datasets: Sequence[SpanDataset],
    wordings: dict[str, str],
    rows: Sequence[Dialogue],
    corpus: Path,
    tools: Tools,
    output: Path = CONSTANTS,
    held_out: Sequence[Dialogue] = (),
) -> dict[str, object]:
    """Gather the cases, fit the constants of each kind of question, and write them.

    The scale and the threshold come from the rows held out; without them the threshold from the rows, without any from
    all cases.
    """
    cases = [case for dataset in datasets for case in squad_cases(dataset, wordings, tools)]
    whole = list(row_cases([Dialogue(dialogue.turns[:1]) for dialogue in rows], corpus, tools))
    cases += whole
    models = fit(cases, conflict_weight(whole))
    threshold = choose_threshold(whole or cases, models)
    write_constants(output, models, cases, threshold)
    if held_out:  # what a later turn means is decided by the constants just written
        unseen = list(row_cases(held_out, corpus, tools))
        models = hold_on(unseen, models)
        threshold = choose_threshold(unseen, models)
    return {"cases": len(cases), "output": str(output), **write_constants(output, models, cases, threshold)}


def write_constants(
    output: Path, models: Mapping[str, Model], cases: Sequence[Case], threshold: float
) -> dict[str, object]:
    """Write what was fitted and the count of its cases, and return it; other kinds in the file stay."""
    kinds = json.loads(output.read_text(encoding="utf-8"))["kinds"] if output.exists() else {}
    fitted: dict[str, object] = {}
    for kind, model in models.items():
        counted = Counter(f"{c.origin}, {'answerable' if c.answerable else 'not'}" for c in cases if c.kind == kind)
        fitted[kind] = {"cases": dict(sorted(counted.items())), **asdict(model), "threshold": threshold}
    output.write_text(json.dumps({"kinds": kinds | fitted}, indent=2) + "\n", encoding="utf-8")
    calibrations.cache_clear()
    return fitted


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
    """Cases of rows over a corpus; a later turn of a conversation is looked up as it was understood there."""
    if not rows:
        return
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-fit-") as folder:
        ingest([corpus], Path(folder), tools.encoder, tools.chunking, progress=False)
        retriever = Retriever(Path(folder), tools.encoder, tools.reader)
        for dialogue in tqdm(rows, desc="rows", disable=None):
            conversation = Conversation(retriever)
            for number, row in enumerate(dialogue.turns):
                understood = row.question
                if len(dialogue.turns) > 1:
                    understood = conversation.ask(row.question).understood
                origin = "turns" if number else "rows"
                yield from weigh(understood, origin, row.article is not None, retriever, must=row.must)


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
        chosen = select_sentences(finding.candidates, finding.found.analysis.meant)
        quoted = [comparable(candidate.sentence.text) for candidate in chosen]
        right = answerable and all(any(comparable(text) in quote for quote in quoted) for text in must)
        yield Case(finding.kind, origin, answerable, right, finding.evidence)
