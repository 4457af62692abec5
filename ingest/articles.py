"""Files to articles: which files a path means, what their ids are, and reading one."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.records import Article, StoredFile

from .errors import PathError, UnreadableFileError
from .readers import Document, read_document
from .sentences import split_sentences

MAX_TITLE = 90
"""Characters of a first sentence that stands in for a missing title."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest: the folder its id counts from, its path, its article's id."""

    root: Path
    path: Path
    article: str


def find_files(path: Path, stored: Sequence[StoredFile]) -> list[SourceFile]:
    """Files under a folder, or the one file named; hidden ones are passed over.

    A file that is stored keeps its id. Ids of new files count from the folder that was ingested
    before and holds them, else from the folder named now. Raises PathError.
    """
    path = Path(os.path.abspath(path))
    if not path.exists():
        raise PathError(f"Expected a file or folder at {path}, found none: check the path.")
    known = {file.path: file for file in stored}
    roots = sorted({Path(file.root) for file in stored}, key=lambda root: len(root.parts))
    root = next((root for root in roots if path.is_relative_to(root)), path if path.is_dir() else path.parent)
    return [
        SourceFile(Path(known[str(found)].root), found, known[str(found)].article)
        if str(found) in known
        else SourceFile(root, found, identify(root, found))
        for found in (walk(path) if path.is_dir() else [path])
    ]


def walk(root: Path) -> Iterator[Path]:
    """Files under a folder, by name; hidden ones and the folders behind symbolic links are passed over."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder, name)


def identify(root: Path, path: Path) -> str:
    """The article's id: the path under the root, without suffix, in NFC."""
    return unicodedata.normalize("NFC", path.relative_to(root).with_suffix("").as_posix())


def read_bytes(file: SourceFile) -> bytes:
    """Bytes of a file inside its root; raises PathError or UnreadableFileError."""
    if not file.path.resolve().is_relative_to(file.root.resolve()):
        raise PathError(f"expected a file inside {file.root}, found a link out of it: copy the file there")
    if not file.path.is_file():
        raise UnreadableFileError("expected a regular file, found something else or a broken link: remove it")
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"expected a readable file, found: {error.strerror}: check its permissions"
        ) from error


def read_article(file: SourceFile, data: bytes) -> tuple[Article, StoredFile]:
    """The article in a file's bytes and where it came from; raises HoiNguonError kinds of `ingest.errors`."""
    document = read_document(data, file.path.suffix)
    stated = document.metadata
    article = Article(
        id=file.article,
        text=document.text,
        title=stated.get("title") or derive_title(document),
        title_derived="title" not in stated,
        source=stated.get("source"),
        url=stated.get("url"),
        published=stated.get("published"),
        author=stated.get("author"),
    )
    return article, StoredFile(file.article, str(file.root), str(file.path), digest(data))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def derive_title(document: Document) -> str:
    """The first sentence, cut between words to at most MAX_TITLE characters."""
    sentences = split_sentences(document.text)
    first = " ".join(document.text[sentences[0].start : sentences[0].end].split()).lstrip("#*->• ")
    if len(first) <= MAX_TITLE:
        return first
    return first[: MAX_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
