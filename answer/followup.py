"""What a question may mean in its conversation: as it stands, or with the subject of the turn before.

Without a language model the missing subject is borrowed, not understood. Where the words alone don't tell a
follow-up ("bao nhiêu lượt người?") from a brief new question ("thỏa thuận có mấy điều?"), both meanings are
offered and the documents decide: the conversation takes the one that they answer better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.question import ENGLISH, VIETNAMESE
from index.vietnamese import TOKEN, fold

from .pronouns import HE, SHE, name_person

OPENING = re.compile(
    r"^\s*(?:thế còn|thế thì|thế|vậy còn|vậy thì|vậy|còn|con|the con|and then|and|what about|how about|but)\b[\s,:]*",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"^\s*(?:sang chuyện khác|chuyện khác|đổi chủ đề|by the way|another (?:topic|question))\b[\s,:]*", re.I
)
POINTER = re.compile(
    r"\b(?:họ|nó|chúng(?! ta| tôi)|đó|này|ấy|nói trên|nữa|còn lại"
    r"|it|its|they|them|their|th(?:at|is|ose|ese|ere|en)|else|also)\b",
    re.IGNORECASE,
)
MAYBE_POINTER = re.compile(r"\b(?:ho|no|chung(?! ta| toi)|nay|nua|ay)\b", re.IGNORECASE)
"""The same typed without accents, where they may be other words: "no le" (nô lệ), "ke hoach chung", "hom nay"."""
YEAR_PHRASE = re.compile(r"\b(?:năm|nam|in)?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
BRIEF = 4
"""Content syllables up to which a question may have no subject of its own ("Thông qua cơ quan nào?")."""
BRIEFEST = 3
"""Content syllables up to which one that points back ("Còn hội thảo?", "Họ đi bằng gì?") surely has none."""
POINTING = 9
"""The same as BRIEF for a question with a word that points back: a longer one says what it means."""
NEW, POINTED = 0.1, -0.3
"""What the meaning as it stands has ahead of the borrowed one, in confidence; less where a word points back.
Set on 164 later turns of sessions of hurried questions, eval/datasets/sessions.jsonl: right 72% with words alone
to tell, 82% with both meanings tried; from -0.1 to 0.2 and from -0.5 to 0 it is within two turns of that."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a later question may refer to."""

    understood: str
    quotes: tuple[str, ...]
    subject: str
    """What a follow-up of this turn borrows."""
    root: str
    """The subject of the question that last stood alone: a follow-up of a follow-up goes back to it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A standalone question that a question may mean."""

    wording: str
    subject: str
    root: str
    ahead: float = 0.0
    """What it has ahead of the other meaning, in confidence."""


def meanings(question: str, history: list[Turn]) -> tuple[Meaning, ...]:
    """What a question may mean after those turns: one meaning, or two with that of its own words first."""
    changed = CHANGE.match(question)
    if changed or not history:
        return (alone(question[changed.end() :] or question if changed else question),)
    last = history[-1]
    opening = OPENING.match(question)
    rest = (question[opening.end() :] if opening else question) or question
    other_year = with_other_year(rest, last) if opening else None
    if other_year:
        return (Meaning(other_year, last.subject, last.root),)
    content = count_content(rest)
    named = name_person(rest, last.understood, last.quotes)
    if named:
        return (alone(named), borrow(named, last)) if content <= 1 else (alone(named),)
    points = bool(opening or POINTER.search(rest) or HE.search(rest) or SHE.search(rest))
    if content == 0 or (points and content <= BRIEFEST):
        return (borrow(rest, last),)
    if content > (POINTING if points or MAYBE_POINTER.search(rest) else BRIEF):
        return (alone(rest),)
    return alone(rest, POINTED if points else NEW), borrow(rest, last)


def alone(question: str, ahead: float = 0.0) -> Meaning:
    """The question as it stands, which begins a subject."""
    subject = subject_of(question)
    return Meaning(question, subject, subject, ahead)


def borrow(question: str, last: Turn) -> Meaning:
    """The question with the subject of the turn before; its own comes before the root, so that none grows on."""
    own = subject_of(question)
    subject = own if own == last.root else f"{own} – {last.root}"
    return Meaning(f"{question.rstrip(' ?')} – {last.subject}", subject, last.root)


def with_other_year(question: str, last: Turn) -> str | None:
    """The last question with the year of this one, where it asks for no more than that ("Còn năm 2024?")."""
    years = YEAR_PHRASE.findall(question)
    if not years or count_content(YEAR_PHRASE.sub("", question)) > 1:
        return None
    for before in (last.understood, last.subject):
        if YEAR_PHRASE.search(before):
            return YEAR_PHRASE.sub(lambda match: match.group().replace(match[1], years[0]), before, count=1)
    return None


def count_content(question: str) -> int:
    """Number of syllables that are neither function nor question words."""
    return sum(fold(token) not in VIETNAMESE | ENGLISH for token in TOKEN.findall(question))


def subject_of(question: str) -> str:
    """A question without what makes it one: question words and marks."""
    bare = QUESTION_WORDS.sub(" ", question.rstrip(" ?"))
    return re.sub(r"\s+", " ", bare).strip(" ,;–-") or question


QUESTION_WORDS = re.compile(
    r"\b(?:(?:là|la) (?:ai|gì|gi|bao nhiêu|bao nhieu)|bao nhiêu|bao nhieu|khi nào|khi nao|bao giờ|bao gio|ở đâu|o dau"
    r"|thế nào|the nao|như thế nào|ra sao|vì sao|vi sao|tại sao|tai sao|những gì|nhung gi|cái gì|cai gi|điều gì"
    r"|gì|mấy|nào|ai|how many|how much|what|which|who|when|where|why|how|does|did|do)\b",
    re.IGNORECASE,
)
