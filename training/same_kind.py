"""A thing that a question names, swapped for another of its kind: with Mỹ instead of Anh, UNICEF instead of IOM."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from index.names import Name, alternatives, by_form, capital_pattern, is_name, names_in, read_names

TABLE = Path(__file__).parent / "same-kind.tsv"


def swap(question: str, passage: str, language: str, rng: random.Random) -> str | None:
    """The question with one thing that the passage names swapped for one that it doesn't; None where there is none.

    For Vietnamese and English questions: a name of another language would give the answer away.
    """
    if language not in ("vi", "en"):
        return None
    named = names_in(passage)
    found = [
        (by_form()[match.group()], match)
        for match in capital_pattern().finditer(question)
        if is_name(match, question) and by_form()[match.group()] in named
    ]
    nouns = nouns_in(passage)
    # In the order of the text: that of a set changes from run to run, and with it what is drawn.
    for match in noun_pattern().finditer(question):
        noun = by_noun()[match.group().lower()]
        if noun in nouns and match.group().lower() in column(noun, language):
            found.append((noun, match))
    if not found:
        return None
    thing, match = rng.choice(found)
    number = next((i for i, forms in enumerate(columns(thing)) if match.group() in forms), 0)
    known = named | nouns
    others = [other for other in (*read_names(), *read_names(TABLE)) if other.kind == thing.kind and other not in known]
    forms = [form for other in others for form in columns(other)[number][:1]]
    return question[: match.start()] + rng.choice(forms) + question[match.end() :] if forms else None


def columns(thing: Name) -> tuple[tuple[str, ...], ...]:
    """Its forms by column: one is swapped for one of the same."""
    return thing.vi, thing.en, thing.adjectives


def column(thing: Name, language: str) -> tuple[str, ...]:
    """Its forms in the question's language."""
    return thing.en if language == "en" else thing.vi


def nouns_in(passage: str) -> frozenset[Name]:
    """The common nouns of the table that a passage holds, in either language, the longest where they overlap."""
    return frozenset(by_noun()[match.group().lower()] for match in noun_pattern().finditer(passage))


@cache
def by_noun() -> dict[str, Name]:
    """The common nouns of the table by their forms."""
    return {form: noun for noun in read_names(TABLE) for form in noun.forms}


@cache
def noun_pattern() -> re.Pattern[str]:
    """Any noun of the table as whole words."""
    return re.compile(rf"(?<!\w)(?:{alternatives(by_noun())})(?!\w)", re.IGNORECASE)
