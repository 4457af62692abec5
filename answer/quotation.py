"""What somebody is quoted with in several sentences is one: who said it is named after the last of them.

“… . … .”, Bộ trưởng X nhấn mạnh. Taken alone, the first sentence doesn't say whose words it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.lexical import Clue
from index.overlap import overlap
from index.records import Passage, SentenceMatch, Span

LONGEST = 800
"""Characters of a quotation that is taken as one; a longer one is a speech, cited by the sentence."""
OPENING = re.compile(r'[“«]|(?<![^\s(:])"(?=[\w“])')
CLOSING = re.compile(r'[”»]|(?<=[\w.,!?…”])"(?!\w)')
"""A straight mark opens or closes by what stands beside it; an inch mark (27") closes what isn't open."""


def join_quotations(passage: Passage, terms: Mapping[Clue, float], weight: float) -> Passage:
    """The passage with the sentences of one quotation as one; `weight` is that of the overlap in a sentence's score."""
    groups: list[list[SentenceMatch]] = []
    depth = 0
    for sentence in passage.sentences:
        if depth:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
        depth = depth_after(sentence.text, depth)
    if depth:  # it has no end here
        groups += [[sentence] for sentence in groups.pop()]
    joined = [match for group in groups for match in join(group, passage, terms, weight)]
    return passage if len(joined) == len(passage.sentences) else replace(passage, sentences=tuple(joined))


def depth_after(sentence: str, depth: int) -> int:
    """How many quotations are open after a sentence, as many as `depth` before it."""
    marks = [(match.start(), 1) for match in OPENING.finditer(sentence)]
    marks += [(match.start(), -1) for match in CLOSING.finditer(sentence)]
    for _, step in sorted(marks):
        depth = max(0, depth + step)
    return depth


def join(
    group: Sequence[SentenceMatch], passage: Passage, terms: Mapping[Clue, float], weight: float
) -> Sequence[SentenceMatch]:
    """One match of several, as near as the nearest of them; the same where it would be too long."""
    span = Span(group[0].span.start, group[-1].span.end)
    if len(group) == 1 or span.end - span.start > LONGEST:
        return group
    text = passage.text[span.start - passage.start : span.end - passage.start]
    dense, share = max(match.dense for match in group), overlap(terms, text)
    return [SentenceMatch(span, text, dense, share, weight * share + (1 - weight) * dense)]
