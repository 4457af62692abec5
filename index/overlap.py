"""The terms of a question, what each weighs, and how much of that weight stands in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from .background import surprisal
from .lexical import Clue, Concept, Field, LexicalIndex, Term, in_order
from .question import Question
from .translation import translate
from .vietnamese import fold, syllables, with_bigrams

FIELDS: tuple[Field, ...] = ("exact", "folded")


def question_terms(tokens: Sequence[str]) -> dict[Field, tuple[list[Term], list[Term]]]:
    """Syllables and bigrams of a Vietnamese question as it was meant, for each field.

    It is looked up with and without accents, so that the exact word outranks its folded twins and one that is
    accented otherwise is still found.
    """
    terms: dict[Field, tuple[list[Term], list[Term]]] = {}
    for field in FIELDS:
        forms = list(tokens) if field == "exact" else [fold(token) for token in tokens]
        single = [Term(field, form) for form in forms]
        terms[field] = single, [Term(field, f"{left}_{right}") for left, right in pairwise(forms)]
    return terms


def weigh_terms(question: Question, tokens: Sequence[str], lexical: LexicalIndex) -> dict[Clue, float]:
    """Weight of each clue of the question; they add up to 1. Of Vietnamese each field has the same share."""
    if question.language == "en":
        return weigh_translated(question, tokens, lexical)
    weights: dict[Clue, float] = {}
    for single, double in question_terms(tokens).values():
        shares = share_out(
            {term: lexical.idf(term) for term in single + double}, {term: surprisal(term) for term in single}
        )
        weights |= {term: share / len(FIELDS) for term, share in shares.items()}
    return weights


def weigh_translated(question: Question, tokens: Sequence[str], lexical: LexicalIndex) -> dict[Clue, float]:
    """The same for English: what it says in Vietnamese, and as they are its numbers and the words without translation.

    Those are mostly names, so they are looked up in any accents. Words that stand together like a name are also
    looked up as one, where the collection has that: To Lam.
    """
    found = translate(question.text)
    own = [token for token in tokens if token[0].isdigit()] + syllables(" ".join(found.unknown))
    single = [Term("folded", fold(token)) for token in own]
    runs = [[fold(token) for token in syllables(" ".join(run))] for run in found.names]
    double = [term for run in runs if len(run) > 1 for term in in_order("folded", run) if lexical.count(term)]
    idf: dict[Clue, float] = {term: lexical.idf(term) for term in single + double}
    rare: dict[Clue, float] = {term: surprisal(term) for term in single}
    for concept in found.concepts.values():
        idf[concept] = min(max(lexical.idf(term) for term in terms) for terms in concept.terms)
        rare[concept] = surprisal_of(concept)
    return share_out(idf, rare)


def surprisal_of(clue: Clue) -> float:
    """Surprisal of a syllable, or of the English that a concept translates by its last word, in nats."""
    return surprisal(clue if isinstance(clue, Term) else Term("folded", fold(clue.words[-1])))


def share_out(idf: Mapping[Clue, float], rare: Mapping[Clue, float]) -> dict[Clue, float]:
    """One half by inverse document frequency in the collection, the other by surprisal in the language at large.

    Bigrams have no surprisal; a small collection alone knows too little of what is rare.
    """
    total_idf, total_rare = sum(idf.values()) or 1.0, sum(rare.values()) or 1.0
    return {clue: (value / total_idf + rare.get(clue, 0.0) / total_rare) / 2 for clue, value in idf.items()}


def forms_of(text: str, fields: Collection[Field] = ("exact", "folded")) -> dict[Field, set[str]]:
    """Syllables and bigrams of a text, in the form of each of the fields."""
    tokens = syllables(text)
    return {
        field: set(with_bigrams(tokens if field == "exact" else [fold(token) for token in tokens])) for field in fields
    }


def overlap(weights: Mapping[Clue, float], text: str) -> float:
    """Share of the weight whose clues stand in a text, [0, 1]."""
    forms = forms_of(text)
    return sum(weight for clue, weight in weights.items() if stands_in(clue, forms))


def stands_in(clue: Clue, forms: Mapping[Field, Collection[str]]) -> bool:
    """Whether a term, or one of a concept's translations, is among the forms of a text in both fields."""
    if isinstance(clue, Concept):
        return any(all(term.token in forms[term.field] for term in terms) for terms in clue.terms)
    return clue.token in forms[clue.field]
