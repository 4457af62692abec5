"""Files into the store: read, split, embed, write; what didn't change is left alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from index.encoder import Encoder
from index.records import Article, EmbeddedChunk, StoredFile
from index.store import Store, StoreSettings

from .articles import digest, find_files, is_gone
from .changes import Changes
from .chunks import split_chunks
from .columns import Columns
from .summary import Summary

Item = TypeVar("Item")

ARTICLES_AT_ONCE = 16
"""Articles embedded together, so that batches are full; each is still stored by its own transaction."""


@dataclass(frozen=True, slots=True)
class Written:
    """An article that is on disk, and the number of its chunks."""

    article: str
    chunks: int


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """Size and overlap of chunks, in the model's tokens."""

    tokens: int = 256
    overlap: int = 0


def ingest(
    paths: Sequence[Path], data_dir: Path, encoder: Encoder, chunking: ChunkSettings, progress: bool = True,
    columns: Columns | None = None,
) -> Summary:  # fmt: skip
    """Bring the store in step with the files: add, replace, keep, and remove those gone from a folder.

    One bad file, row or member is reported and the rest goes on; an article that can no longer be read stays. Of a
    file with several articles only those that changed are written. `columns` name those of tables; None takes the
    names that a table was read with before, and else the usual ones.
    Raises PathError for a path that doesn't exist, StoreMismatchError for a store of other settings.
    """
    settings = StoreSettings(encoder.name, encoder.dim, chunking.tokens, chunking.overlap)
    store = Store(data_dir, settings)
    store.require(settings)
    summary = Summary()
    stored = {file.article: file for file in store.files()}
    folders = [Path(os.path.abspath(path)) for path in paths if path.is_dir()]
    roots = {Path(file.root) for file in stored.values() if file.root} | set(folders)
    found = [file for path in paths for file in find_files(path, sorted(roots), list(stored.values()))]
    files = list({file.path: file for file in found}.values())
    changes = Changes(stored, store.known_files(), columns, summary)
    with tqdm(total=len(files), desc="ingest", unit=" article", disable=None if progress else True) as bar:
        for written in write_articles(changes.read(files), store, encoder, chunking):
            (summary.changed if written.article in stored else summary.added).append(written.article)
            summary.chunks += written.chunks
            bar.total = max(bar.total or 0, summary.ingested)
            bar.update(summary.ingested - bar.n)
    remove_missing(changes, folders, store)
    store.note_files(changes.finished)
    return summary


def ingest_articles(articles: Iterable[Article], data_dir: Path, encoder: Encoder, chunking: ChunkSettings) -> int:
    """Store articles that come from no file, and return the number of their chunks."""
    store = Store(data_dir, StoreSettings(encoder.name, encoder.dim, chunking.tokens, chunking.overlap))
    fresh = ((article, StoredFile(article.id, "", "", digest(article.text.encode()))) for article in articles)
    return sum(written.chunks for written in write_articles(fresh, store, encoder, chunking))


def write_articles(
    fresh: Iterable[tuple[Article, StoredFile]], store: Store, encoder: Encoder, chunking: ChunkSettings
) -> Iterator[Written]:
    """Split, embed and store articles, some at once; yields each when it is on disk."""
    for batch in iterate_batches(fresh, ARTICLES_AT_ONCE):
        embedded = embed_articles([article for article, _ in batch], encoder, chunking)
        for (article, file), chunks in zip(batch, embedded, strict=True):
            store.write_article(article, file, chunks)
            yield Written(article.id, len(chunks))


def rebuild(data_dir: Path, encoder: Encoder, chunking: ChunkSettings, progress: bool = True) -> Summary:
    """Split and embed all stored articles anew, from their stored text, in one transaction."""
    store = Store(data_dir)
    summary = Summary()

    def embed_all() -> Iterator[tuple[str, list[EmbeddedChunk]]]:
        articles = tqdm(store.articles(), desc="rebuild", unit=" article", disable=None if progress else True)
        for batch in iterate_batches(articles, ARTICLES_AT_ONCE):
            for article, chunks in zip(batch, embed_articles(batch, encoder, chunking), strict=True):
                summary.changed.append(article.id)
                summary.chunks += len(chunks)
                yield article.id, chunks

    store.replace_chunks(StoreSettings(encoder.name, encoder.dim, chunking.tokens, chunking.overlap), embed_all())
    return summary


def embed_articles(articles: Sequence[Article], encoder: Encoder, chunking: ChunkSettings) -> list[list[EmbeddedChunk]]:
    """Chunks with their vectors, for each article."""
    chunks = [split_chunks(article.text, encoder, chunking.tokens, chunking.overlap) for article in articles]
    flat = [(article, chunk) for article, own in zip(articles, chunks, strict=True) for chunk in own]
    vectors = encoder.encode_passages(
        [article.text[chunk.span.start : chunk.span.end] for article, chunk in flat],
        [[sentence.shifted(-chunk.span.start) for sentence in chunk.sentences] for _, chunk in flat],
    )
    each = iter(vectors)
    return [[EmbeddedChunk(chunk, next(each)) for chunk in own] for own in chunks]


def remove_missing(changes: Changes, folders: Sequence[Path], store: Store) -> None:
    """Remove articles that their file no longer holds, or whose file is gone from a folder that was named.

    Not those that another file gives now.
    """
    summary = changes.summary
    given, gone = {*summary.added, *summary.changed, *summary.unchanged}, set()
    for before in changes.stored.values():
        path = Path(before.path)
        is_missing = any(map(path.is_relative_to, folders)) and is_gone(path)
        if is_missing:
            gone.add(before.path)
        if before.article not in given and (is_missing or before.article in changes.dropped):
            store.remove_article(before.article)
            summary.removed.append(before.article)
    store.forget_files(gone & set(store.known_files()))


def iterate_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of up to `size` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
