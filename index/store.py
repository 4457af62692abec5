"""The store: one SQLite file that holds everything durable; all search structures derive from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .database import Database
from .errors import ArticleNotFoundError, NoStoreError, StoreDamagedError, StoreMismatchError
from .records import Article, Chunk, EmbeddedChunk, FloatArray, Span, StoredFile

FILE_NAME = "store.sqlite3"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What the stored vectors were made with; kept beside them and never mixed."""

    model: str
    dim: int
    chunk_tokens: int
    overlap_tokens: int


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk as it lies in the store, without its vectors; `number` is never used again."""

    number: int
    article: str
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a search may be limited by."""

    id: str
    source: str | None
    published: str | None


class Store:
    """The articles, chunks and vectors under a data directory.

    Every write is one transaction that is on disk when the call returns; safe to share between threads.
    Raises NoStoreError, StoreMismatchError and StoreDamagedError.
    """

    def __init__(self, data_dir: Path, settings: StoreSettings | None = None) -> None:
        """Open the store; with `settings`, make it where there is none."""
        self.path = Path(data_dir).resolve() / FILE_NAME
        self._database = Database(self.path)
        self.reading, self.writing = self._database.reading, self._database.writing
        if settings is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database.create({"settings": json.dumps(asdict(settings))})
        elif not self.path.is_file() or not self._database.is_made():
            raise NoStoreError(
                f"Expected a store at {self.path}, found none: run `python -m ingest` first, "
                "or name the right folder with --data."
            )
        self._database.check_version()

    @property
    def settings(self) -> StoreSettings:
        """What the vectors were made with."""
        stored = self._database.meta("settings")
        try:
            return StoreSettings(**json.loads(stored))
        except (ValueError, TypeError) as error:
            raise StoreDamagedError(
                f"Expected the settings of {self.path}, found {stored[:80]!r}: restore a backup."
            ) from error

    def require(self, settings: StoreSettings) -> None:
        """Raise StoreMismatchError unless the store was made with these settings."""
        if settings == self.settings:
            return
        found, wanted = asdict(self.settings), asdict(settings)
        differences = ", ".join(
            f"{key} {found[key]!r} and not {wanted[key]!r}" for key in found if found[key] != wanted[key]
        )
        raise StoreMismatchError(
            f"The store {self.path} was made with {differences}. Use the same setting again, run "
            "`python -m ingest --rebuild` to embed the stored articles anew, or name another folder with --data."
        )

    def require_model(self, model: str, dim: int | None = None) -> None:
        """Raise StoreMismatchError unless the vectors were made with this model (and have `dim` values)."""
        made = self.settings
        if made.model != model or dim not in (None, made.dim):
            raise StoreMismatchError(
                f"The store {self.path} was made with the model {made.model!r} ({made.dim} values a vector), this is "
                f"{model!r}{f' ({dim})' if dim else ''}: set HOINGUON_MODEL={made.model}, or run "
                "`python -m ingest --rebuild` to embed the stored articles with the new model."
            )

    def copy_to(self, path: Path) -> None:
        """Write a snapshot of the store's file to a new one; raises StoreDamagedError where it isn't sound."""
        self._database.copy_to(path)

    def generation(self) -> str:
        """Changes with every write, and is never the same for two stores."""
        return self._database.meta("generation")

    def write_article(self, article: Article, file: StoredFile, chunks: Sequence[EmbeddedChunk]) -> None:
        """Store an article with its chunks in place of any of the same id."""
        with self.writing() as connection:
            connection.execute("DELETE FROM articles WHERE id = ?", (article.id,))
            row = asdict(article) | {"root": file.root, "path": file.path, "sha256": file.sha256}
            columns = ", ".join(row)
            marks = ", ".join(f":{column}" for column in row)
            connection.execute(f"INSERT INTO articles ({columns}) VALUES ({marks})", row)
            insert_chunks(connection, article.id, chunks)

    def replace_chunks(self, settings: StoreSettings, chunks: Iterator[tuple[str, Sequence[EmbeddedChunk]]]) -> None:
        """Store new chunks for all articles, with the settings that made them, in one transaction."""
        with self.writing() as connection:
            connection.execute("DELETE FROM chunks")
            for article, embedded in chunks:
                insert_chunks(connection, article, embedded)
            connection.execute("UPDATE meta SET value = ? WHERE key = 'settings'", (json.dumps(asdict(settings)),))

    def remove_article(self, article: str) -> None:
        """Remove an article and its chunks."""
        with self.writing() as connection:
            connection.execute("DELETE FROM articles WHERE id = ?", (article,))

    def article(self, article: str) -> Article:
        """The article of that id; raises ArticleNotFoundError."""
        with self.reading() as connection:
            row = connection.execute(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            raise ArticleNotFoundError(f"Expected the id of a stored article, found {article!r}: no article has it.")
        return article_of(row)

    def articles(self) -> list[Article]:
        """All articles, by id."""
        with self.reading() as connection:
            rows = connection.execute(f"SELECT {ARTICLE_COLUMNS} FROM articles ORDER BY id").fetchall()
        return [article_of(row) for row in rows]

    def facts(self) -> dict[str, ArticleFacts]:
        """What is known of every article without its text, by id."""
        with self.reading() as connection:
            rows = connection.execute("SELECT id, source, published FROM articles").fetchall()
        return {row[0]: ArticleFacts(*row) for row in rows}

    def files(self) -> list[StoredFile]:
        """Where every article came from, by id."""
        with self.reading() as connection:
            rows = connection.execute("SELECT id, root, path, sha256 FROM articles ORDER BY id").fetchall()
        return [StoredFile(*row) for row in rows]

    def chunks(self) -> list[StoredChunk]:
        """All chunks in the order of their numbers."""
        with self.reading() as connection:
            rows = connection.execute("SELECT number, article, start, end, sentences FROM chunks ORDER BY number")
            return [
                StoredChunk(number, article, Chunk(Span(start, end), spans_of(sentences)))
                for number, article, start, end, sentences in rows
            ]

    def texts(self, chunks: Sequence[StoredChunk]) -> list[str]:
        """Texts of the chunks, in their order."""
        with self.reading():
            articles = {article.id: article.text for article in self.articles()}
            return [articles[c.article][c.chunk.span.start : c.chunk.span.end] for c in chunks]

    def vectors(self) -> FloatArray:
        """Vectors of all chunks in the order of their numbers, `(n_chunks, dim)` float32."""
        with self.reading() as connection:
            blobs = [blob for (blob,) in connection.execute("SELECT vector FROM chunks ORDER BY number")]
        return matrix_of(b"".join(blobs), self.settings.dim)

    def sentence_vectors(self, numbers: Sequence[int]) -> list[FloatArray]:
        """Vectors of the sentences of each chunk, `(n_sentences, dim)` float32, in the order of `numbers`."""
        marks = ", ".join("?" * len(numbers))
        with self.reading() as connection:
            query = f"SELECT number, sentence_vectors FROM chunks WHERE number IN ({marks})"
            found = dict(connection.execute(query, list(numbers)).fetchall())
        dim = self.settings.dim
        return [matrix_of(found[number], dim) for number in numbers]


ARTICLE_COLUMNS = "id, text, title, title_derived, source, url, published, author"


def article_of(row: tuple[str, ...]) -> Article:
    """The record of a row of ARTICLE_COLUMNS."""
    identifier, text, title, derived, *rest = row
    return Article(identifier, text, title, bool(derived), *rest)


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
