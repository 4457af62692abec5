"""Vietnamese text in the form that is matched: syllables and their bigrams, exact and without accents.

Nothing here is shown to anyone: the text shown stays the source's own.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from .errors import AbbreviationsError
from .tables import read_pairs

FORM_VERSION = 4
"""Counts up when the matched form changes: search structures made with another form are rebuilt."""

TOKEN = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+")
"""A number or date as one token, or a run of letters; Vietnamese writes its syllables apart."""

UPPER = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
"""Inside of a character class: capital letters. À-Ỹ would not do, the cases alternate there."""
LOWER = "a-z" + UPPER[3:].lower()
"""Inside of a character class: small letters."""
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
DATE = re.compile(r"\d{1,2}([/.-])(?:\d{1,2}\1)?\d{4}|\d{1,2}/\d{1,2}")
YEAR = re.compile(r"(?:19|20)\d\d")
COMPOUNDS = frozenset("lệ số trọng suất giá phú tập hồi le suat phu tap".split())
"""What makes a word of its own of the numeral before it: tỷ lệ, tỷ giá, triệu tập."""
MULTIPLES = {"nghìn": 1_000, "ngàn": 1_000, "nghin": 1_000, "ngan": 1_000, "triệu": 1_000_000, "trieu": 1_000_000,
             "tỷ": 1_000_000_000, "tỉ": 1_000_000_000, "ty": 1_000_000_000}  # fmt: skip
ABBREVIATIONS = Path(__file__).with_name("abbreviations.tsv")
"""One abbreviation a line, a tab, what it stands for; users add their own."""
TONES = "\u0300\u0301\u0303\u0309\u0323"
OPEN_PAIR = re.compile(rf"^([^aeiouy]*)(oa|oe|uy)([{TONES}])$")


def normalise(text: str) -> str:
    """NFC, lower case."""
    return unicodedata.normalize("NFC", text).lower()


@lru_cache(maxsize=100_000)
def place_tone(syllable: str) -> str:
    """One of the two spellings of a tone over oa, oe, uy at the end of a syllable: hoà becomes hòa.

    Both are in use; the older placement (hòa) is the commoner in print.
    """
    decomposed = unicodedata.normalize("NFD", syllable)
    match = OPEN_PAIR.match(decomposed)
    if not match or match[1].endswith("q"):
        return syllable
    onset, pair, tone = match.groups()
    return unicodedata.normalize("NFC", onset + pair[0] + tone + pair[1])


def place_tones(text: str) -> str:
    """A text in NFC with its tones in one placement, otherwise as it is."""

    def placed(match: re.Match[str]) -> str:
        word = match.group()
        lower = place_tone(word.lower())
        if len(lower) != len(word):  # as of İ
            return word
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, lower, strict=True))

    return re.sub(r"[^\W\d_]+", placed, unicodedata.normalize("NFC", text))


class Folding(dict[int, str]):
    """A table for `str.translate` that takes the marks off each character as it comes up."""

    def __missing__(self, code: int) -> str:
        """The character without its marks; "" for a mark by itself."""
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        self[code] = unicodedata.normalize("NFC", bare).replace("đ", "d")
        return self[code]


FOLDING = Folding()


def fold(text: str) -> str:
    """Lower case without tone marks, vowel marks and the bar of đ."""
    return text.lower().translate(FOLDING)


def syllables(text: str) -> list[str]:
    """Syllables, words and numbers in the order of the text, accents kept, each in one form.

    A number has one form (1.604 and 1,604 are 1604; 22 nghìn is 22000 nghìn), a date has one (31-03-2025 is
    31/3/2025), and an abbreviation is spelled out (BĐBP is bộ đội biên phòng).
    """
    text = normalise(text)
    words = list(TOKEN.finditer(text))
    tokens: list[str] = []
    for place, match in enumerate(words):
        token = match.group()
        if token[0].isdigit():
            tokens.append(one_number(token))
            continue
        if token in MULTIPLES and place and counts(text, words, place):
            tokens[-1] = multiplied(tokens[-1], MULTIPLES[token])
        tokens += abbreviations().get(fold(token)) or (place_tone(token),)
    return tokens


def counts(text: str, words: list[re.Match[str]], place: int) -> bool:
    """Whether a numeral in words multiplies the number before it: “22 nghìn”, but not “năm 2024 tỷ lệ …”."""
    before, word = words[place - 1], words[place]
    after = words[place + 1].group() if place + 1 < len(words) else ""
    return (
        before.group()[0].isdigit()
        and not YEAR.fullmatch(before.group())
        and text[before.end() : word.start()].isspace()
        and after not in COMPOUNDS
    )


def one_number(token: str) -> str:
    """A number without thousands separators, a date with slashes and without leading zeros."""
    if GROUPED.fullmatch(token):
        return re.sub(r"[.,]", "", token)
    if DATE.fullmatch(token):
        return "/".join(part.lstrip("0") or "0" for part in re.split(r"[/.-]", token))
    return token.replace(",", ".")


def multiplied(number: str, by: int) -> str:
    """A number as the word after it counts it: 22 nghìn is 22000; what is no plain number stays."""
    try:
        value = round(float(number) * by, 3)  # 8,3 tỷ: the product is not exact
    except ValueError:
        return number
    return str(int(value)) if value.is_integer() and value < 1e15 else number


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """What abbreviations stand for, in syllables, by their folded form; from `abbreviations.tsv`."""
    return {
        fold(short): tuple(place_tone(token) for token in TOKEN.findall(normalise(long)))
        for _, short, long in read_pairs(ABBREVIATIONS, AbbreviationsError)
    }


def form_digest() -> str:
    """Names the matched form: another one after a change of the rules here or of the abbreviations."""
    return f"{FORM_VERSION}-{zlib.crc32(repr(sorted(abbreviations().items())).encode()):08x}"


def with_bigrams(tokens: list[str]) -> list[str]:
    """The tokens, then each two neighbours as one: most Vietnamese words have two syllables."""
    return tokens + [f"{left}_{right}" for left, right in pairwise(tokens)]


def is_accented(token: str) -> bool:
    """True where a token carries a mark that folding would take away."""
    return fold(token) != token
