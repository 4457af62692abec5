"""Which sentences answer, over all passages that were retrieved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.periods import may_agree, named_periods
from index.records import Passage, Reading, SentenceMatch
from index.times import date_of

from .expectation import holds_expected
from .neighbours import with_neighbours

PASSAGE_WEIGHT = 0.03
"""Worth of one unit of a passage's fused score in a sentence's; from XQuAD-vi dev, where the first
sentence holds the answer for 75.5% at 0 to 0.05 and one of the first two for 87.1 / 88.6 / 88.2% at 0 / 0.03 / 0.05."""
EXPECTED_WEIGHT = 0.02
"""Worth of holding the kind of answer that is asked for."""
READ_WEIGHT = 0.15
"""Worth of the reader being sure that its answer stands in the sentence."""
SAME_TIME = 0.08
"""Worth of naming a time that the question asks about, where that can be told."""
MAX_SENTENCES = 3
CLOSE = 0.08
"""A further sentence is quoted where it falls at most this far behind the first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, in its passage."""

    passage: Passage
    sentence: SentenceMatch
    score: float


def rank_candidates(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """All sentences of the passages, best first; a sentence that two passages share stands once."""
    best: dict[tuple[str, int, int], Candidate] = {}
    for passage in passages:
        day = date_of(passage.published)
        asked = named_periods(question, day)
        for sentence in passage.sentences:
            score = (
                sentence.score
                + PASSAGE_WEIGHT * passage.score
                + EXPECTED_WEIGHT * holds_expected(question, sentence.text)
                + read_in(passage, sentence)
                + SAME_TIME * (bool(asked) and may_agree(asked, named_periods(sentence.text, day)))
            )
            key = (passage.article, sentence.span.start, sentence.span.end)
            if key not in best or score > best[key].score:
                best[key] = Candidate(passage, sentence, score)
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def read_in(passage: Passage, sentence: SentenceMatch) -> float:
    """What the reader's answer is worth where it begins in the sentence."""
    reading = passage.reading
    return READ_WEIGHT * reading.probability if reading and begins_in(reading, sentence) else 0.0


def begins_in(reading: Reading, sentence: SentenceMatch) -> bool:
    """Whether the reader's answer begins in the sentence."""
    return bool(reading.text) and sentence.span.start <= reading.span.start < sentence.span.end


def select_sentences(candidates: Sequence[Candidate], question: str) -> list[Candidate]:
    """The first candidate, and those of the next that come close to it and hold no part of one before.

    Each with the sentences beside it that it can't do without.
    """
    chosen: list[Candidate] = []
    for candidate in candidates[:MAX_SENTENCES]:
        if candidates[0].score - candidate.score > CLOSE:
            break
        quotes = (complete(candidate, question), candidate)
        fitting = [quote for quote in quotes if not any(share_text(quote, other) for other in chosen)]
        chosen += fitting[:1]
    return chosen


def complete(candidate: Candidate, question: str) -> Candidate:
    """The candidate with the sentences beside it that it can't do without."""
    return replace(candidate, sentence=with_neighbours(candidate.passage, candidate.sentence, question))


def share_text(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates hold the same characters, as where overlapping passages join a quotation differently."""
    a, b = one.sentence.span, other.sentence.span
    return one.passage.article == other.passage.article and a.start < b.end and b.start < a.end
