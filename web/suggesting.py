"""Questions that the page offers: at the start out of the whole collection, after an answer out of its passages.

Each was asked once to see that the documents answer it. That is done only while nobody waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from threading import BoundedSemaphore, Lock

from answer.suggestions import Draft, drafts_of, drafts_of_sentence, is_answered, suggest
from index.retriever import Retriever
from index.store import StoredChunk

from .engine import Engine
from .session import Session

EXAMPLES, NEXT = 4, 2
"""Questions at the start, and after an answer."""
TRIES, EXAMPLE_TRIES = 4, 12
"""Drafts that are asked at most for one answer, and for the examples; what was asked before is remembered."""
WAITING = 4
"""Answers that may wait for their suggestions at once, each in a thread of the server; the others go without."""
ARTICLES = 12
"""Articles that examples are made of, spread over the collection."""


class Suggesting:
    """Finds questions to offer, and remembers which drafts are answered."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting = BoundedSemaphore(WAITING)
        self._checking = Lock()
        self._checked: dict[Draft, bool] = {}
        self._generation = ""

    def after(self, session: Session) -> bool:
        """Put questions to the newest reply of a session; False where it has none, or somebody waits for an answer."""
        reply = session.last
        if reply is None or reply.suggestions or not self._waiting.acquire(blocking=False):
            return False
        try:
            drafts = islice(drafts_of(reply.answer.passages), TRIES)
            shown = () if reply.answer.refused else reply.citations
            reply.suggestions = tuple(suggest(drafts, self._is_answered, NEXT, shown))
        finally:
            self._waiting.release()
        return bool(reply.suggestions)

    def examples(self) -> list[str]:
        """Questions of as many articles as possible."""
        retriever = self._engine.retriever()
        drafts = islice(drafts_of_collection(retriever), EXAMPLE_TRIES)
        return list(suggest(drafts, self._is_answered, EXAMPLES))

    def _is_answered(self, draft: Draft) -> bool:
        """Whether a draft is answered; False while somebody waits, which isn't remembered."""
        retriever = self._engine.retriever()
        with self._checking:
            if self._generation != retriever.store.generation():
                self._generation, self._checked = retriever.store.generation(), {}
            if draft not in self._checked:
                if not self._engine.idle:
                    return False
                with self._engine.computing:
                    self._checked[draft] = is_answered(draft, retriever)
            return self._checked[draft]


def drafts_of_collection(retriever: Retriever) -> Iterator[Draft]:
    """A draft of each of some articles in turn, until none has another."""
    chunks: dict[str, list[StoredChunk]] = {}
    for stored in retriever.snapshot().chunks:
        chunks.setdefault(stored.article, []).append(stored)
    step = max(1, len(chunks) // ARTICLES)
    waiting = [drafts_of_article(retriever, chunks[article]) for article in islice(chunks, 0, None, step)]
    while waiting:
        for source in list(waiting):
            draft = next(source, None)
            if draft is None:
                waiting.remove(source)
            else:
                yield draft


def drafts_of_article(retriever: Retriever, chunks: list[StoredChunk]) -> Iterator[Draft]:
    """The drafts of one article's sentences."""
    for stored in chunks:
        text = retriever.store.article(stored.article).text
        for span in stored.chunk.sentences:
            yield from drafts_of_sentence(text[span.start : span.end], stored.article, span)
