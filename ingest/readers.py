"""One reader a format: bytes to a Document. A new format is one function under `@reader`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import yaml

from .document import Document
from .errors import UnknownFormatError, UnreadableFileError

METADATA = ("title", "source", "url", "published", "author")

Reader = Callable[[bytes], Document]
READERS: dict[str, Reader] = {}
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?><!--.*?-->)\s*+)*+(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
"""How a web page begins. Nothing in it is tried a second way: a row of comments would double the time with each."""


def reader(*suffixes: str) -> Callable[[Reader], Reader]:
    """Register a function as the reader of files with these suffixes."""

    def register(function: Reader) -> Reader:
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return register


def read_document(data: bytes, suffix: str) -> Document:
    """The document in a file's bytes; raises UnknownFormatError or UnreadableFileError.

    Bytes that are plainly of another format than the suffix says are read as what they are.
    """
    found = READERS.get(seen_suffix(data) or suffix.lower())
    if found is None:
        known = ", ".join(sorted(READERS))
        raise UnknownFormatError(f"expected a file ending in {known}, found {suffix or 'no suffix'}: convert it first")
    document = found(data)
    text = unicodedata.normalize("NFC", document.text)
    if not any(character.isalnum() for character in text):
        raise UnreadableFileError("expected an article, found no letter or digit: fill the file or delete it")
    metadata = {key: unicodedata.normalize("NFC", value).strip() for key, value in document.metadata.items()}
    return Document(text, {key: value for key, value in metadata.items() if value})


def seen_suffix(data: bytes) -> str | None:
    """The suffix for what the first bytes show; None where they show nothing."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return ".docx"
    return ".html" if PAGE.match(data[:4096]) else None


@reader(".txt", ".text")
def read_text(data: bytes) -> Document:
    """Plain text in UTF-8, with optional front matter."""
    return split_front_matter(decode_utf8(data))


@reader(".md", ".markdown")
def read_markdown(data: bytes) -> Document:
    """Markdown in UTF-8, kept as written; the first top-level heading is the title unless front matter states one."""
    document = split_front_matter(decode_utf8(data))
    heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", document.text, re.MULTILINE)
    if heading:
        document.metadata.setdefault("title", heading[1])
    return document


@reader(".html", ".htm")
def read_html(data: bytes) -> Document:
    """A saved web page."""
    from .html import read_page

    return read_page(data)


@reader(".docx")
def read_docx(data: bytes) -> Document:
    """A Word document."""
    from .word import read_word

    return read_word(data)


@reader(".pdf")
def read_pdf(data: bytes) -> Document:
    """A PDF."""
    from .pdf import read_pdf as read

    return read(data)


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


class TextLoader(yaml.SafeLoader):
    """A SafeLoader that takes every plain value as text: 2025-02-30 is what the source says, not a fault."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it


def split_front_matter(text: str) -> Document:
    """Text without the YAML block that may open it, and what the block states.

    A block that is no mapping of known keys is part of the text: "---" may as well be a line.
    """
    match = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if not match:
        return Document(text)
    try:
        stated = yaml.load(match[1], Loader=TextLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first_line = str(error).splitlines()[0]
        raise UnreadableFileError(
            f"expected YAML between the lines ---, found a fault ({first_line}): correct it, or quote the value"
        ) from error
    if not isinstance(stated, dict) or not set(METADATA) & set(stated):
        return Document(text)
    metadata = {key: plain(stated[key]) for key in METADATA if key in stated}
    if any("\ud800" <= character <= "\udfff" for value in metadata.values() for character in value):
        raise UnreadableFileError("expected text in the front matter, found half of a surrogate pair: retype the value")
    return Document(text[match.end() :], metadata)


def plain(value: object) -> str:
    """A metadata value as text, a time in ISO 8601; the strings of a list in a row, anything deeper left out."""
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    if not isinstance(value, str) or value in ("null", "~"):
        return ""
    return value.replace(" ", "T", 1) if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d.*", value) else value
