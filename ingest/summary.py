"""What an ingest did, and what it could not do."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_FAILURES = 20
"""Of one file that are told one by one: a table in the wrong form has one a row."""


@dataclass(slots=True)
class Failure:
    """A file or a part of it that could not be ingested, and why."""

    path: str
    reason: str
    place: str = ""
    """The part, as "row 17"; "" where it is the whole file."""

    @property
    def where(self) -> str:
        """File and part: tin.csv, row 17."""
        return f"{self.path}, {self.place}" if self.place else self.path


@dataclass(slots=True)
class Summary:
    """What an ingest did, by article id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    chunks: int = 0
    """Chunks embedded in this run."""

    @property
    def ingested(self) -> int:
        """Articles that are in the store now."""
        return len(self.added) + len(self.changed) + len(self.unchanged)

    def as_text(self) -> str:
        """The counts in a line, and a line for each failure with its reason."""
        counts = ", ".join(
            f"{len(getattr(self, kind))} {kind}" for kind in ("added", "changed", "unchanged", "removed", "failed")
        )
        lines = [f"{counts}; {self.chunks} chunks embedded"]
        return "\n".join(lines + [f"  failed: {failure.where}: {failure.reason}" for failure in self.failed])
