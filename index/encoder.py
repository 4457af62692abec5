"""Text to vectors: the Encoder protocol, and its implementation by sentence-transformers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .embedded import EMBEDDED_MODEL, unpack_embedded_model
from .errors import ModelError
from .records import ChunkVectors, FloatArray, Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16
"""Passages a forward pass; longer batches gain nothing on a CPU."""


class Encoder(Protocol):
    """What the rooms need of an embedding model."""

    name: str
    dim: int
    max_tokens: int
    """Longest passage in tokens of its own text; prompt and special tokens are already taken off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, without prompt and special tokens."""

    def encode_queries(self, questions: Sequence[str]) -> FloatArray:
        """Unit vectors, `(n_questions, dim)` float32."""

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[ChunkVectors]:
        """Vectors of each text and of its sentences, whose spans count from the start of the text."""


def load_encoder(model: str, models_dir: Path) -> SentenceTransformerEncoder:
    """Load the embedded model (`EMBEDDED_MODEL`) or any sentence-transformers name or path.

    The embedded model is unpacked under `models_dir` on first use. Raises ModelError.
    """
    folder = str(unpack_embedded_model(models_dir)) if model == EMBEDDED_MODEL else model
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        transformer = SentenceTransformer(folder, device="cpu", trust_remote_code=False)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"Expected the name or folder of a sentence-transformers model, found {model!r}, which does not load "
            f"({str(error).splitlines()[0]}). Check HOINGUON_MODEL, or leave it unset to use the embedded model."
        ) from error
    return SentenceTransformerEncoder(transformer, name=model)


class SentenceTransformerEncoder:
    """An Encoder over a SentenceTransformer with late-chunked sentence vectors.

    One forward pass a passage: the tokens are pooled as the model does for the passage, and averaged
    sentence by sentence for the sentences (Günther et al. 2024, "Late Chunking", arXiv:2409.04701).
    Where a model pools otherwise than by the mean, or projects the pooled vector, averages of tokens
    would not lie in its space: there the sentences are encoded on their own.
    """

    def __init__(self, transformer: SentenceTransformer, name: str) -> None:
        import torch

        self.name = name
        self._model = transformer.eval()
        if multiplies_bfloat16():
            self._model = self._model.to(torch.bfloat16)
        self.tokenizer: Any = transformer.tokenizer
        """Keeps its limits between calls: whoever calls it holds `tokenizing`."""
        self.tokenizing = threading.Lock()
        self.dim = int(transformer.get_embedding_dimension() or 0)
        self._query_prompt, self._passage_prompt = prompts_of(transformer, name)
        longest = int(transformer.max_seq_length or 512)
        self.max_tokens = longest - len(self.tokenizer(self._passage_prompt)["input_ids"])
        self._late_chunking = pools_by_mean(transformer)

    @property
    def network(self) -> Any:
        """The transformers model, whose word embeddings the reader shares."""
        return self._model[0].model

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, without prompt and special tokens."""
        if not texts:
            return []
        with self.tokenizing:
            batch = self.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in batch["input_ids"]]

    def encode_queries(self, questions: Sequence[str]) -> FloatArray:
        """Unit vectors, `(n_questions, dim)` float32; a question over the model's limit is cut to it."""
        return self._encode([self._query_prompt + question for question in questions])

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[ChunkVectors]:
        """Vectors of each text and of its sentences, whose spans count from the start of the text."""
        for text, tokens in zip(texts, self.count_tokens(texts), strict=True):
            if tokens > self.max_tokens:
                raise ModelError(
                    f"A passage of {tokens} tokens is over the {self.max_tokens} that {self.name} takes "
                    f"(“{text[:40]}…”): split it first."
                )
        if self._late_chunking:
            return self._encode_late(texts, sentences)
        vectors = self._encode([self._passage_prompt + text for text in texts])
        return [
            ChunkVectors(vector, self._encode([self._passage_prompt + text[s.start : s.end] for s in spans]))
            for text, spans, vector in zip(texts, sentences, vectors, strict=True)
        ]

    def _encode(self, texts: list[str]) -> FloatArray:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for rows, outputs in self._forward(texts):
            vectors[rows] = outputs["sentence_embedding"].float().numpy()
        return unit(vectors)

    def _encode_late(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[ChunkVectors]:
        prompt = len(self._passage_prompt)
        found: dict[int, ChunkVectors] = {}
        for rows, outputs in self._forward([self._passage_prompt + text for text in texts]):
            tokens = outputs["token_embeddings"].float().numpy()
            chunks = unit(outputs["sentence_embedding"].float().numpy())
            for row, token_vectors, offsets, chunk in zip(rows, tokens, outputs["offsets"], chunks, strict=True):
                ends = np.array([end - prompt for _, end in offsets])
                pooled = [mean_of_tokens(token_vectors[: len(ends)], ends, span, chunk) for span in sentences[row]]
                found[row] = ChunkVectors(chunk, unit(np.array(pooled, np.float32).reshape(-1, self.dim)))
        return [found[row] for row in range(len(texts))]

    def _forward(self, texts: list[str]) -> Iterator[tuple[list[int], dict[str, Any]]]:
        """Run the model over batches of similar length; yields the rows of a batch and its outputs."""
        import torch

        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            with self.tokenizing:
                batch = self.tokenizer(
                    [texts[row] for row in rows],
                    padding=True,
                    truncation=True,
                    max_length=self._model.max_seq_length,
                    return_offsets_mapping=True,
                    return_tensors="pt",
                )
            offsets = batch.pop("offset_mapping")
            lengths = batch["attention_mask"].sum(dim=1)
            with torch.inference_mode():
                outputs = self._model(dict(batch))
            outputs["offsets"] = [pairs[:length].tolist() for pairs, length in zip(offsets, lengths, strict=True)]
            yield rows, outputs


def mean_of_tokens(tokens: FloatArray, ends: np.ndarray, span: Span, fallback: FloatArray) -> FloatArray:
    """Mean `(dim,)` of the token vectors whose text ends inside the span; `fallback` where there is none."""
    inside = (ends > span.start) & (ends <= span.end)
    if not inside.any():
        return fallback
    mean: FloatArray = tokens[inside].mean(axis=0)
    return mean


def unit(vectors: FloatArray) -> FloatArray:
    """Rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def prompts_of(transformer: SentenceTransformer, name: str) -> tuple[str, str]:
    """Query and passage prompt: the model's own, or those its card demands of the E5 family."""
    prompts = transformer.prompts or {}
    query = prompts.get("query") or ""
    passage = prompts.get("document") or prompts.get("passage") or prompts.get("corpus") or ""
    if not query and not passage and "e5" in name.rsplit("/", 1)[-1].lower().split("-"):
        return "query: ", "passage: "
    return query, passage


def pools_by_mean(transformer: SentenceTransformer) -> bool:
    """True where the passage vector is the plain mean of the token vectors."""
    kinds = {type(module).__name__: module for module in transformer}
    mode = getattr(kinds.get("Pooling"), "pooling_mode", None)
    return set(kinds) <= {"Transformer", "Pooling", "Normalize"} and mode in ("mean", ("mean",), ["mean"])


def multiplies_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 itself, in tiles (AMX) or vectors; elsewhere float32 is faster.

    With the vectors of AVX-512 alone (AMD EPYC, 2 cores) five passages are read in 299 ms and not in 444, a question
    is encoded in 15 and not in 22.
    """
    return not {"amx_bf16", "avx512_bf16"}.isdisjoint(cpu_flags())


@cache
def cpu_flags() -> frozenset[str]:
    """What the CPU can, as Linux names it; nothing where that isn't told."""
    try:
        return frozenset(Path("/proc/cpuinfo").read_text().split())
    except OSError:  # not Linux
        return frozenset()
