"""The terms of a question, what each weighs, and how much of that weight stands in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .background import surprisal
from .lexical import Field, LexicalIndex, Term
from .question import Question
from .vietnamese import fold, syllables, with_bigrams


def question_terms(question: Question, lexical: LexicalIndex) -> tuple[list[Term], list[Term]]:
    """The question's syllables and bigrams, each in the field where it can match.

    Where accents were left out everything is looked up without them. Elsewhere only a syllable that the
    collection doesn't have as typed is ("tổ chưc" still finds "tổ chức").
    """
    bare = question.unaccented or question.language == "en"
    single = [
        Term("folded", fold(token)) if bare or not lexical.contains(Term("exact", token)) else Term("exact", token)
        for token in question.tokens
    ]
    pairs = zip(question.tokens, question.tokens[1:], single, single[1:], strict=False)
    double = [
        Term("exact", f"{left}_{right}")
        if a.field == b.field == "exact"
        else Term("folded", f"{fold(left)}_{fold(right)}")
        for left, right, a, b in pairs
    ]
    return single, double


def weigh_terms(question: Question, lexical: LexicalIndex) -> dict[Term, float]:
    """Weight of each term of the question; they add up to 1.

    One half is shared out by inverse document frequency in the collection, over syllables and
    bigrams; the other by surprisal in the language at large, over syllables: a small collection
    knows too little of what is rare.
    """
    single, double = question_terms(question, lexical)
    idf = {term: lexical.idf(term) for term in single + double}
    rare = {term: surprisal(term) for term in single}
    total_idf, total_rare = sum(idf.values()) or 1.0, sum(rare.values()) or 1.0
    return {term: (idf[term] / total_idf + rare.get(term, 0.0) / total_rare) / 2 for term in idf}


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
