"""One visitor's conversation: what was asked and answered, and what still waits.

Gradio keeps one for each open page and hands the same one to every event: people type on while an answer is made, or
clear the page under it, and neither may lose a question or bring an answer back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from answer import Answer, Citation
from answer.followup import Turn
from answer.records import Step
from index.question import Language
from index.records import Passage

CHANGING = Lock()
"""Held while a session changes; one for all of them, as gradio copies a new one and locks can't be copied."""
MOST = 5
"""Questions that may wait: a page can't keep the others from their answers for long."""


@dataclass(slots=True)
class Reply:
    """An answer, and what the conversation has to remember of it."""

    answer: Answer
    turns: tuple[Turn, ...]
    """The one this exchange adds to what a follow-up may refer to; none where it adds none."""
    passages: int
    """Read for it."""
    articles: int
    """That those are from."""
    seconds: float
    suggestions: tuple[str, ...] = ()
    """Questions that the documents answer, near to this one."""
    stale: bool = False
    """Whether an article that it quotes has changed since."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is shown as a quote: the citations, or the nearest sentence of a refusal."""
        return self.answer.citations or ((self.answer.nearest,) if self.answer.nearest else ())


@dataclass(eq=False, slots=True)
class Exchange:
    """A question as it was typed, and what came of it."""

    question: str
    step: Step | None = None
    """What is being done for it."""
    notice: str | None = None
    """What stands in the place of a reply: that the documents are loading, or why there is none."""
    reply: Reply | None = None
    done: bool = False


@dataclass(slots=True)
class Session:
    """Questions in the order they were asked; answered one after the other."""

    exchanges: list[Exchange] = field(default_factory=list)
    answering: Exchange | None = None
    language: Language = "vi"
    """Of the interface."""
    restored: bool = False
    """Whether what the browser kept was brought back, or cleared: only then may it be replaced."""
    opened: str = ""
    """The link that the source reader was last opened by."""
    passages: tuple[Passage, ...] = ()
    """What was last found in the search tab, for its export."""
    rated: str = ""
    """Id of the feedback that a comment would go to."""

    @property
    def turns(self) -> list[Turn]:
        """What the next follow-up may refer to."""
        with CHANGING:
            return [turn for exchange in self.exchanges if exchange.reply for turn in exchange.reply.turns]

    @property
    def last(self) -> Reply | None:
        """The newest reply; None where a question still waits."""
        with CHANGING:
            return self.exchanges[-1].reply if self.exchanges else None

    def ask(self, question: str) -> bool:
        """Add a question, to be answered after those before it; False where too many wait."""
        with CHANGING:
            if sum(not exchange.done for exchange in self.exchanges) >= MOST:
                return False
            self.exchanges.append(Exchange(question))
            return True

    def take(self) -> Exchange | None:
        """The oldest question that waits; None where none does, or another is being answered."""
        with CHANGING:
            if self.answering is None:
                self.answering = next((exchange for exchange in self.exchanges if not exchange.done), None)
                return self.answering
            return None

    def holds(self, exchange: Exchange) -> bool:
        """Whether a question still stands; False where the conversation was cleared meanwhile."""
        with CHANGING:
            return exchange in self.exchanges

    def put(self, exchange: Exchange, reply: Reply | None, notice: str | None = None) -> bool:
        """Answer the question that was taken, or say why it has no answer; False where it no longer stands."""
        with CHANGING:
            if exchange not in self.exchanges:
                return False
            exchange.reply, exchange.notice, exchange.done = reply, notice, True
            return True

    def release(self) -> None:
        """Let the next question be taken; the last one again where it wasn't answered."""
        with CHANGING:
            self.answering = None

    def begin_with(self, exchanges: Sequence[Exchange]) -> None:
        """Put what was said before in front of what was asked since the page was opened again; once."""
        with CHANGING:
            if not self.restored:
                self.exchanges, self.restored = [*exchanges, *self.exchanges], True

    def clear(self) -> None:
        """Forget all of it, and what is being answered with it."""
        with CHANGING:
            self.exchanges, self.restored, self.opened = [], True, ""

    def reply_to(self, number: int) -> Reply | None:
        """The reply at that place of the conversation, from 0; None where there is none."""
        with CHANGING:
            return self.exchanges[number].reply if 0 <= number < len(self.exchanges) else None
