"""The records that travel between the rooms. Offsets are characters (code points) of `Article.text`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

PART_MARK = "#"
"""Between the id of a file and that of a part of it: "tin#row-17"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, `text[start:end]`."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range counted from an origin `by` characters earlier."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Article:
    """One source document. What the source doesn't say is None, never invented."""

    id: str
    text: str
    title: str
    title_derived: bool
    """True where the source has no title and the first sentence stands in."""
    source: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, as the source gives it."""
    author: str | None = None
    part: str = ""
    """What of its file it is: a row's own id or number ("row-17"), a member's path; "" where it is the file itself."""
    pages: tuple[int, ...] = ()
    """Where in `text` each page begins, in order; empty where the source has none."""

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, on which a character stands; None without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where a stored article came from: absolute paths, what of the file it is, and the SHA-256 of that."""

    article: str
    root: str
    path: str
    sha256: str
    """Of the article as it was read, so that of a file that changed only the rows that changed are stored anew."""
    part: str = ""
    """As in Article."""

    @property
    def file(self) -> str:
        """The id that all articles of the file begin with, and the only one of a file that is one article."""
        return self.article.removesuffix(f"{PART_MARK}{self.part}") if self.part else self.article


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that articles were read from."""

    path: str
    sha256: str
    """Of its bytes when all of it was read and stored; "" where that is to be done again."""
    columns: str = ""
    """The columns that were named for its rows, as `ingest` writes them down."""
    left_out: frozenset[str] = frozenset()
    """Parts that somebody took out of the store while the others stay."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive sentences of an article that fit the embedding model together."""

    span: Span
    sentences: tuple[Span, ...]
    """Spans in the article; each lies inside `span`."""


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """Unit vectors of one chunk and, in order, of its sentences."""

    chunk: FloatArray
    """`(dim,)` float32"""
    sentences: FloatArray
    """`(n_sentences, dim)` float32"""


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with its vectors, ready to be stored."""

    chunk: Chunk
    vectors: ChunkVectors


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence of a passage and how well it fits the question."""

    span: Span
    text: str
    dense: float
    """Cosine of question and sentence vector, [-1, 1]."""
    overlap: float
    """Share of the question's weight in matching syllables, [0, 1]."""
    score: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What ranked a passage, each on its own scale."""

    dense: float
    """Cosine of question and passage vector, [-1, 1]."""
    lexical: float
    """BM25 over syllables and bigrams of both fields; 0 for a passage that is not among the first by it."""
    sentence: float
    """Cosine of the question and the passage's nearest sentence, [-1, 1]."""


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of an article."""

    article: str
    """The article's id."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage ranked where it did."""

    meant: str
    """The question as it was read: accents and slips mended."""
    language: str
    accented: float
    """Share of its syllables that carried a mark as typed, [0, 1]."""
    unknown: tuple[str, ...]
    """Syllables of the question that the collection doesn't have."""
    matched: tuple[str, ...]
    """Terms of the question that stand in the passage, heaviest first."""
    exact: float
    """BM25 of the field with accents."""
    folded: float
    """BM25 of the field without."""
    shares: dict[str, float]
    """What each signal gave to the fused score: its weight times its z-score over the pool. The reader adds its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in a passage."""

    span: Span
    """Its best answer, in the article's characters; empty from a reader that only ranks."""
    text: str
    margin: float
    """Score of that answer over that of "no answer"."""
    probability: float
    """That the passage answers the question, by the margin alone, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved piece of an article; `text` is `article.text[start:end]`, byte for byte."""

    article: str
    """The article's id."""
    title: str
    source: str | None
    published: str | None
    start: int
    end: int
    text: str
    score: float
    """Fused score; comparable within one question only."""
    signals: Signals
    sentences: tuple[SentenceMatch, ...]
    reading: Reading | None = None
    """What the reader found, where it was asked to look."""
    twins: tuple[Place, ...] = ()
    """Lower ranked passages that say the same and are left out for it."""
    explanation: Explanation | None = None
    """Where it was asked for."""
    part: str = ""
    """As in Article."""
    page: int | None = None
    """On which it begins, counted from 1; None where the source has no pages."""
