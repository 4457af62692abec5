"""The terms of a question, what each weighs, and how much of that weight stands in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from .background import surprisal
from .lexical import Field, LexicalIndex, Term
from .question import Question
from .vietnamese import fold, syllables, with_bigrams


def question_terms(question: Question, tokens: Sequence[str]) -> dict[Field, tuple[list[Term], list[Term]]]:
    """Syllables and bigrams of the question as it was meant, for each field.

    Vietnamese is looked up with and without accents, so that the exact word outranks its folded twins and
    one that is accented otherwise is still found; English shares only names and numbers, in any accents.
    """
    fields: tuple[Field, ...] = ("folded",) if question.language == "en" else ("exact", "folded")
    terms: dict[Field, tuple[list[Term], list[Term]]] = {}
    for field in fields:
        forms = list(tokens) if field == "exact" else [fold(token) for token in tokens]
        single = [Term(field, form) for form in forms]
        terms[field] = single, [Term(field, f"{left}_{right}") for left, right in pairwise(forms)]
    return terms


def weigh_terms(question: Question, tokens: Sequence[str], lexical: LexicalIndex) -> dict[Term, float]:
    """Weight of each term of the question; they add up to 1, and each field has the same share.

    One half is shared out by inverse document frequency in the collection, over syllables and
    bigrams; the other by surprisal in the language at large, over syllables: a small collection
    knows too little of what is rare.
    """
    fields = question_terms(question, tokens)
    weights: dict[Term, float] = {}
    for single, double in fields.values():
        idf = {term: lexical.idf(term) for term in single + double}
        rare = {term: surprisal(term) for term in single}
        total_idf, total_rare = sum(idf.values()) or 1.0, sum(rare.values()) or 1.0
        for term, value in idf.items():
            weights[term] = (value / total_idf + rare.get(term, 0.0) / total_rare) / 2 / len(fields)
    return weights


def forms_of(text: str, fields: Collection[Field] = ("exact", "folded")) -> dict[Field, set[str]]:
    """Syllables and bigrams of a text, in the form of each of the fields."""
    tokens = syllables(text)
    return {
        field: set(with_bigrams(tokens if field == "exact" else [fold(token) for token in tokens])) for field in fields
    }


def overlap(weights: Mapping[Term, float], text: str) -> float:
    """Share of the weight whose terms stand in a text, [0, 1]."""
    forms = forms_of(text, {term.field for term in weights})
    return sum(weight for term, weight in weights.items() if term.token in forms[term.field])
