"""A conversation: each question is understood in its context, searched, and answered with proof."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import ArticleNotFoundError
from index.question import analyse_question

from .confidence import estimate_confidence, is_enough
from .finding import Searcher, find
from .followup import Turn, make_standalone
from .records import Answer, Citation
from .selection import Candidate, select_sentences
from .wording import word_answer, word_refusal


class Conversation:
    """Answers questions in turn; holds its own history and nothing of any other conversation."""

    def __init__(self, searcher: Searcher, history: Sequence[Turn] = ()) -> None:
        """Start anew, or go on after the turns of `history`."""
        self._searcher = searcher
        self.history = list(history)

    def ask(self, question: str) -> Answer:
        """Answer a question from the documents, or refuse; raises QuestionError for what can't be searched."""
        asked = analyse_question(question)
        understood = analyse_question(make_standalone(asked.text, self.history))
        finding = find(understood.text, self._searcher)
        candidates = finding.candidates
        confidence = estimate_confidence(finding.kind, finding.evidence) if finding.evidence else 0.0
        refused = not candidates or not is_enough(finding.kind, confidence)
        chosen = candidates[:1] if refused else select_sentences(candidates)
        citations = [self._cite(number, candidate) for number, candidate in enumerate(chosen, 1)]
        verified = tuple(citation for citation in citations if citation is not None)
        refused = refused or not verified
        nearest = verified[0] if refused and verified else None
        text = word_refusal(nearest, asked.language) if refused else word_answer(verified, confidence, asked.language)
        self.history.append(Turn(understood.text, tuple(citation.quote for citation in verified)))
        return Answer(
            asked.text, understood.text, asked.language, text, refused, confidence,
            () if refused else verified, nearest, tuple(finding.found.passages),
        )  # fmt: skip

    def _cite(self, number: int, candidate: Candidate) -> Citation | None:
        """The citation of a sentence, checked against the stored article; None where it isn't verbatim there."""
        span = candidate.sentence.span
        try:
            article = self._searcher.store.article(candidate.passage.article)
        except ArticleNotFoundError:  # removed since it was retrieved
            return None
        if article.text[span.start : span.end] != candidate.sentence.text:
            return None
        return Citation(
            number, article.id, span.start, span.end, candidate.sentence.text,
            article.title, article.title_derived, article.source, article.published,
        )  # fmt: skip
