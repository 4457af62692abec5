"""Files to articles: which files a path means, what their ids are, and reading one."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.records import PART_MARK, Article, StoredFile

from .columns import Columns
from .documents import Document, Fault
from .errors import PathError, UnreadableFileError
from .readers import read_documents
from .sentences import split_sentences

MAX_TITLE = 90
"""Characters of a first sentence that stands in for a missing title."""
LARGEST_FILE = 100_000_000
"""Bytes of a file: it is held in memory, some of it several times; of plain text that is a library."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest: the folder its id counts from, its path, and the id that those of its articles begin with."""

    root: Path
    path: Path
    article: str


def find_files(path: Path, roots: Sequence[Path], stored: Sequence[StoredFile]) -> list[SourceFile]:
    """Files under a folder, or the one file named; hidden ones are passed over.

    A file that is stored keeps its id. Ids of new files count from the widest of the roots that holds
    them, else from their own folder. Raises PathError.
    """
    path = Path(os.path.abspath(path))
    if not os.path.lexists(path):
        raise PathError(f"Expected a file or folder at {path}, found none: check the path.")
    known = {file.path: file for file in stored}
    around = sorted((root for root in roots if path.is_relative_to(root)), key=lambda root: len(root.parts))
    root = around[0] if around else path.parent
    return [
        SourceFile(Path(known[str(found)].root), found, known[str(found)].file)
        if str(found) in known
        else SourceFile(root, found, identify(root, found))
        for found in (walk(path) if path.is_dir() else [path])
    ]


def walk(root: Path) -> Iterator[Path]:
    """Files under a folder, by name, and folders that can't be listed; hidden and linked folders are passed over."""
    closed: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder, name)
    yield from closed


def is_gone(path: Path) -> bool:
    """Whether there is certainly nothing at the path; what may not be looked at isn't gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def identify(root: Path, path: Path) -> str:
    """The article's id: the path under the root, without suffix, in NFC."""
    return unicodedata.normalize("NFC", path.relative_to(root).with_suffix("").as_posix())


def read_bytes(file: SourceFile) -> bytes:
    """Bytes of a file inside its root; raises PathError or UnreadableFileError."""
    try:
        str(file.path).encode()
        if not file.path.resolve(strict=True).is_relative_to(file.root.resolve()):
            raise PathError(f"expected a file inside {file.root}, found a link out of it: copy the file there")
        if not file.path.is_file():
            raise UnreadableFileError("expected a regular file, found something else: remove it")
        if (size := file.path.stat().st_size) > LARGEST_FILE:
            raise UnreadableFileError(f"expected at most {LARGEST_FILE:,} bytes, found {size:,}: split the file")
        return file.path.read_bytes()
    except UnicodeEncodeError as error:
        raise PathError("expected a file name in UTF-8, found other bytes: rename the file") from error
    except RuntimeError as error:  # pathlib's word for links in a circle
        raise UnreadableFileError("expected a file, found a link that leads to itself: remove it") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFileError(f"expected a readable file, found: {reason}: check link and permission") from error


def read_articles(file: SourceFile, data: bytes, columns: Columns) -> Iterator[tuple[Article, StoredFile] | Fault]:
    """The articles in a file's bytes and where they came from, and what of it could not be read.

    Raises HoiNguonError kinds of `ingest.errors` where that is all of it.
    """
    for item in read_documents(data, file.path.suffix, columns):
        if isinstance(item, Fault):
            yield item
            continue
        article = article_of(item, f"{file.article}{PART_MARK}{item.part}" if item.part else file.article)
        written = json.dumps(asdict(item), ensure_ascii=False, sort_keys=True)
        yield article, StoredFile(article.id, str(file.root), str(file.path), digest(written.encode()), item.part)


def article_of(document: Document, identifier: str) -> Article:
    """The article of a document."""
    stated = document.metadata
    return Article(
        id=identifier,
        text=document.text,
        title=stated.get("title") or derive_title(document),
        title_derived="title" not in stated,
        source=stated.get("source"),
        url=stated.get("url"),
        published=stated.get("published"),
        author=stated.get("author"),
        part=document.part,
        pages=document.pages,
    )


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
