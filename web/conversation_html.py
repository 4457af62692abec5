"""The conversation as HTML: questions, what is being done for them, answers with their quotes, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from answer.dating import explain_times, published_on
from answer.records import Citation, Step
from answer.wording import NEAREST, REFUSAL, SURE, lead
from index.places import describe_page, describe_part
from index.question import Language

from .escaping import escape
from .links import CitationLink, copy_link
from .session import CHANGING, Exchange, Reply, Session
from .words import duration, say

Message = dict[str, Any]
"""A message of the chat as gradio has it."""
CERTAIN = 0.95
"""Confidence of what is called very sure; `answer.wording.SURE` begins the fairly sure."""


def render_messages(session: Session) -> list[Message]:
    """All of a conversation as messages of the chat."""
    with CHANGING:
        exchanges, language = list(session.exchanges), session.language
    shown = []
    for number, exchange in enumerate(exchanges):
        shown.append({"role": "user", "content": escape(exchange.question).replace("\n", "<br>")})
        content = render_exchange(exchange, number, language)
        if content is not None:
            shown.append({"role": "assistant", "content": content})
    return shown


def render_exchange(exchange: Exchange, number: int, language: Language) -> str | None:
    """The reply, what stands in its place, or what is being done; None where nothing is yet."""
    if exchange.reply:
        return render_reply(exchange.reply, number, exchange.reply.answer.language)
    if exchange.notice:
        return f'<p class="notice">{escape(exchange.notice)}</p>'
    return render_step(exchange.step, language) if exchange.step else None


def render_step(step: Step, language: Language) -> str:
    """What is being looked up, and what was found."""
    if step.passages is None:
        return f'<p class="step">{say("searching", language)}: {escape(step.wording)} …</p>'
    articles = len({passage.article for passage in step.passages})
    found = say("found", language, passages=len(step.passages), articles=articles)
    return f'<p class="step">{found}: {escape(step.wording)} …</p>'


def render_reply(reply: Reply, number: int, language: Language) -> str:
    """An answer: how it was understood, the quotes with their marks, the sources, what was done for it."""
    answer, parts = reply.answer, []
    if answer.understood != answer.question:
        parts.append(f'<p class="understood">{say("understood", language)}: {escape(answer.understood)}</p>')
    if reply.stale:
        parts.append(f'<p class="notice">{say("stale", language)}</p>')
    if answer.refused:
        parts.append(f'<p class="refusal">{escape(REFUSAL[language])}</p>')
        if answer.nearest:
            parts.append(f'<p class="lead">{escape(NEAREST[language])}</p>')
    else:
        parts.append(f'<p class="lead">{escape(lead(answer.confidence, language, answer.sources))}</p>')
    parts += [render_quote(citation, number, language) for citation in reply.citations]
    if reply.citations:
        parts.append(render_sources(reply.citations, number, language))
    if answer.refused:
        parts.append(f'<p class="rephrase">{say("rephrase", language)}</p>')
    parts += [render_suggestions(reply, language), render_facts(reply, number, language)]
    return "".join(parts)


def render_quote(citation: Citation, exchange: int, language: Language) -> str:
    """A quote, byte for byte, the short answer in it in bold, with its clickable mark and what its times mean."""
    pieces = [f"<strong>{escape(text)}</strong>" if marked else escape(text) for text, marked in citation.pieces()]
    quoted = "".join(pieces).replace("\n", "<br>")
    times = explain_times(citation, language)
    meant = f'<span class="times">{escape(times)}</span>' if times else ""
    return f"<blockquote>{quoted} {render_mark(citation, exchange)}{meant}</blockquote>"


def render_mark(citation: Citation, exchange: int) -> str:
    """The clickable mark [n]."""
    return f'<a class="cite" href="{CitationLink(exchange, citation.number)}">&#91;{citation.number}&#93;</a>'


def render_sources(citations: Sequence[Citation], exchange: int, language: Language) -> str:
    """The list of what is cited: each article once, with the marks that open it and their places."""
    rows = []
    for article in dict.fromkeys(citation.article for citation in citations):
        own = [citation for citation in citations if citation.article == article]
        day, part = published_on(own[0].published, language), describe_part(own[0].part, language)
        facts = [escape(fact) for fact in (own[0].source, day, article, part) if fact]
        places = ", ".join(f"{render_mark(c, exchange)} {render_range(c, language)}" for c in own)
        rows.append(
            f"<li>{escape(own[0].title)}"
            f'<span class="where">{" · ".join(facts)} · {say("characters", language)} {places}</span></li>'
        )
    return f'<p class="sources">{say("sources", language)}</p><ul class="sources">{"".join(rows)}</ul>'


def render_range(citation: Citation, language: Language) -> str:
    """The characters of a quote, and the page where there are pages."""
    page = describe_page(citation.page, language)
    return f"{citation.start}–{citation.end}" + (f" ({escape(page)})" if page else "")


def render_suggestions(reply: Reply, language: Language) -> str:
    """Questions to ask next, or instead of one that was refused; a click asks them."""
    if not reply.suggestions:
        return ""
    heading = say("ask instead" if reply.answer.refused else "ask next", language)
    questions = "".join(f'<li><a class="ask" href="#ask">{escape(text)}</a></li>' for text in reply.suggestions)
    return f'<p class="next">{heading}</p><ul class="next">{questions}</ul>'


def render_facts(reply: Reply, number: int, language: Language) -> str:
    """How sure the answer is, what was read for it and how long that took, and the link that copies it."""
    found = say("found", language, passages=reply.passages, articles=reply.articles)
    facts = [f"{found} · {duration(reply.seconds, language)}"]
    if not reply.answer.refused:
        sure = say(certainty(reply.answer.confidence), language)
        facts.insert(0, f'{say("certainty", language)}: <b class="sure">{sure}</b>')
    facts.append(f'<a class="copy" href="{copy_link(number)}">{say("copy", language)}</a>')
    return f'<p class="facts">{" · ".join(facts)}</p>'


def certainty(confidence: float) -> str:
    """The word for a confidence."""
    return "certain" if confidence >= CERTAIN else "likely" if confidence >= SURE else "doubtful"
