"""The store: whole transactions, generations, and clear words for what can't be opened."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.database import SCHEMA_VERSION
from index.errors import ArticleNotFoundError, HoiNguonError, NoStoreError, StoreDamagedError, StoreMismatchError
from index.records import Article, Chunk, ChunkVectors, EmbeddedChunk, Span, StoredFile
from index.store import FILE_NAME, Store, StoreSettings

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = StoreSettings("mô hình/thử", 4, 256, 0)
TEXT = "Trời mưa to. Nước dâng."
SPANS = (Span(0, 12), Span(13, 23))


def article(identifier: str, text: str = TEXT) -> Article:
    return Article(identifier, text, "Mưa", False, source="TTXVN", published="2025-03-31")


def file(identifier: str) -> StoredFile:
    return StoredFile(identifier, "/gốc", f"/gốc/{identifier}.txt", "0" * 64)


def embedded(seed: int = 0, count: int = 1) -> list[EmbeddedChunk]:
    """Chunks with vectors that are their own for each seed."""
    vectors = np.random.default_rng(seed).normal(size=(count, 3, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    return [EmbeddedChunk(Chunk(Span(0, 23), SPANS), ChunkVectors(v[0], v[1:])) for v in vectors]


def contents(store: Store) -> tuple[list[Article], list[int], str, StoreSettings]:
    return store.articles(), [stored.number for stored in store.chunks()], store.generation(), store.settings


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data", SETTINGS)


def test_what_is_written_is_read_again_by_another_store(store: Store, tmp_path: Path) -> None:
    chunks = embedded(count=3)
    store.write_article(article("a"), file("a"), chunks)
    again = Store(tmp_path / "data")
    assert again.settings == SETTINGS
    assert again.articles() == [article("a")]
    assert again.article("a") == article("a")
    assert again.files() == [file("a")]
    assert [stored.chunk for stored in again.chunks()] == [chunk.chunk for chunk in chunks]
    assert again.vectors().shape == (3, 4)
    assert again.vectors().dtype == np.float32
    np.testing.assert_allclose(again.vectors(), [chunk.vectors.chunk for chunk in chunks], atol=1e-3)


def test_sentence_vectors_come_in_the_order_asked_for(store: Store) -> None:
    chunks = embedded(count=3)
    store.write_article(article("a"), file("a"), chunks)
    first, second, third = (stored.number for stored in store.chunks())
    found = store.sentence_vectors([third, first, second])
    for vectors, number in zip(found, (2, 0, 1), strict=True):
        np.testing.assert_allclose(vectors, chunks[number].vectors.sentences, atol=1e-3)
    assert store.sentence_vectors([]) == []


@pytest.mark.parametrize("text", ["", "a\0b", "“…”\r\n\u2028☺ 🇻🇳", "x" * 300_000])
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    store.write_article(article("a/ệ 'x\"", text), file("a/ệ 'x\""), [])
    assert store.article("a/ệ 'x\"").text == text


def test_an_empty_store_is_empty(store: Store) -> None:
    assert (store.articles(), store.files(), store.chunks()) == ([], [], [])
    assert store.vectors().shape == (0, 4)


def test_writing_an_article_replaces_the_one_of_that_id_with_its_chunks(store: Store) -> None:
    store.write_article(article("a"), file("a"), embedded(count=3))
    store.write_article(article("b"), file("b"), embedded())
    store.write_article(article("a", "Khác."), file("a"), embedded(count=2))
    assert [a.text for a in store.articles()] == ["Khác.", TEXT]
    assert [stored.article for stored in store.chunks()] == ["b", "a", "a"]


def test_removing_an_article_removes_its_chunks_and_their_numbers_are_not_used_again(store: Store) -> None:
    store.write_article(article("a"), file("a"), embedded())
    store.write_article(article("b"), file("b"), embedded(count=2))
    used = {stored.number for stored in store.chunks()}
    store.remove_article("b")
    assert [stored.article for stored in store.chunks()] == ["a"]
    store.write_article(article("c"), file("c"), embedded())
    assert store.chunks()[-1].number > max(used)


def test_an_article_that_is_not_stored_is_told_by_its_id(store: Store) -> None:
    with pytest.raises(ArticleNotFoundError, match="không có"):
        store.article("không có")


def test_the_generation_changes_with_each_write_and_never_by_reading(store: Store) -> None:
    seen = [store.generation()]
    writes: list[Callable[[], None]] = [
        lambda: store.write_article(article("a"), file("a"), embedded()),
        lambda: store.write_article(article("a"), file("a"), embedded()),
        lambda: store.replace_chunks(SETTINGS, iter([("a", embedded())])),
        lambda: store.remove_article("a"),
    ]
    for write in writes:
        write()
        seen.append(store.generation())
    assert len(set(seen)) == 5
    contents(store)
    assert store.generation() == seen[-1]


def test_two_stores_never_have_the_same_generation(store: Store, tmp_path: Path) -> None:
    assert Store(tmp_path / "other", SETTINGS).generation() != store.generation()


def test_a_write_that_fails_half_way_changes_nothing(store: Store) -> None:
    store.write_article(article("a"), file("a"), embedded(count=2))
    before = contents(store)
    bad = EmbeddedChunk(Chunk(None, SPANS), embedded()[0].vectors)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        store.write_article(article("a", "Khác."), file("a"), [*embedded(1), bad])
    assert contents(store) == before
    store.write_article(article("b"), file("b"), embedded())
    assert [a.id for a in store.articles()] == ["a", "b"]


def test_replacing_all_chunks_is_one_transaction(store: Store) -> None:
    for name in ("a", "b"):
        store.write_article(article(name), file(name), embedded())
    before = contents(store)
    other = StoreSettings("khác", 4, 64, 8)

    def stop() -> Iterator[tuple[str, Sequence[EmbeddedChunk]]]:
        yield "a", embedded(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.replace_chunks(other, stop())
    assert contents(store) == before
    store.replace_chunks(other, iter([("a", embedded(2)), ("b", embedded(3, count=2))]))
    assert store.settings == other
    assert [stored.article for stored in store.chunks()] == ["a", "b", "b"]


def test_a_reader_sees_the_store_as_it_was_when_it_began(store: Store, tmp_path: Path) -> None:
    store.write_article(article("a"), file("a"), embedded())
    writer = Store(tmp_path / "data")
    with store.reading():
        before = contents(store)
        writer.write_article(article("b"), file("b"), embedded())
        assert contents(store) == before
        assert len(writer.articles()) == 2
    assert len(store.articles()) == 2


def test_threads_may_share_a_store(store: Store) -> None:
    def write(name: str) -> None:
        for i in range(5):
            store.write_article(article(f"{name}{i}"), file(f"{name}{i}"), embedded())
            store.vectors()

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, "abc"))
    assert len(store.articles()) == len(store.chunks()) == 15


KILLED = """
import os, signal, sys
from pathlib import Path
from index.records import Article, StoredFile
from index.store import Store, StoreSettings
store = Store(Path(sys.argv[1]), StoreSettings("m", 4, 256, 0))
store.write_article(Article("a", "Tin.", "Tin", False), StoredFile("a", "", "", ""), [])
with store.writing() as connection:
    connection.execute("DELETE FROM articles")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_in_a_write_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "data")]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    store = Store(tmp_path / "data")
    assert [a.id for a in store.articles()] == ["a"]
    store.write_article(article("b"), file("b"), [])
    assert [a.id for a in store.articles()] == ["a", "b"]


@pytest.mark.parametrize("folder", ["data", "không/có"])
def test_a_missing_store_is_told_with_its_path_and_the_command_and_is_not_made(tmp_path: Path, folder: str) -> None:
    with pytest.raises(NoStoreError, match="python -m ingest") as caught:
        Store(tmp_path / folder)
    assert str(tmp_path / folder / FILE_NAME) in str(caught.value)
    assert not (tmp_path / folder).exists()


def test_other_settings_are_refused_with_both_values_and_the_remedy(store: Store) -> None:
    store.require(SETTINGS)
    with pytest.raises(StoreMismatchError, match="--rebuild") as caught:
        store.require(StoreSettings("mô hình/khác", 8, 256, 0))
    assert "model 'mô hình/thử' and not 'mô hình/khác'" in str(caught.value)
    assert "dim 4 and not 8" in str(caught.value)
    assert "chunk_tokens" not in str(caught.value), "what agrees is not told"


def test_another_model_is_refused_with_both_names_and_the_remedy(store: Store) -> None:
    store.require_model(SETTINGS.model)
    with pytest.raises(StoreMismatchError, match="--rebuild") as caught:
        store.require_model("mô hình/khác")
    assert "'mô hình/thử'" in str(caught.value)
    assert "'mô hình/khác'" in str(caught.value)


@pytest.mark.parametrize("version", ["0", "3", "một"])
def test_another_schema_version_is_refused_with_both(store: Store, tmp_path: Path, version: str) -> None:
    with store.writing() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (version,))
    for settings in (None, SETTINGS):
        with pytest.raises(StoreMismatchError, match=f"version {SCHEMA_VERSION}, found {version}"):
            Store(tmp_path / "data", settings)


@pytest.mark.parametrize("content", [b"Xin ch\xc3\xa0o. " * 1000, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 5000])
@pytest.mark.parametrize("settings", [None, SETTINGS])
def test_a_file_that_is_no_database_is_told_and_left_alone(
    tmp_path: Path, content: bytes, settings: StoreSettings | None
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreDamagedError, match=FILE_NAME) as caught:
        Store(tmp_path, settings)
    assert "xpected" in str(caught.value)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_database_of_something_else_is_told(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    for settings in (None, SETTINGS):
        with pytest.raises(StoreDamagedError, match=FILE_NAME):
            Store(tmp_path, settings)


def test_a_store_cut_short_is_told(store: Store, tmp_path: Path) -> None:
    for i in range(30):
        store.write_article(article(f"a{i}", TEXT * 100), file(f"a{i}"), embedded())
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = store.path.read_bytes()
    cut = tmp_path / "cut"
    cut.mkdir()
    (cut / FILE_NAME).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreDamagedError):
        Store(cut).articles()


@pytest.mark.parametrize("value", ["{", '{"model": "m"}', None])
def test_settings_that_cannot_be_read_are_told(store: Store, tmp_path: Path, value: str | None) -> None:
    with store.writing() as connection:
        if value is None:
            connection.execute("DELETE FROM meta WHERE key = 'settings'")
        else:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'settings'", (value,))
    with pytest.raises(StoreDamagedError):
        _ = Store(tmp_path / "data").settings


def test_a_store_whose_making_was_interrupted_is_told_to_readers_and_made_by_the_next_writer(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()  # SQLite makes the file first and writes its tables later
    with pytest.raises(HoiNguonError, match=FILE_NAME):
        Store(tmp_path)
    store = Store(tmp_path, SETTINGS)
    store.write_article(article("a"), file("a"), embedded())
    assert Store(tmp_path).articles() == [article("a")]
