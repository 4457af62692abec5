"""One visitor's conversation: what was asked and answered, and what still waits.

Gradio keeps one for each open page and hands the same one to every event: people type on while an answer is made, or
clear the page under it, and neither may lose a question or bring an answer back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from answer.followup import Turn

Message = dict[str, Any]
"""A message of the chat as gradio has it."""
CHANGING = Lock()
"""Held while a session changes; one for all of them, as gradio copies a new one and locks can't be copied."""
MOST = 5
"""Questions that may wait: a page can't keep the others from their answers for long."""


@dataclass(eq=False, slots=True)
class Exchange:
    """A question as it was typed and as HTML, and its reply."""

    question: str
    shown: str
    notice: str | None = None
    """What stands in the place of the reply until that is there."""
    reply: str | None = None


@dataclass(slots=True)
class Session:
    """Questions in the order they were asked; answered one after the other."""

    exchanges: list[Exchange] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    """What the next follow-up may refer to."""
    answering: Exchange | None = None

    def ask(self, question: str, shown: str) -> bool:
        """Add a question, to be answered after those before it; False where too many wait."""
        with CHANGING:
            if sum(exchange.reply is None for exchange in self.exchanges) >= MOST:
                return False
            self.exchanges.append(Exchange(question, shown))
            return True

    def take(self) -> Exchange | None:
        """The oldest question that waits; None where none does, or another is being answered."""
        with CHANGING:
            if self.answering is None:
                self.answering = next((exchange for exchange in self.exchanges if exchange.reply is None), None)
                return self.answering
            return None

    def put(self, exchange: Exchange, reply: str, turns: list[Turn]) -> bool:
        """Answer the question that was taken; False where the conversation was cleared meanwhile."""
        with CHANGING:
            if exchange not in self.exchanges:
                return False
            exchange.reply, self.turns = reply, turns
            return True

    def release(self) -> None:
        """Let the next question be taken; the last one again where it wasn't answered."""
        with CHANGING:
            self.answering = None

    def clear(self) -> None:
        """Forget all of it, and what is being answered with it."""
        with CHANGING:
            self.exchanges, self.turns = [], []

    def messages(self) -> list[Message]:
        """All of it as messages of the chat."""
        with CHANGING:
            pairs = [(exchange.shown, exchange.reply or exchange.notice) for exchange in self.exchanges]
        shown = []
        for question, reply in pairs:
            shown.append({"role": "user", "content": question})
            if reply is not None:
                shown.append({"role": "assistant", "content": reply})
        return shown
