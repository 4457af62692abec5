"""A conversation as JSON in the visitor's own browser, so that it outlives a reload and a restart of the server.

Nothing of it stays on the server. What comes back from a browser is not trusted: it has to have the form of a
conversation, and every quote is compared with its article again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from answer.followup import Turn
from answer.records import Answer
from index.errors import ArticleNotFoundError
from index.store import Store

from .engine import Engine
from .session import CHANGING, Exchange, Reply, Session

MOST = 40
"""Exchanges that are kept, the last ones: browsers give a page five megabytes."""
LARGEST = 1_000_000
"""Characters of what a browser may hand back."""
ANSWERS, TURNS = TypeAdapter(Answer), TypeAdapter(tuple[Turn, ...])


def keep(session: Session) -> list[dict[str, Any]]:
    """The answered questions of a session, without the passages that were read for them; the oldest left out
    where they would be too many.
    """
    with CHANGING:
        exchanges = [exchange for exchange in session.exchanges if exchange.reply]
    entries = [kept(exchange.question, exchange.reply) for exchange in exchanges[-MOST:] if exchange.reply]
    while len(str(entries)) > LARGEST:
        del entries[0]
    return entries


def bring_back(saved: object, session: Session, engine: Engine) -> None:
    """Put what a browser kept into a session that has not had it; not while the documents can't be looked at.

    A session is new for a page that was opened again, and where the server has forgotten it or is another one.
    """
    if not session.restored and engine.ready and engine.error is None:
        session.begin_with(restore(saved, engine.retriever().store))


def kept(question: str, reply: Reply) -> dict[str, Any]:
    """One exchange as JSON."""
    return {
        "question": question,
        "answer": ANSWERS.dump_python(replace(reply.answer, passages=()), mode="json"),
        "turns": TURNS.dump_python(reply.turns, mode="json"),
        "passages": reply.passages,
        "articles": reply.articles,
        "seconds": reply.seconds,
        "suggestions": list(reply.suggestions),
    }


def restore(saved: object, store: Store) -> list[Exchange]:
    """The exchanges of what was kept; without those that don't have their form."""
    if not isinstance(saved, list) or len(str(saved)) > 2 * LARGEST:
        return []
    exchanges = []
    for entry in saved[-MOST:]:
        try:
            exchanges.append(restored(entry, store))
        except (ValidationError, KeyError, TypeError, ValueError):  # of an older version, or forged
            continue
    return exchanges


def restored(entry: dict[str, Any], store: Store) -> Exchange:
    """One exchange; raises where the JSON isn't one."""
    answer, turns = ANSWERS.validate_python(entry["answer"]), TURNS.validate_python(entry["turns"])
    reply = Reply(
        answer, turns, int(entry["passages"]), int(entry["articles"]), float(entry["seconds"]),
        tuple(str(text) for text in entry["suggestions"]),
    )  # fmt: skip
    reply.stale = not all(
        stands(citation.article, citation.start, citation.quote, store) for citation in reply.citations
    )
    return Exchange(str(entry["question"]), reply=reply, done=True)


def stands(article: str, start: int, quote: str, store: Store) -> bool:
    """Whether a quote still stands in its article."""
    try:
        return store.article(article).text[start : start + len(quote)] == quote
    except ArticleNotFoundError:
        return False
