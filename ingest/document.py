"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """Text of a file, with the metadata that the file itself states."""

    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    """Keys out of `ingest.readers.METADATA`."""
