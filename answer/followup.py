"""A follow-up question made to stand alone, from the questions and answers before it.

Without a language model the missing subject is borrowed, not understood: what a follow-up lacks is
looked for in the last standalone question and, for pronouns, among the names of the last answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.background import surprisal
from index.lexical import Term
from index.question import ENGLISH, VIETNAMESE
from index.vietnamese import fold, syllables

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
THING = re.compile(
    r"\b(?:họ|nó|chúng|những người (?:này|đó|ấy)|(?:\w+ ){1,2}(?:đó|này|ấy|trên|nói trên)|ho|no|chung(?! (?:toi|ta))"
    r"|it|they|them|their|its|th(?:at|is|ose|ese)(?: \w+)?)\b",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"\b(?:đó|này|ấy|trên|sau đó|tiếp theo|nữa|nua|còn lại|cùng lúc|then|there|else|also)\b", re.IGNORECASE
)
YEAR = re.compile(r"\b(?:năm|nam|in)?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:ông|Ông|Trung tướng|Đại tướng|Thiếu tướng|Thượng tướng|Tướng|Mr\.?)\b")
FEMALE = re.compile(r"\b(?:bà|Bà|Mrs\.?|Ms\.?)\b")
ENOUGH = 24.0
"""Surprisal in nats that a question must carry beyond common words to stand on its own: two rare syllables
and a half ("Bao nhiêu nước tham dự?" carries less, "Ai dự hội nghị thượng đỉnh ở Luân Đôn?" more)."""
COMMON = 8.0


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
        return resolved if weight(resolved) >= ENOUGH else f"{resolved} ({topic_of(last.understood)})"
    opening = OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    years = YEAR.findall(rest)
    if opening and years and weight(YEAR.sub("", rest)) < ENOUGH / 3 and YEAR.search(last.understood):
        return YEAR.sub(lambda match: match.group().replace(match[1], years[0]), last.understood, count=1)
    refers = THING.search(rest) or REFERENCE.search(rest) or HE.search(rest) or SHE.search(rest)
    if weight(rest) < ENOUGH or (refers and weight(rest) < 2 * ENOUGH):
        return f"{rest.rstrip(' ?')} – {topic_of(last.understood)}"
    return rest or question


def weight(question: str) -> float:
    """Surprisal in nats of what a question says beyond common words."""
    tokens = [token for token in syllables(question) if fold(token) not in VIETNAMESE | ENGLISH]
    return sum(max(0.0, surprisal(Term("exact", token)) - COMMON) for token in tokens)


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
    """The person of the last turn whom a pronoun of the question means, if any."""
    pronoun = SHE.search(question) or HE.search(question)
    if not pronoun:
        return None
    wanted = FEMALE if SHE.search(question) else MALE
    found: list[tuple[bool, str]] = []
    for text in (last.understood, *last.quotes):
        for match in NAME.finditer(text):
            words = match.group().split()
            if 2 <= len(words) <= 4:
                before = text[max(0, match.start() - 25) : match.start()]
                found.append((bool(wanted.search(before)), match.group()))
    titled = [name for fits, name in found if fits]
    return next(iter(titled or [name for _, name in found if looks_personal(name)]), None)


def looks_personal(name: str) -> bool:
    """Whether a capitalised sequence may be a person: no office or country that is often capitalised."""
    return not re.search(r"^(?:Bộ|Việt|Vương|Đại|Liên|Quỹ|Kế|Hội|Châu|Cục|Hà|Thái|Tổ|Chính|Biên|Công|Năm)\b", name)
