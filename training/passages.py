"""Passages of other lengths and in other company: cut around the answer, joined to other text, the answer taken out."""

from __future__ import annotations

import random
from dataclasses import replace

from index.records import Span
from ingest.sentences import split_sentences

from .examples import Example


def cut(example: Example, rng: random.Random) -> Example:
    """A run of the passage's sentences that keeps the answer where there is one."""
    sentences = split_sentences(example.passage)
    if len(sentences) < 2:
        return example
    gold = example.answer
    if gold:
        inside = [i for i, s in enumerate(sentences) if s.start < gold.end and gold.start < s.end]
        if not inside:
            return example
        first, last = rng.randint(0, inside[0]), rng.randint(inside[-1], len(sentences) - 1)
    else:
        first = rng.randrange(len(sentences))
        last = rng.randint(first, len(sentences) - 1)
    start, end = sentences[first].start, sentences[last].end
    answer = gold.shifted(-start) if gold else None
    return replace(example, passage=example.passage[start:end], answer=answer)


def joined(example: Example, other: str, rng: random.Random) -> Example:
    """The passage with one to three sentences of another text before or after it."""
    sentences = split_sentences(other)
    if not sentences:
        return example
    first = rng.randrange(len(sentences))
    last = min(len(sentences) - 1, first + rng.randrange(3))
    company = other[sentences[first].start : sentences[last].end]
    if example.answer_text and example.answer_text in company:
        return example
    if rng.random() < 0.5:
        return replace(example, passage=f"{example.passage} {company}")
    answer = example.answer.shifted(len(company) + 1) if example.answer else None
    return replace(example, passage=f"{company} {example.passage}", answer=answer)


def without_answer(example: Example) -> Example | None:
    """The passage without the sentences that hold the answer's text; None where nothing is left to read."""
    sentences = split_sentences(example.passage)
    text = example.answer_text
    kept = [s for s in sentences if text not in example.passage[s.start : s.end] and not crosses(s, example.answer)]
    if not kept or len(kept) == len(sentences):
        return None
    passage = " ".join(example.passage[s.start : s.end] for s in kept)
    return None if text in passage else replace(example, passage=passage, answer=None)


def crosses(sentence: Span, answer: Span | None) -> bool:
    """Whether the answer touches the sentence."""
    return answer is not None and sentence.start < answer.end and answer.start < sentence.end
