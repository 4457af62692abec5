"""Whom "ông ấy", "bà ấy", "he" or "she" means: the names of the last turn."""

from __future__ import annotations

import re

from index.vietnamese import syllables

from .expectation import NAME

HE = re.compile(
    r"\b(?:ông (?:ấy|ta|này|đó)|anh (?:ấy|ta)|vị (?:ấy|này|đó)|ong (?:ay|ta|nay)|he|him|his)\b", re.IGNORECASE
)
SHE = re.compile(r"\b(?:bà (?:ấy|ta|này|đó)|cô (?:ấy|ta|này)|chị ấy|ba (?:ay|ta|nay)|she|her)\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:ông|Ông|Trung tướng|Đại tướng|Thiếu tướng|Thượng tướng|Tướng|Mr\.?)\b")
FEMALE = re.compile(r"\b(?:bà|Bà|Mrs\.?|Ms\.?)\b")
LEADING = re.compile(r"^(?:Ông|Bà|Cô|Chị|Mr|Mrs|Ms|Anh|Việt Nam|Pháp|Mỹ|Trung Quốc|Úc|Đức|Nga)\s+(?=\w+\s+\w)")
"""A form of address or a country right before a name ("Bộ Nội vụ Anh Yvette Cooper")."""
OFFICE = re.compile(r"(?:Bộ|Việt|Vương|Đại sứ|Liên|Quỹ|Kế|Hội|Châu|Thái Bình|Cục|Hà Nội|Tổ|Chính|Biên|Công|Năm|Rồng)\b")
"""How offices, countries, seas and plans that are written like names begin."""


def name_person(question: str, understood: str, quotes: tuple[str, ...]) -> str | None:
    """The question with the person's name for the pronoun; None where it has no pronoun or no name fits."""
    person = find_person(question, understood, quotes)
    if person is None:
        return None
    return SHE.sub(person, HE.sub(person, question, count=1), count=1)


def find_person(question: str, understood: str, quotes: tuple[str, ...]) -> str | None:
    """The person whom a pronoun of the question means, in the last question or the quotes of its answer.

    A title before the name decides, or that the last question names a part of it ("bà Cooper"); then how much of
    what stands before the name the last question asked about.
    """
    she = SHE.search(question)
    if not she and not HE.search(question):
        return None
    fitting, other = (FEMALE, MALE) if she else (MALE, FEMALE)
    asked = set(syllables(understood))
    ranked: list[tuple[int, int, str]] = []
    for text in (understood, *quotes):
        passed = 0  # where the name before ends, whose title is not this one's
        for match in NAME.finditer(text):
            name = LEADING.sub("", match.group())
            start = match.end() - len(name)
            before, passed = text[max(passed, start - 25) : start], match.end()
            if 2 <= len(name.split()) <= 4 and not OFFICE.match(name) and not other.search(before):
                told = bool(fitting.search(before)) + bool(asked & set(syllables(name)))
                ranked.append((told, len(asked & set(syllables(before))), name))
    return max(ranked, key=lambda found: found[:2])[2] if ranked else None
