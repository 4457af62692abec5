"""Whom "ông ấy", "bà ấy", "he" or "she" means: the names of the last turn."""

from __future__ import annotations

import re

from index.names import is_known_name
from index.question import SYLLABLE, Language
from index.vietnamese import UPPER, fold, syllables

from .expectation import NAME

HE = re.compile(r"\b(?:ông (?:ấy|ta|này|đó)|anh (?:ấy|ta)|vị (?:ấy|này|đó)|ong (?:ay|ta|nay))\b", re.IGNORECASE)
SHE = re.compile(r"\b(?:bà (?:ấy|ta|này|đó)|cô (?:ấy|ta|này)|chị ấy|ba (?:ay|ta|nay))\b", re.IGNORECASE)
ENGLISH_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
ENGLISH_SHE = re.compile(r"\b(?:she|her)\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:ông|Ông|Trung tướng|Đại tướng|Thiếu tướng|Thượng tướng|Tướng|Mr\.?)\b")
FEMALE = re.compile(r"\b(?:bà|Bà|Mrs\.?|Ms\.?)\b")
NAMED = r"(?P<name>[^\W\d_]+)"
FOREIGN = rf"(?=[a-z]+\b)(?!(?:{SYLLABLE.pattern})\b)"
MISTER = re.compile(rf"\b(?:(?<!đàn )(?:ông|mr\.?) (?=(?-i:[{UPPER}]))|ong {FOREIGN}){NAMED}", re.IGNORECASE)
MISTRESS = re.compile(rf"\b(?:(?<!đàn )(?:bà|mrs\.?|ms\.?) (?=(?-i:[{UPPER}]))|ba {FOREIGN}){NAMED}", re.IGNORECASE)
"""Somebody in a question by title and name; in small letters, where ba may be three, only by a foreign one."""
LEADING = re.compile(r"^(?:Ông|Bà|Cô|Chị|Mr|Mrs|Ms|Anh|Việt Nam|Pháp|Mỹ|Trung Quốc|Úc|Đức|Nga)\s+(?=\w+\s+\w)")
"""A form of address or a country right before a name ("Bộ Nội vụ Anh Yvette Cooper")."""
OFFICE = re.compile(
    r"(?:Phó (?:Thủ|Chủ|Tổng)|Thủ|Bộ|Việt|Vương|Đại sứ|Liên|Quỹ|Kế|Hội|Châu|Thái Bình|Cục|Hà Nội|Tổ|Chính|Biên|Công|Năm"
    r"|Rồng)\b"
)
"""How offices, countries, seas and plans that are written like names begin."""


def pronouns_of(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What means a man and what means a woman; "he" without accents is another Vietnamese word (hệ, hè)."""
    return (ENGLISH_HE, ENGLISH_SHE) if language == "en" else (HE, SHE)


def without_pronouns(question: str, language: Language) -> str:
    """The question without what means a person."""
    he, she = pronouns_of(language)
    return she.sub(" ", he.sub(" ", question))


def name_people(question: str, language: Language, understood: str, quotes: tuple[str, ...]) -> str | None:
    """The question with names for its pronouns; None where it has no pronoun or no name fits."""
    he, she = pronouns_of(language)
    named = question
    for pronoun, fitting, other, addressed in ((he, MALE, FEMALE, MISTER), (she, FEMALE, MALE, MISTRESS)):
        person = find_person(fitting, other, addressed, understood, quotes) if pronoun.search(question) else None
        if person:
            named = pronoun.sub(person, named, count=1)
    return named if named != question else None


def find_person(
    fitting: re.Pattern[str],
    other: re.Pattern[str],
    addressed: re.Pattern[str],
    understood: str,
    quotes: tuple[str, ...],
) -> str | None:
    """The person whom a pronoun means, with a fitting title and not another, in the last question and its quotes.

    A title before the name decides, or that the question has a part of it ("bà Cooper"); then how much of what stands
    before the name the question asked about. Where no title decides it is whom the question addressed.
    """
    asked = {fold(token) for token in syllables(understood)}
    ranked: list[tuple[int, int, str]] = []
    for text in (understood, *quotes):
        passed = 0  # where the name before ends, whose title is not this one's
        for match in NAME.finditer(text):
            name = LEADING.sub("", match.group())
            start = match.end() - len(name)
            before, passed = text[max(passed, start - 25) : start], match.end()
            is_person = 2 <= len(name.split()) <= 4 and not OFFICE.match(name) and not is_known_name(name)
            if is_person and not other.search(before):
                told = bool(fitting.search(before)) + (text is not understood and shares(name, asked))
                ranked.append((told, sum(fold(token) in asked for token in set(syllables(before))), name))
    told, _, person = max(ranked, key=lambda found: found[:2], default=(0, 0, None))
    titled = None if told else addressed.search(understood)
    return titled["name"] if titled else person


def shares(name: str, asked: set[str]) -> bool:
    """Whether a part of the name was asked about."""
    return any(fold(token) in asked for token in syllables(name))
