"""Times: a warm and a cold search, five passages read, and how near ingesting comes to the encoder's own pace."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from statistics import median
from time import perf_counter

from index.encoder import cpu_flags, multiplies_bfloat16
from index.errors import HoiNguonError
from index.records import Article, ChunkVectors, EmbeddedChunk, StoredFile
from index.retriever import Retriever
from index.store import Store
from ingest import ingest_articles

from .figures import Figure
from .tools import Tools


class BenchmarkError(HoiNguonError):
    """A command that is timed fails."""


SAMPLE = 400
"""Chunks for the encoder's own pace."""
QUESTIONS = 200
READ = 5
COLD_STARTS = 5


def ingest_pace(articles: Sequence[Article], data_dir: Path, tools: Tools) -> Figure:
    """Chunks a second of a whole ingest, as a share of what the encoder does on chunks of it alone, in this run."""
    began = perf_counter()
    chunks = ingest_articles(articles, data_dir, tools.encoder, tools.chunking)
    whole = chunks / (perf_counter() - began)
    retriever = Retriever(data_dir, tools.encoder)
    stored = retriever.snapshot().chunks
    step = max(1, len(stored) // SAMPLE)
    sample = stored[::step]
    texts = retriever.store.texts(sample)
    spans = [[sentence.shifted(-s.chunk.span.start) for sentence in s.chunk.sentences] for s in sample]
    began = perf_counter()
    tools.encoder.encode_passages(texts, spans)
    alone = len(texts) / (perf_counter() - began)
    measured = f"{whole / alone:.0%}: {whole:.1f} of {alone:.1f} chunks/s, {chunks} chunks"
    return Figure("ingest, share of the encoder's own throughput", "80%", measured)


def grow(data_dir: Path, size: int) -> None:
    """Store articles once more under other ids, with the vectors that they have, until there are `size` chunks.

    No article is stored more than twice: at most there are twice as many chunks as before.
    Every search then also has to find out that they say the same, so what is timed is no less than among others.
    """
    store = Store(data_dir)
    chunks = store.chunks()
    missing = size - len(chunks)
    for article, group in groupby(zip(chunks, store.vectors(), strict=True), key=lambda pair: pair[0].article):
        if missing <= 0:
            return
        stored, vectors = zip(*group, strict=True)
        sentences = store.sentence_vectors([s.number for s in stored])
        embedded = [
            EmbeddedChunk(s.chunk, ChunkVectors(vector, matrix))
            for s, vector, matrix in zip(stored, vectors, sentences, strict=True)
        ]
        copy = replace(store.article(article), id=f"copy/{article}")
        store.write_article(copy, StoredFile(copy.id, "", "", ""), embedded)
        missing -= len(embedded)


def search_times(questions: Sequence[str], retriever: Retriever, tools: Tools) -> Iterator[Figure]:
    """Medians over the questions."""
    some = questions[:QUESTIONS]
    size = len(retriever.snapshot().chunks)
    warm = median_ms(retriever.retrieve, some)
    yield Figure(f"warm retrieve() over {size} chunks, p50", "30 ms", f"{warm:.1f} ms")
    encoding = median_ms(lambda question: tools.encoder.encode_queries([question]), some)
    yield Figure("of which encoding the question", "15 ms", f"{encoding:.1f} ms")
    if reader := tools.reader:
        found = {question: retriever.retrieve(question, READ) for question in some[:50]}
        reading = median_ms(lambda question: reader.read([question], found[question]), list(found))
        aim = "120 ms" if "amx_bf16" in cpu_flags() else "350 ms"
        kind = "bf16" if multiplies_bfloat16() else "fp32"
        yield Figure(f"{READ} passages read, p50 ({kind})", aim, f"{reading:.0f} ms")


def median_ms(do: Callable[[str], object], questions: Sequence[str]) -> float:
    """Median milliseconds of doing it with each question, after one to warm up."""
    do(questions[0])
    times = []
    for question in questions:
        began = perf_counter()
        do(question)
        times.append((perf_counter() - began) * 1000)
    return median(times)


def cold_start(question: str, data_dir: Path) -> Figure:
    """Seconds from process start to printed result; the first start, which fills the disk cache, is left out."""
    command = [sys.executable, "-m", "index", "search", question, "--data", str(data_dir)]
    times = []
    for _ in range(COLD_STARTS + 1):
        began = perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        times.append(perf_counter() - began)
        if done.returncode:
            raise BenchmarkError(f"Expected {' '.join(command)} to print passages, found: {done.stderr.strip()}")
    return Figure("cold `python -m index search` over the corpus, p50", "1.5 s", f"{median(times[1:]):.2f} s")
