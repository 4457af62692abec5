"""Lexical search: BM25 over syllables and bigrams, by tantivy.

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond" (k1 1.2, b 0.75).
Two fields hold the same tokens: `exact` with accents, `folded` without.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from .dense import Hits
from .dictionary import WORD
from .vietnamese import fold, form_digest, syllables, with_bigrams

Field = Literal["exact", "folded"]


class Term(NamedTuple):
    """A token in the form of a field."""

    field: Field
    token: str

    @property
    def is_bigram(self) -> bool:
        """Whether it stands for two neighbours."""
        return "_" in self.token


class Concept(NamedTuple):
    """A word or phrase of another language with all that it may be called in the articles."""

    word: str
    wordings: tuple[tuple[str, ...], ...]
    """Syllables of each translation, the commonest first."""
    spelled: tuple[str, ...] = ()
    """Syllables of the word itself, without accents, where it may be a name."""

    @property
    def field(self) -> Field:
        """Translations carry their accents."""
        return "exact"

    @property
    def token(self) -> str:
        """How it is shown."""
        return self.word

    @property
    def words(self) -> list[str]:
        """The words that were typed."""
        return WORD.findall(self.word)

    @property
    def terms(self) -> list[list[Term]]:
        """What must stand together for each translation: the bigrams of several syllables, or the only syllable."""
        itself = [in_order("folded", self.spelled)] if self.spelled else []
        return [in_order("exact", wording) for wording in self.wordings] + itself


def in_order(field: Field, syllables: Sequence[str]) -> list[Term]:
    """Terms of syllables that follow each other."""
    return [Term(field, f"{left}_{right}") for left, right in pairwise(syllables)] or [Term(field, syllables[0])]


Clue = Term | Concept
"""What is searched for and looked for in a sentence."""
WRITER_BYTES = 64_000_000
BIGRAM_BOOST = 0.5
"""What a bigram's BM25 counts beside a syllable's. XQuAD-vi dev, fused, with accents / without: 0.977 / 0.970 against
0.977 / 0.969 at 1 and 0.976 / 0.968 at 1.5."""
COUNTS_KEPT = 100_000
FORMS_FILE = "forms.json"
"""Every syllable of the texts and how often it stands there."""


@cache
def schema() -> Any:
    """The row of a chunk and its two token fields, split at white space: the tokens are ours."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    for field in ("exact", "folded"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def open_unwatched(folder: Path) -> Any:
    """The tantivy index in a folder, a new one in an empty folder, that no thread opens again when files change.

    A generation never changes. The default policy watches the folder and opens it anew at every commit, in a thread
    of its own: a file cut short under its memory map then ends the whole process (SIGBUS).
    """
    import tantivy

    index = tantivy.Index(schema(), path=str(folder), reuse=True)
    index.config_reader(reload_policy="manual")
    return index


class LexicalIndex:
    """BM25 over the rows of one generation of the store, kept on disk beside it."""

    def __init__(self, folder: Path) -> None:
        """Open an index that `build_lexical` made."""
        self.occurrences: Counter[str] = Counter(json.loads((folder / FORMS_FILE).read_text(encoding="utf-8")))
        """How often each syllable stands in the collection, accents kept."""
        self._index = open_unwatched(folder)
        self._searcher = self._index.searcher()
        self.size: int = self._searcher.num_docs
        self.count = lru_cache(COUNTS_KEPT)(self._count)
        """Number of rows that have a term."""

    def search(self, clues: Iterable[Clue], k: int) -> Hits:
        """The `k` best rows by the sum of BM25 over the terms, and over each concept's best translation."""
        import tantivy

        clauses = []
        for clue in clues:
            query = concept_query(clue) if isinstance(clue, Concept) else term_query(clue)
            clauses.append((tantivy.Occur.Should, query))
        if not clauses or not self.size:
            return Hits(np.zeros(0, np.int64), np.zeros(0, np.float32))
        query = tantivy.Query.boolean_query(clauses)
        hits = self._searcher.search(query, limit=min(k, self.size), count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits]) if hits else []
        return Hits(np.array(rows, np.int64), np.array([score for score, _ in hits], np.float32))

    @cached_property
    def forms(self) -> dict[str, list[str]]:
        """The syllables of the collection by what they are without marks, commonest first."""
        found: dict[str, list[str]] = {}
        for token, _ in sorted(self.occurrences.items(), key=lambda item: (-item[1], item[0])):
            found.setdefault(fold(token), []).append(token)
        return found

    @cached_property
    def length(self) -> int:
        """Syllables of the whole collection."""
        return self.occurrences.total()

    def _count(self, term: Term) -> int:
        return int(self._searcher.doc_freq(term.field, term.token))

    def has_phrase(self, syllables: Sequence[str]) -> bool:
        """Whether each two neighbours of the syllables are neighbours in some row."""
        return all(self.count(term) for term in in_order("exact", syllables))

    def idf(self, term: Term) -> float:
        """Inverse document frequency as in BM25: ln(1 + (N - n + 0.5) / (n + 0.5))."""
        n = self.count(term)
        return float(np.log(1 + (self.size - n + 0.5) / (n + 0.5)))


def term_query(term: Term) -> Any:
    """The rows that have a term."""
    import tantivy

    query = tantivy.Query.term_query(schema(), term.field, term.token, "freq")
    return tantivy.Query.boost_query(query, BIGRAM_BOOST) if term.is_bigram else query


def concept_query(concept: Concept) -> Any:
    """The rows that have one of the translations whole; the best of them counts."""
    import tantivy

    translations = []
    for terms in concept.terms:
        parts = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(schema(), term.field, term.token, "freq"), 1 / len(terms)
            )
            for term in terms
        ]
        translations.append(tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts]))
    return tantivy.Query.disjunction_max_query(translations)


def open_lexical(search_dir: Path, generation: str, texts: Sequence[str]) -> LexicalIndex:
    """The index of that generation of the store; built from `texts`, in row order, where it's not there yet.

    It is built aside and put in place by one rename, so a folder of that name is whole unless it was damaged
    later: then it is built again. Those of other generations are deleted.
    """
    folder = search_dir / f"lexical-{form_digest()}-{generation}"
    index = open_whole(folder, len(texts))
    if index is None:
        shutil.rmtree(folder, ignore_errors=True)
        search_dir.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=search_dir))
        build_lexical(work, texts)
        try:
            os.rename(work, folder)
        except OSError:
            if not folder.is_dir():  # else another process was first: its index is as good as ours
                raise
            shutil.rmtree(work, ignore_errors=True)
        index = LexicalIndex(folder)
    for other in search_dir.glob("lexical-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return index


def open_whole(folder: Path, size: int) -> LexicalIndex | None:
    """The index in a folder; None where there is none that can be opened and holds `size` rows."""
    if not folder.is_dir():
        return None
    try:
        index = LexicalIndex(folder)
    except (ValueError, OSError):  # tantivy says "data corrupted" with a ValueError
        return None
    return index if index.size == size else None


def build_lexical(folder: Path, texts: Iterable[str]) -> None:
    """Write a new index of the texts into an empty folder; row i is the i-th text."""
    import tantivy

    index = open_unwatched(folder)
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    forms: Counter[str] = Counter()
    for row, text in enumerate(texts):
        tokens = syllables(text)
        forms.update(token for token in tokens if token.isalpha())
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("exact", " ".join(with_bigrams(tokens)))
        document.add_text("folded", " ".join(with_bigrams([fold(token) for token in tokens])))
        writer.add_document(document)
    (folder / FORMS_FILE).write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
    writer.commit()
    writer.wait_merging_threads()
