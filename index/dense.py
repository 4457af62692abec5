"""Dense search: FAISS over the chunk vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .records import FloatArray


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows found, best first, with their scores (higher is better)."""

    rows: NDArray[np.int64]
    """`(n_hits,)` int64, places in the order of the chunk numbers"""
    scores: FloatArray
    """`(n_hits,)` float32"""


class DenseIndex:
    """Exact search by inner product, which for unit vectors is the cosine."""

    def __init__(self, vectors: FloatArray) -> None:
        """Index `(n_chunks, dim)` float32 unit vectors."""
        import faiss

        self._vectors = vectors
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, query: FloatArray, k: int, allowed: Sequence[int] | None = None) -> Hits:
        """The `k` nearest rows to a `(dim,)` float32 query, by cosine; among the allowed where they are given."""
        k = min(k, len(self._vectors) if allowed is None else len(allowed))
        if not k:
            return Hits(np.zeros(0, np.int64), np.zeros(0, np.float32))
        limits = None
        if allowed is not None:
            import faiss

            limits = faiss.SearchParameters(sel=faiss.IDSelectorBatch(np.array(allowed, np.int64)))  # type: ignore[call-arg]
        with one_thread():
            scores, rows = self._index.search(query[None], k, params=limits)
        return Hits(rows[0], scores[0])

    def cosines(self, row: int, others: NDArray[np.int64]) -> FloatArray:
        """Cosine of a row with each of the others, `(n_others,)` float32."""
        return self.scores(self._vectors[row], others)

    def scores(self, query: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """Cosine of the query with each of the rows, `(n_rows,)` float32."""
        cosines: FloatArray = self._vectors[rows] @ query
        return cosines


@contextmanager
def one_thread() -> Iterator[None]:
    """FAISS with one thread: a second one costs more than it gains when several people ask at once.

    Set back afterwards, as torch takes its number of threads from the same place and wants all of them.
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
