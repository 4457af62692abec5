"""Questions made unanswerable: another year, number or name than the passage's, and look-alike passages."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from index.analysis import analyse
from index.lexical import open_lexical
from index.question import analyse_question
from index.vietnamese import LOWER, UPPER

from .examples import Example
from .same_kind import swap

SWAPPED = 0.7
"""Share of the false premises that are swaps, where one can be made; the others change a number or any name."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(rf"(?<=[{UPPER}{LOWER},] )[{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*)+")
"""Two or more capitalised words in a row, not at the start of the question."""


def capitalised_names(question: str) -> list[str]:
    """The names of people, places and bodies in a question, as far as capitals show them."""
    return [match.group() for match in NAME.finditer(question)]


def with_a_false_premise(example: Example, names: Sequence[str], rng: random.Random) -> Example | None:
    """The question about another thing, year, number or name than the passage's; None where it names none of them."""
    swapped = swap(example.question, example.passage, example.language, rng)
    if swapped and rng.random() < SWAPPED:
        return replace(example, question=swapped, answer=None)
    numbers = [m for m in NUMBER.finditer(example.question) if m.group() in example.passage]
    if numbers and (rng.random() < 0.6 or not names):
        match = rng.choice(numbers)
        other = another_number(match.group(), rng)
    else:
        matches = [m for m in NAME.finditer(example.question) if m.group() in example.passage]
        if not matches:
            return None
        match = rng.choice(matches)
        other = rng.choice(names)
    if other in example.passage or other == match.group():
        return None
    question = example.question[: match.start()] + other + example.question[match.end() :]
    return replace(example, question=question, answer=None)


def another_number(number: str, rng: random.Random) -> str:
    """A number of the same look: a near year for a year, other digits elsewhere."""
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", number):
        return str(int(number) + rng.choice((-10, -4, -3, -2, -1, 1, 2, 3, 4, 10)))
    return re.sub(r"\d", lambda digit: str((int(digit.group()) + rng.randint(1, 8)) % 9 + 1), number, count=2)


class LookAlikes:
    """Passages that BM25 takes for an answer."""

    def __init__(self, passages: Sequence[str]) -> None:
        """Index the passages, in a folder that lives as long as this."""
        self._folder = TemporaryDirectory(prefix="hoi-nguon-negatives-")
        self._passages = list(passages)
        self._known = frozenset(passages)
        self._index = open_lexical(Path(self._folder.name), "negatives", self._passages)

    def find(self, example: Example, k: int = 12) -> list[str]:
        """The `k` passages ranked first for the question of an example over one of them, best first.

        None for one over another passage, which may be one of them in another language.
        """
        if example.passage not in self._known:
            return []
        analysis = analyse(analyse_question(example.question), self._index)
        return [self._passages[row] for row in self._index.search(analysis.terms, k).rows]
