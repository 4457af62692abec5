"""A follow-up question made to stand alone, from the questions and answers before it.

Without a language model the missing subject is borrowed, not understood: what a follow-up lacks is
looked for in the last standalone question and, for pronouns, among the names of the last answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.question import ENGLISH, VIETNAMESE, Language, analyse_question
from index.vietnamese import TOKEN, fold, syllables

from .expectation import NAME

OPENING = re.compile(
    r"^\s*(?:thế còn|thế thì|thế|vậy còn|vậy thì|vậy|còn|con|the con|and then|and|what about|how about|but)\b[\s,:]*",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"^\s*(?:sang chuyện khác|chuyện khác|đổi chủ đề|by the way|another (?:topic|question))\b[\s,:]*", re.I
)
HE = re.compile(
    r"\b(?:ông (?:ấy|ta|này|đó)|anh (?:ấy|ta)|vị (?:ấy|này|đó)|ong (?:ay|ta|nay)|he|him|his)\b", re.IGNORECASE
)
SHE = re.compile(r"\b(?:bà (?:ấy|ta|này|đó)|cô (?:ấy|ta|này)|chị ấy|ba (?:ay|ta|nay)|she|her)\b", re.IGNORECASE)
REFERENCE = re.compile(
    r"\b(?:họ|nó|chúng(?! ta| tôi)|đó|này|ấy|nói trên|nữa|còn lại|ho|no|chung(?! ta| toi)|nay|nua"
    r"|it|its|they|them|their|th(?:at|is|ose|ese|ere|en)|else|also)\b",
    re.IGNORECASE,
)
YEAR_PHRASE = re.compile(r"\b(?:năm|nam|in)?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:ông|Ông|Trung tướng|Đại tướng|Thiếu tướng|Thượng tướng|Tướng|Mr\.?)\b")
LEADING = re.compile(r"^(?:Ông|Bà|Cô|Chị|Mr|Mrs|Ms|Anh|Việt Nam|Pháp|Mỹ|Trung Quốc|Úc|Đức|Nga)\s+(?=\w+\s+\w)")
"""A form of address or a country right before a name ("Bộ Nội vụ Anh Yvette Cooper")."""
OFFICE = re.compile(r"(?:Bộ|Việt|Vương|Đại sứ|Liên|Quỹ|Kế|Hội|Châu|Cục|Hà Nội|Tổ|Chính|Biên|Công|Năm|Rồng)\b")
"""How offices, countries and plans that are written like names begin."""
FEMALE = re.compile(r"\b(?:bà|Bà|Mrs\.?|Ms\.?)\b")
BRIEF = 4
"""Content syllables up to which a question has no room for a subject of its own ("Thông qua cơ quan nào?")."""
REFERRING = 9
"""The same for a question with a word that points back: a longer one says what it means."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a later question may refer to."""

    understood: str
    quotes: tuple[str, ...]


def make_standalone(question: str, history: list[Turn]) -> str:
    """The question with what it takes from the last turn; as it is where it stands alone."""
    changed = CHANGE.match(question)
    if changed:
        return question[changed.end() :] or question
    if not history:
        return question
    last = history[-1]
    person = find_person(question, last)
    if person:
        resolved = SHE.sub(person, HE.sub(person, question, count=1), count=1)
        return resolved if count_content(question) > 1 else f"{resolved} – {topic_of(last.understood)}"
    opening = OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    years = YEAR_PHRASE.findall(rest)
    if opening and years and count_content(YEAR_PHRASE.sub("", rest)) <= 1 and YEAR_PHRASE.search(last.understood):
        return YEAR_PHRASE.sub(lambda match: match.group().replace(match[1], years[0]), last.understood, count=1)
    refers = opening or REFERENCE.search(rest) or HE.search(rest) or SHE.search(rest)
    # Who changes the language without pointing back begins anew.
    longest = REFERRING if refers else BRIEF if language(question) == language(last.understood) else 0
    if count_content(rest) <= longest:
        return f"{rest.rstrip(' ?')} – {topic_of(last.understood)}"
    return rest or question


def language(question: str) -> Language:
    """The language of a question."""
    return analyse_question(question).language


def count_content(question: str) -> int:
    """Number of syllables that are neither function nor question words."""
    return sum(fold(token) not in VIETNAMESE | ENGLISH for token in TOKEN.findall(question))


def topic_of(question: str) -> str:
    """A question without what makes it one: question words and marks."""
    bare = QUESTION_WORDS.sub(" ", question.rstrip(" ?"))
    return re.sub(r"\s+", " ", bare).strip(" ,;–-") or question


QUESTION_WORDS = re.compile(
    r"\b(?:(?:là|la) (?:ai|gì|gi|bao nhiêu|bao nhieu)|bao nhiêu|bao nhieu|khi nào|khi nao|bao giờ|bao gio|ở đâu|o dau"
    r"|thế nào|the nao|như thế nào|ra sao|vì sao|vi sao|tại sao|tai sao|những gì|nhung gi|cái gì|cai gi|điều gì"
    r"|gì|mấy|nào|ai|how many|how much|what|which|who|when|where|why|how|does|did|do)\b",
    re.IGNORECASE,
)


def find_person(question: str, last: Turn) -> str | None:
    """The person of the last turn whom a pronoun of the question means, if any.

    A title before the name decides; else the name whose surroundings the last question asked about.
    """
    she = SHE.search(question)
    if not she and not HE.search(question):
        return None
    fitting, other = (FEMALE, MALE) if she else (MALE, FEMALE)
    asked = set(syllables(last.understood))
    ranked: list[tuple[bool, int, str]] = []
    for text in (last.understood, *last.quotes):
        for match in NAME.finditer(text):
            name = LEADING.sub("", match.group())
            start = match.end() - len(name)
            before = text[max(0, start - 25) : start]
            if 2 <= len(name.split()) <= 4 and not OFFICE.match(name) and not other.search(before):
                ranked.append((bool(fitting.search(before)), len(asked & set(syllables(before))), name))
    return max(ranked, key=lambda found: found[:2])[2] if ranked else None
