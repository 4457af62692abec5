"""Questions as people type them: without accents, with some, with marks moved, with a slip of a finger."""

from __future__ import annotations

import random
import re
import unicodedata

from index.vietnamese import TONES, fold

OPEN_PAIRS = ("oa", "oe", "uy")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def unaccented(text: str) -> str:
    """The text without Vietnamese marks, case kept."""
    return "".join(fold(c).upper() if c.isupper() else fold(c) for c in text)


def partly_unaccented(text: str, rng: random.Random) -> str:
    """About half of the words without their marks."""
    return re.sub(r"\w+", lambda word: unaccented(word.group()) if rng.random() < 0.5 else word.group(), text)


def tones_moved(text: str) -> str:
    """The tone of final oa, oe, uy on the other vowel: hoà for hòa and back."""

    def moved(match: re.Match[str]) -> str:
        letters = unicodedata.normalize("NFD", match.group())
        for pair in OPEN_PAIRS:
            for tone in TONES:
                first, second = pair[0] + tone + pair[1], pair + tone
                if letters.endswith(first):
                    return unicodedata.normalize("NFC", letters[: -len(first)] + second)
                if letters.endswith(second) and not letters.lower().endswith("q" + second):
                    return unicodedata.normalize("NFC", letters[: -len(second)] + first)
        return match.group()

    return re.sub(r"[^\W\d_]+", moved, text)


def with_a_slip(text: str, rng: random.Random) -> str:
    """One random edit inside one word: a letter dropped, doubled, swapped with the next, or another."""
    words = list(re.finditer(r"[^\W\d_]{3,}", text))
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start(), word.end() - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rng.choice(LETTERS) + text[at + 1 :]
