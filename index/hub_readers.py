"""Readers by name: any extractive QA model of Hugging Face, or a sentence-transformers CrossEncoder that only ranks."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from .errors import ModelError
from .reader import Reader, SpanReader, logistic
from .reader_weights import ReaderCard
from .records import Passage, Reading, Span
from .span_model import HIDDEN

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

MAX_TOKENS = 384
"""Question and passage together, where a model takes more: what QA models are trained with."""


class QuestionAnsweringNetwork(torch.nn.Module):
    """A transformers QA model as a network for SpanReader."""

    def __init__(self, model: Any) -> None:
        """`model` is an `AutoModelForQuestionAnswering`."""
        super().__init__()
        self.model = model
        self._typed = getattr(model.config, "type_vocab_size", 0) > 1

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, readable: torch.Tensor) -> torch.Tensor:
        """Scores of every token as the start and the end of the answer, `(n, tokens, 2)` float32."""
        inputs = {"input_ids": ids, "attention_mask": mask}
        if self._typed:  # the passage and what follows it are of the second type
            after_question = readable.clone()
            after_question[:, 0] = False
            inputs["token_type_ids"] = (after_question.cumsum(dim=1) > 0).long() * mask
        found = self.model(**inputs)
        scores = torch.stack([found.start_logits, found.end_logits], dim=2).float()
        return scores.masked_fill(~readable[:, :, None], HIDDEN)


class RankingReader:
    """A Reader over a CrossEncoder: it tells how well a passage fits, and marks nothing in it."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        """`model` gives one score for a question and a passage."""
        self.name = name
        self._model = model
        self._lock = threading.Lock()

    def read(self, questions: Sequence[str], passages: Sequence[Passage]) -> list[Reading]:
        """A reading with an empty span for each passage: over the wordings of the question, the greatest score."""
        if not passages:
            return []
        pairs = [(question, passage.text) for question in questions for passage in passages]
        with self._lock:  # the tokenizer keeps its limits between calls
            scores = self._model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
        best = scores.reshape(len(questions), len(passages)).max(axis=0).tolist()
        return [
            Reading(Span(passage.start, passage.start), "", score, logistic(score))
            for passage, score in zip(passages, best, strict=True)
        ]


def load_hub_reader(name: str) -> Reader:
    """A reader by the name or folder of a model; raises ModelError for one that neither marks spans nor ranks."""
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder
    from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(name, trust_remote_code=False)
        made_for = (config.architectures or ["nothing it names"])[0]
        if made_for.endswith("ForQuestionAnswering"):
            model = AutoModelForQuestionAnswering.from_pretrained(name, trust_remote_code=False)
            tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False)
            if not tokenizer.is_fast or tokenizer.pad_token_id is None:
                raise ModelError(
                    f"Expected a tokenizer that knows the place of each token and pads, for HOINGUON_READER, found "
                    f"{type(tokenizer).__name__} of {name!r}: name a model with a fast tokenizer, or leave it unset."
                )
            # of the positions some families set aside two
            longest = min(MAX_TOKENS, tokenizer.model_max_length, getattr(config, "max_position_embeddings", 512) - 2)
            card = ReaderCard("", slope=1.0, intercept=0.0, max_tokens=longest, prompts=("", ""))
            return SpanReader(QuestionAnsweringNetwork(model), tokenizer, card, name)
        if made_for.endswith("ForSequenceClassification") and config.num_labels == 1:
            return RankingReader(CrossEncoder(name, device="cpu", trust_remote_code=False), name)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"Expected 'embedded', 'none', or the name or folder of a model for HOINGUON_READER, found {name!r}, which "
            f"does not load ({str(error).partition(chr(10))[0]}). Correct it, or leave it unset."
        ) from error
    raise ModelError(
        f"Expected an extractive QA model or a CrossEncoder with one score for HOINGUON_READER, found {name!r}, made "
        f"for {made_for}: name another, or leave it unset."
    )
