"""English words and phrases in Vietnamese: what an English question may be called in the articles.

Dictionary-based query translation (Ballesteros & Croft 1997, "Phrasal translation and query expansion techniques for
cross-language information retrieval"): phrases before words, and all translations of a word count as one.
The table `dictionary.tsv` is yours to extend.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from .errors import HoiNguonError
from .lexical import Concept
from .names import COMMON, Name, by_form, capital_pattern, is_name, read_names
from .question import ENGLISH
from .vietnamese import syllables

TABLE = Path(__file__).with_name("dictionary.tsv")
WORD = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = ENGLISH | frozenset(
    "a an and as be can do he i in it me my no on or s so t the to up us we you".split()
)
"""English words, and endings after an apostrophe, that say nothing about a topic by themselves."""
LONGEST = 4
"""Words of a phrase that are looked up together."""


class DictionaryError(HoiNguonError):
    """The dictionary can't be read."""


def translate(question: str) -> tuple[list[Concept], list[str]]:
    """What an English question asks about, in Vietnamese, and the words of it that have no translation.

    A word with a capital may be a name, so it also stands for itself.
    """
    concepts = []
    rest = question
    for match in capital_pattern().finditer(question):
        if is_name(match, question):
            concepts.append(concept_of(by_form()[match.group()]))
            rest = rest[: match.start()] + "|" * len(match.group()) + rest[match.end() :]
    unknown = []
    for run in rest.split("|"):
        words = WORD.findall(run)
        stems = stem([word.lower() for word in words])
        place = 0
        while place < len(words):
            found = longest(stems[place : place + LONGEST])
            if found == 1 and words[place].lower() in FUNCTION_WORDS:  # whose stem may be another word's: can, cans
                found = 0
            if found:
                phrase = words[place : place + found]
                itself = (" ".join(phrase),) if phrase[0][0].isupper() else ()
                translations = by_stems()[stems[place : place + found]]
                concepts.append(Concept(" ".join(phrase), wordings(translations + itself)))
            elif words[place].lower() not in FUNCTION_WORDS:
                unknown.append(words[place].lower())
            place += found or 1
    return list(dict.fromkeys(concepts)), unknown


def longest(stems: tuple[str, ...]) -> int:
    """How many of the first words make the longest entry; 0 where none does."""
    return next((n for n in range(len(stems), 0, -1) if stems[:n] in by_stems()), 0)


def concept_of(name: Name) -> Concept:
    """A name by all that an article may call it."""
    return Concept(name.en[0] if name.en else name.vi[0], wordings(name.vi + name.en))


@cache
def by_stems() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The translations by the stems of the English; with those names that are no other word in small letters.

    Of two rows with the same stems the first counts.
    """
    rows = read_table(TABLE)
    for name in read_names():
        forms = [form for form in name.en + name.adjectives if form.lower().replace(" ", "_") not in COMMON]
        rows += [(form.lower(), name.vi + name.en) for form in forms if form.isascii()]
    keys = [WORD.findall(english) for english, _ in rows]
    stems = stem([word for key in keys for word in key])  # at once: a call for each row takes a quarter of a second
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    at = 0
    for key, (_, translations) in zip(keys, rows, strict=True):
        found.setdefault(stems[at : at + len(key)], translations)
        at += len(key)
    return found


def read_table(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """English in small letters and its translations; raises DictionaryError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DictionaryError(
            f"Expected a dictionary in UTF-8 in {path}, found: {error}. Save the file as UTF-8."
        ) from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        english, tab, vietnamese = line.partition("\t")
        if not tab or not WORD.search(english) or not WORD.search(vietnamese):
            raise DictionaryError(f"Expected English, a tab and Vietnamese in {path}:{number}, found {line!r}.")
        rows.append((english.lower(), tuple(vietnamese.split("|"))))
    return rows


def wordings(forms: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Each form in syllables, once."""
    return tuple(dict.fromkeys(tuple(syllables(form)) for form in forms if form.strip()))


def stem(words: list[str]) -> tuple[str, ...]:
    """The words without English endings (Porter's Snowball stemmer)."""
    return tuple(stemmer().analyze(" ".join(words)))


@cache
def stemmer() -> Any:
    """Splits at white space and stems."""
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
