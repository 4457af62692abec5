"""Tables and lines of JSON: one article a row. Rows are numbered as a spreadsheet or an editor shows them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from ..columns import Columns
from ..dates import to_iso
from ..documents import Document, Fault
from ..errors import ColumnsError, UnreadableFileError

DELIMITERS = ",;\t|"
LONGEST_FIELD = 100_000_000
"""Characters; Python's csv would stop at 131,072, and articles may be longer."""
MOST_UNCLOSED = 20
"""Quotation marks without end in a table, after which its rest is given up: for each all of it is read again."""
KEYS = {"title": "title", "date": "published", "source": "source", "url": "url", "author": "author"}
"""Kinds of columns, and the metadata that they give."""


def read_csv(text: str, columns: Columns) -> Iterator[Document | Fault]:
    """The rows of a table whose first row names its columns; raises UnreadableFileError or ColumnsError."""
    csv.field_size_limit(LONGEST_FIELD)
    skipped = 0
    if text[:4].lower() == "sep=":  # Excel's own hint
        text, skipped = text.partition("\n")[2], 1
    header, delimiter = find_header(text, columns)
    found = columns.find(header)
    if "text" not in found:
        raise ColumnsError(
            f"expected a column of texts, found {', '.join(map(repr, header[:20]))}: name it with --column text=NAME"
        )
    for number, row in number_rows(text, delimiter, 1 + skipped):
        if isinstance(row, Fault):
            yield row
            continue
        if number == 1 + skipped or not any(field.strip() for field in row):
            continue
        if len(row) != len(header):
            yield Fault(f"row {number}", f"expected {len(header)} fields, found {len(row)}: quote what holds a comma")
            continue
        yield read_row(dict(zip(header, row, strict=True)), found, number)


def number_rows(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str] | Fault]]:
    """Rows with their numbers. After one with a fault it goes on with the line after that one's first."""
    lines = list(io.StringIO(text, newline=""))
    begin, number, unclosed = 0, first, 0
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = begin + rows.line_num
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                number,
                Fault(f"row {number}", f"expected fields with their quotes doubled, found {error}: correct it"),
            )
            if "end of data" in str(error):  # a quotation mark that is never closed took the rest of the file with it
                unclosed += 1
                if unclosed > MOST_UNCLOSED:
                    return
                begin = start + 1
                rows = csv.reader(lines[begin:], delimiter=delimiter, strict=True)
        number += 1


def find_header(text: str, columns: Columns) -> tuple[list[str], str]:
    """The first row, and the delimiter that parts it best: into the most known columns, then the most at all."""
    best: tuple[tuple[int, int], list[str], str] | None = None
    for delimiter in DELIMITERS:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        try:
            known = len(columns.find(header))
        except ColumnsError:
            known = 0
        if best is None or (known, len(header)) > best[0]:
            best = (known, len(header)), header, delimiter
    if best is None or not any(name.strip() for name in best[1]):
        raise UnreadableFileError("expected a first row that names the columns, found none: add one")
    return best[1], best[2]


def read_jsonl(text: str, columns: Columns) -> Iterator[Document | Fault]:
    """The objects of the lines; raises nothing."""
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: a JSON text may hold U+2028
        if not line.strip():
            continue
        place = f"row {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Fault(place, f"expected a JSON object, found a fault ({error}): correct the line")
            continue
        if not isinstance(row, dict):
            yield Fault(place, f"expected a JSON object, found {type(row).__name__}: write {{…}}")
            continue
        try:
            found = columns.find(row)
        except ColumnsError as error:
            yield Fault(place, str(error))
            continue
        if "text" not in found:
            yield Fault(place, f"expected a text, found {', '.join(list(row)[:20])}: name it with --column text=NAME")
            continue
        yield read_row({name: as_text(value) for name, value in row.items()}, found, number)


def read_row(row: Mapping[str, str], found: Mapping[str, str], number: int) -> Document | Fault:
    """The document of a row; `found` tells the column of each kind."""
    text = row[found["text"]]
    if not any(character.isalnum() for character in text):
        return Fault(f"row {number}", f"expected a text in {found['text']!r}, found none: fill it or delete the row")
    metadata = {key: row[found[kind]] for kind, key in KEYS.items() if kind in found}
    if "published" in metadata:
        metadata["published"] = to_iso(metadata["published"])
    own = " ".join(row[found["id"]].split()) if "id" in found else ""
    return Document(text, metadata, own or f"row-{number}")


def as_text(value: object) -> str:
    """A JSON value as text: the strings of a list in a row, nothing of what is deeper."""
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    return str(value)
