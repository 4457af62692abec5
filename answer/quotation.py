"""What somebody is quoted with in several sentences is one: who said it is named after the last of them.

“… . … .”, Bộ trưởng X nhấn mạnh. Taken alone, the first sentence doesn't say whose words it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.lexical import Clue
from index.overlap import overlap
from index.records import Passage, SentenceMatch, Span

LONGEST = 800
"""Characters of a quotation that is taken as one; a longer one is a speech, cited by the sentence."""
MARKS = (("“", "”"), ("«", "»"))
STRAIGHT = '"'


def join_quotations(passage: Passage, terms: Mapping[Clue, float], weight: float) -> Passage:
    """The passage with the sentences of one quotation as one; `weight` is that of the overlap in a sentence's score."""
    groups: list[list[SentenceMatch]] = []
    inside = False
    for sentence in passage.sentences:
        if inside:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
        inside = stays_open(sentence.text, inside)
    if inside:  # it has no end here
        last = groups.pop()
        groups += [[sentence] for sentence in last]
    joined = [match for group in groups for match in join(group, passage, terms, weight)]
    return passage if len(joined) == len(passage.sentences) else replace(passage, sentences=tuple(joined))


def stays_open(sentence: str, inside: bool) -> bool:
    """Whether a quotation is open after a sentence, which it was before it or not."""
    for opening, closing in MARKS:
        if opening in sentence or closing in sentence:
            return sentence.rfind(opening) > sentence.rfind(closing)
    return inside != (sentence.count(STRAIGHT) % 2 == 1)


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
