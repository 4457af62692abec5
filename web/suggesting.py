"""Questions that the page offers: at the start out of the whole collection, after an answer out of its passages.

Each was asked once to see that the documents answer it. That is done only while nobody waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from threading import BoundedSemaphore

from answer.suggestions import Draft, drafts_of, drafts_of_sentence, is_answered, suggest
from index.errors import QuestionError
from index.retriever import Retriever
from index.store import StoredChunk

from .answering import Answering
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
    """Finds questions to offer; as they were asked before, an example that is clicked is answered at once."""

    def __init__(self, engine: Engine, answering: Answering) -> None:
        self._engine, self._answering = engine, answering
        self._waiting = BoundedSemaphore(WAITING)

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
        """Whether a draft is answered; False where it would have to be asked while somebody waits."""
        answered = self._answering.remembered(draft.question)
        if answered is None and self._engine.idle:
            with suppress(QuestionError):
                answered = self._answering.answer(draft.question, ())
        return answered is not None and is_answered(draft, answered.answer)


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
