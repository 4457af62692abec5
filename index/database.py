"""The SQLite file of the store: its tables, connections, transactions, and errors in plain words."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import StoreDamagedError, StoreMismatchError
from .migration import FORGETTING, MIGRATIONS

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL, title TEXT NOT NULL, title_derived INTEGER NOT NULL,
    source TEXT, url TEXT, published TEXT, author TEXT,
    root TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    part TEXT NOT NULL DEFAULT '', pages TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX articles_of_file ON articles (path);
CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, columns TEXT NOT NULL, left_out TEXT NOT NULL
) STRICT;
CREATE TABLE chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    sentences TEXT NOT NULL, vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL
) STRICT;
CREATE INDEX chunks_of_article ON chunks (article);
"""


class Database:
    """Transactions on one file, with a connection for each thread.

    Every write is on disk (`synchronous=FULL`) when its transaction ends. Raises StoreMismatchError and
    StoreDamagedError.
    """

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot: every read inside sees the store as it was at the first one."""
        connection = self._connection()
        if connection.in_transaction:
            yield connection
            return
        with self._sentences_for_errors():
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, searched: bool = True) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it is stored, or nothing. `searched` is False for what no search sees."""
        connection = self._connection()
        with self._sentences_for_errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if searched:
                    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (uuid.uuid4().hex,))
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._sentences_for_errors():
                connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def is_made(self) -> bool:
        """Whether the file has its tables; one whose making was interrupted has none."""
        with self.reading() as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and "meta" not in tables:
            raise StoreDamagedError(
                f"Expected a store at {self.path}, found a database of something else: name another folder with --data."
            )
        return bool(tables)

    def create(self, meta: Mapping[str, str]) -> None:
        """Make the tables with these settings, unless they are there."""
        made = {"schema_version": str(SCHEMA_VERSION), "generation": uuid.uuid4().hex, **meta}
        if self.path.is_file() and self.is_made():
            return
        connection = self._connection()
        with self._sentences_for_errors():
            connection.execute("BEGIN IMMEDIATE")
            if not self.is_made():  # else another process was first
                for statement in (*filter(str.strip, SCHEMA.split(";\n")), FORGETTING):
                    connection.execute(statement)
                connection.executemany("INSERT INTO meta VALUES (?, ?)", made.items())
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close this thread's connection; where it was the last one, the file alone holds all that was written."""
        connection: sqlite3.Connection | None = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def copy_to(self, path: Path) -> None:
        """Write a snapshot of the whole file to a new one, while others read and write (SQLite's online backup)."""
        with self._sentences_for_errors(), closing(sqlite3.connect(path)) as copy:
            self._connection().backup(copy)
            fault = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise StoreDamagedError(f"Expected a sound store at {self.path}, found: {fault}. Restore a backup.")

    def check_version(self) -> None:
        """Bring an older file to this version's schema; raise StoreMismatchError where that isn't known how."""
        while (found := self.meta("schema_version")) in MIGRATIONS:
            self._migrate(found)
        if found != str(SCHEMA_VERSION):
            raise StoreMismatchError(
                f"Expected a store of schema version {SCHEMA_VERSION}, found {found} in {self.path}: "
                "use the version of the program that made it, or ingest into another folder with --data."
            )

    def _migrate(self, version: str) -> None:
        """Go from one version to the next in one transaction, unless another process was first."""
        with self.writing(searched=False) as connection:
            if self.meta("schema_version") == version:
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                following = str(int(version) + 1)
                connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (following,))

    def meta(self, key: str) -> str:
        """A value of the table `meta`; raises StoreDamagedError where it isn't there."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise StoreDamagedError(f"Expected {key!r} among the settings of {self.path}, found none: restore it.")
        return str(row[0])

    @contextmanager
    def _sentences_for_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreMismatchError(
                    f"Expected to write to {self.path}, found another process writing: wait for it and try again."
                ) from error
            raise StoreDamagedError(f"Expected a readable store at {self.path}, found: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise StoreDamagedError(
                f"Expected a store at {self.path}, found a file that SQLite can't read ({error}): "
                "restore a backup, or delete it and run `python -m ingest`."
            ) from error
