"""The mixture that the reader learns from: which sources, how often, and how each example is varied."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from .examples import (
    Example,
    ParallelQuestion,
    kept_for_validation,
    one_in_five,
    read_news_questions,
    read_pairs,
    read_paragraph_questions,
    read_parallel,
    read_spans,
)
from .negatives import LookAlikes, capitalised_names, with_a_false_premise
from .passages import cut, joined, without_answer
from .retyping import retyped

NEWS_QUESTIONS = Path(__file__).parent / "news-questions.jsonl"
PARAGRAPH_QUESTIONS = Path(__file__).parent / "paragraph-questions.jsonl"
HURRIED_QUESTIONS = Path(__file__).parent / "hurried-questions.jsonl"
SOURCES = {
    "vi": 0.08,
    "en-vi": 0.06,
    "cross": 0.08,
    "viwiki": 0.04,
    "pairs": 0.06,
    "news": 0.20,
    "paragraphs": 0.34,
    "hurried": 0.14,
}
"""Share of each source: XQuAD in Vietnamese, English questions over it, other pairs of its languages,
Wikipedia questions, answerability pairs, our own questions over news and over encyclopedic paragraphs, and questions
of a few words over news, also with a borrowed subject as `answer.followup` puts it."""
MADE_UNANSWERABLE = {
    "vi": 0.5,
    "en-vi": 0.4,
    "cross": 0.3,
    "viwiki": 0.45,
    "pairs": 0.1,
    "news": 0.2,
    "paragraphs": 0.2,
    "hurried": 0.1,
}
"""Share of the answerable examples that are turned into unanswerable ones."""
NEGATIVES = {"sibling": 30, "answer taken out": 25, "look-alike": 20, "false premise": 25}


@dataclass(frozen=True, slots=True)
class Split:
    """What is learnt from, and what is only measured on."""

    parallel: list[ParallelQuestion]
    siblings: dict[int, list[ParallelQuestion]]
    """Questions by article."""
    viwiki: list[Example]
    pairs: list[Example]
    news: list[Example]
    hurried: list[Example]
    paragraphs: list[Example]


@dataclass(frozen=True, slots=True)
class Data:
    """All that was read, in two parts that share no article and no question."""

    train: Split
    kept: Split


def read_data(data_dir: Path, news_questions: Path = NEWS_QUESTIONS) -> Data:
    """Read `../shared/data` and our own questions and keep a fifth of the articles and questions for validation."""
    parallel = read_parallel(data_dir)
    kept = kept_for_validation(parallel)
    pairs = read_pairs(data_dir / "answerability-dev.jsonl")
    news = read_news_questions(news_questions, data_dir / "news-2000.jsonl")
    hurried = read_news_questions(HURRIED_QUESTIONS, data_dir / "news-2000.jsonl")
    viwiki = read_spans(data_dir / "viwiki-qa.json")
    paragraphs = read_paragraph_questions(PARAGRAPH_QUESTIONS, parallel)

    def part(validation: bool) -> Split:
        chosen = [q for q in parallel if (q.article in kept) == validation]
        siblings: dict[int, list[ParallelQuestion]] = {}
        for q in chosen:
            siblings.setdefault(q.article, []).append(q)
        return Split(
            chosen,
            siblings,
            [] if validation else viwiki,
            [pair for pair in pairs if one_in_five(pair.question) == validation],
            [example for article, rows in news.items() if one_in_five(article) == validation for example in rows],
            [example for article, rows in hurried.items() if one_in_five(article) == validation for example in rows],
            [example for article, rows in paragraphs.items() if (article in kept) == validation for example in rows],
        )

    return Data(part(False), part(True))


class Mixture:
    """Draws varied examples from the training part."""

    def __init__(self, split: Split, seed: int) -> None:
        self._split = split
        self._rng = random.Random(seed)
        self._news_passages = sorted({example.passage for example in split.news})
        self._names = sorted({name for q in split.parallel for name in capitalised_names(q.wordings["vi"][0])})
        self._names += sorted(
            {name for example in split.news + split.paragraphs for name in capitalised_names(example.question)}
        )
        own = split.viwiki + split.news + split.hurried + split.paragraphs
        passages = {q.wordings["vi"][1] for q in split.parallel} | {example.passage for example in own}
        self._look_alikes = LookAlikes(sorted(passages))
        self._decks: dict[str, list[int]] = {}

    def draw(self, n: int) -> list[Example]:
        """`n` examples; every source is gone through before it repeats."""
        sources = self._rng.choices(list(SOURCES), list(SOURCES.values()), k=n)
        return [self._varied(self._next(source), source) for source in sources]

    def _next(self, source: str) -> Example:
        rng = self._rng
        if source in ("vi", "en-vi", "cross"):
            q = self._split.parallel[self._deal(source, len(self._split.parallel))]
            asked = {"vi": "vi", "en-vi": "en"}.get(source) or rng.choice(sorted(q.wordings))
            written = "vi" if source != "cross" or rng.random() < 0.5 else rng.choice(sorted(q.wordings))
            _, passage, answer = q.wordings[written]
            example = Example(q.wordings[asked][0], passage, answer, asked)
            if rng.random() < MADE_UNANSWERABLE[source]:
                return self._unanswerable(example, [s.wordings[written][1] for s in self._split.siblings[q.article]])
            return example
        rows: list[Example] = getattr(self._split, source)
        example = rows[self._deal(source, len(rows))]
        if example.answer and rng.random() < MADE_UNANSWERABLE[source]:
            return self._unanswerable(example, [])
        return example

    def _deal(self, source: str, n: int) -> int:
        """The next number of a shuffled deck of `n`."""
        if not self._decks.get(source):
            self._decks[source] = self._rng.sample(range(n), n)
        return self._decks[source].pop()

    def _unanswerable(self, example: Example, siblings: list[str]) -> Example:
        """The example without its answer, by one of the ways that apply; itself where none does."""
        rng = self._rng
        for way in rng.choices(list(NEGATIVES), list(NEGATIVES.values()), k=6):
            made: Example | None = None
            if way == "sibling":
                made = self._over(example, siblings)
            elif way == "look-alike":
                made = self._over(example, self._look_alikes.find(example))
            elif way == "answer taken out":
                made = without_answer(example)
            else:
                made = with_a_false_premise(example, self._names, rng)
            if made:
                return made
        return example

    def _over(self, example: Example, passages: list[str]) -> Example | None:
        """The question over another passage that doesn't hold the answer's text."""
        others = [p for p in passages if p != example.passage and example.answer_text not in p]
        return replace(example, passage=self._rng.choice(others), answer=None) if others else None

    def _varied(self, example: Example, source: str) -> Example:
        rng = self._rng
        if rng.random() < 0.5 and source != "pairs":
            example = cut(example, rng)
        if rng.random() < 0.15:
            example = joined(example, rng.choice(self._news_passages), rng)
        return replace(example, question=retyped(example.question, example.language, rng))
