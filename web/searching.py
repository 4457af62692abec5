"""What happens in the search tab: passages within limits, and what was found as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from index.errors import HoiNguonError
from index.filters import Filters
from index.question import Language
from index.records import Passage

from .engine import Engine
from .escaping import escape_html
from .search_html import render_results
from .words import duration, say

MOST = 50
"""Passages of one search."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search gave, for the page and for its export."""

    html: str
    passages: tuple[Passage, ...] = ()


def search(
    engine: Engine, wording: str, articles: Sequence[str], source: str | None, first: str | None, last: str | None,
    count: int, language: Language,
) -> Results:  # fmt: skip
    """Search and show; a limit or a question that can't be used is told in the place of the results."""
    if not wording.strip():
        return Results("")
    began = perf_counter()
    try:
        limits = Filters(
            articles=list(articles) or None, source=source or None,
            published_from=(first or "").strip() or None, published_to=(last or "").strip() or None,
        )  # fmt: skip
        passages = find(engine, wording, limits, count)
    except HoiNguonError as error:
        return Results(f'<p class="notice">{escape_html(str(error))}</p>')
    took = duration(perf_counter() - began, language)
    heading = f'<p class="facts">{say("passages", language, count=len(passages), time=took)}</p>'
    return Results(heading + render_results(passages, language), tuple(passages))


def find(engine: Engine, wording: str, limits: Filters, count: int) -> list[Passage]:
    """The best passages within limits, 1 to MOST of them, each with why it ranked; raises QuestionError."""
    retriever = engine.retriever()
    with engine.computing:
        return retriever.retrieve(wording, max(1, min(count, MOST)), filters=limits, explain=True)


def passage_record(passage: Passage) -> dict[str, Any]:
    """A passage as JSON: where it stands, its text, its score, and the words that matched."""
    return {
        "article": passage.article,
        "title": passage.title,
        "source": passage.source,
        "published": passage.published,
        "part": passage.part,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "score": round(passage.score, 4),
        "text": passage.text,
        "matched": list(passage.explanation.matched) if passage.explanation else [],
    }


def as_json(passages: Sequence[Passage]) -> bytes:
    """The passages as one JSON list."""
    return json.dumps([passage_record(p) for p in passages], ensure_ascii=False, indent=2).encode()


def as_csv(passages: Sequence[Passage]) -> bytes:
    """The passages as CSV with a header, in UTF-8 with the mark that Excel needs.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
    """
    file = io.StringIO()
    records = [record | {"matched": " ".join(record["matched"])} for record in map(passage_record, passages)]
    if records:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows({key: as_cell(value) for key, value in record.items()} for record in records)
    return "\ufeff".encode() + file.getvalue().encode()


def as_cell(value: object) -> object:
    """A value that no spreadsheet computes."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
