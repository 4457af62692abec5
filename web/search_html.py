"""Search results as HTML: ranked passages, the words that matched marked, and why each ranked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from answer.dating import published_on
from index.places import describe_place
from index.question import ACCENTED_SHARE, Language
from index.records import Passage, Span
from index.vietnamese import TOKEN, fold, syllables

from .article_html import render_why
from .escaping import escape_html
from .links import PlaceLink
from .words import say


def render_results(passages: Sequence[Passage], language: Language) -> str:
    """All passages, best first."""
    if not passages:
        return f'<p class="notice">{say("nothing", language)}</p>'
    items = "".join(render_result(passage, rank, language) for rank, passage in enumerate(passages, 1))
    return f'<ol class="results">{items}</ol>'


def render_result(passage: Passage, rank: int, language: Language) -> str:
    """One passage with its title, place, text and reasons."""
    link = PlaceLink(passage.article, Span(passage.start, passage.end))
    day = published_on(passage.published, language)
    facts = [escape_html(fact) for fact in (passage.source, day, passage.article) if fact]
    facts += map(escape_html, describe_place(passage.part, passage.page, language))
    facts.append(f"{say('characters', language)} {passage.start}–{passage.end}")
    why = passage.explanation
    marked = mark_words(passage.text, why.matched, why.accented >= ACCENTED_SHARE) if why else escape_html(passage.text)
    return (
        f'<li><h2><a class="open" href="{link}" title="{say("open", language)}">{escape_html(passage.title)}</a></h2>'
        f'<p class="facts">{" · ".join(facts)}</p>'
        f'<p class="text" lang="vi">{marked}</p>{render_why(passage, rank, language)}</li>'
    )


def mark_words(text: str, matched: Collection[str], accented: bool) -> str:
    """The text with the syllables of matching terms marked, in whatever form they have there.

    A syllable without accents stands for any other only where the question has none: "trợ" isn't "trở".
    """
    wanted = {syllable for term in matched for syllable in syllables(term)}
    bare = set() if accented else {syllable for syllable in wanted if syllable == fold(syllable)}
    pieces, at = [], 0
    for found in TOKEN.finditer(text):
        if any(form in wanted or fold(form) in bare for form in syllables(found.group())):
            pieces += [escape_html(text[at : found.start()]), f"<mark>{escape_html(found.group())}</mark>"]
            at = found.end()
    return "".join([*pieces, escape_html(text[at:])]).replace("</mark> <mark>", " ")
