"""An answer and a whole conversation as plain text and Markdown, with citations that can be pasted and checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.dating import published_on
from answer.records import Citation
from answer.wording import REFUSAL
from index.places import describe_place
from index.question import Language

from .session import Exchange, Reply
from .words import say


def reply_as_text(reply: Reply) -> str:
    """One answer: its text, and a line for each citation that says where it stands."""
    answer = reply.answer
    lines = [answer.text, ""]
    lines += [f"[{citation.number}] {source_line(citation, answer.language)}" for citation in reply.citations]
    return "\n".join(lines).strip()


def source_line(citation: Citation, language: Language) -> str:
    """Outlet, title, day, article id, row or page, and characters: what a footnote says."""
    day = published_on(citation.published, language)
    characters = f"{say('characters', language)} {citation.start}–{citation.end}"
    place = ", ".join([citation.article, *describe_place(citation.part, citation.page, language), characters])
    return ". ".join(fact for fact in (citation.source, citation.title.rstrip("."), day, place) if fact)


def conversation_as_markdown(exchanges: Sequence[Exchange]) -> str:
    """A conversation in Markdown, each quote with a footnote (Pandoc and GitHub form); text is never read as markup."""
    parts, notes = ["# Hỏi Nguồn"], list[str]()
    for exchange, reply in answered(exchanges):
        answer = reply.answer
        parts.append(f"## {plain(exchange.question)}")
        if answer.understood != answer.question:
            parts.append(f"*{say('understood', answer.language)}: {plain(answer.understood)}*")
        parts.append(plain(opening(reply)))
        for citation in reply.citations:
            notes.append(f"[^{len(notes) + 1}]: {plain(source_line(citation, answer.language))}")
            quoted = plain(citation.quote).replace("\n", "\n> ")
            parts.append(f"> {quoted}[^{len(notes)}]")
    return "\n\n".join(parts + notes) + "\n"


def answered(exchanges: Sequence[Exchange]) -> list[tuple[Exchange, Reply]]:
    """The questions that have a reply."""
    return [(exchange, exchange.reply) for exchange in exchanges if exchange.reply]


def opening(reply: Reply) -> str:
    """What an answer says before its quotes."""
    return REFUSAL[reply.answer.language] if reply.answer.refused else reply.answer.text.split("\n", 1)[0]


def plain(text: str) -> str:
    """Text that Markdown reads as it is: what it would take for a mark stands behind a backslash.

    Only that (CommonMark 0.31, section 2.4), as a quote should look like itself in the file too.
    """
    escaped = re.sub(r"([\\`*_\[\]<>~|&$^])", r"\\\1", text)
    return re.sub(r"^(\s*(?:\d+(?=[.)]))?)([#+=.)-])", r"\1\\\2", escaped, flags=re.MULTILINE)
