"""What a question may mean in its conversation: as it stands, or with the subject of the turn before.

Without a language model the missing subject is borrowed, not understood. Where the words alone don't tell a
follow-up ("bao nhiêu lượt người?") from a brief new question ("thỏa thuận có mấy điều?"), both meanings are
offered and the documents decide: the conversation takes the one that they answer better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.question import ENGLISH, SYLLABLE, VIETNAMESE, Language, analyse_question
from index.translation import gloss
from index.vietnamese import TOKEN, fold

from .pronouns import name_people, without_pronouns

OPENING = re.compile(
    r"^\s*(?:thế còn|thế thì|thế(?! (?:giới|kỷ|hệ|vận|chiến|lực|mạnh|nào))|vậy còn|vậy thì|vậy|còn|the con"
    r"|and then|and|what about|how about|but)\b[\s,:]*",
    re.IGNORECASE,
)
BARE_OPENING = re.compile(
    r"^\s*(?:con|the)\b(?! (?:so|duong|nguoi|tau|gioi|ky|he|van|chien|luc|manh|nao)\b)[\s,:]*", re.I
)
"""Còn and thế typed without accents, but not con số or thế giới."""
CHANGE = re.compile(
    r"^\s*(?:sang chuyện khác|chuyện khác|đổi chủ đề|by the way|another (?:topic|question))\b[\s,:]*", re.I
)
POINTER = re.compile(r"\b(?:họ|nó|chúng(?! ta| tôi)|đó|này|ấy|nói trên|nữa|còn lại)\b", re.IGNORECASE)
MAYBE_POINTER = re.compile(r"\b(?:ho|no|chung(?! ta| toi)|nay|nua|ay)\b", re.IGNORECASE)
"""The same typed without accents, where they may be other words: "no le" (nô lệ), "ke hoach chung", "hom nay"."""
ENGLISH_POINTER = re.compile(r"\b(?:it|its|they|them|their|th(?:at|is|ose|ese|ere|en)|else|also)\b", re.IGNORECASE)
YEAR_PHRASE = re.compile(r"\b(?:năm|nam|in)?\s*(?<![/.\d])((?:19|20)\d\d)\b", re.IGNORECASE)
PARTICLES = frozenset("a ha nhi vay the day do ay ha roi di nhe nua ok".split())
"""Folded syllables at the end of a question that ask nothing."""
BRIEF = 4
"""Content syllables up to which a question may have no subject of its own ("Thông qua cơ quan nào?")."""
BRIEFEST = 3
"""Content syllables up to which one that points back ("Còn hội thảo?", "Họ đi bằng gì?") surely has none."""
POINTING = 9
"""The same as BRIEF for a question with a word that points back: a longer one says what it means."""
WHOLE: dict[Language, int] = {"vi": 3, "en": 2}
"""Content syllables, in English words, that are a subject: answered by its own words, such a question begins one, and
refused it is shown in them ("Giá vàng hôm nay" and not "Giá vàng hôm nay – tờ rơi")."""
TOO_FEW: dict[Language, int] = {"vi": 1, "en": 0}
"""Up to which a question without a name stands for nothing: one syllable is seldom a Vietnamese word ("ai dự?")."""
LONGEST = 300
"""Characters of a subject that are lent: borrowed twice it keeps a question below what can be searched."""
NEW, POINTED = 0.1, -0.3
"""What the meaning as it stands has ahead of the borrowed one, in confidence; less where a word points back.
Set with a first draft on the 164 later turns of eval/datasets/sessions.jsonl: right 72% with words alone to tell, 82%
with both meanings tried; from -0.1 to 0.2 and from -0.5 to 0 it is within two turns of that."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a later question may refer to."""

    understood: str
    quotes: tuple[str, ...]
    subject: str
    """What a follow-up of this turn borrows."""
    root: str
    """The subject of the question that last stood alone: a follow-up of a follow-up goes back to it."""
    answered: bool = True
    """Whether anything about that root was answered; if not it is a poor subject to borrow."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A standalone question that a question may mean."""

    wording: str
    subject: str
    root: str
    ahead: float = 0.0
    """What it has ahead of the other meaning, in confidence."""

    @property
    def is_whole(self) -> bool:
        """Whether its own words are enough for a subject, and none of them points back."""
        return self.ahead >= 0 and count_content(self.subject) >= WHOLE[analyse_question(self.wording).language]


def meanings(question: str, history: list[Turn]) -> tuple[Meaning, ...]:
    """What a question may mean after those turns: one meaning, or two with that of its own words first."""
    changed = CHANGE.match(question)
    if changed or not history:
        return (alone(after(changed, question)),)
    last, asked = history[-1], analyse_question(question)
    language = asked.language
    opening = OPENING.match(question) or (None if asked.accented else BARE_OPENING.match(question))
    rest = after(opening, question)
    years = YEAR_PHRASE.findall(rest)
    if opening and years and count_content(YEAR_PHRASE.sub("", rest)) == 0 and YEAR_PHRASE.search(last.subject):
        return (with_year(years[0], last),)
    content = count_content(without_pronouns(rest, language))
    named = name_people(rest, language, last.understood, last.quotes)
    if named:
        return (alone(named), borrow(named, language, last)) if content <= 1 else (alone(named),)
    pointer = ENGLISH_POINTER if language == "en" else POINTER
    points = bool(opening or pointer.search(rest) or without_pronouns(rest, language) != rest)
    if content <= (0 if names_something(rest) else TOO_FEW[language]) or (points and content <= BRIEFEST):
        return (borrow(rest, language, last),)
    if content > (POINTING if points or MAYBE_POINTER.search(rest) else BRIEF):
        return (alone(rest),)
    return alone(rest, POINTED if points else NEW), borrow(rest, language, last)


def after(match: re.Match[str] | None, question: str) -> str:
    """What stands after a match; the whole question where that is nothing."""
    rest = question[match.end() :] if match else question
    return rest if TOKEN.search(rest) else question


def alone(question: str, ahead: float = 0.0) -> Meaning:
    """The question as it stands, which begins a subject."""
    subject = (subject_of(question) or question)[:LONGEST].strip()
    return Meaning(question, subject, subject, ahead)


def borrow(question: str, language: Language, last: Turn) -> Meaning:
    """The question with the subject of the turn before; its own comes before the root, so that none grows on.

    Of two languages the English one is put in Vietnamese, as a search has one.
    """
    asked, own = question.strip(" ?,.:"), subject_of(question)
    before = analyse_question(last.understood).language
    if language == "en" != before:
        asked, own = gloss(asked), gloss(own)
    elif before == "en" != language:
        last = replace(last, subject=gloss(last.subject), root=gloss(last.root))
    subject = " – ".join(dict.fromkeys(filter(None, (own[:LONGEST].strip(), last.root))))
    return Meaning(f"{asked} – {last.subject}", subject, last.root)


def with_year(year: str, last: Turn) -> Meaning:
    """The last question about another year ("Còn năm 2024?")."""

    def changed(text: str) -> str:
        return YEAR_PHRASE.sub(lambda match: match.group().replace(match[1], year), text, count=1)

    asked = last.understood if YEAR_PHRASE.search(last.understood) else last.subject
    return Meaning(changed(asked), changed(last.subject), changed(last.root))


def count_content(question: str) -> int:
    """Number of syllables that are neither function nor question words."""
    return sum(fold(token) not in VIETNAMESE | ENGLISH | PARTICLES for token in TOKEN.findall(question))


def names_something(question: str) -> bool:
    """Whether a word is written like a name: IOM, Obama, Tô Lâm."""
    words = [word for word in TOKEN.findall(question) if word.isalpha()]
    return any(
        (word.isupper() and len(word) > 1) or (place and word[0].isupper()) or not SYLLABLE.fullmatch(fold(word))
        for place, word in enumerate(words)
    )


def subject_of(question: str) -> str:
    """A question without what makes it one, question words and marks; nothing where it is no more than that."""
    words = ENGLISH_QUESTION_WORDS if analyse_question(question).language == "en" else QUESTION_WORDS
    bare = re.sub(r"\s+", " ", words.sub(" ", LEADING.sub("", question))).strip(" ,;–-?.:!")
    return bare if count_content(bare) else ""


LEADING = re.compile(
    r"^\s*(?:bằng|bang|về|với|voi|ở|tại|trong|cho) (?=\S+(?: \S+)?(?<! là)(?<! la) (?:gì|gi|nào|nao)\W*$)",
    re.IGNORECASE,
)
"""What a question about a means, a place or a party begins with: "bằng phương tiện gì"."""
QUESTION_WORDS = re.compile(
    r"\b(?:(?:(?<!lý )(?<!tự )do|bởi|của|với|cho|về|(?<!đồng )bằng|vào|từ|trong|tại|ở|boi|cua|voi|vao|o) )?"
    r"(?:(?:là|la) (?:ai|gì|gi|bao nhiêu|bao nhieu)|bao nhiêu|bao nhieu|bao lâu|bao lau|khi nào|khi nao|bao giờ|bao gio"
    r"|đâu|o dau|thế nào|the nao|như thế nào|ra sao|vì sao|vi sao|tại sao|tai sao|những gì|nhung gi|cái gì|cai gi"
    r"|điều gì|gì|mấy|nào|bn|ntn|(?-i:[Aa]i))\b",
    re.IGNORECASE,
)
"""Question words, and the preposition that would hang loose without them ("do ai", "về những gì")."""
ENGLISH_QUESTION_WORDS = re.compile(
    r"^\W*(?:what|which|who|when|where|why|how) (?:is|are|was|were)\b"
    r"|\b(?:how many|how much|what|which|(?-i:[Ww]ho)|when|where|why|how|does|did|do)\b",
    re.IGNORECASE,
)
