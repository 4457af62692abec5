"""What other articles say to the same question: the same, or something else.

Compared is what the reader marks in each. A figure of another year, place or body is left out: its article
contradicts the question. What can't be compared ("ở đâu": a province here, a road there) is no disagreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.errors import ArticleNotFoundError
from index.periods import contradict, cut_to, must_differ, named_periods
from index.question import Question, analyse_question
from index.records import Passage, Span
from index.times import date_of

from .conflict import find_conflict, forms_of_passage
from .content import content_clues, held
from .expectation import expected_kind
from .finding import Finding, Searcher, text_around
from .selection import Candidate, begins_in
from .short_answer import widen
from .values import Value, same, value_of

SURE = 0.4
"""Probability of a reading from which its short answer is taken for another one."""
LIKELY = 0.2
"""Probability from which it is taken for the same where it is: two would hardly err alike."""
NEAR = 0.03
"""How much less like the question another passage may be, as a cosine, and still be of the same story."""
TOPIC = 0.18
"""Share of the question's topic that the best passage holds and another of the same story may lack.

Of 33 compared passages of one story (eval/datasets/stories.jsonl, stories-heldout.jsonl) 29 lack no more. Of 43 facts
of other things (corpus.jsonl, corpus-heldout.jsonl) all lack more, but for one that is read unsurely.
"""
TELLING = 20.0
"""Surprisal in nats that a question's topic needs to tell one story from another. "Biên bản đó ký năm nào?" has 16, the
questions of the told stories 22 at least.
"""
DAYS = 31
"""Days between two publications within which they may differ about one event."""
MOST = 3
"""Other articles that are looked at."""


@dataclass(frozen=True, slots=True)
class OtherSource:
    """A sentence of another article that answers the same question."""

    candidate: Candidate
    agrees: bool


def other_sources(finding: Finding, searcher: Searcher) -> list[OtherSource]:
    """Sentences of other articles that answer the question as well, and whether with the same value."""
    best, question = finding.candidates[0], analyse_question(finding.found.analysis.meant)
    found = [OtherSource(twin, True) for twin in twins_of(best, searcher)]
    value = read_value(finding, best, SURE)
    if value is None:
        return found
    for candidate in firsts_elsewhere(finding, {source.candidate.passage.article for source in found}):
        other = read_value(finding, candidate, LIKELY)
        agrees = same(value, other) if other and is_of_story(finding, candidate) else None
        if agrees is None or (not agrees and not may_differ(finding, candidate)):
            continue
        if agrees and best.passage.source and best.passage.source == candidate.passage.source:
            continue
        if not contradicts(question, candidate, searcher):
            found.append(OtherSource(candidate, agrees))
    return found


def twins_of(best: Candidate, searcher: Searcher) -> Iterator[Candidate]:
    """The same sentence in other articles whose passage says the same and is left out for it."""
    passage, sentence = best.passage, best.sentence
    for place in passage.twins:
        try:
            article = searcher.store.article(place.article)
        except ArticleNotFoundError:
            continue
        start = article.text.find(sentence.text, place.start, place.end)
        if start < 0 or article.id == passage.article:
            continue
        by = start - sentence.span.start
        reading = passage.reading and replace(passage.reading, span=passage.reading.span.shifted(by))
        there = replace(
            passage, article=article.id, title=article.title, source=article.source, published=article.published,
            start=place.start, end=place.end, text=article.text[place.start : place.end], reading=reading,
        )  # fmt: skip
        yield replace(best, passage=there, sentence=replace(sentence, span=sentence.span.shifted(by)))


def is_of_story(finding: Finding, candidate: Candidate) -> bool:
    """Whether the passage of another article is as like the question as the best one and holds the same topic."""
    best, analysis = finding.candidates[0].passage, finding.found.analysis
    content = content_clues(analyse_question(analysis.meant), analysis)
    topic, there = sum(content.values()), held(content, forms_of_passage(candidate.passage))
    lost = sum(weight for clue, weight in held(content, forms_of_passage(best)).items() if clue not in there)
    return topic >= TELLING and lost <= TOPIC * topic and candidate.passage.signals.dense > best.signals.dense - NEAR


def may_differ(finding: Finding, candidate: Candidate) -> bool:
    """Whether another value there is a sure reading of the same event, and not of a later one."""
    best, value = finding.candidates[0], read_value(finding, candidate, SURE)
    if value is None or far_apart(best.passage, candidate.passage):
        return False
    return bool(value.times) or not of_other_months(best, candidate)


def of_other_months(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences name times, each by its own publication, that share no month."""
    ours, theirs = (cut_to(named_periods(c.sentence.text, date_of(c.passage.published)), 7) for c in (one, other))
    return must_differ(ours, theirs)


def contradicts(question: Question, candidate: Candidate, searcher: Searcher) -> bool:
    """Whether a sentence or its article speaks of another time, place or body than the question."""
    passage = candidate.passage
    article = text_around(passage, searcher.store)
    conflict = find_conflict(question, article, passage.published)
    named_otherwise = conflict.found or conflict.capitals > 0
    return named_otherwise or contradict(question.text, candidate.sentence.text, date_of(passage.published))


def far_apart(one: Passage, other: Passage) -> bool:
    """Whether two passages were published too long after each other to be news of the same event."""
    first, second = date_of(one.published), date_of(other.published)
    return first is not None and second is not None and abs((first - second).days) > DAYS


def firsts_elsewhere(finding: Finding, cited: set[str]) -> Iterator[Candidate]:
    """Of each other article but those cited the best sentence that holds what was read there."""
    seen = {finding.candidates[0].passage.article, *cited}
    for candidate in finding.candidates:
        if len(seen) > MOST + len(cited):
            return
        if candidate.passage.article not in seen and has_read(candidate):
            seen.add(candidate.passage.article)
            yield candidate


def has_read(candidate: Candidate) -> bool:
    """Whether the reader's answer of the passage stands in the sentence."""
    return candidate.passage.reading is not None and begins_in(candidate.passage.reading, candidate.sentence)


def read_value(finding: Finding, candidate: Candidate, sure: float) -> Value | None:
    """What the short answer in a sentence says; None where it is less sure than that or can't be compared."""
    reading, span = candidate.passage.reading, candidate.sentence.span
    if reading is None or reading.probability < sure or not has_read(candidate):
        return None
    inside = widen(Span(reading.span.start - span.start, reading.span.end - span.start), candidate.sentence.text)
    kind = expected_kind(finding.found.analysis.meant)
    return value_of(kind, candidate.sentence.text[inside.start : inside.end], date_of(candidate.passage.published))
