"""A conversation: each question is understood in its context, searched, and answered with proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import ArticleNotFoundError
from index.question import analyse_question
from index.records import Span
from index.times import date_of, resolve_times

from .agreement import LIKELY, OtherSource, other_sources
from .confidence import estimate_confidence, is_enough
from .finding import Finding, Searcher, find
from .followup import Meaning, Turn, meanings
from .records import Answer, Citation, Sources, Step
from .selection import Candidate, complete, select_sentences
from .short_answer import SURE_READING, mark_answer
from .wording import word_answer, word_refusal


@dataclass(frozen=True, slots=True)
class Attempt:
    """One meaning of a question, looked up in the documents."""

    meaning: Meaning
    finding: Finding
    confidence: float
    """Probability that the documents answer the question in this meaning, [0, 1]."""
    enough: bool
    """Whether that is enough to answer."""

    @property
    def place(self) -> tuple[str, Span] | None:
        """Where the sentence stands that answers best, if there is any."""
        best = self.finding.candidates[:1]
        return (best[0].passage.article, best[0].sentence.span) if best else None


class Conversation:
    """Answers questions in turn; holds its own history and nothing of any other conversation."""

    def __init__(self, searcher: Searcher, history: Sequence[Turn] = ()) -> None:
        """Start anew, or go on after the turns of `history`."""
        self._searcher = searcher
        self.history = list(history)

    def ask(self, question: str) -> Answer:
        """Answer a question from the documents, or refuse; raises QuestionError for what can't be searched."""
        for step in self.stream(question):
            if isinstance(step, Answer):
                return step
        raise AssertionError("a stream ends with its answer")

    def stream(self, question: str) -> Iterator[Step | Answer]:
        """What is done for a question while it is done, and its answer last."""
        asked = analyse_question(question)
        attempts = []
        for meaning in meanings(asked.text, self.history):
            yield Step(meaning.wording, None)
            attempts.append(self._attempt(meaning))
            yield Step(meaning.wording, tuple(attempts[-1].finding.found.passages))
        last = self.history[-1] if self.history else None
        attempt = choose(attempts, last is None or last.answered)
        candidates = attempt.finding.candidates
        others = other_sources(attempt.finding, self._searcher) if attempt.enough else []
        meant = attempt.finding.found.analysis.meant
        if others:
            first = [candidates[0], *(other.candidate for other in others)]
            chosen = [complete(candidate, meant) for candidate in first]
        else:
            chosen = select_sentences(candidates, meant) if attempt.enough else candidates[:1]
        sure = LIKELY if others else SURE_READING  # what is compared is marked
        citations = [self._cite(number, candidate, sure) for number, candidate in enumerate(chosen, 1)]
        verified = tuple(citation for citation in citations if citation is not None)
        refused = not attempt.enough or not verified
        nearest = replace(verified[0], highlight=()) if refused and verified else None
        confidence, language = attempt.confidence, asked.language
        sources = sources_of(others) if len({citation.article for citation in verified}) > 1 else "single"
        text = word_refusal(nearest, language) if refused else word_answer(verified, confidence, language, sources)
        understood, meaning = attempt.finding.found.analysis.question.text, attempt.meaning
        quotes = tuple(citation.quote for citation in verified)
        answered = not refused or (last is not None and last.answered and last.root == meaning.root)
        self.history.append(Turn(understood, quotes, meaning.subject, meaning.root, answered))
        yield Answer(
            asked.text, understood, language, text, refused, confidence,
            () if refused else verified, nearest, tuple(attempt.finding.found.passages), sources,
        )  # fmt: skip

    def _attempt(self, meaning: Meaning) -> Attempt:
        finding = find(analyse_question(meaning.wording).text, self._searcher)
        if finding.evidence is None:
            return Attempt(meaning, finding, 0.0, False)
        confidence = estimate_confidence(finding.kind, finding.evidence)
        return Attempt(meaning, finding, confidence, is_enough(finding.kind, confidence))

    def _cite(self, number: int, candidate: Candidate, sure: float) -> Citation | None:
        """The citation of a sentence, checked against the stored article; None where it isn't verbatim there."""
        span = candidate.sentence.span
        try:
            article = self._searcher.store.article(candidate.passage.article)
        except ArticleNotFoundError:  # removed since it was retrieved
            return None
        if article.text[span.start : span.end] != candidate.sentence.text:
            return None
        day = date_of(article.published)
        times = tuple(time.shifted(span.start) for time in resolve_times(candidate.sentence.text, day)) if day else ()
        return Citation(
            number, article.id, span.start, span.end, candidate.sentence.text,
            article.title, article.title_derived, article.source, article.published,
            mark_answer(candidate.passage.reading, span, candidate.sentence.text, sure), times,
            article.page_at(span.start), article.part,
        )  # fmt: skip


def sources_of(others: Sequence[OtherSource]) -> Sources:
    """What the articles beside the first are to it."""
    if not others:
        return "single"
    return "agreeing" if all(other.agrees for other in others) else "differing"


def choose(attempts: Sequence[Attempt], going_on: bool = True) -> Attempt:
    """The meaning that the documents answer better, what it has ahead counted; of one, that one.

    Refused in both, a question is shown as it was asked where it names a subject, else as a follow-up. Where both find
    the same sentence the conversation goes on with the borrowed subject, unless the question's own words are answered
    and are whole, or the one before was never answered (`going_on` is False): they begin a subject.
    """
    own, borrowed = attempts[0], attempts[-1]
    if not (own.enough or borrowed.enough):
        return own if own.meaning.is_whole else borrowed
    if own.place != borrowed.place:
        return max(attempts, key=lambda attempt: (attempt.enough, attempt.confidence + attempt.meaning.ahead))
    if own.enough and (own.meaning.is_whole or (own.meaning.ahead >= 0 and not going_on)):
        return own
    if borrowed.enough:
        return borrowed
    return replace(own, meaning=replace(own.meaning, subject=borrowed.meaning.subject, root=borrowed.meaning.root))
