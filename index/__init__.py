"""The hub: records, store and search. `from index import retrieve` is the way in for scripts."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .embedded import EMBEDDED_MODEL
from .errors import FilterError, HoiNguonError, NoStoreError, QuestionError, StoreMismatchError
from .filters import Filters
from .offline import stay_offline
from .reader import EMBEDDED_READER, NO_READER
from .records import Article, Explanation, Passage, Place, Reading, SentenceMatch, Signals, Span

if TYPE_CHECKING:
    from .retriever import Retriever

__all__ = [
    "Article",
    "Explanation",
    "FilterError",
    "HoiNguonError",
    "NoStoreError",
    "Passage",
    "Place",
    "QuestionError",
    "Reading",
    "SentenceMatch",
    "Signals",
    "Span",
    "StoreMismatchError",
    "open_retriever",
    "retrieve",
]


def retrieve(
    question: str,
    k: int = 5,
    *,
    articles: Collection[str] | None = None,
    published_from: str | None = None,
    published_to: str | None = None,
    source: str | None = None,
    read: int = 0,
    explain: bool = False,
    data: str | Path = "data",
    model: str = EMBEDDED_MODEL,
) -> list[Passage]:
    """The `k` passages of the store under `data` that fit the question best, best first.

    Only of the `articles` with these ids, of this `source`, published within these ISO 8601 dates, where given.
    With `read` the reader looks at that many of the first, fills their `Passage.reading` and puts them in order
    anew; `explain` fills `Passage.explanation`. What is loaded on the first call is kept; the embedded model takes
    a second without `read`, any other some ten.
    Raises QuestionError, FilterError, NoStoreError, StoreMismatchError.
    """
    filters = Filters(articles, published_from, published_to, source)
    reader = EMBEDDED_READER if read else NO_READER
    retriever = open_retriever(Path(data).resolve(), model, reader=reader, questions_only=True)
    return retriever.retrieve(question, k, read=read, filters=filters, explain=explain)


@cache
def open_retriever(
    data: Path,
    model: str = EMBEDDED_MODEL,
    models_dir: Path | None = None,
    reader: str = NO_READER,
    questions_only: bool = False,
) -> Retriever:
    """A Retriever over the store under `data`, opened once a process.

    With `questions_only` the embedded model comes without torch, in a tenth of a second; it then encodes no passages.
    """
    from .retriever import Retriever
    from .store import Store

    stay_offline(model, reader)
    Store(data).require_model(model)  # a missing store, or one of another model, is told before any is loaded
    if questions_only and model == EMBEDDED_MODEL and reader == NO_READER:
        from .packed_encoder import PackedEncoder

        return Retriever(data, PackedEncoder())
    from .encoder import load_encoder
    from .reader import load_reader

    encoder = load_encoder(model, models_dir or data / "models")
    return Retriever(data, encoder, load_reader(reader, encoder, models_dir or data / "models"))
