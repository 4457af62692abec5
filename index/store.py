"""The store: one SQLite file that holds everything durable; all search structures derive from it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .database import Database
from .errors import ArticleNotFoundError, NoStoreError, StoreDamagedError, StoreMismatchError
from .records import Article, Chunk, EmbeddedChunk, FloatArray, KnownFile, Span, StoredFile
from .rows import (
    ARTICLE_COLUMNS,
    article_of,
    delete_article,
    insert_chunks,
    known_file,
    matrix_of,
    note_file,
    spans_of,
)

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
        self.copy_to, self.close = self._database.copy_to, self._database.close
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

    def generation(self) -> str:
        """Changes with every write, and is never the same for two stores."""
        return self._database.meta("generation")

    def write_article(self, article: Article, file: StoredFile, chunks: Sequence[EmbeddedChunk]) -> None:
        """Store an article with its chunks in place of any of the same id."""
        with self.writing() as connection:
            delete_article(connection, article.id)
            row = asdict(article) | {"root": file.root, "path": file.path, "sha256": file.sha256}
            row["pages"] = json.dumps(article.pages)
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

    def remove_article(self, article: str, leave_out: bool = False) -> None:
        """Remove an article and its chunks; with `leave_out` it stays away while others of its file are there."""
        with self.writing() as connection:
            file = connection.execute("SELECT path, part FROM articles WHERE id = ?", (article,)).fetchone()
            delete_article(connection, article)
            if file and leave_out:
                note_file(connection, known_file(connection, file[0]), {file[1]})

    def note_files(self, files: Collection[KnownFile]) -> None:
        """Note which files were read whole, and how; parts that were left out of them stay left out."""
        if files:
            with self.writing(searched=False) as connection:
                for file in files:
                    note_file(connection, file, known_file(connection, file.path).left_out)

    def forget_files(self, paths: Collection[str]) -> None:
        """Note nothing more of files: they are read anew, and nothing of them is left out."""
        if paths:
            with self.writing(searched=False) as connection:
                connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])

    def known_files(self) -> dict[str, KnownFile]:
        """What is noted of files, by path."""
        with self.reading() as connection:
            paths = [path for (path,) in connection.execute("SELECT path FROM files ORDER BY path")]
            return {path: known_file(connection, path) for path in paths}

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
            rows = connection.execute("SELECT id, root, path, sha256, part FROM articles ORDER BY id").fetchall()
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
