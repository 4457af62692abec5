"""The benchmark: every figure of docs/benchmarks.md, measured anew from the shared data files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from index.records import Article
from index.retriever import Retriever
from ingest import ingest, ingest_articles

from .dataset import iterate_jsonl, read_squad, read_wordings
from .figures import Table
from .hidden import hidden_among_news
from .robustness import ablation, ways_of_typing
from .speed import cold_start, grow, ingest_pace, search_times
from .tools import Tools

MANY_CHUNKS = 10_000
"""How many the warm search is timed over; the news have about 6,300."""


def run_benchmark(shared: Path, corpus: Path, tools: Tools) -> Iterator[Table]:
    """The tables as they are measured.

    `shared` is the folder of the data files, `corpus` that of the articles for the cold start.
    """
    xquad = read_squad(shared / "xquad-vi-dev.json")
    english = read_wordings(shared / "xquad-en-questions-dev.jsonl")
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-bench-") as name:
        folder = Path(name)
        ingest_articles(xquad.paragraphs, folder, tools.encoder, tools.chunking)
        yield Table("However it is typed", list(ways_of_typing(xquad, english, Retriever(folder, tools.encoder))))
        title = "Without a part of the search: nDCG@10 with accents / without / in English (with all: above)"
        yield Table(title, list(ablation(xquad, english, folder, tools.encoder)))
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-bench-") as name:
        folder = Path(name)
        viwiki = read_squad(shared / "viwiki-qa.json")
        pace = ingest_pace([*viwiki.paragraphs, *read_news(shared / "news-2000.jsonl")], folder, tools)
        title = f"{len(viwiki.paragraphs)} Wikipedia passages among the news"
        yield Table(title, list(hidden_among_news(viwiki, folder, tools.encoder)))
        questions = [q.question for q in viwiki.answerable]
        grow(folder, MANY_CHUNKS)
        times = [pace, *search_times(questions, Retriever(folder, tools.encoder), tools)]
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-bench-") as name:
        ingest([corpus], Path(name), tools.encoder, tools.chunking, progress=False)
        times.append(cold_start("Ai đã ký Kế hoạch hành động chung?", Path(name)))
    yield Table("Times", times)


def read_news(path: Path) -> list[Article]:
    """The news articles that have a text."""
    return [
        Article(f"news/{row['id']}", row["text"], row["title"], False)
        for _, row in iterate_jsonl(path)
        if row["text"].strip()
    ]
