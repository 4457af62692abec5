"""The tables that users extend: a row a line in UTF-8, columns with tabs between; a line with # is a note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .errors import HoiNguonError


def read_rows(path: Path, error: type[HoiNguonError]) -> Iterator[tuple[str, list[str]]]:
    """Where each row stands (`file:line`) and its columns, without the space around them; raises `error`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise error(f"Expected a table in UTF-8 in {path}, found: {cause}. Save the file as UTF-8.") from cause
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield f"{path}:{number}", [column.strip() for column in line.split("\t")]


def read_pairs(path: Path, error: type[HoiNguonError]) -> Iterator[tuple[str, str, str]]:
    """Where each row of a table of two columns stands, and both; raises `error`, also for a row of another number."""
    for place, columns in read_rows(path, error):
        if len(columns) != 2 or not all(columns):
            raise error(f"Expected two columns with a tab between at {place}, found {columns}: correct the line.")
        yield place, columns[0], columns[1]
