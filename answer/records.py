"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.question import Language
from index.records import Passage, Span
from index.times import ResolvedTime


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: `quote` is `article.text[start:end]`, byte for byte."""

    number: int
    """The mark [n] in the answer's text."""
    article: str
    """The article's id."""
    start: int
    end: int
    quote: str
    title: str
    title_derived: bool
    source: str | None
    published: str | None
    highlight: tuple[Span, ...] = ()
    """The short answer inside the quote, in the article's characters; empty where the reader isn't sure of it."""
    times: tuple[ResolvedTime, ...] = ()
    """What the quote tells from its publication, in the article's characters; empty where that day isn't known."""
    page: int | None = None
    """On which it begins, counted from 1; None where the source has no pages."""
    part: str = ""
    """What of its file the article is, as in Article: a row, a member."""

    @property
    def span(self) -> Span:
        """Its place in the article."""
        return Span(self.start, self.end)

    def pieces(self) -> list[tuple[str, bool]]:
        """The quote cut where a short answer begins or ends, each piece with whether it is one."""
        pieces, at = [], 0
        for span in self.highlight:
            start, end = span.start - self.start, span.end - self.start
            pieces += [(self.quote[at:start], False), (self.quote[start:end], True)]
            at = end
        return [piece for piece in (*pieces, (self.quote[at:], False)) if piece[0]]


@dataclass(frozen=True, slots=True)
class Step:
    """One meaning of a question is looked up."""

    wording: str
    """The standalone question that is searched."""
    passages: tuple[Passage, ...] | None
    """What was retrieved and read; None while that is being done."""


Sources = Literal["single", "agreeing", "differing"]
"""How many articles answer, and whether with the same value."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question."""

    question: str
    """As it was asked."""
    understood: str
    """The standalone question that was searched; equal to `question` where nothing was missing."""
    language: Language
    text: str
    """Wording and quotes with their marks [n], ready to show as plain text."""
    refused: bool
    """True where the documents were found not to answer; `citations` is then empty."""
    confidence: float
    """Estimated probability that the documents answer the question, [0, 1]."""
    citations: tuple[Citation, ...]
    nearest: Citation | None
    """On refusal, the sentence that came nearest, offered as such."""
    passages: tuple[Passage, ...]
    """What was retrieved, best first."""
    sources: Sources = "single"
    """Whether other articles were found to say the same or something else; then each is cited."""
