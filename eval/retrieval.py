"""Retrieval over the paragraphs of a SQuAD file, and how far its answers reach the reply."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tqdm import tqdm

from answer import Conversation
from index.records import Passage, Span
from index.retriever import Retriever
from index.vietnamese import fold
from ingest import ingest_articles

from .dataset import SpanDataset, SpanQuestion
from .rankings import DEPTH, Ranking, deepen, measure, ranking_of
from .tools import Tools


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave."""

    ranking: Ranking
    sentence_right: bool
    reply_right: bool
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
    return Outcome(
        ranking_of(passages),
        sentence_right=bool(passages) and best_sentence_holds(passages[0], question.paragraph, question.answers),
        reply_right=any(gold in citation.quote for gold in golds for citation in reply.citations),
        milliseconds=milliseconds,
    )


def best_sentence_holds(passage: Passage, paragraph: str, answers: tuple[Span, ...]) -> bool:
    """Whether the best sentence of a passage covers an answer where it stands."""
    best = max(passage.sentences, key=lambda sentence: sentence.score)
    return passage.article == paragraph and any(
        best.span.start <= answer.start and answer.end <= best.span.end for answer in answers
    )
