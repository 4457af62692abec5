"""Answers to rows and conversations: right, refused, and quoted exactly."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from tqdm.contrib.concurrent import thread_map

from answer import Answer, Conversation
from index.errors import QuestionError
from index.retriever import Retriever
from ingest import ingest

from .dataset import DatasetError, Dialogue, Row
from .reliability import calibration_error, diagram
from .tools import Tools


@dataclass(slots=True)
class AnswerCounts:
    """How many rows went which way."""

    answerable: int = 0
    answered_right: int = 0
    """Answered, and every `must` is in the reply."""
    right_article: int = 0
    """Answered with a citation from the row's article."""
    unanswerable: int = 0
    refused_right: int = 0
    refused_wrong: int = 0
    """Answerable, and refused all the same."""
    answered: int = 0
    one_source: int = 0
    """Answered, and other articles neither said to agree nor to differ: right where each fact is told once."""
    turns: int = 0
    """Rows that are turns of a conversation of several."""
    turns_right: int = 0
    citations: int = 0
    exact: int = 0
    confidences: list[float] = field(default_factory=list)
    """Of every answer, refusals too."""
    truths: list[bool] = field(default_factory=list)
    """Whether the documents answer each of them."""
    failures: list[dict[str, str]] = field(default_factory=list)


def evaluate_answers(dialogues: Sequence[Dialogue], corpus: Path, tools: Tools) -> dict[str, object]:
    """Ingest the corpus into a temporary store, hold every dialogue, and count.

    Raises DatasetError where a row names an article that the corpus doesn't have.
    """
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-eval-") as folder:
        ingest([corpus], Path(folder), tools.encoder, tools.chunking, progress=False)
        retriever = Retriever(Path(folder), tools.encoder, tools.reader)
        texts = {article.id: article.text for article in retriever.store.articles()}
        check_articles(dialogues, set(texts), corpus)
        held = partial(hold, retriever=retriever)
        replies = thread_map(held, dialogues, max_workers=os.cpu_count(), desc="answers", disable=None)
    counts = AnswerCounts()
    for dialogue, answers in zip(dialogues, replies, strict=True):
        for row, answer in zip(dialogue.turns, answers, strict=True):
            count(row, answer, len(dialogue.turns) > 1, texts, counts)
    return report(counts)


def hold(dialogue: Dialogue, retriever: Retriever) -> list[Answer | str]:
    """The reply to each turn of a conversation of its own."""
    conversation = Conversation(retriever)
    return [reply_to(conversation, row) for row in dialogue.turns]


def reply_to(conversation: Conversation, row: Row) -> Answer | str:
    """The answer, or the sentence that says why the question can't be searched."""
    try:
        return conversation.ask(row.question)
    except QuestionError as error:
        return str(error)


def check_articles(dialogues: Sequence[Dialogue], known: set[str], corpus: Path) -> None:
    """Raise DatasetError where a row names an unknown article."""
    named = {row.article for dialogue in dialogues for row in dialogue.turns if row.article is not None}
    if named - known:
        raise DatasetError(f"Expected articles of {corpus}, found {', '.join(sorted(named - known))}: not ingested.")


def count(row: Row, answer: Answer | str, is_turn: bool, texts: dict[str, str], counts: AnswerCounts) -> None:
    """Add one row to the counts."""
    refused = isinstance(answer, str) or answer.refused
    citations = () if isinstance(answer, str) else answer.citations
    reply = answer if isinstance(answer, str) else answer.text
    if row.article is None:
        counts.unanswerable += 1
        counts.refused_right += refused
        right = refused
    else:
        right = not refused and all(comparable(must) in comparable(reply) for must in row.must)
        counts.answerable += 1
        counts.answered_right += right
        counts.refused_wrong += refused
        counts.right_article += any(citation.article == row.article for citation in citations)
    if not isinstance(answer, str):
        counts.confidences.append(answer.confidence)
        counts.truths.append(row.article is not None)
        counts.one_source += not refused and answer.sources == "single"
        counts.answered += not refused
    counts.turns += is_turn
    counts.turns_right += is_turn and right
    counts.citations += len(citations)
    counts.exact += sum(texts[c.article][c.start : c.end] == c.quote for c in citations)
    if not right:
        counts.failures.append({"id": row.id, "question": row.question, "reply": reply})


def comparable(text: str) -> str:
    """Text in the form in which `must` is looked for: NFC, without regard to case."""
    return unicodedata.normalize("NFC", text).casefold()


def report(counts: AnswerCounts) -> dict[str, object]:
    """Counts, the shares that thresholds are set on, and whether the confidence holds."""
    confidences, truths = np.array(counts.confidences), np.array(counts.truths)
    return {
        "answerable": counts.answerable,
        "answered_right": counts.answered_right,
        "right_article": counts.right_article,
        "unanswerable": counts.unanswerable,
        "refused_right": counts.refused_right,
        "refused_wrong": counts.refused_wrong,
        "answered_right_share": share(counts.answered_right, counts.answerable),
        "refused_right_share": share(counts.refused_right, counts.unanswerable),
        "turns_right_share": share(counts.turns_right, counts.turns),
        "one_source_share": share(counts.one_source, counts.answered),
        "quotes_exact": share(counts.exact, counts.citations),
        "ece": round(calibration_error(confidences, truths), 4),
        "reliability": diagram(confidences, truths),
        "failures": counts.failures,
    }


def share(part: int, whole: int) -> float:
    """Part of the whole, 1 where there is nothing to get wrong."""
    return round(part / whole, 4) if whole else 1.0
