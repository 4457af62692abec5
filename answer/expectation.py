"""What kind of answer a question asks for, and whether a text holds one of that kind.

A coarse version of answer typing in question answering (Li & Roth 2002, "Learning Question
Classifiers"), for Vietnamese with or without accents and for English.
"""

from __future__ import annotations

import re
from typing import Literal

from index.vietnamese import LOWER, UPPER, fold

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
COUNTED = re.compile(r"(?:bao nhieu|bao nhiu|\bmay|how many) ([a-z]+)(?: ([a-z]+))?")
WRITTEN = r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|ngan|trieu|ty|one|two|three)"
TIME = re.compile(r"\b(?:1\d{3}|20\d{2})\b|\d{1,2}/\d{1,2}|\b(?:ngày|tháng|thế kỷ|thập niên|thập kỷ)\s+\w+")
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
        return 1.0 if holds_count(fold(question), fold(text)) else -1.0
    if kind == "time":
        return 1.0 if any(match not in question for match in TIME.findall(text)) else -1.0
    if kind == "person":
        known = set(fold(question).split())
        return 1.0 if any(not set(fold(name).split()) <= known for name in NAME.findall(text)) else -1.0
    return 0.0


def holds_count(question: str, text: str) -> bool:
    """Whether a folded text counts what a folded question asks the number of (“bao nhiêu vụ” – “103 vụ”)."""
    asked = set(NUMBER.findall(question))
    if not [number for number in NUMBER.findall(text) if number not in asked] and not re.search(
        rf"\b{WRITTEN}\b", text
    ):
        return False
    counted = COUNTED.search(question)
    if not counted:
        return True
    unit = counted[1]
    if unit == "tien":
        return bool(MONEY.search(text))
    amount = rf"(?:\d[\d.,/]*|{WRITTEN})"
    return bool(re.search(rf"{amount}(?: \w+){{0,3}} {unit}\b|{amount} {unit}\b", text))
