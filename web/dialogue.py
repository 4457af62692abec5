"""What happens in the chat: a question is asked, looked up, answered, and its sources open."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from time import perf_counter

from answer import Answer
from answer.followup import Turn
from index.errors import ArticleNotFoundError, HoiNguonError
from index.question import Language
from index.records import Article

from .answering import Answered, Answering
from .article_html import Quoted, Steps, render_article, render_hint, render_notice, render_why
from .conversation_html import Message, render_messages
from .engine import Engine
from .links import CitationLink, PlaceLink, parse_copy_link, parse_link
from .log import log_answer
from .plain_text import reply_as_text
from .session import Exchange, Reply, Session
from .words import say

PASSAGES = 10
"""Passages among which the quoted one is looked for to say why it ranked."""


class Dialogue:
    """Answers what was asked, from the documents of an engine."""

    def __init__(self, engine: Engine, answering: Answering) -> None:
        self.engine, self._answering = engine, answering

    def reply(self, session: Session) -> Iterator[tuple[list[Message], str | None]]:
        """Answer all that waits: the messages after each step, and the article to open (None: as it is).

        Where another call is answering, that one answers what waits as well. A page that is closed meanwhile leaves
        its question to wait.
        """
        while (exchange := session.take()) is not None:
            try:
                if not self.engine.ready:
                    exchange.notice = say("loading", session.language)
                    yield render_messages(session), None
                with self.engine.answering():
                    for article in self._answer(exchange, session):
                        if session.holds(exchange):
                            yield render_messages(session), article
            finally:
                session.release()

    def _answer(self, exchange: Exchange, session: Session) -> Iterator[str | None]:
        """Take a question through its steps; yields after each, with the article to open once there is one."""
        language = session.language
        try:
            self.engine.retriever()  # waits until it is open, which is no time of the answer
            began = perf_counter()
            for step in self._answering.stream(exchange.question, session.turns):
                if isinstance(step, Answered):
                    reply = replied(step.answer, step.added, perf_counter() - began)
                    log_answer(step.answer, reply.seconds, "chat")
                    session.put(exchange, reply)
                    shown = reply.citations[:1]
                    if shown:
                        session.opened = str(CitationLink(self._place(exchange, session), shown[0].number))
                    yield self.open_link(session.opened, session) if shown else None
                else:
                    exchange.notice, exchange.step = None, step
                    yield None
        except HoiNguonError as error:
            session.put(exchange, None, str(error))
            yield None
        except Exception:  # noqa: BLE001 - who asked is told, the log has it all, and what waits is answered
            traceback.print_exc()
            if exchange.reply is None:
                session.put(exchange, None, say("failed", language))
            yield None

    def _place(self, exchange: Exchange, session: Session) -> int:
        exchanges = session.exchanges
        return exchanges.index(exchange) if exchange in exchanges else 0

    def open_link(self, link: str, session: Session) -> str:
        """What a link leads to, as HTML of the source reader."""
        target, language = parse_link(link), session.language
        session.opened = link
        try:
            if isinstance(target, CitationLink):
                reply = session.reply_to(target.exchange)
                if reply is not None:
                    return self._open(reply, target.exchange, target.citation, language)
            if isinstance(target, PlaceLink):
                article = self.engine.retriever().store.article(target.article)
                return render_article(article, [Quoted(target.span)], language)
        except HoiNguonError as error:
            return render_notice(str(error), language)
        return render_hint(language)

    def _open(self, reply: Reply, exchange: int, number: int, language: Language) -> str:
        """The article of a citation, all that the answer quotes of it marked."""
        cited = {citation.number: citation for citation in reply.citations}
        if number not in cited:
            return render_hint(language)
        chosen, numbers = cited[number], list(cited)
        retriever = self.engine.retriever()
        try:
            article = retriever.store.article(chosen.article)
        except ArticleNotFoundError:
            return render_notice(say("stale", language), language)
        if article.text[chosen.start : chosen.end] != chosen.quote:
            return render_notice(say("stale", language), language)
        others = (c for c in reply.citations if c.article == article.id and c is not chosen)
        order = [chosen, *(c for c in others if article.text[c.start : c.end] == c.quote)]
        at = numbers.index(number)
        before, after = numbers[:at][-1:], numbers[at + 1 :][:1]
        steps = Steps(
            at + 1, len(numbers),
            CitationLink(exchange, before[0]) if before else None, CitationLink(exchange, after[0]) if after else None,
        )  # fmt: skip
        quoted = [Quoted(c.span, CitationLink(exchange, c.number)) for c in order]
        return render_article(
            article, quoted, language, steps, self._why(reply.answer, article, chosen.start, language)
        )

    def _why(self, answer: Answer, article: Article, start: int, language: Language) -> str:
        """Why the passage around a place was found for the question; empty where it no longer is."""
        retriever = self.engine.retriever()
        with self.engine.computing:
            found = retriever.retrieve(answer.understood, PASSAGES, explain=True)
        for rank, passage in enumerate(found, 1):
            if passage.article == article.id and passage.start <= start < passage.end:
                return render_why(passage, rank, language)
        return ""

    def copied(self, link: str, session: Session) -> str:
        """The answer that a link copies, with its sources, as plain text; nothing where there is none."""
        number = parse_copy_link(link)
        reply = None if number is None else session.reply_to(number)
        return reply_as_text(reply) if reply else ""


def replied(answer: Answer, added: tuple[Turn, ...], seconds: float) -> Reply:
    """The reply that a session keeps of an answer."""
    return Reply(answer, added, len(answer.passages), len({p.article for p in answer.passages}), seconds)
