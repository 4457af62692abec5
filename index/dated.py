"""A passage as a reader sees it: with what its relative times mean, by the day of publication.

"Năm ngoái, 120 người" is read as "Năm ngoái (năm 2024), 120 người", so that a question about 2024 meets its year.
"""

from __future__ import annotations

from dataclasses import dataclass

from .records import Passage, Span
from .times import ResolvedTime, date_of, resolve_times


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text with notes, and the way back to it."""

    text: str
    original: str
    times: tuple[ResolvedTime, ...]
    """What is explained, in the characters of the original; each note stands right behind."""

    def span_of(self, span: Span) -> Span:
        """The characters of the original that a span of the text means; of a note, the time that it explains."""
        start, end, added = span.start, span.end, 0
        for time in self.times:
            note = len(note_of(time))
            begins = time.span.end + added
            if begins <= span.start and span.end <= begins + note:
                return time.span
            start -= overlap(begins, begins + note, span.start)
            end -= overlap(begins, begins + note, span.end)
            added += note
        return Span(start, end)


def dated(passage: Passage) -> DatedText:
    """The text of a passage with its relative times explained; unchanged where its day isn't known."""
    day = date_of(passage.published)
    times = resolve_times(passage.text, day) if day else []
    pieces, at = [], 0
    for time in times:
        pieces += [passage.text[at : time.span.end], note_of(time)]
        at = time.span.end
    return DatedText("".join([*pieces, passage.text[at:]]), passage.text, tuple(times))


def note_of(time: ResolvedTime) -> str:
    """What is written behind a relative time."""
    return f" ({time.meant})"


def overlap(start: int, end: int, place: int) -> int:
    """How many characters of a note stand before a place."""
    return max(0, min(end, place) - start)
