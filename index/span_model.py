"""The network of the reader: a transformer over question and passage together, marking where an answer starts and ends.

Devlin et al. 2019, "BERT", section 4.3 (arXiv:1810.04805): the first token stands for "no answer".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from .errors import ModelError
from .reader_weights import E5_PROMPTS
from .records import FloatArray, Span

LARGEST_SHARE = 1 / 3
"""Of the tokens that a question gets at most, and that two windows of a passage share at most."""
LONGEST_ANSWER = 40
"""Tokens."""
NOTHING = -30.0
"""Margin of a passage without any text, below all that are learnt."""
EMBEDDINGS = "encoder.embeddings."
OUTSIDE = (-1, -1)
"""Offsets of a token that is not of the passage."""
HIDDEN = -1e4
"""Score of a token where no answer can start or end."""


@dataclass(frozen=True, slots=True)
class Window:
    """A question beside a passage, or beside a piece of one that is too long for the network."""

    pair: int
    """Number of the question and passage it belongs to."""
    ids: list[int]
    offsets: list[tuple[int, int]]
    """Characters of the passage that each token stands for; OUTSIDE for the other tokens."""


class SpanModel(torch.nn.Module):
    """Scores of every token as the start and the end of the answer."""

    def __init__(self, encoder: Any) -> None:
        """`encoder` is a transformers model that gives `last_hidden_state`."""
        super().__init__()
        self.encoder = encoder
        self.head = torch.nn.Linear(encoder.config.hidden_size, 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, readable: torch.Tensor) -> torch.Tensor:
        """Scores `(n, tokens, 2)` float32."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        scores: torch.Tensor = self.head(states).float()
        return scores.masked_fill(~readable[:, :, None], HIDDEN)


def load_fitted(model: SpanModel, weights: Mapping[str, torch.Tensor], assign: bool = False) -> None:
    """Load weights that hold everything but the embeddings; raises ModelError where some are missing or unknown."""
    found = model.load_state_dict(weights, strict=False, assign=assign)
    missing = [name for name in found.missing_keys if not name.startswith(EMBEDDINGS)]
    if missing or found.unexpected_keys:
        raise ModelError(
            f"Expected the weights of this reader, found {missing or 'none'} missing and "
            f"{found.unexpected_keys or 'none'} unknown: check the file out again, or export it anew."
        )


def tokenize_windows(
    tokenizer: Any,
    questions: Sequence[str],
    passages: Sequence[str],
    max_tokens: int,
    stride: int | None = None,
    prompts: tuple[str, str] = E5_PROMPTS,
) -> list[Window]:
    """Questions and passages side by side, each after its prompt, as the model was trained on them.

    A passage that doesn't fit in `max_tokens` with its question gives windows that share `stride` tokens; it is
    cut where that is None.
    """
    asked, told = prompts
    batch = tokenizer(
        [shorten(tokenizer, asked + question, int(max_tokens * LARGEST_SHARE)) for question in questions],
        [told + passage for passage in passages],
        truncation="only_second",
        max_length=max_tokens,
        stride=min(stride or 0, int(max_tokens * LARGEST_SHARE)),
        return_overflowing_tokens=stride is not None,
        return_offsets_mapping=True,
    )
    pairs = batch["overflow_to_sample_mapping"] if stride is not None else range(len(passages))
    prompt = len(told)
    windows = []
    for row, pair in enumerate(pairs):
        places = zip(batch.sequence_ids(row), batch["offset_mapping"][row], strict=True)
        offsets = [
            (max(start - prompt, 0), end - prompt) if part == 1 and end > prompt else OUTSIDE
            for part, (start, end) in places
        ]
        windows.append(Window(pair, batch["input_ids"][row], offsets))
    return windows


def pad(windows: Sequence[Window], pad_id: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Token ids, attention mask (int64) and readable tokens (bool), each `(n_windows, tokens)`.

    Readable are the first token and those of the passage.
    """
    longest = max(len(window.ids) for window in windows)
    ids = torch.full((len(windows), longest), pad_id)
    mask = torch.zeros(len(windows), longest, dtype=torch.int64)
    readable = torch.zeros(len(windows), longest, dtype=torch.bool)
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = torch.tensor(window.ids)
        mask[row, :length] = 1
        readable[row, :length] = torch.tensor([place != OUTSIDE for place in window.offsets])
        readable[row, 0] = True
    return ids, mask, readable


def shorten(tokenizer: Any, question: str, most: int) -> str:
    """The question cut to that many tokens, which leaves room for a passage."""
    places = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    return question if len(places) <= most else question[: places[most - 1][1]]


@dataclass(frozen=True, slots=True)
class BestSpan:
    """The best answer of one passage."""

    span: Span
    """Characters of the passage."""
    margin: float
    """Score of the span over that of "no answer"."""


def best_span(scores: FloatArray, offsets: Sequence[tuple[int, int]], passage: str) -> BestSpan:
    """The span with the highest sum of start and end score, at most `LONGEST_ANSWER` tokens; scores `(tokens, 2)`."""
    tokens = len(offsets)
    sums = scores[:tokens, 0][:, None] + scores[:tokens, 1][None, :]
    outside = np.array([place == OUTSIDE for place in offsets])
    if outside.all():
        return BestSpan(Span(0, 0), NOTHING)
    allowed = np.triu(np.ones((tokens, tokens), bool)) & ~np.triu(np.ones((tokens, tokens), bool), LONGEST_ANSWER)
    sums = np.where(allowed & ~outside[:, None] & ~outside[None, :], sums, 4 * HIDDEN)
    first, last = divmod(int(sums.argmax()), tokens)
    start, end = offsets[first][0], offsets[last][1]
    while start < end and passage[start].isspace():
        start += 1
    return BestSpan(Span(start, end), float(sums[first, last] - scores[0].sum()))
