"""Answers for all visitors, the last ones remembered: many ask the same, above all what the page offers to ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from answer import Answer, Conversation
from answer.followup import Turn
from answer.records import Step

from .engine import Engine

REMEMBERED = 2000
"""Answers; some kilobytes each."""

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
        self._changing = Lock()
        self._answered: OrderedDict[Key, Answered] = OrderedDict()
        self._generation = ""

    def stream(self, question: str, turns: Sequence[Turn]) -> Iterator[Step | Answered]:
        """What is done for a question after those turns, and its answer last; raises QuestionError."""
        retriever = self._engine.retriever()
        generation, key = retriever.store.generation(), (question, tuple(turns))
        known = self._recall(generation, key)
        if known:
            yield known
            return
        conversation = Conversation(retriever, turns)
        for step in conversation.stream(question):
            if isinstance(step, Answer):
                answered = Answered(step, tuple(conversation.history[len(turns) :]))
                self._remember(generation, key, answered)
                yield answered
            else:
                yield step

    def answer(self, question: str, turns: Sequence[Turn]) -> Answered:
        """The answer to a question after those turns; raises QuestionError."""
        for step in self.stream(question, turns):
            if isinstance(step, Answered):
                return step
        raise AssertionError("a stream ends with its answer")

    def _recall(self, generation: str, key: Key) -> Answered | None:
        with self._changing:
            if generation != self._generation:
                self._generation, self._answered = generation, OrderedDict()
            if key in self._answered:
                self._answered.move_to_end(key)
            return self._answered.get(key)

    def _remember(self, generation: str, key: Key, answered: Answered) -> None:
        """Keep an answer, unless the collection has changed while it was made."""
        with self._changing:
            if generation == self._generation == self._engine.retriever().store.generation():
                self._answered[key] = answered
                while len(self._answered) > REMEMBERED:
                    self._answered.popitem(last=False)
