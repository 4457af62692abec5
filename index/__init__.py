"""The hub: records, store and search. `from index import retrieve` is the way in for scripts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .embedded import EMBEDDED_MODEL
from .errors import HoiNguonError, NoStoreError, QuestionError, StoreMismatchError
from .records import Article, Passage, SentenceMatch, Signals, Span

if TYPE_CHECKING:
    from .retriever import Retriever

__all__ = [
    "Article",
    "HoiNguonError",
    "NoStoreError",
    "Passage",
    "QuestionError",
    "SentenceMatch",
    "Signals",
    "Span",
    "StoreMismatchError",
    "open_retriever",
    "retrieve",
]


def retrieve(question: str, k: int = 5, *, data: str | Path = "data", model: str = EMBEDDED_MODEL) -> list[Passage]:
    """The `k` passages of the store under `data` that fit the question best, best first.

    The model is loaded on the first call (some seconds) and kept. Raises QuestionError, NoStoreError,
    StoreMismatchError.
    """
    return open_retriever(Path(data).resolve(), model).retrieve(question, k)


@cache
def open_retriever(data: Path, model: str = EMBEDDED_MODEL, models_dir: Path | None = None) -> Retriever:
    """A Retriever over the store under `data`, opened once a process."""
    from .encoder import load_encoder
    from .retriever import Retriever
    from .store import Store

    Store(data).require_model(model)  # a missing store, or one of another model, is told before any is loaded
    return Retriever(data, load_encoder(model, models_dir or data / "models"))
