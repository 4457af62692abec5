"""Questions as people type them: without accents, with some, marks moved, a slip of a finger, lower case."""

from __future__ import annotations

import random
import re
import unicodedata

from index.vietnamese import TONES, fold

OPEN_PAIRS = ("oa", "oe", "uy")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ANSWER_MARK = re.compile(r"\s*[?؟？]\s*$")


def retyped(question: str, language: str, rng: random.Random) -> str:
    """The question with at most one kind of noise, often in lower case or without its question mark."""
    if language == "vi":
        kind = rng.choices(("as it is", "folded", "half folded", "tones moved", "slip"), (70, 12, 6, 5, 7))[0]
        if kind == "folded":
            question = unaccented(question)
        elif kind == "half folded":
            question = partly_unaccented(question, rng)
        elif kind == "tones moved":
            question = tones_moved(question)
        elif kind == "slip":
            question = with_a_slip(question, rng)
    if rng.random() < 0.2:
        question = question.lower()
    if rng.random() < 0.3:
        question = ANSWER_MARK.sub("", question)
    return question


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
