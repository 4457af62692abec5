"""Rows of the store's tables: records into them and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

import numpy as np

from .errors import StoreDamagedError
from .records import Article, EmbeddedChunk, FloatArray, KnownFile, Span

ARTICLE_COLUMNS = "id, text, title, title_derived, source, url, published, author, part, pages"


def article_of(row: tuple[str, ...]) -> Article:
    """The record of a row of ARTICLE_COLUMNS."""
    *told, pages = row
    identifier, text, title, derived, source, url, published, author, part = told
    try:
        begins = tuple(map(int, json.loads(pages)))
        return Article(identifier, text, title, bool(derived), source, url, published, author, part, begins)
    except (ValueError, TypeError) as error:
        raise StoreDamagedError(
            f"Expected where the pages of {identifier!r} begin, found {pages[:40]!r}: ingest its file again."
        ) from error


def delete_article(connection: sqlite3.Connection, article: str) -> None:
    """Delete an article; by the store's trigger its file then is no longer one that all of is stored."""
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))


def known_file(connection: sqlite3.Connection, path: str) -> KnownFile:
    """What is noted of a file; nothing of one that isn't known. Raises StoreDamagedError."""
    row = connection.execute("SELECT sha256, columns, left_out FROM files WHERE path = ?", (path,)).fetchone()
    if row is None:
        return KnownFile(path, "")
    try:
        return KnownFile(path, row[0], row[1], frozenset(map(str, json.loads(row[2]))))
    except (ValueError, TypeError) as error:
        raise StoreDamagedError(
            f"Expected parts left out of {path}, found {row[2][:40]!r}: restore a backup."
        ) from error


def note_file(connection: sqlite3.Connection, file: KnownFile, left_out: Collection[str]) -> None:
    """Note a file, with these parts left out beside its own."""
    parts = json.dumps(sorted(file.left_out | set(left_out)), ensure_ascii=False)
    connection.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (file.path, file.sha256, file.columns, parts)
    )


def insert_chunks(connection: sqlite3.Connection, article: str, chunks: Sequence[EmbeddedChunk]) -> None:
    """Insert the chunks of an article; vectors as little-endian float16."""
    connection.executemany(
        "INSERT INTO chunks (article, start, end, sentences, vector, sentence_vectors) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                article,
                item.chunk.span.start,
                item.chunk.span.end,
                json.dumps([(s.start, s.end) for s in item.chunk.sentences]),
                item.vectors.chunk.astype("<f2").tobytes(),
                item.vectors.sentences.astype("<f2").tobytes(),
            )
            for item in chunks
        ],
    )


def spans_of(sentences: str) -> tuple[Span, ...]:
    """Spans of their JSON form; raises StoreDamagedError."""
    try:
        return tuple(Span(int(start), int(end)) for start, end in json.loads(sentences))
    except (ValueError, TypeError) as error:
        raise StoreDamagedError(
            f"Expected spans of sentences in the store, found {sentences[:40]!r}: run `python -m ingest --rebuild`."
        ) from error


def matrix_of(blob: bytes, dim: int) -> FloatArray:
    """Rows of `dim` float32 of their stored form; raises StoreDamagedError."""
    if len(blob) % (2 * dim):
        raise StoreDamagedError(
            f"Expected vectors of {dim} values in the store, found {len(blob) / 2:g} values: "
            "run `python -m ingest --rebuild`."
        )
    return np.frombuffer(blob, "<f2").reshape(-1, dim).astype(np.float32)
