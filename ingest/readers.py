"""Bytes to documents: what kind a file is, and the reader of that kind. A new format is a file in `formats`, a suffix
in `kinds` and a line here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import HoiNguonError
from index.places import describe_part
from index.records import PART_MARK

from .columns import Columns
from .documents import Document, Fault
from .errors import UnreadableFileError
from .formats.archive import Allowance, read_zip
from .formats.docx import read_docx
from .formats.html import read_html
from .formats.mail import read_mail
from .formats.pdf import read_pdf
from .formats.rows import read_csv, read_jsonl
from .formats.text import read_markdown, read_text
from .kinds import SUFFIXES, kind_of

READERS = SUFFIXES
"""The kind of file by suffix; content that tells another kind goes before it."""
BINARY: dict[str, Callable[[bytes], Document]] = {"pdf": read_pdf, "docx": read_docx}
TEXTUAL: dict[str, Callable[[str], Document]] = {"text": read_text, "markdown": read_markdown, "html": read_html}
ROWS: dict[str, Callable[[str, Columns], Iterable[Document | Fault]]] = {"csv": read_csv, "jsonl": read_jsonl}

DEEPEST = 2
"""Archives and mails around a file: a day's mails packed in a folder's archive; more is a bomb or an accident."""
LONGEST_PART = 200
"""Characters of what a part is called: it is in addresses, and shown."""
LONGEST_REASON = 200
"""Characters of what another program says of a file."""
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?+\s*+([\w-]{1,40})", re.IGNORECASE)


def read_documents(data: bytes, suffix: str, columns: Columns | None = None) -> Iterator[Document | Fault]:
    """The documents in a file's bytes, and what of it could not be read.

    Raises UnknownFormatError, UnreadableFileError and ColumnsError for the file as a whole, at the first document.
    """
    found = False
    for item in read_nested(data, suffix, columns or Columns(), 0, Allowance()):
        found = True
        yield item
    if not found:
        raise UnreadableFileError("expected an article, found none: fill the file or delete it")


def read_document(data: bytes, suffix: str) -> Document:
    """The one document in a file's bytes, or the first; raises what `read_documents` does."""
    item = next(read_documents(data, suffix))
    if isinstance(item, Fault):
        raise UnreadableFileError(f"{item.place}: {item.reason}")
    return item


def read_nested(
    data: bytes, suffix: str, columns: Columns, depth: int, allowance: Allowance
) -> Iterator[Document | Fault]:
    """The same inside `depth` archives and mails, which share what may be unpacked."""

    def read_inner(inner: bytes, name: str) -> Iterator[Document | Fault]:
        try:
            for item in read_nested(inner, PurePosixPath(name).suffix, columns, depth + 1, allowance):
                yield placed(item, name)
        except HoiNguonError as error:
            yield Fault(name, str(error))

    kind = kind_of(data, suffix)
    try:
        for item in read_kind(kind, data, columns, read_inner, depth, allowance):
            yield finish(item) if isinstance(item, Document) else item
    except HoiNguonError:
        raise
    except Exception as error:  # the parsers of others meet files that nobody foresaw
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]
        raise UnreadableFileError(f"expected a readable {kind} file, found a fault ({reason}): save it anew") from error


def read_kind(
    kind: str, data: bytes, columns: Columns, read_inner: Callable[[bytes, str], Iterator[Document | Fault]],
    depth: int, allowance: Allowance,
) -> Iterable[Document | Fault]:  # fmt: skip
    """What the reader of a kind gives."""
    if kind in ("zip", "mail") and depth >= DEEPEST:
        raise UnreadableFileError(f"expected at most {DEEPEST} archives around a file, found more: unpack them")
    if kind == "zip":
        return read_zip(data, read_inner, allowance)
    if kind == "mail":
        return read_mail(data, read_inner)
    if kind in BINARY:
        return [BINARY[kind](data)]
    text = decode(data, kind)
    return ROWS[kind](text, columns) if kind in ROWS else [TEXTUAL[kind](text)]


def finish(document: Document) -> Document | Fault:
    """The document in NFC, its pages where they begin in that; a Fault for a part that isn't fit to be stored.

    Raises UnreadableFileError for the same of what is no part.
    """
    text = nfc(document.text)
    part = " ".join(nfc(document.part).split())
    metadata = {key: nfc(value).strip() for key, value in document.metadata.items()}
    reason = ""
    if not any(character.isalnum() for character in text):
        reason = "expected an article, found no letter or digit: fill the file or delete it"
    elif any("\ud800" <= character <= "\udfff" for value in (text, part, *metadata.values()) for character in value):
        reason = "expected text, found half of a surrogate pair: save it anew in UTF-8"
    elif len(part) > LONGEST_PART:
        reason = f"expected a name or id of at most {LONGEST_PART} characters, found {len(part)}: shorten it"
    if reason and part:
        return Fault(describe_part(part[:LONGEST_PART], "en"), reason)
    if reason:
        raise UnreadableFileError(reason)
    pages, at, length = [], 0, 0
    for begin in document.pages:
        length, at = length + len(nfc(document.text[at:begin])), begin
        pages.append(length)
    stated = {key: value for key, value in metadata.items() if value}
    return replace(document, text=text, metadata=stated, part=part, pages=tuple(pages))


def nfc(text: str) -> str:
    """Text in Unicode's composed form."""
    return unicodedata.normalize("NFC", text)


def placed(item: Document | Fault, name: str) -> Document | Fault:
    """A document or fault of a member, named by it."""
    if isinstance(item, Fault):
        return Fault(f"{name}, {item.place}" if item.place else name, item.reason)
    part = f"{name}{PART_MARK}{item.part}" if item.part else name
    return replace(item, part=part)


def decode(data: bytes, kind: str) -> str:
    """Text of the bytes; of a page that is no UTF-8 in the encoding that it states. Raises UnreadableFileError."""
    stated = CHARSET.search(data[:4096]) if kind == "html" else None
    with suppress(LookupError, UnicodeError):
        if stated and not is_utf8(data):
            return data.decode(stated[1].decode("ascii"))
    return decode_utf8(data)


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, which text of another encoding by chance never is."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode_utf8(data: bytes) -> str:
    """Text of UTF-8 bytes, with or without byte order mark; raises UnreadableFileError."""
    if b"\0" in data[:65536]:
        raise UnreadableFileError("expected UTF-8 text, found binary data (a NUL byte): save it as a text file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"expected UTF-8 text, found byte 0x{data[error.start]:02x} at offset {error.start}, which is not UTF-8: "
            "save the file as UTF-8"
        ) from error
