"""A store of an older schema is brought to this one's in one transaction, and nothing in it changes."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.backup import FORMAT, MANIFEST, restore
from index.check import check_store
from index.database import SCHEMA_VERSION
from index.errors import StoreDamagedError
from index.migration import MIGRATIONS
from index.records import KnownFile
from index.store import FILE_NAME, Store
from ingest import Summary

from .conftest import ROOT

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]

OLD_ARTICLES = """
CREATE TABLE old (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL, title TEXT NOT NULL, title_derived INTEGER NOT NULL,
    source TEXT, url TEXT, published TEXT, author TEXT,
    root TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL
) STRICT
"""
"""As the first version of the program made it."""


def make_old(data: Path) -> None:
    """Turn a store of now into one of version 1, where `sha256` was that of the file."""
    connection = sqlite3.connect(data / FILE_NAME, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    connection.execute("UPDATE articles SET sha256 = (SELECT sha256 FROM files WHERE files.path = articles.path)")
    connection.execute(OLD_ARTICLES)
    columns = "id, text, title, title_derived, source, url, published, author, root, path, sha256"
    connection.execute(f"INSERT INTO old SELECT {columns} FROM articles")
    connection.execute("DROP TABLE articles")
    connection.execute("DROP TABLE files")
    connection.execute("PRAGMA legacy_alter_table = ON")
    connection.execute("ALTER TABLE old RENAME TO articles")
    connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    connection.execute("COMMIT")
    connection.close()


@pytest.fixture
def old(write: Write, run: Ingest, data: Path) -> Path:
    write("a.txt", "Trời mưa to.")
    write("b.txt", "---\nsource: TTXVN\n---\nNước dâng ở Huế.")
    run()
    make_old(data)
    return data


def schema_of(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        return rows.fetchall()


def test_an_older_store_opens_with_all_that_it_held(old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old / FILE_NAME) as connection:
        before = connection.execute("SELECT id, text, source, sha256 FROM articles ORDER BY id").fetchall()
        generation = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0]
    store = Store(old)
    assert [(a.id, a.text, a.source) for a in store.articles()] == [row[:3] for row in before]
    assert all((a.part, a.pages) == ("", ()) for a in store.articles())
    assert store.generation() == generation, "no search structure is made anew for it"
    assert [file.sha256 for file in store.known_files().values()] == [row[3] for row in before]
    assert check_store(old) == []
    assert schema_of(old / FILE_NAME) == schema_of(Store(tmp_path / "new", store.settings).path)


def test_nothing_is_read_again_after_it(old: Path, run: Ingest, write: Write) -> None:
    summary = run()
    assert (summary.unchanged, summary.chunks, summary.failed) == (["a", "b"], 0, [])
    write("a.txt", "Trời nắng.")
    assert run().changed == ["a"]


def test_a_migration_that_fails_leaves_the_store_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema_of(old / FILE_NAME)
    monkeypatch.setitem(MIGRATIONS, "1", (*MIGRATIONS["1"], "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreDamagedError):
        Store(old)
    assert schema_of(old / FILE_NAME) == before
    monkeypatch.undo()
    assert len(Store(old).articles()) == 2


def test_two_that_open_it_at_once_migrate_it_once(old: Path) -> None:
    failed: list[BaseException] = []

    def open_it() -> None:
        try:
            assert len(Store(old).articles()) == 2
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with sqlite3.connect(old / FILE_NAME) as connection:
        version = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    assert version == (str(SCHEMA_VERSION),)


def test_a_file_of_which_an_article_went_is_no_longer_known_as_whole(write: Write, run: Ingest, data: Path) -> None:
    path = write("a.txt", "Trời mưa to.")
    run()
    store = Store(data)
    assert store.known_files()[str(path)].sha256
    store.remove_article("a")
    assert store.known_files()[str(path)] == KnownFile(str(path), "")
    assert run().added == ["a"]


KILLED = """
import os, signal, sys
from pathlib import Path
import index.database
from index.store import Store

class Killing(tuple):
    def __iter__(self):
        for number, statement in enumerate(super().__iter__()):
            if number == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
            yield statement
        os.kill(os.getpid(), signal.SIGKILL)

index.database.MIGRATIONS["1"] = Killing(index.database.MIGRATIONS["1"])
Store(Path(sys.argv[1]))
"""


def test_a_migration_that_is_killed_anywhere_leaves_the_store_as_it_was(old: Path) -> None:
    before = schema_of(old / FILE_NAME)
    for number in range(len(MIGRATIONS["1"]) + 1):
        done = subprocess.run([sys.executable, "-c", KILLED, str(old), str(number)], cwd=ROOT, capture_output=True)
        assert done.returncode == -signal.SIGKILL
        assert schema_of(old / FILE_NAME) == before
    assert len(Store(old).articles()) == 2


def test_a_chat_of_the_older_version_goes_on_and_what_it_writes_is_seen(old: Path, write: Write, run: Ingest) -> None:
    chat = sqlite3.connect(old / FILE_NAME, isolation_level=None)
    text = chat.execute("SELECT text FROM articles WHERE id = 'a'").fetchone()[0]
    path = write("a.txt", text)
    Store(old)
    assert chat.execute("SELECT text FROM articles WHERE id = 'a'").fetchone()[0] == text
    chat.execute("DELETE FROM articles WHERE id = 'a'")
    chat.execute(
        "INSERT INTO articles (id, text, title, title_derived, root, path, sha256) "
        "VALUES ('a', 'Nắng.', 'Nắng', 1, ?, ?, 'x')",
        (str(path.parent), str(path)),
    )
    chat.close()
    assert run().changed == ["a"], "though the file is again as it was when the store was migrated"
    assert Store(old).article("a").text == text


def test_a_backup_of_an_older_store_is_restored_as_one_of_now(old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old / FILE_NAME) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = (old / FILE_NAME).read_bytes()
    manifest = {"format": FORMAT, "articles": 2, "files": {FILE_NAME: hashlib.sha256(stored).hexdigest()}}
    with zipfile.ZipFile(tmp_path / "kho.zip", "w") as archive:
        archive.writestr(FILE_NAME, stored)
        archive.writestr(MANIFEST, json.dumps(manifest))
    assert restore(tmp_path / "kho.zip", tmp_path / "new").articles == 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE_NAME]
    with sqlite3.connect(tmp_path / "new" / FILE_NAME) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone() == ("2",)
    assert [article.text for article in Store(tmp_path / "new").articles()] == ["Trời mưa to.", "Nước dâng ở Huế."]
    assert check_store(tmp_path / "new") == []
