"""Retrieval: a question to the passages that answer it best."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from .analysis import Analysis, analyse
from .dense import DenseIndex
from .encoder import Encoder
from .errors import NoStoreError, QuestionError
from .explanation import Explainer
from .filters import Filters
from .fusion import MARGIN_WEIGHT
from .lexical import LexicalIndex, open_lexical
from .overlap import overlap
from .question import Question, analyse_question
from .ranking import Pool, Snapshot, rank
from .reader import Reader
from .records import Passage, Place, Reading, SentenceMatch, Signals
from .store import Store, StoredChunk
from .twins import collapse

SEARCH_DIR = "search"
NO_LIMIT = Filters()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave."""

    analysis: Analysis
    passages: list[Passage]
    """Best first."""


class Retriever:
    """Searches one store with one encoder; safe to share between threads.

    Follows the store: after a write by any process, the next question sees the new articles.
    """

    def __init__(
        self,
        data_dir: Path,
        encoder: Encoder,
        reader: Reader | None = None,
        look: Callable[[Question, LexicalIndex], Analysis] = analyse,
    ) -> None:
        """Open the store under `data_dir`; raises NoStoreError or StoreMismatchError.

        `look` decides what a question means and how it is searched; a benchmark leaves a part of it out.
        """
        self.store = Store(data_dir)
        self.encoder = encoder
        self.reader = reader
        self._look = look
        self._search_dir = Path(data_dir) / SEARCH_DIR
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()
        self.snapshot()

    def snapshot(self) -> Snapshot:
        """Search structures of the store as it is now; made anew when it has changed."""
        with self.store.reading(), self._lock:
            generation = self.store.generation()
            if self._snapshot is None or self._snapshot.generation != generation:
                self.store.require_model(self.encoder.name, self.encoder.dim)
                chunks = self.store.chunks()
                self._snapshot = Snapshot(
                    generation,
                    chunks,
                    DenseIndex(self.store.vectors()),
                    open_lexical(self._search_dir, generation, self.store.texts(chunks)),
                )
            return self._snapshot

    def retrieve(
        self, question: str, k: int = 5, *, read: int = 0, filters: Filters = NO_LIMIT, explain: bool = False
    ) -> list[Passage]:
        """The `k` passages that fit the question best, best first; raises QuestionError.

        With `read` the reader looks at that many of the first and puts them in order anew. Passages that say
        the same stand once and name their twins.
        """
        return self.search(question, k, read=read, filters=filters, explain=explain).passages

    def search(
        self, question: str, k: int = 5, *, read: int = 0, filters: Filters = NO_LIMIT, explain: bool = False
    ) -> Found:
        """The same together with what was seen in the question."""
        if k < 0 or read < 0:
            raise QuestionError(f"Expected no negative number of passages, found {min(k, read)}.")
        looked_at = analyse_question(question)
        with self.store.reading():
            snapshot = self.snapshot()
            if not snapshot.chunks:
                raise NoStoreError(
                    f"Expected articles in {self.store.path}, found none: run `python -m ingest` with files or folders."
                )
            analysis = self._look(looked_at, snapshot.lexical)
            query = self.encoder.encode_queries([analysis.meant])[0]
            first = max(k, read)
            pool = rank(analysis, query, snapshot, self.store, first, self._allowed(snapshot, filters))
            kept = collapse(pool.rows, snapshot.dense, lambda row: self._text(snapshot.chunks[row]), first)
            explainer = Explainer(analysis, pool, snapshot.lexical) if explain else None
            passages = [self._passage(pool, i, twins, snapshot, analysis, explainer) for i, twins in kept]
        if self.reader and read:
            passages = reorder(passages, self.reader.read(analysis.wordings, passages[:read]))
        return Found(analysis, passages[:k])

    def _text(self, stored: StoredChunk) -> str:
        span = stored.chunk.span
        return self.store.article(stored.article).text[span.start : span.end]

    def _allowed(self, snapshot: Snapshot, filters: Filters) -> list[int] | None:
        """Rows of the articles that keep the limits; None where there is no limit."""
        if not filters.any:
            return None
        allowed = {identifier for identifier, facts in self.store.facts().items() if filters.allow(facts)}
        return [row for row, stored in enumerate(snapshot.chunks) if stored.article in allowed]

    def _passage(
        self, pool: Pool, i: int, twins: list[int], snapshot: Snapshot, analysis: Analysis, explainer: Explainer | None
    ) -> Passage:
        stored = snapshot.chunks[pool.rows[i]]
        article, span, weight = self.store.article(stored.article), stored.chunk.span, analysis.weights.overlap
        sentences = []
        for place, cosine in zip(stored.chunk.sentences, pool.cosines[i].tolist(), strict=True):
            text = article.text[place.start : place.end]
            share = overlap(analysis.terms, text)
            sentences.append(SentenceMatch(place, text, cosine, share, weight * share + (1 - weight) * cosine))
        text = article.text[span.start : span.end]
        signals = Signals(float(pool.dense[i]), float(pool.lexical[i]), float(pool.sentence[i]))
        return Passage(
            article.id, article.title, article.source, article.published, span.start, span.end, text,
            float(pool.scores[i]), signals, tuple(sentences),
            twins=tuple(place_of(snapshot.chunks[pool.rows[t]]) for t in twins),
            explanation=explainer.explain(i, text) if explainer else None,
            part=article.part, page=article.page_at(span.start),
        )  # fmt: skip


def place_of(stored: StoredChunk) -> Place:
    """Where a chunk stands."""
    return Place(stored.article, stored.chunk.span.start, stored.chunk.span.end)


def reorder(passages: list[Passage], readings: list[Reading]) -> list[Passage]:
    """The passages with their readings, those that were read in the order of score and margin together.

    A passage gains by how far its margin is over the lowest, so that none falls behind those not read.
    """
    lowest = min((reading.margin for reading in readings), default=0.0)
    read = [
        replace(passage, reading=reading, score=passage.score + MARGIN_WEIGHT * (reading.margin - lowest))
        for passage, reading in zip(passages, readings, strict=False)
    ]
    return sorted(read, key=lambda passage: -passage.score) + passages[len(read) :]
