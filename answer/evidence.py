"""What speaks for and against a passage holding the answer, as numbers between about 0 and 1."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

from index.background import surprisal
from index.encoder import Encoder
from index.lexical import Field, Term
from index.overlap import forms_of
from index.question import YEAR, Question
from index.records import Passage, SentenceMatch
from index.vietnamese import UPPER, fold

from .expectation import NUMBER, holds_expected
from .occlusion import measure_support

COMMON = 8.0
"""Surprisal in nats below which a syllable says nothing about a topic."""
CAPITALISED = re.compile(rf"(?<!^)\b[{UPPER}]\w+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Signals that an answer stands in the best sentence or its passage."""

    sentence_cosine: float
    sentence_overlap: float
    passage_cosine: float
    passage_overlap: float
    """Share of the weight of the question's own content syllables that stand in the passage."""
    bm25: float
    """BM25 of the passage for each syllable of the question, over 5."""
    rarest_missing: float
    """Surprisal of the rarest content syllable that the passage lacks, over 18; 0 where none is missing."""
    number_missing: float
    """1 where a number of the question is not in the passage."""
    name_missing: float
    """Share of the question's capitalised syllables that the passage lacks."""
    expected: float
    """Whether the sentence holds the kind of answer asked for: 1, -1, or 0 where that can't be told."""
    year_conflict: float
    """1 where question and sentence both name years and share none."""
    weakest_support: float
    """Support.weakest times 20, at least -1."""
    support_against: float
    """Support.against times 10, at least -1."""

    def values(self) -> tuple[float, ...]:
        """The signals in order."""
        return tuple(float(value) for value in astuple(self))


def weigh_evidence(question: Question, passage: Passage, sentence: SentenceMatch, encoder: Encoder) -> Evidence:
    """Signals for a question, the best sentence found and the passage around it."""
    here = forms_of(passage.text, ["folded"])["folded"]
    content = content_terms(question)
    missing = {term: weight for term, weight in content.items() if fold(term.token) not in here}
    total = sum(content.values())
    names = [fold(name) for name in CAPITALISED.findall(question.text)]
    numbers = NUMBER.findall(question.text)
    asked, said = set(YEAR.findall(question.text)), set(YEAR.findall(sentence.text))
    support = measure_support(question, sentence.text, encoder)
    return Evidence(
        sentence_cosine=sentence.dense,
        sentence_overlap=sentence.overlap,
        passage_cosine=passage.signals.dense,
        passage_overlap=1 - sum(missing.values()) / total if total else 0.0,
        bm25=passage.signals.lexical / len(question.tokens) / 5,
        rarest_missing=max(missing.values(), default=0.0) / 10,
        number_missing=float(any(number not in NUMBER.findall(passage.text) for number in numbers)),
        name_missing=sum(name not in here for name in names) / len(names) if names else 0.0,
        expected=holds_expected(question.text, sentence.text),
        year_conflict=float(bool(asked and said and not asked & said)),
        weakest_support=max(-1.0, 20 * support.weakest),
        support_against=max(-1.0, 10 * support.against),
    )


def content_terms(question: Question) -> dict[Term, float]:
    """The question's syllables that carry its topic, with their surprisal above COMMON."""
    field: Field = "exact" if question.language == "vi" and not question.unaccented else "folded"
    terms = [Term(field, token if field == "exact" else fold(token)) for token in question.tokens]
    return {
        term: surprisal(term) - COMMON
        for term in terms
        if fold(term.token) not in question.function_words and surprisal(term) > COMMON
    }
