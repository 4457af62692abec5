"""What a reader gives: documents, and parts of a file that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field

METADATA = ("title", "source", "url", "published", "author")


@dataclass(frozen=True, slots=True)
class Document:
    """Text of a file or of a part of it, with the metadata that the file itself states."""

    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    """Keys out of METADATA."""
    part: str = ""
    """What of the file it is: a row's own id or "row-17", a member's path; "" where the file is one document."""
    pages: tuple[int, ...] = ()
    """Where in the text each page begins; empty where the format has none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file that could not be read, while the others were."""

    place: str
    """Which, as "row 17" or "báo/a.pdf"; "" for the file's own text."""
    reason: str
