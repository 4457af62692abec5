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
def surprisals(field: Field) -> dict[str, float]:
    """Negative log probability, in nats, of each word piece in the form of that field."""
    with packed_model_path().open("rb") as file:
        file.seek(HEADER_BYTES)
        (count,) = struct.unpack("<i", file.read(20)[:4])
        (size,) = struct.unpack("<Q", file.read(8))
        offsets = np.frombuffer(file.read(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(file.read(4 * count), "<f4").tolist()
        blob = file.read(size)
    probability: dict[str, float] = {}
    for start, end, score in zip(offsets, offsets[1:], scores, strict=False):
        match = WORD.fullmatch(blob, start, end)
        if match:
            token = match[1].decode("utf-8", "replace")
            form = place_tone(token) if field == "exact" else fold(token)
            probability[form] = probability.get(form, 0.0) + float(np.exp(score))
    return {token: -float(np.log(share)) for token, share in probability.items()}


def surprisal(term: Term) -> float:
    """Surprisal of a term in nats; numbers count as unseen."""
    return surprisals(term.field).get(term.token, UNSEEN)
