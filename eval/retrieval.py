"""Retrieval over the paragraphs of a SQuAD file, and how far its answers reach the reply."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import ir_measures
from tqdm import tqdm

from answer import Conversation
from index.records import Passage, Span
from index.retriever import Retriever
from index.vietnamese import fold
from ingest import ingest_articles

from .dataset import SpanDataset, SpanQuestion
from .tools import Tools

DEPTH = 10
"""Distinct paragraphs ranked for a question."""
MEASURES = {
    "ndcg@10": ir_measures.nDCG @ 10,
    "recall@1": ir_measures.R @ 1,
    "recall@10": ir_measures.R @ 10,
    "mrr@10": ir_measures.RR @ 10,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave."""

    ranking: dict[str, float]
    """Paragraph ids with the score of their best passage."""
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
    qrels = [ir_measures.Qrel(question.id, question.paragraph, 1) for question in dataset.answerable]
    run = [
        ir_measures.ScoredDoc(identifier, paragraph, score)
        for identifier, outcome in outcomes.items()
        for paragraph, score in outcome.ranking.items()
    ]
    found = ir_measures.calc_aggregate(list(MEASURES.values()), qrels, run)
    total = len(outcomes)
    return {
        "queries": total,
        "paragraphs": len(dataset.paragraphs),
        **{name: round(found[measure], 4) for name, measure in MEASURES.items()},
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
    while len(passages) == k and len({passage.article for passage in passages}) < DEPTH:
        k *= 2
        passages = retriever.retrieve(wording, k, read=read)
    ranking: dict[str, float] = {}
    for passage in passages:
        if len(ranking) < DEPTH:
            ranking.setdefault(passage.article, passage.score)
    reply = Conversation(retriever).ask(wording)
    golds = [texts[question.paragraph][span.start : span.end] for span in question.answers]
    return Outcome(
        ranking,
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
