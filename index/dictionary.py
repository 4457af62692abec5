"""The dictionary: English words and phrases, and what they are in Vietnamese.

The table `dictionary.tsv` is yours to extend; the names of `names.tsv` are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from .errors import HoiNguonError
from .names import COMMON, read_names
from .tables import read_pairs
from .vietnamese import syllables

TABLE = Path(__file__).with_name("dictionary.tsv")
WORD = re.compile(r"[^\W\d_]+")
CONTRACTION = re.compile(r"n['’]t\b|['’](?:ll|ve|re|s|d|m)\b", re.IGNORECASE)
"""Left out of what is looked up: people's committee."""
LONGEST = 5
"""Words of a phrase that are looked up together."""

Wordings = tuple[tuple[str, ...], ...]
"""Syllables of each translation, the commonest first."""
Entries = dict[tuple[str, ...], tuple[str, ...]]
"""Translations by the words of the English."""


class DictionaryError(HoiNguonError):
    """The dictionary can't be read."""


def longest_entry(words: Sequence[str], stems: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many of the first words make the longest entry, and its translations; 0 and none where none does.

    A word's own entry goes before that of its stem: customs are not a customer's.
    """
    by_words, by_stems = entries()
    for n in range(min(len(words), LONGEST), 0, -1):
        found = by_words.get(tuple(words[:n])) or by_stems.get(tuple(stems[:n]))
        if found:
            return n, found
    return 0, ()


@cache
def entries() -> tuple[Entries, Entries]:
    """The table by its words, and by their stems; of two rows with the same stems the first counts.

    With those names that are no other word in small letters.
    """
    rows = read_table(TABLE)
    for name in read_names():
        forms = [form for form in name.en + name.adjectives if form.lower().replace(" ", "_") not in COMMON]
        rows += [(form.lower(), name.vi + name.en) for form in forms if form.isascii()]
    keys = [tuple(WORD.findall(CONTRACTION.sub("", english))) for english, _ in rows]
    stems = stem([word for key in keys for word in key])  # at once: a call for each row takes a quarter of a second
    by_words: Entries = {}
    by_stems: Entries = {}
    at = 0
    for key, (_, translations) in zip(keys, rows, strict=True):
        by_words.setdefault(key, translations)
        by_stems.setdefault(stems[at : at + len(key)], translations)
        at += len(key)
    return by_words, by_stems


def read_table(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """English in small letters and its translations; raises DictionaryError."""
    rows = []
    for place, english, vietnamese in read_pairs(path, DictionaryError):
        if not WORD.search(english) or not re.search(r"[^\W_]", vietnamese):
            raise DictionaryError(f"Expected English and Vietnamese at {place}, found {english!r} and {vietnamese!r}.")
        rows.append((english.lower(), tuple(vietnamese.split("|"))))
    return rows


def wordings(forms: Iterable[str]) -> Wordings:
    """Each form in syllables, once."""
    return tuple(dict.fromkeys(found for form in forms if (found := tuple(syllables(form)))))


def stem(words: Sequence[str]) -> tuple[str, ...]:
    """The words without English endings (Porter's Snowball stemmer)."""
    return tuple(stemmer().analyze(" ".join(words)))


@cache
def stemmer() -> Any:
    """Splits at white space and stems."""
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
