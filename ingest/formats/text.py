"""Plain text and Markdown, with the YAML front matter that may state their metadata."""

from __future__ import annotations

import re

import yaml

from ..documents import METADATA, Document
from ..errors import UnreadableFileError


def read_text(text: str) -> Document:
    """Plain text, with optional front matter."""
    return split_front_matter(text)


def read_markdown(text: str) -> Document:
    """Markdown, kept as written; the first top-level heading is the title unless front matter states one."""
    document = split_front_matter(text)
    headings = (match[1].strip(" \t#") for match in re.finditer(r"^#[ \t](.*)$", document.text, re.MULTILINE))
    if heading := next(filter(None, headings), ""):
        document.metadata.setdefault("title", heading)
    return document


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
