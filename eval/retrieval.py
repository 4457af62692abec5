"""Retrieval over the paragraphs of a SQuAD file, and how far its answers reach the reply."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from tqdm import tqdm
from tqdm.contrib.concurrent import thread_map

from answer import Answer, Conversation
from answer.finding import Finding, find
from answer.records import Citation
from index.retriever import Retriever
from ingest import ingest_articles

from .dataset import SpanDataset, SpanQuestion
from .rankings import DEPTH, deepen, measure, ranking_of
from .spans import span_f1
from .tools import Tools


@dataclass(frozen=True, slots=True)
class Reply:
    """How far an answer came."""

    sentence_right: bool
    """Whether the sentence that an answer would begin with holds one of the answers, where it stands."""
    reply_right: bool
    """Whether a quote of the answer holds one of the answers; never of a refusal."""
    shown: bool
    """The same, or the passage that a refusal names as the nearest."""
    sentences: int
    """Sentences of the reply; 0 of a refusal."""
    marked_f1: float | None
    """Token F1 of the short answer that is marked in the reply; None where none is."""


class SearchedOnce:
    """A Searcher that remembers its searches: an answer and the look at its candidates ask for the same."""

    def __init__(self, retriever: Retriever) -> None:
        self.store, self.encoder, self.reader = retriever.store, retriever.encoder, retriever.reader
        self.search = cache(retriever.search)


def evaluate_retrieval(
    dataset: SpanDataset, wordings: dict[str, str], unaccented: bool, tools: Tools, read: int = 0
) -> dict[str, object]:
    """Index the paragraphs in a temporary store, ask every question, and report the measures."""
    dataset.require_answers()
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-eval-") as folder:
        began = perf_counter()
        chunks = ingest_articles(dataset.paragraphs, Path(folder), tools.encoder, tools.chunking)
        seconds = perf_counter() - began
        retriever = Retriever(Path(folder), tools.encoder, tools.reader)
        texts = {paragraph.id: paragraph.text for paragraph in dataset.paragraphs}
        asked = dataset.wordings(wordings, unaccented)
        rankings, times = {}, []
        for question, wording in zip(tqdm(dataset.answerable, desc="rankings", disable=None), asked, strict=True):
            began = perf_counter()
            passages = retriever.retrieve(wording, DEPTH, read=read)
            times.append((perf_counter() - began) * 1000)
            rankings[question.id] = ranking_of(deepen(passages, wording, retriever, read))
        replied = partial(reply_to, retriever=retriever, texts=texts)
        replies = thread_map(
            replied, dataset.answerable, asked, max_workers=os.cpu_count(), desc="replies", disable=None
        )
    found = measure(dataset, rankings)
    total = len(replies)
    return {
        "queries": total,
        "paragraphs": len(dataset.paragraphs),
        **{name: round(value, 4) for name, value in found.items()},
        "answer_sentence@1": round(sum(reply.sentence_right for reply in replies) / total, 4),
        "answer_in_reply": round(sum(reply.reply_right for reply in replies) / total, 4),
        "answer_shown": round(sum(reply.shown for reply in replies) / total, 4),
        **measure_replies(replies),
        "retrieve_p50_ms": round(median(times), 1),
        "ingest_chunks_per_s": round(chunks / seconds, 1),
        "chunks": chunks,
        "model": tools.encoder.name,
        "chunking": asdict(tools.chunking),
    }


def reply_to(question: SpanQuestion, wording: str, retriever: Retriever, texts: dict[str, str]) -> Reply:
    """Ask, and compare the reply with the question's answers."""
    searcher = SearchedOnce(retriever)
    reply = Conversation(searcher).ask(wording)
    golds = [texts[question.paragraph][span.start : span.end] for span in question.answers]
    nearest = [reply.nearest] if reply.nearest else []

    def holds(citations: Sequence[Citation]) -> bool:
        return any(c.article == question.paragraph and any(gold in c.quote for gold in golds) for c in citations)

    return Reply(
        sentence_right=first_sentence_holds(find(wording, searcher), question),
        reply_right=holds(reply.citations),
        shown=holds([*reply.citations, *nearest]),
        sentences=len(reply.citations),
        marked_f1=f1_of_marked(reply, golds),
    )


def first_sentence_holds(finding: Finding, question: SpanQuestion) -> bool:
    """Whether the first sentence by the answer's own order covers one of the question's answers."""
    first = next(iter(finding.candidates), None)
    if first is None or first.passage.article != question.paragraph:
        return False
    span = first.sentence.span
    return any(span.start <= answer.start and answer.end <= span.end for answer in question.answers)


def f1_of_marked(reply: Answer, golds: Sequence[str]) -> float | None:
    """Token F1 of the first short answer that the reply marks, against the nearest of the answers."""
    for citation in reply.citations:
        for span in citation.highlight:
            marked = citation.quote[span.start - citation.start : span.end - citation.start]
            return max(span_f1(marked, gold) for gold in golds)
    return None


def measure_replies(replies: Sequence[Reply]) -> dict[str, float]:
    """Share refused, sentences in a reply that isn't a refusal, share with a marked short answer and its F1."""
    answered = [reply.sentences for reply in replies if reply.sentences]
    marked = [reply.marked_f1 for reply in replies if reply.marked_f1 is not None]
    return {
        "refused": round(1 - len(answered) / len(replies), 4),
        "sentences": round(mean(answered), 2) if answered else 0.0,
        "marked": round(len(marked) / len(replies), 4),
        "marked_f1": round(mean(marked), 4) if marked else 0.0,
    }
