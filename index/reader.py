"""The reader: looks at a question and a passage together and marks the answer, or says that there is none."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .dated import dated
from .embedded import EMBEDDED_MODEL, unpack_embedded_model
from .encoder import SentenceTransformerEncoder, multiplies_bfloat16
from .reader_weights import FOLDER, ReaderCard, load_weights, read_card
from .records import Passage, Reading, Span

if TYPE_CHECKING:
    import torch

    from .span_model import BestSpan

EMBEDDED_READER = "embedded"
NO_READER = "none"
BATCH = 8
STRIDE = 96
"""Tokens that two windows of a long passage share."""
SENTENCE_END = re.compile(r"[.!?…][\"”»)]*\s+|\n+")
"""About where sentences end: enough for what is read a second time, which is never quoted."""


class Reader(Protocol):
    """What the rooms need of a reader."""

    name: str
    """What HOINGUON_READER says; the constants of the confidence are fitted for each."""

    def read(self, questions: Sequence[str], passages: Sequence[Passage]) -> list[Reading]:
        """The best answer of each passage to the best understood of the wordings of one question."""


class SpanReader:
    """A Reader over a network that scores where an answer starts and ends."""

    def __init__(
        self,
        model: torch.nn.Module,
        tokenizer: Any,
        card: ReaderCard,
        name: str = EMBEDDED_READER,
        tokenizing: threading.Lock | None = None,
    ) -> None:
        """`model` maps what `span_model.pad` gives to scores `(n, tokens, 2)`; it is put into evaluation mode.

        Safe to share between threads. `tokenizing` is held by whoever else calls the same tokenizer.
        """
        self.name = name
        self._model = model.eval()
        self._tokenizing = tokenizing or threading.Lock()
        self._tokenizer = tokenizer
        self._card = card

    def read(self, questions: Sequence[str], passages: Sequence[Passage]) -> list[Reading]:
        """The reading of each passage: over the wordings of the question, the one with the greatest margin.

        The answer of the surest passage is looked for a second time, in the sentences around it; how sure a reading
        is comes from the whole passage, as all passages are compared by it.
        """
        if not passages:
            return []
        notes = [dated(passage) for passage in passages]
        texts = [note.text for note in notes]
        best = self.best_spans([question for question in questions for _ in texts], texts * len(questions))
        understood = [
            max(zip(questions, best[number :: len(texts)], strict=True), key=lambda pair: pair[1].margin)
            for number in range(len(texts))
        ]
        surest = max(range(len(texts)), key=lambda number: understood[number][1].margin)
        readings = []
        for number, (passage, note, (question, first)) in enumerate(zip(passages, notes, understood, strict=True)):
            span = note.span_of(self._look_again(question, note.text, first) if number == surest else first.span)
            text = passage.text[span.start : span.end]
            readings.append(Reading(span.shifted(passage.start), text, first.margin, self.probability(first.margin)))
        return readings

    def _look_again(self, question: str, text: str, first: BestSpan) -> Span:
        """The answer as it is read with a sentence on each side alone, where that is as sure, else the first.

        On 111 questions of XQuAD-vi, given the paragraph, span F1 is 0.61 so and 0.56 without; on 200 over news
        0.774 and 0.765.
        """
        near = sentences_around(first.span, text)
        if near == Span(0, len(text)):
            return first.span
        again = self.best_spans([question], [text[near.start : near.end]])[0]
        return again.span.shifted(near.start) if again.margin >= first.margin else first.span

    def probability(self, margin: float) -> float:
        """Probability that a passage with this margin answers, [0, 1]."""
        return logistic(self._card.slope * margin + self._card.intercept)

    def best_spans(self, questions: Sequence[str], passages: Sequence[str]) -> list[BestSpan]:
        """The best span of each pair; a passage too long for the network is read in overlapping windows."""
        if not passages:
            return []
        import torch

        from .span_model import best_span, pad, tokenize_windows

        with self._tokenizing:  # the tokenizer keeps its limits between calls
            windows = tokenize_windows(
                self._tokenizer, questions, passages, self._card.max_tokens, STRIDE, self._card.prompts
            )
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        found: dict[int, BestSpan] = {}
        for start in range(0, len(order), BATCH):
            rows = [windows[i] for i in order[start : start + BATCH]]
            with torch.inference_mode():
                scores = self._model(*pad(rows, self._tokenizer.pad_token_id)).numpy()
            for window, row in zip(rows, scores, strict=True):
                best = best_span(row, window.offsets, passages[window.pair])
                if window.pair not in found or best.margin > found[window.pair].margin:
                    found[window.pair] = best
        return [found[pair] for pair in range(len(passages))]


def sentences_around(span: Span, text: str) -> Span:
    """The sentences that a span of a text touches, with the one before and the one after."""
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    first = max(number for number, end in enumerate(ends) if end <= span.start)
    last = min(number for number, end in enumerate(ends) if end >= span.end)
    return Span(ends[max(0, first - 1)], ends[min(len(ends) - 1, last + 1)])


def logistic(logit: float) -> float:
    """Probability of a logit; no overflow."""
    return (1 + math.tanh(logit / 2)) / 2


def load_reader(name: str, encoder: SentenceTransformerEncoder, models_dir: Path) -> Reader | None:
    """The reader of that name: EMBEDDED_READER, NO_READER for none, or a model of Hugging Face by name or folder.

    Raises ModelError.
    """
    if name == NO_READER:
        return None
    if name == EMBEDDED_READER:
        return load_span_reader(encoder, models_dir)
    from .hub_readers import load_hub_reader

    return load_hub_reader(name)


def load_span_reader(encoder: SentenceTransformerEncoder, models_dir: Path, folder: Path = FOLDER) -> SpanReader:
    """The reader in the repository; its word embeddings are the encoder's where that is the embedded model.

    Elsewhere those of the embedded model are loaded. bfloat16 where the CPU multiplies it. Raises ModelError.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer, BertModel

    from .span_model import SpanModel, load_fitted

    card, weights = read_card(folder), load_weights(folder)
    if encoder.name == EMBEDDED_MODEL:
        base, tokenizer = encoder.network, encoder.tokenizer
        tokenizing: threading.Lock | None = encoder.tokenizing
    else:
        source = unpack_embedded_model(models_dir)
        base, tokenizer = AutoModel.from_pretrained(source), AutoTokenizer.from_pretrained(source)
        tokenizing = None
    with torch.device("meta"):
        network = BertModel(base.config, add_pooling_layer=False)
    network.embeddings = base.embeddings
    model = SpanModel(network)
    load_fitted(model, weights, assign=True)
    if multiplies_bfloat16():
        model = model.to(torch.bfloat16)
    return SpanReader(model, tokenizer, card, tokenizing=tokenizing)
