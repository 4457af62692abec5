"""Syllables within one edit of one that the collection doesn't have (Damerau 1964: drop, insert, change, swap)."""

from __future__ import annotations

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 3
"""Letters from which on a syllable can be told from a slip of another."""


def within_one_edit(token: str) -> set[str]:
    """All strings one edit away from a folded token, the token itself left out."""
    cuts = [(token[:i], token[i:]) for i in range(len(token) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in LETTERS}
    inserted = {left + letter + right for left, right in cuts for letter in LETTERS}
    return (dropped | swapped | changed | inserted) - {token}
