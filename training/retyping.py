"""Questions of the mixture as people type them."""

from __future__ import annotations

import random
import re

from eval.wordings import partly_unaccented, tones_moved, unaccented, with_a_slip

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
