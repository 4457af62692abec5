"""Passages that say the same: a story that several outlets carry, or one that was filed twice.

Resemblance of the sets of syllable bigrams (Broder 1997, "On the resemblance and containment of documents").
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .dense import DenseIndex
from .overlap import forms_of

ALIKE = 0.95
"""Cosine of two passages from which on their words are compared."""
RESEMBLANCE = 0.7
"""Share of common bigrams from which on two passages say the same, where they name the same numbers."""


def collapse(
    rows: NDArray[np.int64], dense: DenseIndex, text_of: Callable[[int], str], k: int
) -> list[tuple[int, list[int]]]:
    """Places in `rows` of the first `k` that differ, each with the places of those that say the same as it.

    Two that name other numbers are kept apart: they may contradict each other. Looks no further than it needs to.
    """
    kept: list[tuple[int, list[int]]] = []
    for place, row in enumerate(rows.tolist()):
        if len(kept) == k:
            break
        alike = dense.cosines(row, rows[[first for first, _ in kept]]) >= ALIKE
        twins = (
            kept[number][1]
            for number in np.flatnonzero(alike)
            if say_the_same(text_of(int(rows[kept[number][0]])), text_of(row))
        )
        twin = next(twins, None)
        if twin is None:
            kept.append((place, []))
        else:
            twin.append(place)
    return kept


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts have the same numbers and nearly the same words."""
    bigrams, numbers = [], []
    for text in (one, other):
        tokens = forms_of(text, ["folded"])["folded"]
        bigrams.append({token for token in tokens if "_" in token})
        numbers.append({token for token in tokens if token[0].isdigit() and "_" not in token})
    common, all_of_them = len(bigrams[0] & bigrams[1]), len(bigrams[0] | bigrams[1])
    return numbers[0] == numbers[1] and all_of_them > 0 and common >= RESEMBLANCE * all_of_them
