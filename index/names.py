"""Names of closed classes (countries, bodies, ministries, places), in Vietnamese and English.

They exclude each other: a sentence about Pháp doesn't answer a question about Mỹ, however alike they are otherwise.
The table `names.tsv` is yours to extend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .vietnamese import LOWER, UPPER, fold

TABLE = Path(__file__).with_name("names.tsv")
CUES = (
    *"với ở tại sang từ vào đến tới qua nước người phía và của bên cảnh sát công an quân đội chính phủ".split(),
    *"đại sứ quán thủ tướng tổng thống biên phòng hải quan tiếng with in to from by the and of".split(),
)
"""Words after which a short name in small letters is meant as a name: "với mỹ", but not "mỹ thuật"."""
WORDS = frozenset("us un wb vn g7 g20 áo ý bỉ lào ao y bi lao nhat duc hue turkey jordan chile".split())
"""Names that in small letters, or without accents, are far more often a word."""
WITHIN_A_NAME = re.compile(rf"(?:[{UPPER}][{LOWER}]+ ){{2}}$|[{UPPER}][{LOWER}]+ $")
"""What stands before a syllable of a person's name: Lê Đức Thái is no Germany."""
CAPITAL_NEXT = re.compile(rf" [{UPPER}][{LOWER}]")


@dataclass(frozen=True, slots=True)
class Name:
    """One country, body or place, by all its names."""

    kind: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    adjectives: tuple[str, ...]
    """In English: French, British."""

    def is_in(self, text: str) -> bool:
        """Whether a text names it in either language, with its capitals."""
        return any(stands_alone(match, text) for match in capital_pattern(self).finditer(text))


@cache
def read_names(path: Path = TABLE) -> tuple[Name, ...]:
    """The names of a table."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = [(line + "\t\t").split("\t")[:4] for line in lines]
    return tuple(Name(kind, *(tuple(filter(None, cell.split("|"))) for cell in cells)) for kind, *cells in rows)


def names_in(question: str) -> list[Name]:
    """The names in a question; typed in small letters throughout, a short one counts where a cue stands before."""
    if any(letter.isupper() for letter in question[1:]):
        return [name for name in read_names() if name.is_in(question)]
    return [name for name in read_names() if small_pattern(name, question.isascii()).search(question)]


def stands_alone(match: re.Match[str], text: str) -> bool:
    """Whether a name of one syllable is no part of a person's name."""
    if " " in match.group() or match.group().isupper():
        return True
    before = WITHIN_A_NAME.search(text[max(0, match.start() - 24) : match.start()])
    return before is None or (before.group().count(" ") < 2 and not CAPITAL_NEXT.match(text, match.end()))


@cache
def capital_pattern(name: Name) -> re.Pattern[str]:
    """Any of its names as whole words."""
    return re.compile(rf"(?<!\w)(?:{alternatives(name.vi + name.en + name.adjectives)})(?!\w)")


@cache
def small_pattern(name: Name, unaccented: bool) -> re.Pattern[str]:
    """The same in small letters: a name of two words as it is, a shorter one after a cue."""
    forms = {fold(n) if unaccented else n.lower() for n in name.vi + name.en + name.adjectives} - WORDS
    cues = sorted({fold(cue) for cue in CUES} if unaccented else CUES)
    long, short = [n for n in forms if " " in n], [n for n in forms if " " not in n]
    found = [alternatives(long)] if long else []
    found += [rf"(?:{alternatives(cues)}) (?:{alternatives(short)})"] if short else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(found) or '(?!)'})(?!\w)", re.IGNORECASE)


def alternatives(names: list[str] | tuple[str, ...]) -> str:
    """A regular expression for any of the names, the longest first."""
    return "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))
