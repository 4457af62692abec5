"""Which words of a question the evidence speaks against, by leaving them out.

Where a sentence answers, each content word of the question brings the two closer; where it is about
something else, the question comes closer to it without the word that it lacks ("… người Albania …").
Occlusion as in Zeiler & Fergus 2014 and Li, Monroe & Jurafsky 2016 (arXiv:1612.08220), on the cosine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.encoder import Encoder
from index.question import Question
from index.records import Span
from index.vietnamese import fold

MAX_WORDS = 12
"""Content words looked at: a longer question costs no more time."""


@dataclass(frozen=True, slots=True)
class Support:
    """What leaving words out of the question does to its cosine with the evidence."""

    weakest: float
    """Lowest loss over single words and neighbours; negative where the evidence lacks them."""
    against: float
    """Sum of all negative losses."""


UNMEASURED = Support(0.0, 0.0)


def measure_support(question: Question, sentence: str, encoder: Encoder) -> Support:
    """Support of the question's content words by a sentence."""
    text = question.text
    words = [match.span() for match in re.finditer(r"[^\W_]+(?:[.,/]\d+)*", text)]
    content = [i for i, (start, end) in enumerate(words) if fold(text[start:end]) not in question.function_words]
    content = content[:MAX_WORDS]
    if not content:
        return UNMEASURED
    left_out = [words[i] for i in content]
    left_out += [(words[i][0], words[j][1]) for i, j in pairwise(content) if j == i + 1]
    variants = [text, *(text[:start] + text[end:] for start, end in left_out)]
    evidence = encoder.encode_passages([sentence], [[Span(0, len(sentence))]])[0].chunk
    cosines = encoder.encode_queries(variants) @ evidence
    losses = cosines[0] - cosines[1:]
    return Support(float(losses.min()), float(losses.clip(max=0).sum()))
