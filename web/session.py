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
TAKING = Lock()
"""Held while a question is taken; one for all sessions, as gradio copies a new one and locks can't be copied."""


@dataclass(eq=False, slots=True)
class Exchange:
    """A question and its reply, both as HTML, and the question as it was typed."""

    question: str
    shown: str
    reply: str | None = None


@dataclass(slots=True)
class Session:
    """Questions in the order they were asked; answered one after the other."""

    exchanges: list[Exchange] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    """What the next follow-up may refer to."""
    answering: Exchange | None = None

    def ask(self, question: str, shown: str) -> None:
        """Add a question, to be answered after those before it."""
        self.exchanges.append(Exchange(question, shown))

    def take(self) -> Exchange | None:
        """The oldest question that waits; None where none does, or another is being answered."""
        with TAKING:
            if self.answering is None:
                self.answering = next((exchange for exchange in self.exchanges if exchange.reply is None), None)
                return self.answering
            return None

    def put(self, exchange: Exchange, reply: str, turns: list[Turn]) -> bool:
        """Answer the question that was taken; False where the conversation was cleared meanwhile."""
        with TAKING:
            self.answering = None
            if exchange not in self.exchanges:
                return False
            exchange.reply, self.turns = reply, turns
            return True

    def clear(self) -> None:
        """Forget all of it, and what is being answered with it."""
        with TAKING:
            self.exchanges, self.turns = [], []

    def messages(self) -> list[Message]:
        """All of it as messages of the chat."""
        shown = []
        for exchange in list(self.exchanges):
            shown.append({"role": "user", "content": exchange.shown})
            if exchange.reply is not None:
                shown.append({"role": "assistant", "content": exchange.reply})
        return shown
