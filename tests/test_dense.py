"""Dense search beside a network that shares its threads."""

from __future__ import annotations

import faiss
import numpy as np
import pytest

from index.dense import DenseIndex


@pytest.mark.parametrize("allowed", [None, [1]])
def test_a_search_leaves_the_threads_of_others_as_they_were(allowed: list[int] | None) -> None:
    before = faiss.omp_get_max_threads()
    try:
        faiss.omp_set_num_threads(2)
        hits = DenseIndex(np.eye(2, dtype=np.float32)).search(np.array([0.6, 0.8], np.float32), 1, allowed)
        assert hits.rows.tolist() == [1]
        assert faiss.omp_get_max_threads() == 2
    finally:
        faiss.omp_set_num_threads(before)
