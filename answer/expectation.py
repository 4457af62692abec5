"""What kind of answer a question asks for, and whether a text holds one of that kind.

A coarse version of answer typing in question answering (Li & Roth 2002, "Learning Question
Classifiers"), for Vietnamese with or without accents and for English.
"""

from __future__ import annotations

import re
from typing import Literal

from index.translation import translate
from index.vietnamese import LOWER, UPPER, fold, syllables

Kind = Literal["count", "time", "person", "place", "reason", "list", "other"]

# In the order they are tried, over the folded question: the first that fits decides.
PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("reason", r"\b(?:tai sao|vi sao|why|ly do|nguyen nhan|nham muc dich|de lam gi|reasons?|causes?)\b"),
    (
        "time",
        r"\b(?:khi nao|bao gio|luc nao|(?:nam|ngay|thang|tuan|thoi gian|thoi diem|the ky|thap ky|thap nien)"
        r" (?:nao|may|bao nhieu)|when|(?:what|which) (?:year|day|date|month|century|decade))\b",
    ),
    ("count", r"\b(?:bao nhieu|bao nhiu|may|bao lau|bao xa|so luong|ty le|how (?:many|much|long|old|far|often))\b"),
    (
        "list",
        r"\b(?:nhung (?:gi|ai|\w+(?: \w+)? nao)|cac \w+ nao|gom (?:co )?gi|liet ke|ke ten"
        r"|(?:what|which) (?:are|were)|list)\b",
    ),
    (
        "place",
        r"\b(?:o dau|tai dau|noi nao|(?:tinh|thanh pho|dia diem|toa nha) nao|where|(?:what|which) (?:city|place))\b",
    ),
    ("person", r"\b(?:ai|who|whom|whose|(?:nguoi|vi|ong|ba) nao|ten (?:la )?gi)\b"),
)  # fmt: skip

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
COUNTED = re.compile(r"(?:bao nhieu|bao nhiu|\bmay) ([a-z]+)")
COUNTED_IN_ENGLISH = re.compile(
    r"\bhow many ((?:(?!(?:are|is|were|was|did|do|does|have|has|had|will|can|could|would|should|may|in|of|on|at|to|from"
    r"|by|with|per|that|who|which|and)\b)[a-z-]+\s?)+)",
    re.IGNORECASE,
)
"""“How many” and what follows up to the next function word."""
WRITTEN = frozenset("một hai ba bốn sáu bảy tám chín mười trăm nghìn ngàn triệu tỷ tỉ".split())
"""Numerals in words; "năm" is far more often a year."""
WITHIN = 4
"""Syllables after a number within which what it counts is named ("3.000 người Việt Nam")."""
TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})\b|\d{1,2}/\d{1,2}|\b(?:ngày|tháng|tuần|thế kỷ|thập niên|thập kỷ)\s+\w+"
    r"|\b(?:hôm|sáng|chiều|tối|đêm) (?:nay|qua|kia)\b|\bnăm (?:nay|ngoái|kia)\b|\b(?:năm|ngày) trước\b",
    re.IGNORECASE,
)
NAME = re.compile(rf"\b[{UPPER}][{LOWER}]+(?:[ \t]+[{UPPER}][{LOWER}]+)+")
MONEY = re.compile(r"\b(?:dong|bang|usd|do la|euro|trieu|ty)\b|[$€£]")


def expected_kind(question: str) -> Kind:
    """The kind of answer a question asks for."""
    folded = fold(question)
    return next((kind for kind, pattern in PATTERNS if re.search(pattern, folded)), "other")


def holds_expected(question: str, text: str) -> float:
    """1 where the text holds an answer of the expected kind, -1 where it doesn't, 0 where that can't be told.

    A number, date or name that stands in the question itself is no answer to it.
    """
    kind = expected_kind(question)
    if kind == "count":
        return 1.0 if holds_count(question, text) else -1.0
    if kind == "time":
        return 1.0 if any(match not in question for match in TIME.findall(text)) else -1.0
    if kind == "person":
        known = set(map(fold, syllables(question)))
        return 1.0 if any(not set(map(fold, syllables(name))) <= known for name in NAME.findall(text)) else -1.0
    return 0.0


def holds_count(question: str, text: str) -> bool:
    """Whether a text counts what a question asks the number of (“bao nhiêu vụ” – “103 vụ”)."""
    asked = {token for token in syllables(question) if token[0].isdigit()}
    tokens = syllables(text)
    amounts = [i for i, token in enumerate(tokens) if token in WRITTEN or (token[0].isdigit() and token not in asked)]
    named = counted_in_english(question)
    if named:
        following = [list(map(fold, tokens[i + 1 : i + 1 + WITHIN])) for i in amounts]
        return any(holds_run(after, wording) for after in following for wording in named)
    counted = COUNTED.search(fold(question))
    if not counted:
        return bool(amounts)
    if counted[1] == "tien":
        return bool(amounts) and bool(MONEY.search(fold(text)))
    return any(counted[1] in map(fold, tokens[i + 1 : i + 1 + WITHIN]) for i in amounts)


def counted_in_english(question: str) -> list[list[str]]:
    """What “how many …” asks the number of, in Vietnamese: folded syllables of each wording."""
    match = COUNTED_IN_ENGLISH.search(question)
    concepts = translate(match[1]).concepts if match else {}
    return [[fold(syllable) for syllable in wording] for wordings in concepts for wording in wordings]


def holds_run(tokens: list[str], run: list[str]) -> bool:
    """Whether the syllables stand next to each other among the tokens."""
    return any(tokens[i : i + len(run)] == run for i in range(len(tokens) - len(run) + 1))
