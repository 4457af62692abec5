"""The words of a question that carry its topic, and which of them a passage holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from index.analysis import Analysis
from index.lexical import Clue, Concept, Field, Term
from index.overlap import stands_in, surprisal_of
from index.question import Question
from index.vietnamese import fold

COMMON = 8.0
"""Surprisal in nats below which a syllable says nothing about a topic."""


def content_clues(question: Question, analysis: Analysis) -> dict[Clue, float]:
    """The topic words of the question as it was meant, with their surprisal above COMMON.

    Of an English question, what its words are in Vietnamese; a word without translation stands for itself.
    """
    if question.language == "en":
        clues: list[Clue] = [clue for clue in analysis.terms if isinstance(clue, Concept) or not clue.is_bigram]
    else:
        field: Field = "folded" if question.unaccented else "exact"
        clues = [Term(field, fold(token) if field == "folded" else token) for token in question.tokens]
        clues = [clue for clue in clues if fold(clue.token) not in question.function_words]
    return {clue: surprisal_of(clue) - COMMON for clue in clues if surprisal_of(clue) > COMMON}


def held(clues: Mapping[Clue, float], forms: Mapping[Field, Collection[str]]) -> dict[Clue, float]:
    """Those that are among the forms of a text in both fields, in any accents, with their weights."""
    bare = {clue: Term("folded", fold(clue.token)) if isinstance(clue, Term) else clue for clue in clues}
    return {clue: weight for clue, weight in clues.items() if stands_in(bare[clue], forms)}
