"""Verify a store: that every span, vector and search structure is what it should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .errors import StoreDamagedError
from .lexical import open_lexical
from .records import Article
from .retriever import SEARCH_DIR
from .store import Store, StoredChunk

TOLERANCE = 0.01
"""Allowed distance of a stored vector's length from 1: float16 rounds each of its values."""


def check_store(data_dir: Path) -> list[str]:
    """Faults found, each as one sentence; empty where there is none. Raises as opening the store does."""
    store = Store(data_dir)
    try:
        return find_faults(store, data_dir)
    except StoreDamagedError as error:
        return [str(error)]


def find_faults(store: Store, data_dir: Path) -> list[str]:
    """The same for an open store; raises StoreDamagedError at the first part that can't be read."""
    with store.reading() as connection:
        faults = [f"SQLite: {row}" for (row,) in connection.execute("PRAGMA integrity_check(20)") if row != "ok"]
        faults += [
            f"A chunk belongs to no article: row {row[1]}." for row in connection.execute("PRAGMA foreign_key_check")
        ]
        if faults:
            return faults
        articles = {article.id: article for article in store.articles()}
        chunks = store.chunks()
        for stored in chunks:
            faults += check_spans(stored, articles[stored.article])
        faults += check_vectors(store, chunks)
        lexical = open_lexical(data_dir / SEARCH_DIR, store.generation(), store.texts(chunks))
        if lexical.size != len(chunks):
            faults.append(
                f"Expected {len(chunks)} chunks in the BM25 index, found {lexical.size}: delete {SEARCH_DIR}/."
            )
    return faults


def check_spans(stored: StoredChunk, article: Article) -> list[str]:
    """Faults in the spans of a chunk: they lie in the text, in order, and hold no white space at their ends."""
    span = stored.chunk.span
    faults = []
    if not 0 <= span.start < span.end <= len(article.text):
        faults.append(
            f"Chunk {stored.number} of {article.id} should lie in its {len(article.text)} characters: {span}."
        )
    at = span.start
    for sentence in stored.chunk.sentences:
        quote = article.text[sentence.start : sentence.end]
        if not at <= sentence.start < sentence.end <= span.end or quote != quote.strip():
            faults.append(f"Chunk {stored.number} of {article.id} has a sentence out of place: {sentence}.")
        at = sentence.end
    return faults


def check_vectors(store: Store, chunks: list[StoredChunk]) -> list[str]:
    """Faults in the vectors: one a chunk and one a sentence, each of length 1."""
    vectors = store.vectors()
    if len(vectors) != len(chunks):
        return [f"Expected {len(chunks)} chunk vectors, found {len(vectors)}."]
    faults = []
    for stored, vector in zip(chunks, vectors, strict=True):
        sentences = store.sentence_vectors([stored.number])[0]
        if len(sentences) != len(stored.chunk.sentences):
            faults.append(
                f"Chunk {stored.number} of {stored.article} has {len(stored.chunk.sentences)} sentences "
                f"and {len(sentences)} vectors."
            )
        lengths = np.linalg.norm(np.vstack([vector[None], sentences]), axis=1)
        if not (np.abs(lengths - 1) < TOLERANCE).all():
            faults.append(f"Chunk {stored.number} of {stored.article} has a vector whose length is not 1.")
    return faults
