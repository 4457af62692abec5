"""Backup: everything durable of a data directory in one checked file, made while the directory is in use."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import BackupError
from .store import FILE_NAME, Store

MANIFEST = "manifest.json"
FORMAT = "hoi-nguon backup 1"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    path: Path
    articles: int
    files: int
    """The store, uploaded files, feedback."""
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    articles: int
    files: dict[str, str]
    """SHA-256 in hexadecimal, by name inside the data directory."""


def back_up(data_dir: Path, target: Path, derived: Collection[Path]) -> Backup:
    """Write a data directory into one zip file, which appears under its name only when it is whole and on disk.

    The store goes in as one snapshot, whoever writes meanwhile (SQLite's online backup). What can be made anew, the
    folders `derived`, is left out. Raises BackupError, and StoreDamagedError for a store that isn't sound.
    """
    target = target.absolute()
    if target.exists():
        raise BackupError(f"Expected a new file, found {target}: name another, a backup replaces nothing.")
    if not target.parent.is_dir():
        raise BackupError(f"Expected a folder at {target.parent}, found none: make it first.")
    store = Store(data_dir)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        copy, draft = Path(folder, FILE_NAME), Path(folder, "draft.zip")
        store.copy_to(copy)
        articles = len(Store(Path(folder)).facts())
        left_out = {path.resolve() for path in derived}
        files = {FILE_NAME: copy} | dict(durable_files(Path(data_dir).resolve(), left_out))
        digests = {}
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in files.items():
                with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as into:
                    digests[name] = copy_digested(source, into)
            manifest = {"format": FORMAT, "articles": articles, "files": digests}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        flush(draft)
        os.link(draft, target)  # fails where another file got the name meanwhile
        flush(target.parent)
    return Backup(target, articles, len(files), target.stat().st_size)


def restore(source: Path, data_dir: Path) -> Backup:
    """Put what a backup holds into a data directory that has no store yet, each file checked first.

    Nothing is put in place unless all of it is sound. Raises BackupError and StoreMismatchError.
    """
    data_dir = Path(data_dir).absolute()
    if (data_dir / FILE_NAME).exists():
        raise BackupError(f"Expected no store in {data_dir}, found one: name another folder with --data.")
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as folder:
        try:
            with zipfile.ZipFile(source) as archive:
                manifest = read_manifest(archive, source)
                for name, digest in manifest.files.items():
                    extract(archive, name, digest, Path(folder), source)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, RuntimeError) as error:
            raise BackupError(f"Expected a backup at {source}, found: {error}. Take another one.") from error
        restored = Store(Path(folder))  # of a schema that this version reads, or migrates
        restored.facts()
        restored.close()
        journal = f"{FILE_NAME}-wal"  # of a store that was taken away: SQLite would write it into this one
        taken = [name for name in (*manifest.files, journal) if (data_dir / name).exists()]
        if taken:
            raise BackupError(f"Expected no {taken[0]} in {data_dir}, found one: name another folder with --data.")
        # The store last: without it there is nothing yet.
        for name in sorted(manifest.files, key=lambda name: name == FILE_NAME):
            place = data_dir / name
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).replace(place)
            flush(place.parent)
    return Backup(Path(source), manifest.articles, len(manifest.files), Path(source).stat().st_size)


def durable_files(data_dir: Path, derived: Collection[Path]) -> Iterator[tuple[str, Path]]:
    """Names and paths of the files of a data directory beside the store; no links, nothing hidden or derived."""
    for folder, folders, files in os.walk(data_dir):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(folder, f) not in derived)
        for name in sorted(files):
            path = Path(folder, name)
            if not (name.startswith((".", FILE_NAME)) or path.is_symlink()) and path.is_file():
                yield path.relative_to(data_dir).as_posix(), path


def read_manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    """What the backup says that it holds; raises BackupError."""
    stated = json.loads(archive.read(MANIFEST)) if MANIFEST in archive.namelist() else {}
    files = stated.get("files") if isinstance(stated, dict) else None
    if not isinstance(files, dict) or stated.get("format") != FORMAT or FILE_NAME not in files:
        raise BackupError(f"Expected a backup of this program at {source}, found another file: check the name.")
    for name in files:
        if PurePosixPath(name).is_absolute() or {"..", ""} & set(name.split("/")) or {"\\", ":"} & set(name):
            raise BackupError(f"Expected names inside the data folder in {source}, found {name!r}: don't trust it.")
    return Manifest(int(stated["articles"]), files)


def extract(archive: zipfile.ZipFile, name: str, digest: str, folder: Path, source: Path) -> None:
    """One file of the backup into a folder; raises BackupError unless its bytes are those that were saved."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, path.open("wb") as into:
        found = copy_digested(packed, into)
    if found != digest:
        raise BackupError(f"Expected {name} in {source} as it was saved, found other bytes: take another backup.")
    flush(path)


def copy_digested(source: IO[bytes], into: IO[bytes]) -> str:
    """Copy, and return the SHA-256 of the bytes in hexadecimal."""
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        into.write(block)
    return digest.hexdigest()


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
