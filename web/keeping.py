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

from .session import CHANGING, Exchange, Reply, Session

MOST = 40
"""Exchanges that are kept, the last ones: browsers give a page five megabytes."""
LARGEST = 1_000_000
"""Characters of what a browser may hand back."""
ANSWERS, TURNS = TypeAdapter(Answer), TypeAdapter(tuple[Turn, ...])


def keep(session: Session) -> list[dict[str, Any]]:
    """The answered questions of a session, without the passages that were read for them."""
    with CHANGING:
        exchanges = [exchange for exchange in session.exchanges if exchange.reply]
    return [kept(exchange.question, exchange.reply) for exchange in exchanges[-MOST:] if exchange.reply]


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
    """The exchanges of what was kept; none where it doesn't have their form."""
    if not isinstance(saved, list) or len(str(saved)) > LARGEST:
        return []
    try:
        return [restored(entry, store) for entry in saved[-MOST:]]
    except (ValidationError, KeyError, TypeError, ValueError):
        return []


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
