"""The question, looked at before it is searched: is it fit, does it carry accents, which language is it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .errors import QuestionError
from .shorthand import shorthand
from .vietnamese import TOKEN, fold, is_accented, normalise, syllables

MAX_CHARACTERS = 2_000
"""A longer question is a pasted document; the embedding model reads no more than 512 tokens anyway."""

ACCENTED_SHARE = 0.3
"""Vietnamese prose carries marks on about four syllables in five; below this share some were left out."""

Language = Literal["vi", "en"]

ENGLISH = frozenset(
    """of at for from by with without about into over under after before between and or not is are was were been being
    does did has have had could will would should might must what which who whom whose when where why how many much
    often old far there this these those its they their she his our as if more most some any all every other such only
    also during through against because while since until tell list give name explain describe show say said happened
    please number year people""".split()
)
"""English function words that are no Vietnamese syllable without accents (as "to", "the" and "can" are)."""
VIETNAMESE = frozenset(
    """la gi ai nao bao nhieu khi dau sao tai vi cua va nhung cac mot hai trong ngoai tren duoi voi cho den tu theo ve
    co khong da dang se duoc bi nguoi ngay thang hay hoac nhu neu thi ma cung con nay kia gom lam muc dich
    nuoc""".split()
)
"""Common Vietnamese function words, folded."""


SYLLABLE = re.compile(r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?")
"""A Vietnamese syllable without marks."""
HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
LONGEST_NAME = 2
"""Words that may be no more than a person's name, which is of no language."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what was seen in it."""

    text: str
    tokens: tuple[str, ...]
    accented: float
    """Share of the letter tokens that carry a Vietnamese mark, [0, 1]; shorthand is left out."""
    language: Language

    @property
    def unaccented(self) -> bool:
        """True for Vietnamese typed without most of its marks."""
        return self.language == "vi" and self.accented < ACCENTED_SHARE

    @property
    def function_words(self) -> frozenset[str]:
        """Folded words of its language that say nothing about a topic."""
        return ENGLISH if self.language == "en" else VIETNAMESE


def analyse_question(text: str) -> Question:
    """Look at a question; raises QuestionError where there is nothing to search for."""
    readable = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode().replace("\0", " "))
    cleaned = re.sub(r"\s+", " ", readable).strip()
    if not cleaned:
        raise QuestionError(
            "Câu hỏi trống: hãy gõ một câu hỏi. / The question is empty: type a question with at least one word."
        )
    if len(cleaned) > MAX_CHARACTERS:
        raise QuestionError(
            f"Câu hỏi dài {len(cleaned)} ký tự, tối đa là {MAX_CHARACTERS}: hãy rút gọn. / The question has "
            f"{len(cleaned)} characters, at most {MAX_CHARACTERS} are taken: shorten it."
        )
    tokens = tuple(syllables(cleaned))
    if not tokens:
        raise QuestionError(
            "Câu hỏi không có chữ hay số nào: hãy gõ bằng chữ. / The question has no letter or digit: type it in words."
        )
    letters = words_of(cleaned)
    whole = [token for token in letters if token not in shorthand()]
    accented = sum(map(is_accented, whole)) / len(whole) if whole else 0.0
    return Question(cleaned, tokens, accented, language_of(cleaned))


def words_of(text: str) -> list[str]:
    """Its words of letters only, normalised."""
    return [token for token in TOKEN.findall(normalise(text)) if token.isalpha()]


def language_of(text: str) -> Language:
    """English where its function words outnumber those and the shorthand of Vietnamese; accented names don't count.

    A part of a word with hyphens ("co-signed") is no function word. Where neither language has more of them it is
    English where no mark is typed and most words can't be Vietnamese syllables.
    """
    letters, whole = words_of(text), words_of(HYPHENATED.sub(" ", text))
    english = sum(token in ENGLISH for token in whole)
    vietnamese = sum(fold(token) in VIETNAMESE or token in shorthand() for token in whole)
    if english != vietnamese:
        return "en" if english > vietnamese else "vi"
    if any(map(is_accented, letters)) or (not english and len(letters) <= LONGEST_NAME):
        return "vi"
    foreign = sum(not SYLLABLE.fullmatch(token) for token in letters)
    return "en" if foreign > len(letters) / 2 else "vi"
