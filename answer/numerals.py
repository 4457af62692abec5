"""Numbers as Vietnamese writes them, in digits or in words: 3.000, 22 nghìn, ba nghìn, hai mươi lăm."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.vietnamese import syllables

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
TENS = {"mươi": 10, "trăm": 100}
SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
YEAR = "năm"
"""Year, or five."""
ONE_OF = ("một", "trong")
"""One of them: their number comes behind."""
FIRST = DIGITS.keys() - {"không", "mốt", "lăm"} | {"mười"}
"""What a number in words begins with; "không" alone is "not"."""


def first_number(text: str) -> float | None:
    """The first number of a text that is no year; None where it has none, or one beyond all counting."""
    tokens = syllables(text)
    for place, token in enumerate(tokens):
        if NUMBER.fullmatch(token):
            if place and tokens[place - 1] == YEAR and len(token) == 4:
                continue
            found = float(token) * further_scale(tokens[place:]) + smaller_part(tokens[place:])
            return found if math.isfinite(found) else None
        if tuple(tokens[place : place + 2]) == ONE_OF:
            continue
        behind = "".join(tokens[place + 1 : place + 2])
        is_year = token == YEAR and behind in FIRST - {YEAR}
        if token in FIRST and not is_year and not NUMBER.fullmatch(behind):
            return float(in_words(tokens[place:]))
    return None


def further_scale(tokens: Sequence[str]) -> int:
    """By what a second scale multiplies a number: tỷ in "12 nghìn tỷ"."""
    return SCALES.get(tokens[2], 1) if len(tokens) > 2 and tokens[1] in SCALES else 1


def smaller_part(tokens: Sequence[str]) -> float:
    """What stands behind a number with its scale as a smaller part of it: 300 triệu in "8 tỷ 300 triệu"."""
    if len(tokens) < 4 or not NUMBER.fullmatch(tokens[2]):
        return 0.0
    whole, part = SCALES.get(tokens[1], 0), SCALES.get(tokens[3], 0)
    return float(tokens[2]) if 0 < part < whole else 0.0


def in_words(tokens: Sequence[str]) -> int:
    """The number that the syllables begin with: "hai mươi lăm người" is 25, "mười hai năm tù" 12."""
    total, group = 0, 0
    digit: int | None = None
    for place, word in enumerate(tokens):
        if word == YEAR and place and not is_five(tokens, place):
            break
        if word in DIGITS and digit is None:
            digit = DIGITS[word]
        elif word == "mười":
            group += 10
        elif word in TENS:
            group, digit = group + TENS[word] * (1 if digit is None else digit), None
        elif word in SCALES:
            scale, count = SCALES[word], group + (digit or 0)
            total = (total + count) * scale if 0 < total < scale else total + (count or 1) * scale
            group, digit = 0, None
        elif word not in ("linh", "lẻ"):
            break
    return total + group + (digit or 0)


def is_five(tokens: Sequence[str], place: int) -> bool:
    """Whether "năm" inside a number is a digit and no year: năm mươi, linh năm; behind tens five is "lăm"."""
    return tokens[place - 1] in ("linh", "lẻ") or "".join(tokens[place + 1 : place + 2]) in TENS | SCALES
