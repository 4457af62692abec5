"""The source reader as HTML: a whole article with its facts, what is quoted of it, and why that was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from answer.dating import published_on
from index.places import describe_place
from index.question import Language
from index.records import Article, Passage, Span

from .escaping import escape_html
from .links import CitationLink
from .words import say

SIGNALS = {"dense": "meaning", "bm25": "words", "sentence": "sentence"}
"""Names of the signals in `web.words`."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place that is marked in the article."""

    span: Span
    link: CitationLink | None = None
    """Where it is a citation of an answer."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the open citation stands among those of its answer."""

    number: int
    count: int
    previous: CitationLink | None
    next: CitationLink | None


def render_article(
    article: Article, quoted: Sequence[Quoted], language: Language, steps: Steps | None = None, why: str = ""
) -> str:
    """The whole article with the quoted places marked; the first of those is the one that was opened.

    Of places that overlap the earlier in `quoted` is marked whole and the later not at all.
    """
    kept: list[Quoted] = []
    for place in quoted:
        if all(place.span.end <= other.span.start or other.span.end <= place.span.start for other in kept):
            kept.append(place)
    pieces, at = [], 0
    for place in sorted(kept, key=lambda kept_place: kept_place.span.start):
        span = place.span
        pieces += [escape_html(article.text[at : span.start]), render_mark(article, place, place is quoted[0])]
        at = span.end
    text = "".join([*pieces, escape_html(article.text[at:])])
    return (
        f'<div class="pane" role="region" tabindex="0" aria-label="{say("reader", language)}">'
        f"{render_bar(steps, language)}"
        f'<article class="source" lang="vi"><h2>{escape_html(article.title)}{render_derived(article, language)}</h2>'
        f'<p class="facts">{render_facts(article, language, quoted[0].span)}</p>{why}'
        f'<div class="text">{text}</div></article></div>'
    )


def render_mark(article: Article, place: Quoted, opened: bool) -> str:
    """One marked place; the opened one has the id that the page scrolls to."""
    quoted = escape_html(article.text[place.span.start : place.span.end])
    number = f'<a class="cite" href="{place.link}">[{place.link.citation}]</a>' if place.link else ""
    if opened:
        key = escape_html(f"{article.id} {place.span.start} {place.span.end}")
        if not quoted:  # the article as a whole
            return f'<span id="cited" data-key="{key}"></span>'
        return f'<mark id="cited" data-key="{key}">{quoted}</mark>{number}'
    return f"<mark>{quoted}</mark>{number}"


def render_bar(steps: Steps | None, language: Language) -> str:
    """The bar over the article: back and forth between the quotes, and the button that closes it."""
    moves = ""
    if steps:
        moves = (
            render_move(steps.previous, "‹", say("previous", language))
            + f"<span>{say('quote of', language, number=steps.number, count=steps.count)}</span>"
            + render_move(steps.next, "›", say("next", language))
        )
    name = say("close", language)
    close = f'<button type="button" class="close" aria-label="{name}" title="{name}">×</button>'
    return f'<div class="bar">{moves}{close}</div>'


def render_move(link: CitationLink | None, sign: str, name: str) -> str:
    """An arrow to another quote."""
    if link is None:
        return f'<span class="move none" aria-hidden="true">{sign}</span>'
    return f'<a class="move" href="{link}" aria-label="{name}" title="{name}">{sign}</a>'


def render_derived(article: Article, language: Language) -> str:
    """That the title is the first sentence, where it is."""
    if not article.title_derived:
        return ""
    return f' <span class="derived" title="{say("no title", language)}">({say("derived", language)})</span>'


def render_facts(article: Article, language: Language, opened: Span) -> str:
    """Source, day, author, address and id, the row or the page of the opened place, as far as they are known."""
    facts = [
        escape_html(fact)
        for fact in (article.source, published_on(article.published, language), article.author)
        if fact
    ]
    if article.url and is_of_the_web(article.url):
        address = escape_html(article.url)
        facts.append(f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>')
    page = article.page_at(opened.start) if opened.end > opened.start else None
    return " · ".join([*facts, *map(escape_html, [article.id, *describe_place(article.part, page, language)])])


def is_of_the_web(url: str) -> bool:
    """Whether an address may be a link."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # as of http://[x
        return False


def render_hint(language: Language) -> str:
    """What stands in the reader while no article is open."""
    return f'<div class="pane empty"><p class="hint">{say("hint", language)}</p></div>'


def render_notice(sentence: str, language: Language) -> str:
    """A sentence where an article would stand."""
    bar = render_bar(None, language)
    return f'<div class="pane empty">{bar}<p class="notice">{escape_html(sentence)}</p></div>'


def render_why(passage: Passage, rank: int, language: Language) -> str:
    """Why a passage ranked where it did, folded up until somebody asks."""
    rows = [f"{say('rank', language)} {rank} · {say('score', language)} {passage.score:+.2f}"]
    told = passage.explanation
    if told:
        rows.append(f"{say('read as', language)}: “{escape_html(told.meant)}”")
        shares = (f"{say(word, language)} {told.shares[signal]:+.2f}" for signal, word in SIGNALS.items())
        rows.append(" · ".join(shares))
        if told.matched:
            rows.append(f"{say('matched', language)}: {escape_html(', '.join(told.matched))}")
        if told.unknown:
            rows.append(f"{say('unknown', language)}: {escape_html(', '.join(told.unknown))}")
    if passage.reading and passage.reading.text:
        read = f"“{escape_html(passage.reading.text)}” ({passage.reading.probability:.0%})"
        rows.append(f"{say('read here', language)}: {read}")
    items = "".join(f"<li>{row}</li>" for row in rows)
    return f'<details class="why"><summary>{say("why", language)}</summary><ul>{items}</ul></details>'
