"""Answers and articles as HTML. Everything that comes from a document or a user is escaped here."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit

from answer.dating import explain_times, published_on
from answer.records import Answer, Citation
from answer.wording import NEAREST, REFUSAL, lead
from index.question import Language
from index.records import Article, Span

LINK_PREFIX = "#cite/"
SOURCES: dict[Language, str] = {"vi": "Nguồn", "en": "Sources"}
UNDERSTOOD: dict[Language, str] = {"vi": "Đã hiểu là", "en": "Understood as"}
CHARACTERS: dict[Language, str] = {"vi": "ký tự", "en": "characters"}
READER_HINT = (
    '<div class="pane"><p class="hint">Bấm vào số nguồn như <b>[1]</b> để xem câu được trích trong bài gốc.<br>'
    '<span lang="en">Click a source number such as [1] to see the quoted sentence in its article.</span></p></div>'
)


def escape(text: str) -> str:
    """Text that neither HTML nor Markdown reads as markup: all marks as character references."""
    return re.sub(r"[^\w\s]", lambda mark: f"&#{ord(mark.group())};", text).replace("_", "&#95;")


def render_question(question: str) -> str:
    """A user's message, as typed."""
    return escape(question).replace("\n", "<br>")


def render_answer(answer: Answer) -> str:
    """The body of an answer: how it was understood, the quotes with their marks, the sources."""
    parts = []
    if answer.understood != answer.question:
        parts.append(f'<p class="understood">{UNDERSTOOD[answer.language]}: {escape(answer.understood)}</p>')
    if answer.refused:
        parts.append(f'<p class="refusal">{escape(REFUSAL[answer.language])}</p>')
        if answer.nearest:
            parts.append(f'<p class="lead">{escape(NEAREST[answer.language])}</p>')
            parts.append(render_quote(answer.nearest, answer.language))
            parts.append(render_sources([answer.nearest], answer.language))
        return "".join(parts)
    parts.append(f'<p class="lead">{escape(lead(answer.confidence, answer.language, answer.sources))}</p>')
    parts += [render_quote(citation, answer.language) for citation in answer.citations]
    parts.append(render_sources(answer.citations, answer.language))
    return "".join(parts)


def render_quote(citation: Citation, language: Language) -> str:
    """A quote, byte for byte, the short answer in it in bold, with its clickable mark and what its times mean."""
    pieces, at = [], 0
    for span in citation.highlight:
        start, end = span.start - citation.start, span.end - citation.start
        pieces += [escape(citation.quote[at:start]), f"<strong>{escape(citation.quote[start:end])}</strong>"]
        at = end
    quoted = "".join([*pieces, escape(citation.quote[at:])]).replace("\n", "<br>")
    times = explain_times(citation, language)
    meant = f'<span class="times">{escape(times)}</span>' if times else ""
    return f"<blockquote>{quoted} {render_mark(citation)}{meant}</blockquote>"


def render_mark(citation: Citation) -> str:
    """The clickable mark [n]."""
    return f'<a class="cite" href="{link_to(citation)}">&#91;{citation.number}&#93;</a>'


def render_sources(citations: Sequence[Citation], language: Language) -> str:
    """The list of what is cited: each article once, with the marks that open it and their places."""
    rows = []
    for article in dict.fromkeys(citation.article for citation in citations):
        own = [citation for citation in citations if citation.article == article]
        facts = [escape(fact) for fact in (own[0].source, published_on(own[0].published, language), article) if fact]
        places = ", ".join(f"{render_mark(c)} {c.start}–{c.end}" for c in own)
        rows.append(
            f"<li>{escape(own[0].title)}"
            f'<span class="where">{" · ".join(facts)} · {CHARACTERS[language]} {places}</span></li>'
        )
    return f'<p class="sources">{SOURCES[language]}</p><ul class="sources">{"".join(rows)}</ul>'


def link_to(citation: Citation) -> str:
    """The in-page link that opens a citation; every part is percent-encoded."""
    return f"{LINK_PREFIX}{citation.start}/{citation.end}/{quote(citation.article, safe='')}"


def parse_link(link: str) -> tuple[str, Span] | None:
    """Article and span of an in-page link; None where it is none of ours."""
    match = re.fullmatch(rf"{LINK_PREFIX}(\d{{1,12}})/(\d{{1,12}})/(.{{1,2000}})", link.strip())
    if not match:
        return None
    return unquote(match[3]), Span(int(match[1]), int(match[2]))


def render_article(article: Article, cited: Span) -> str:
    """The whole article with one sentence highlighted."""
    text = article.text
    key = html.escape(f"{article.id} {cited.start} {cited.end}", quote=True)
    before, quoted, after = text[: cited.start], text[cited.start : cited.end], text[cited.end :]
    day = published_on(article.published, "vi")
    facts = [html.escape(fact) for fact in (article.source, day, article.author) if fact]
    if article.url and urlsplit(article.url).scheme in ("http", "https"):
        address = html.escape(article.url, quote=True)
        facts.append(f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>')
    facts.append(html.escape(article.id))
    derived = (
        ' <span class="derived" title="Bài không có tiêu đề: đây là câu đầu tiên. / No title: the first sentence.">'
        "(câu đầu)</span>"
        if article.title_derived
        else ""
    )
    return (
        f'<div class="pane"><article class="source" lang="vi"><h2>{html.escape(article.title)}{derived}</h2>'
        f'<p class="facts">{" · ".join(facts)}</p>'
        f'<div class="text">{html.escape(before)}<mark id="cited" data-key="{key}">{html.escape(quoted)}</mark>'
        f"{html.escape(after)}</div></article></div>"
    )


def render_notice(sentence: str) -> str:
    """A sentence to the user that is neither answer nor refusal."""
    return f'<p class="notice">{escape(sentence)}</p>'
