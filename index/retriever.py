"""Retrieval: a question to the passages that answer it best."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dense import DenseIndex
from .encoder import Encoder
from .errors import NoStoreError, QuestionError
from .fusion import POOL, choose_weights, fuse
from .lexical import LexicalIndex, Term, open_lexical
from .overlap import overlap, weigh_terms
from .question import Question, analyse_question
from .records import Article, FloatArray, Passage, SentenceMatch, Signals
from .store import Store, StoredChunk
from .vietnamese import place_tones

SEARCH_DIR = "search"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Search structures of one generation of the store; row i is chunks[i]."""

    generation: str
    chunks: list[StoredChunk]
    dense: DenseIndex
    lexical: LexicalIndex


class Retriever:
    """Searches one store with one encoder; safe to share between threads.

    Follows the store: after a write by any process, the next question sees the new articles.
    """

    def __init__(self, data_dir: Path, encoder: Encoder) -> None:
        """Open the store under `data_dir`; raises NoStoreError or StoreMismatchError."""
        self.store = Store(data_dir)
        self.encoder = encoder
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
                self._snapshot = Snapshot(
                    generation,
                    self.store.chunks(),
                    DenseIndex(self.store.vectors()),
                    open_lexical(self._search_dir, generation, self.store.texts()),
                )
            return self._snapshot

    def retrieve(self, question: str, k: int = 5) -> list[Passage]:
        """The `k` passages that fit the question best, best first; raises QuestionError."""
        if k < 0:
            raise QuestionError(f"Expected no negative number of passages, found {k}.")
        return self.retrieve_analysed(analyse_question(question), k)

    def retrieve_analysed(self, question: Question, k: int) -> list[Passage]:
        """Search both ways, fuse, and look into the sentences of the best."""
        query = self.encoder.encode_queries([place_tones(question.text)])[0]
        with self.store.reading():
            snapshot = self.snapshot()
            if not snapshot.chunks:
                raise NoStoreError(
                    f"Expected articles in {self.store.path}, found none: run `python -m ingest` with files or folders."
                )
            terms = weigh_terms(question, snapshot.lexical)
            pool = POOL + k
            nearest = snapshot.dense.search(query, pool)
            matching = snapshot.lexical.search(terms, pool)
            rows = np.union1d(nearest.rows, matching.rows)
            by_row = dict(zip(matching.rows.tolist(), matching.scores.tolist(), strict=True))
            lexical = np.array([by_row.get(row, 0.0) for row in rows.tolist()], np.float32)
            dense = snapshot.dense.scores(query, rows)
            vectors = self.store.sentence_vectors([snapshot.chunks[row].number for row in rows])
            cosines = [v @ query for v in vectors]
            sentence = np.array([c.max() for c in cosines], np.float32)
            weights = choose_weights(question)
            scores = fuse(dense, lexical, sentence, weights)
            best = np.argsort(-scores, kind="stable")[:k]
            return [
                self._passage(
                    snapshot.chunks[rows[i]],
                    float(scores[i]),
                    Signals(float(dense[i]), float(lexical[i]), float(sentence[i])),
                    cosines[i],
                    terms,
                    weights.overlap,
                )
                for i in best
            ]

    def _passage(
        self,
        stored: StoredChunk,
        score: float,
        signals: Signals,
        cosines: FloatArray,
        terms: dict[Term, float],
        weight: float,
    ) -> Passage:
        article: Article = self.store.article(stored.article)
        sentences = []
        for span, cosine in zip(stored.chunk.sentences, cosines.tolist(), strict=True):
            text = article.text[span.start : span.end]
            share = overlap(terms, text)
            sentences.append(SentenceMatch(span, text, cosine, share, weight * share + (1 - weight) * cosine))
        span = stored.chunk.span
        return Passage(
            article.id, article.title, article.source, article.published,
            span.start, span.end, article.text[span.start : span.end], score, signals, tuple(sentences),
        )  # fmt: skip
