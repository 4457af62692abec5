"""A store meets another model or chunk size, or a run that stops half-way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.errors import StoreMismatchError
from index.store import Store, StoreSettings
from ingest import ChunkSettings, Summary, ingest, rebuild

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


def ids(data: Path) -> list[str]:
    return [article.id for article in Store(data).articles()]


def test_another_model_or_chunk_size_is_refused_with_both_and_the_remedy(
    write: Write,
    run: Ingest,
    data: Path,
    tmp_path: Path,
    encoder: SentenceTransformerEncoder,
    other_encoder: SentenceTransformerEncoder,
) -> None:
    write("a.txt", "Tin.")
    run()
    generation = Store(data).generation()
    with pytest.raises(StoreMismatchError, match="--rebuild") as caught:
        ingest([tmp_path / "corpus"], data, other_encoder, ChunkSettings(), progress=False)
    assert encoder.name in str(caught.value)
    assert other_encoder.name in str(caught.value)
    with pytest.raises(StoreMismatchError, match=r"chunk_tokens 256 and not 128.*--rebuild"):
        ingest([tmp_path / "corpus"], data, encoder, ChunkSettings(128), progress=False)
    assert Store(data).generation() == generation


def test_a_rebuild_embeds_the_stored_articles_anew_without_their_files(
    write: Write, run: Ingest, data: Path, tmp_path: Path, other_encoder: SentenceTransformerEncoder
) -> None:
    for name in ("a", "b"):
        write(f"{name}.txt", "Trời mưa to. " * 30 + "Hết.")
    run()
    texts = [article.text for article in Store(data).articles()]
    shutil.rmtree(tmp_path / "corpus")
    summary = rebuild(data, other_encoder, ChunkSettings(40), progress=False)
    store = Store(data)
    assert summary.changed == ["a", "b"]
    assert summary.chunks == len(store.chunks()) > 2
    assert [article.text for article in store.articles()] == texts
    assert store.settings == StoreSettings(other_encoder.name, 16, 40, 0)
    assert store.vectors().shape == (summary.chunks, 16)
    assert check_store(data) == []


def test_a_rebuild_that_fails_leaves_the_store_as_it_was(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        write(f"{i:02}.txt", f"Bài số {i}.")
    run()
    store = Store(data)
    before = (store.generation(), store.settings, store.chunks())
    real, calls = encoder.encode_passages, iter(range(9))

    def stop_at_the_second_batch(*arguments: object) -> object:
        if next(calls):
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(encoder, "encode_passages", stop_at_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        rebuild(data, encoder, ChunkSettings(64), progress=False)
    assert (store.generation(), store.settings, store.chunks()) == before


def test_a_run_that_is_stopped_keeps_what_it_stored_and_the_next_goes_on(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        write(f"{i:02}.txt", f"Bài số {i}.")
    real, calls = encoder.encode_passages, iter(range(9))

    def stop_at_the_second_batch(*arguments: object) -> object:
        if next(calls):
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(encoder, "encode_passages", stop_at_the_second_batch)
        with pytest.raises(KeyboardInterrupt):
            run()
    kept = ids(data)
    assert 0 < len(kept) < 20
    assert check_store(data) == []
    summary = run()
    assert summary.unchanged == kept
    assert len(summary.added) == 20 - len(kept)
