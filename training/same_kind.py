"""A thing that a question names, swapped for another of its kind: with Mỹ instead of Anh, UNICEF instead of IOM."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "same-kind.tsv"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its kind and its names in Vietnamese and English."""

    kind: str
    vi: tuple[str, ...]
    en: tuple[str, ...]

    def names(self, language: str) -> tuple[str, ...]:
        """Its names in the question's language."""
        return self.en if language == "en" else self.vi

    def is_in(self, passage: str) -> bool:
        """Whether the passage names it, in either language."""
        return any(place_of(name, passage) for name in self.vi + self.en)


@cache
def read_things(path: Path = TABLE) -> tuple[Thing, ...]:
    """The things of the table."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return tuple(Thing(kind, tuple(vi.split("|")), tuple(en.split("|"))) for kind, vi, en in rows)


def place_of(name: str, text: str) -> re.Match[str] | None:
    """Where the name stands as whole words."""
    flags = re.IGNORECASE if name.islower() else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags)


def swap(question: str, passage: str, language: str, rng: random.Random) -> str | None:
    """The question with one thing that the passage names swapped for one that it doesn't; None where there is none."""
    found = [
        (thing, match)
        for thing in read_things()
        for name in thing.names(language)
        if (match := place_of(name, question)) and match.start() and thing.is_in(passage)
    ]  # not the first word, where a capital shows nothing: "Anh ấy" is no country
    if not found:
        return None
    thing, match = rng.choice(found)
    others = [other for other in read_things() if other.kind == thing.kind and not other.is_in(passage)]
    if not others:
        return None
    other = rng.choice(rng.choice(others).names(language))
    return question[: match.start()] + other + question[match.end() :]
