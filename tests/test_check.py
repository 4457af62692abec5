"""Checking a store: a sound one has no fault, and every planted fault is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.errors import NoStoreError
from index.records import Article
from index.store import FILE_NAME
from ingest import ChunkSettings, ingest_articles

TEXT = "Trời mưa to.  Nước dâng cao. Đường ngập."


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformerEncoder) -> Path:
    data = tmp_path_factory.mktemp("sound")
    articles = [Article("lành", "Trời nắng.", "Nắng", False), Article("hỏng", TEXT, "Mưa", False)]
    ingest_articles(articles, data, encoder, ChunkSettings())
    return data


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "data"))


def plant(data: Path, column: str, value: object) -> None:
    """Overwrite a column of the only chunk of the article `hỏng`."""
    with sqlite3.connect(data / FILE_NAME) as connection:
        connection.execute(f"UPDATE chunks SET {column} = ? WHERE article = 'hỏng'", (value,))
    connection.close()


def stored(data: Path, column: str) -> bytes:
    with sqlite3.connect(data / FILE_NAME) as connection:
        (value,) = connection.execute(f"SELECT {column} FROM chunks WHERE article = 'hỏng'").fetchone()
    connection.close()
    assert isinstance(value, bytes)
    return value


def test_a_sound_store_has_no_fault(data: Path, corpus_data: Path) -> None:
    assert check_store(data) == []
    assert check_store(corpus_data) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("end", 10_000), ("end", 5), ("start", -3), ("start", 40), ("start", 5)],
    ids=["over the end", "before its sentences", "below zero", "after its end", "inside a sentence"],
)
def test_a_chunk_out_of_place_is_named(data: Path, column: str, value: int) -> None:
    plant(data, column, value)
    faults = check_store(data)
    assert faults
    assert all("hỏng" in fault and "lành" not in fault for fault in faults)


@pytest.mark.parametrize(
    "sentences",
    [
        [(0, 12), (14, 28), (29, 400)],
        [(0, 12), (12, 28), (29, 40)],
        [(0, 12), (10, 28), (29, 40)],
        [(14, 28), (0, 12), (29, 40)],
        [(0, 12), (20, 20), (29, 40)],
    ],
    ids=["over the end", "white space", "overlapping", "out of order", "empty"],
)
def test_a_sentence_out_of_place_is_named(data: Path, sentences: list[tuple[int, int]]) -> None:
    plant(data, "sentences", json.dumps(sentences))
    faults = check_store(data)
    assert faults
    assert all("hỏng" in fault and "sentence" in fault for fault in faults)


def test_a_number_of_sentences_unlike_that_of_their_vectors_is_named(data: Path) -> None:
    plant(data, "sentences", json.dumps([(0, 12), (14, 28)]))
    (fault,) = check_store(data)
    assert "hỏng has 2 sentences and 3 vectors" in fault


@pytest.mark.parametrize("column", ["vector", "sentence_vectors"])
@pytest.mark.parametrize("factor", [0.0, 0.5, 1.1, float("nan"), float("inf")])
def test_a_vector_whose_length_is_not_one_is_named(data: Path, column: str, factor: float) -> None:
    values = np.frombuffer(stored(data, column), "<f2").copy()
    values[-384:] *= np.float16(factor)
    plant(data, column, values.tobytes())
    (fault,) = check_store(data)
    assert "hỏng" in fault
    assert "length" in fault


@pytest.mark.parametrize(
    ("column", "keep"), [("vector", 100), ("vector", 0), ("sentence_vectors", 100), ("sentence_vectors", 768)]
)
def test_vectors_cut_short_are_named(data: Path, column: str, keep: int) -> None:
    plant(data, column, stored(data, column)[:keep])
    faults = check_store(data)
    assert faults
    assert "vector" in faults[0]


def test_spans_that_cannot_be_read_are_named(data: Path) -> None:
    plant(data, "sentences", "[[0, 12")
    faults = check_store(data)
    assert faults
    assert "sentence" in faults[0]


def test_a_chunk_of_no_article_is_named(data: Path) -> None:
    connection = sqlite3.connect(data / FILE_NAME)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM articles WHERE id = 'hỏng'")
    connection.commit()
    connection.close()
    (fault,) = check_store(data)
    assert "no article" in fault


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoStoreError):
        check_store(tmp_path)
