"""What the reader can do on the articles and questions that it never learnt from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.metrics import roc_auc_score

from eval.spans import exact_match, span_f1
from index.reader import SpanReader
from index.reader_weights import ReaderCard
from index.span_model import BestSpan, SpanModel

from .examples import Example
from .mixture import Split

SIBLINGS = 2
"""Sibling paragraphs a question."""
MOST_NEWS = 500


@dataclass(frozen=True, slots=True)
class Validation:
    """The sets that are measured on, by name."""

    spans: dict[str, list[Example]]
    ranked: dict[str, list[Example]]
    """Answerable and unanswerable examples together."""


def validation_sets(kept: Split, seed: int = 0) -> Validation:
    """The sets of a split that was kept out."""
    rng = random.Random(seed)
    vi = [Example(*q.wordings["vi"]) for q in kept.parallel]
    en = [Example(q.wordings["en"][0], *q.wordings["vi"][1:], "en") for q in kept.parallel]
    siblings = list(vi)
    for q in kept.parallel:
        question, passage, _ = q.wordings["vi"]
        others = sorted({s.wordings["vi"][1] for s in kept.siblings[q.article]} - {passage})
        siblings += [Example(question, other, None) for other in rng.sample(others, min(SIBLINGS, len(others)))]
    news = rng.sample(kept.news, min(MOST_NEWS, len(kept.news)))
    spans = {"vi": vi, "en": en, "news": answered(news), "hurried": answered(kept.hurried)}
    return Validation(spans, {"siblings": siblings, "pairs": kept.pairs, "news": news, "hurried": kept.hurried})


def answered(examples: Sequence[Example]) -> list[Example]:
    """Those that have an answer."""
    return [example for example in examples if example.answer]


def measure(model: SpanModel, tokenizer: Any, sets: Validation, max_tokens: int) -> dict[str, float]:
    """F1 and EM of each span set, AUROC of the margin on each ranked set."""
    figures: dict[str, float] = {}
    for name, examples in sets.spans.items():
        found = read_all(model, tokenizer, examples, max_tokens)
        texts = [e.passage[best.span.start : best.span.end] for e, best in zip(examples, found, strict=True)]
        figures[f"{name}_f1"] = mean([span_f1(t, e.answer_text) for t, e in zip(texts, examples, strict=True)])
        figures[f"{name}_em"] = mean([exact_match(t, e.answer_text) for t, e in zip(texts, examples, strict=True)])
    for name, examples in sets.ranked.items():
        margins = [best.margin for best in read_all(model, tokenizer, examples, max_tokens)]
        figures[f"{name}_auroc"] = float(roc_auc_score([e.answer is not None for e in examples], margins))
    return figures


def read_all(model: SpanModel, tokenizer: Any, examples: Sequence[Example], max_tokens: int) -> list[BestSpan]:
    """The best span of each example, in order."""
    model.eval()
    reader = SpanReader(model, tokenizer, ReaderCard("", 1.0, 0.0, max_tokens))
    found = reader.best_spans([e.question for e in examples], [e.passage for e in examples])
    model.train()
    return found


def mean(values: Sequence[float]) -> float:
    """Average; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
