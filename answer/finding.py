"""What the documents give for one standalone question: sentences that may answer, and the evidence that they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from index.encoder import Encoder
from index.errors import ArticleNotFoundError
from index.filters import Filters
from index.reader import Reader
from index.records import Article, Passage, Reading
from index.retriever import NO_LIMIT, Found

from .confidence import is_fitted, kind_of
from .evidence import Evidence, weigh_evidence
from .quotation import join_quotations
from .selection import Candidate, rank_candidates
from .statement import StatementQuestion, mark_statement, statement_question

PASSAGES = 5
"""Passages retrieved for a question, and read where there is a reader."""


class Articles(Protocol):
    """Where the text of a cited article is looked up."""

    def article(self, article: str) -> Article:
        """The article of that id."""


class Searcher(Protocol):
    """What a conversation needs of the index; `index.retriever.Retriever` is one."""

    @property
    def store(self) -> Articles:
        """The stored articles."""

    @property
    def encoder(self) -> Encoder:
        """The embedding model."""

    @property
    def reader(self) -> Reader | None:
        """The reader, where there is one."""

    def search(self, question: str, k: int = 5, *, read: int = 0, filters: Filters = NO_LIMIT) -> Found:
        """The `k` best passages, best first, and what was seen in the question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A question that was searched."""

    found: Found
    candidates: list[Candidate]
    """Sentences of all passages, best first."""
    evidence: Evidence | None
    """For the first candidate; None where nothing was found at all."""
    kind: str
    """The kind of question, for the constants that weigh the evidence."""


def find(question: str, searcher: Searcher, filters: Filters = NO_LIMIT, fitting: bool = False) -> Finding:
    """Search, read, and weigh the best sentence; raises QuestionError.

    What a reader says is no evidence while there are no constants for it, but where they are being fitted.
    """
    found = searcher.search(question, PASSAGES, read=PASSAGES, filters=filters)
    analysis = found.analysis
    passages = [join_quotations(passage, analysis.terms, analysis.weights.overlap) for passage in found.passages]
    asked = statement_question(analysis.meant)
    passages = [mark_statement(asked, passage) for passage in passages]
    candidates = rank_candidates(analysis.meant, passages)
    reader = searcher.reader
    kind = kind_of(found.analysis.question, reader.name if reader else None)
    if not fitting and not is_fitted(kind):
        reader, kind = None, kind_of(found.analysis.question, None)
    evidence = None
    if candidates:
        best = candidates[0]
        alone = read_alone(found, best, reader, asked) if reader else None
        article = text_around(best.passage, searcher.store)
        evidence = weigh_evidence(found, best, article, alone, searcher.encoder)
    return Finding(found, candidates, evidence, kind)


def text_around(passage: Passage, store: Articles) -> str:
    """The text of a passage's article; the passage's own where the article was removed since it was found."""
    try:
        return store.article(passage.article).text
    except ArticleNotFoundError:
        return passage.text


def read_alone(found: Found, best: Candidate, reader: Reader, asked: StatementQuestion | None) -> Reading | None:
    """What the reader finds in the best sentence without its passage: a second opinion."""
    span = best.sentence.span
    sentence = replace(
        best.passage, start=span.start, end=span.end, text=best.sentence.text, sentences=(best.sentence,)
    )
    reading = reader.read(found.analysis.wordings, [sentence])[0]
    return mark_statement(asked, replace(sentence, reading=reading)).reading
