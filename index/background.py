"""How surprising a syllable is in the language at large, whatever the collection holds.

A collection of two articles can't tell a rare word from one that just isn't there. The embedded
model's Unigram vocabulary (Kudo 2018, arXiv:1804.10959) can: its scores are log probabilities
estimated on a hundred languages, Vietnamese well among them.
"""

from __future__ import annotations

import re
import struct
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .lexical import Field, Term
from .packed import HEADER_BYTES, packed_model_path
from .vietnamese import fold, place_tone

BEGINNING = "\u2581".encode()
"""What a piece begins with that begins a word."""
LETTERS = np.isin(np.arange(256), [*range(0x61, 0x7B), *range(0x80, 0xE2)])
"""Bytes of small letters in scripts with few bytes, as Latin has."""
TONED_END = re.compile(r"^.*(?:[oòóõỏọ][aàáãảạeèéẽẻẹ]|[uùúũủụ][yỳýỹỷỵ])$", re.MULTILINE)
"""A line that may have its tone in two places."""
UNSEEN = 18.0
"""Surprisal in nats of a syllable that is no piece of its own: rarer than nearly all that are."""


@cache
def vocabulary() -> dict[Field, dict[str, float]]:
    """Negative log probability, in nats, of each word piece in the form of each field."""
    with packed_model_path().open("rb") as file:
        file.seek(HEADER_BYTES)
        (count,) = struct.unpack("<i", file.read(20)[:4])
        (size,) = struct.unpack("<Q", file.read(8))
        offsets = np.frombuffer(file.read(4 * (count + 1)), "<u4").astype(np.int64)
        shares = np.exp(np.frombuffer(file.read(4 * count), "<f4"))
        blob = file.read(size)
    rows = np.flatnonzero(holds_a_word(blob, offsets))
    starts = (offsets[rows] + len(BEGINNING)).tolist()
    found = [blob[start:end] for start, end in zip(starts, offsets[rows + 1].tolist(), strict=True)]
    # One text for all: a call for each of 130,000 pieces takes a second of the cold start.
    pieces = b"\n".join(found).decode("utf-8", "replace")
    forms: dict[Field, str] = {
        "exact": TONED_END.sub(lambda match: place_tone(match.group()), pieces),
        "folded": fold(pieces),
    }
    return {field: surprising(text.split("\n"), shares[rows].tolist()) for field, text in forms.items()}


def holds_a_word(blob: bytes, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the pieces that lie end to end in `blob` begin a word and hold letters only, `(n_pieces,) bool`."""
    letters = np.frombuffer(blob, np.uint8)
    strange = np.concatenate([[0], np.cumsum(~LETTERS[letters])])
    first = np.minimum(offsets[:-1] + len(BEGINNING), offsets[1:])
    found: NDArray[np.bool_] = (first < offsets[1:]) & (strange[offsets[1:]] == strange[first])
    for place, byte in enumerate(BEGINNING):
        found &= letters[np.minimum(offsets[:-1] + place, len(letters) - 1)] == byte
    return found


def surprising(forms: list[str], shares: list[float]) -> dict[str, float]:
    """Negative logarithm of the share of each form, those of equal forms added up."""
    total: dict[str, float] = {}
    for form, share in zip(forms, shares, strict=True):
        total[form] = total.get(form, 0.0) + share
    return dict(zip(total, (-np.log(np.array(list(total.values())))).tolist(), strict=True))


def surprisals(field: Field) -> dict[str, float]:
    """Surprisal in nats of every word piece, by its form in that field."""
    return vocabulary()[field]


def surprisal(term: Term) -> float:
    """Surprisal of a term in nats; numbers count as unseen."""
    return surprisals(term.field).get(term.token, UNSEEN)
