"""Names of closed classes (countries, bodies, ministries, places), in Vietnamese and English.

They exclude each other: a sentence about Pháp doesn't answer a question about Mỹ, however alike they are otherwise.
The table `names.tsv` is yours to extend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .errors import HoiNguonError
from .tables import read_rows
from .vietnamese import LOWER, UPPER, fold, place_tones

TABLE = Path(__file__).with_name("names.tsv")
CUES = (
    "với", "ở", "tại", "sang", "từ", "vào", "đến", "tới", "qua", "nước", "tỉnh", "thành phố", "người", "phía", "bên",
    "cảnh sát", "công an", "quân đội", "chính phủ", "đại sứ quán", "đại sứ", "thủ tướng", "tổng thống", "biên phòng",
    "hải quan", "tiếng", "giữa", "việt nam và", "with", "in", "from", "vietnam and",
)  # fmt: skip
"""What stands before a short name in small letters: "với mỹ", but not "mỹ thuật"."""
CUES_BEHIND = ("và việt nam", "and vietnam")
"""What stands behind it: "mỹ và việt nam"."""
NOT_BEHIND = "biện giải phương luật hợp thẩm đạo sinh ngữ".split()
"""What makes another word of a name before a cue behind: "biện pháp và Việt Nam"."""
COMMON = frozenset(
    """us un who wb vn g7 g20 áo ý bỉ lào ao y bi lao nhat duc hue turkey jordan chile long|an cao|bằng cao|bang
    hòa|bình hoa|binh hải|dương hai|duong""".replace("|", "_").split()
)
"""Names that in small letters, or without accents, are far more often another word; _ for a space."""
COMPOUND = re.compile(
    r"(?:pháp (?:luật|lý|chế|nhân|đình|quy|danh)|mỹ (?:thuật|phẩm|nhân|học|mãn)|nhật (?:ký|báo|trình|thực)"
    r"|anh (?:ấy|ta|hùng|em|chị|này|trai)|đức (?:tính|hạnh|độ)"
    r"|phap (?:luat|ly|che|nhan|dinh|quy|danh)|my (?:thuat|pham|nhan|hoc|man)|nhat (?:ky|bao|trinh|thuc)"
    r"|anh (?:ay|hung|em|chi|nay|trai))\b",
    re.IGNORECASE,
)
"""Other words that begin like a name of one syllable."""
ONE_SYLLABLE = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")
"""A folded form that could be a Vietnamese syllable: anh, phap, iom; not unicef or iran."""
CAPITALS_BEFORE = re.compile(rf"(?:[{UPPER}][{LOWER}]+ ){{2}}$|[{UPPER}][{LOWER}]+ $")
"""What stands before a syllable of a person's name: Lê Đức Thái is no Germany."""
CAPITAL_NEXT = re.compile(rf" [{UPPER}][{LOWER}]")


class NamesError(HoiNguonError):
    """The table of names can't be read."""


DIRECTION = re.compile(r"^(?:Bắc|Nam|Đông|Tây) ")


@dataclass(frozen=True, slots=True)
class Name:
    """One country, body or place, by all its names."""

    kind: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    adjectives: tuple[str, ...]
    """In English: French, British."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All of them."""
        return self.vi + self.en + self.adjectives


@cache
def read_names(path: Path = TABLE) -> tuple[Name, ...]:
    """The names of a table; raises NamesError."""
    names = []
    for place, (kind, *cells) in read_rows(path, NamesError):
        if not 1 <= len(cells) <= 3:
            raise NamesError(f"Expected a kind and up to three columns with tabs between at {place}, found {cells}.")
        columns = [tuple(place_tones(form.strip()) for form in cell.split("|") if form.strip()) for cell in cells]
        names.append(Name(kind, *(columns + [()] * 3)[:3]))
    return tuple(names)


@lru_cache(maxsize=256)
def names_in(text: str) -> frozenset[Name]:
    """The names that a text holds, with their capitals, in either language; the longest counts where they overlap."""
    text = place_tones(text)
    return frozenset(by_form()[match.group()] for match in capital_pattern().finditer(text) if is_name(match, text))


def is_known_name(text: str) -> bool:
    """Whether a text is a name of the table and nothing more, but for a direction before it: Bắc Ireland.

    A person may be called like a place behind the family name: Nguyễn Hòa Bình.
    """
    alone = place_tones(text)
    return bool({alone, DIRECTION.sub("", alone)} & by_form().keys())


def names_asked(question: str) -> frozenset[Name]:
    """The names in a question; in one without any capital a short name counts where a cue stands before."""
    if any(letter.isupper() for letter in question):
        return names_in(question)
    question = place_tones(question)
    found = {match.start(): by_small_form(False)[match["name"]] for match in small_pattern(False).finditer(question)}
    # A name that the collection doesn't know keeps its missing accents when the question is mended: "với my".
    for match in small_pattern(True).finditer(fold(question)):
        if question[match.start() : match.end()].isascii():
            found.setdefault(match.start(), by_small_form(True)[match["name"]])
    return frozenset(name for start, name in found.items() if not COMPOUND.match(question, start))


def is_name(match: re.Match[str], text: str) -> bool:
    """Whether a name of one syllable stands for itself: no part of a person's name and of no other word."""
    if " " in match.group() or match.group().isupper():
        return True
    if COMPOUND.match(text, match.start()):
        return False
    before = CAPITALS_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    return before is None or (before.group().count(" ") < 2 and not CAPITAL_NEXT.match(text, match.end()))


@cache
def by_form() -> dict[str, Name]:
    """Names by each form, and by longer ones in capitals throughout, as datelines have them."""
    forms = {form.upper(): name for name in read_names() for form in name.forms if " " in form}
    return forms | {form: name for name in read_names() for form in name.forms}


@cache
def by_small_form(unaccented: bool) -> dict[str, Name]:
    """Names by each form in small letters."""
    pairs = ((fold(form) if unaccented else form.lower(), name) for name in read_names() for form in name.forms)
    return {form: name for form, name in pairs if form.replace(" ", "_") not in COMMON}


@cache
def capital_pattern() -> re.Pattern[str]:
    """Any form as whole words."""
    return re.compile(rf"(?<!\w)(?:{alternatives(by_form())})(?!\w)")


@cache
def small_pattern(unaccented: bool) -> re.Pattern[str]:
    """Any form in small letters: as it is, but of one syllable, or a place's of two words, only after a cue."""
    forms = by_small_form(unaccented)
    plain = [
        form
        for form, name in forms.items()
        if (name.kind != "place" if " " in form else not ONE_SYLLABLE.fullmatch(fold(form)))
    ]
    before, after = ({fold(cue) if unaccented else cue for cue in cues} for cues in (CUES, CUES_BEHIND))
    cue = "|".join(rf"(?<=\b{cue} )" for cue in sorted(before))
    short = alternatives(forms)
    other = "".join(rf"(?<!\b{fold(word) if unaccented else word} )" for word in NOT_BEHIND)
    name = rf"{alternatives(plain)}|(?:{cue})(?:{short})|{other}(?:{short})(?= (?:{alternatives(after)})\b)"
    return re.compile(rf"(?<!\w)(?P<name>{name})(?!\w)")


def alternatives(forms: Iterable[str]) -> str:
    """A regular expression for any of the forms, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
