"""Answers for all visitors, each made once and remembered: many ask the same, above all what the page offers to ask."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Lock

from answer import Answer, Conversation
from answer.followup import Turn
from answer.records import Step

from .engine import Engine

REMEMBERED = 2000
"""Answers; some kilobytes each."""
PATIENCE = 30
"""Seconds to wait for an answer that another is making; it is made anew where that takes longer."""

Key = tuple[str, tuple[Turn, ...]]
"""A question and the turns that it follows: the same key is the same answer, in whosever conversation."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the turn that it adds to its conversation."""

    answer: Answer
    added: tuple[Turn, ...]


class Answering:
    """Answers questions, each once as long as the collection stays as it is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._computing = BoundedSemaphore(os.cpu_count() or 1)
        """One answer a core: more at once finish no sooner, and who asks for a remembered one needn't wait for them."""
        self._changing = Lock()
        self._making: dict[Key, Event] = {}
        self._answered: OrderedDict[Key, Answered] = OrderedDict()
        self._generation = ""

    def stream(self, question: str, turns: Sequence[Turn]) -> Generator[Step | Answered]:
        """What is done for a question after those turns, and its answer last; raises QuestionError."""
        key = (question, tuple(turns))
        made, own = self._find_or_begin(key)
        if not made and not own:
            made = self._wait(key)
        if made:
            yield made
            return
        try:
            yield from self._make(key)
        finally:
            with self._changing:
                event = self._making.pop(key, None)
            if event:
                event.set()

    def _make(self, key: Key) -> Generator[Step | Answered]:
        """Answer and remember it; the steps of several are made in turn, so that none holds a core while it is read."""
        retriever = self._engine.retriever()
        generation = retriever.store.generation()
        question, turns = key
        conversation = Conversation(retriever, turns)
        steps = conversation.stream(question)
        while True:
            with self._computing:
                step = next(steps)
            if isinstance(step, Answer):
                answered = Answered(step, tuple(conversation.history[len(turns) :]))
                self._remember(generation, key, answered)
                yield answered
                return
            yield step

    def answer(self, question: str, turns: Sequence[Turn]) -> Answered:
        """The answer to a question after those turns; raises QuestionError."""
        for step in self.stream(question, turns):
            if isinstance(step, Answered):
                return step
        raise AssertionError("a stream ends with its answer")

    def _find_or_begin(self, key: Key) -> tuple[Answered | None, bool]:
        """The remembered answer, or whether it is for the caller to make it: else another is about it."""
        generation = self._engine.retriever().store.generation()
        with self._changing:
            if generation != self._generation:
                self._generation, self._answered = generation, OrderedDict()
            if key in self._answered:
                self._answered.move_to_end(key)
                return self._answered[key], False
            begins = key not in self._making
            if begins:
                self._making[key] = Event()
            return None, begins

    def _wait(self, key: Key) -> Answered | None:
        """The answer that another makes; None where it fails or takes too long."""
        with self._changing:
            event = self._making.get(key)
        if event:
            event.wait(PATIENCE)
        with self._changing:
            return self._answered.get(key)

    def _remember(self, generation: str, key: Key, answered: Answered) -> None:
        """Keep an answer, unless the collection has changed while it was made."""
        with self._changing:
            if generation == self._generation == self._engine.retriever().store.generation():
                self._answered[key] = answered
                while len(self._answered) > REMEMBERED:
                    self._answered.popitem(last=False)
