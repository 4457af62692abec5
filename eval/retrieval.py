"""Retrieval over the paragraphs of a SQuAD file, and how far its answers reach the reply."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from tqdm import tqdm

from answer import Answer, Conversation
from answer.finding import Finding, find
from index.retriever import Retriever
from index.vietnamese import fold
from ingest import ingest_articles

from .dataset import SpanDataset, SpanQuestion
from .rankings import DEPTH, Ranking, deepen, measure, ranking_of
from .spans import span_f1
from .tools import Tools


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave."""

    ranking: Ranking
    sentence_right: bool
    """Whether the sentence that an answer would begin with holds one of the answers, where it stands."""
    reply_right: bool
    sentences: int
    """Sentences of the reply; 0 of a refusal."""
    marked_f1: float | None
    """Token F1 of the short answer that is marked in the reply; None where none is."""
    milliseconds: float
    """Time of the first `retrieve()`."""


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
        outcomes = {}
        for question in tqdm(dataset.answerable, desc="questions", disable=None):
            wording = wordings.get(question.id, question.question)
            outcomes[question.id] = ask(question, fold(wording) if unaccented else wording, retriever, texts, read)
    found = measure(dataset, {identifier: outcome.ranking for identifier, outcome in outcomes.items()})
    total = len(outcomes)
    return {
        "queries": total,
        "paragraphs": len(dataset.paragraphs),
        **{name: round(value, 4) for name, value in found.items()},
        "answer_sentence@1": round(sum(o.sentence_right for o in outcomes.values()) / total, 4),
        "answer_in_reply": round(sum(o.reply_right for o in outcomes.values()) / total, 4),
        **measure_replies(list(outcomes.values())),
        "retrieve_p50_ms": round(median(o.milliseconds for o in outcomes.values()), 1),
        "ingest_chunks_per_s": round(chunks / seconds, 1),
        "chunks": chunks,
        "model": tools.encoder.name,
        "chunking": asdict(tools.chunking),
    }


def ask(question: SpanQuestion, wording: str, retriever: Retriever, texts: dict[str, str], read: int) -> Outcome:
    """Retrieve until enough distinct paragraphs are ranked, and ask for the answer."""
    k = DEPTH
    began = perf_counter()
    passages = retriever.retrieve(wording, k, read=read)
    milliseconds = (perf_counter() - began) * 1000
    passages = deepen(passages, wording, retriever, read)
    reply = Conversation(retriever).ask(wording)
    golds = [texts[question.paragraph][span.start : span.end] for span in question.answers]
    quotes = [citation.quote for citation in reply.citations if citation.article == question.paragraph]
    return Outcome(
        ranking_of(passages),
        sentence_right=first_sentence_holds(find(wording, retriever), question),
        reply_right=any(gold in quote for gold in golds for quote in quotes),
        sentences=len(reply.citations),
        marked_f1=f1_of_marked(reply, golds),
        milliseconds=milliseconds,
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


def measure_replies(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Share refused, sentences in a reply that isn't a refusal, share with a marked short answer and its F1."""
    answered = [outcome.sentences for outcome in outcomes if outcome.sentences]
    marked = [outcome.marked_f1 for outcome in outcomes if outcome.marked_f1 is not None]
    return {
        "refused": round(1 - len(answered) / len(outcomes), 4),
        "sentences": round(mean(answered), 2) if answered else 0.0,
        "marked": round(len(marked) / len(outcomes), 4),
        "marked_f1": round(mean(marked), 4) if marked else 0.0,
    }
