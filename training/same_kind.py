"""A thing that a question names, swapped for another of its kind: with Mỹ instead of Anh, UNICEF instead of IOM."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from index.names import Name, read_names

TABLE = Path(__file__).parent / "same-kind.tsv"


@cache
def read_things() -> tuple[Name, ...]:
    """The names of the index, and common nouns and verbs of the table here."""
    return read_names() + read_names(TABLE)


def forms_in(thing: Name, language: str) -> list[tuple[str, ...]]:
    """Its nouns and, in English, its adjectives: what is swapped for its like."""
    return [thing.en, thing.adjectives] if language == "en" else [thing.vi]


@cache
def pattern_of(form: str) -> re.Pattern[str]:
    """A form as whole words; capitals count where it has any."""
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE if form.islower() else re.NOFLAG)


def is_in(thing: Name, passage: str) -> bool:
    """Whether the passage names it, in either language."""
    return any(pattern_of(form).search(passage) for form in thing.vi + thing.en)


def swap(question: str, passage: str, language: str, rng: random.Random) -> str | None:
    """The question with one thing that the passage names swapped for one that it doesn't; None where there is none."""
    found = [
        (thing, number, match)
        for thing in read_things()
        for number, forms in enumerate(forms_in(thing, language))
        for form in forms
        # not the first word, where a capital shows nothing: "Anh ấy" is no country
        if (match := pattern_of(form).search(question)) and match.start() and is_in(thing, passage)
    ]
    if not found:
        return None
    thing, number, match = rng.choice(found)
    others = [
        forms
        for other in read_things()
        if other.kind == thing.kind and not is_in(other, passage) and (forms := forms_in(other, language)[number])
    ]
    if not others:
        return None
    return question[: match.start()] + rng.choice(rng.choice(others)) + question[match.end() :]
