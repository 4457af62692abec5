"""Exact match and F1 of answer spans, as SQuAD measures them (Rajpurkar et al. 2016, arXiv:1606.05250, section 6.1)."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter

PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
ARTICLES = re.compile(r"\b(a|an|the)\b")


def tokens_of(text: str) -> list[str]:
    """Words in lower case without punctuation and English articles."""
    bare = PUNCTUATION.sub("", unicodedata.normalize("NFC", text).lower())
    return ARTICLES.sub(" ", bare).split()


def exact_match(found: str, gold: str) -> float:
    """1 where both are the same words, else 0."""
    return float(tokens_of(found) == tokens_of(gold))


def span_f1(found: str, gold: str) -> float:
    """Harmonic mean of precision and recall over the words, [0, 1]."""
    ours, theirs = tokens_of(found), tokens_of(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))
