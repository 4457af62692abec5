"""A thing that a question names, swapped for another of its kind: with Mỹ instead of Anh, UNICEF instead of IOM."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from index.names import Name, by_form, capital_pattern, is_name, names_in, read_names

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
    found += [(noun, match) for noun in nouns for form in column(noun, language) for match in found_in(form, question)]
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
    """The common nouns of the table that a passage holds, in either language."""
    return frozenset(noun for noun in read_names(TABLE) if any(found_in(form, passage) for form in noun.forms))


def found_in(form: str, text: str) -> list[re.Match[str]]:
    """Where a common noun stands as whole words, not as a part of a longer one of the table."""
    return [match for match in noun_pattern().finditer(text) if match.group().lower() == form]


@cache
def noun_pattern() -> re.Pattern[str]:
    """Any noun of the table, the longest first."""
    forms = sorted((form for noun in read_names(TABLE) for form in noun.forms), key=lambda form: -len(form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
