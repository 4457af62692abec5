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

from .lexical import Field, Term
from .packed import HEADER_BYTES, packed_model_path
from .vietnamese import fold, place_tone

WORD = re.compile(rb"\xe2\x96\x81([^\x00-\x60\x7b-\x7f\xe2-\xff][^\x00-\x60\x7b-\x7f\xe2-\xff]*)")
"""A piece that begins a word (after U+2581) and holds only letters of a script with few bytes, as Latin has."""
UNSEEN = 18.0
"""Surprisal in nats of a syllable that is no piece of its own: rarer than nearly all that are."""


@cache
def vocabulary() -> dict[Field, dict[str, float]]:
    """Negative log probability, in nats, of each word piece in the form of each field."""
    with packed_model_path().open("rb") as file:
        file.seek(HEADER_BYTES)
        (count,) = struct.unpack("<i", file.read(20)[:4])
        (size,) = struct.unpack("<Q", file.read(8))
        offsets = np.frombuffer(file.read(4 * (count + 1)), "<u4").tolist()
        shares = np.exp(np.frombuffer(file.read(4 * count), "<f4")).tolist()
        blob = file.read(size)
    exact: dict[str, float] = {}
    folded: dict[str, float] = {}
    for start, end, share in zip(offsets, offsets[1:], shares, strict=False):
        match = WORD.fullmatch(blob, start, end)
        if match:
            token = match[1].decode("utf-8", "replace")
            form, bare = place_tone(token), fold(token)
            exact[form] = exact.get(form, 0.0) + share
            folded[bare] = folded.get(bare, 0.0) + share
    return {"exact": surprising(exact), "folded": surprising(folded)}


def surprising(shares: dict[str, float]) -> dict[str, float]:
    """Negative logarithms of shares."""
    return dict(zip(shares, (-np.log(np.array(list(shares.values())))).tolist(), strict=True))


def surprisals(field: Field) -> dict[str, float]:
    """Surprisal in nats of every word piece, by its form in that field."""
    return vocabulary()[field]


def surprisal(term: Term) -> float:
    """Surprisal of a term in nats; numbers count as unseen."""
    return surprisals(term.field).get(term.token, UNSEEN)
