"""Answers for all visitors, each made once and remembered: many ask the same, above all what the page offers to ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from threading import Lock

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
        self._changing = Lock()
        self._promised: OrderedDict[Key, Future[Answered]] = OrderedDict()
        self._generation = ""

    def stream(self, question: str, turns: Sequence[Turn]) -> Generator[Step | Answered]:
        """What is done for a question after those turns, and its answer last; raises QuestionError."""
        key = (question, tuple(turns))
        promised, begins = self._promise(key)
        while not begins:
            try:
                yield promised.result(PATIENCE)
                return
            except CancelledError:  # who made it failed or went away
                promised, begins = self._promise(key)
            except TimeoutError:
                promised, begins = Future(), True
        yield from self._keep(key, promised)

    def _keep(self, key: Key, promised: Future[Answered]) -> Generator[Step | Answered]:
        """Answer, and hand the answer to all who wait for it."""
        try:
            for step in self._make(key):
                if isinstance(step, Answered):
                    promised.set_result(step)
                yield step
        finally:
            if not promised.done():
                with self._changing:
                    if self._promised.get(key) is promised:
                        del self._promised[key]
                promised.cancel()

    def _make(self, key: Key) -> Generator[Step | Answered]:
        """Answer; the steps of several are made in turn, so that none holds a core while it is read."""
        question, turns = key
        conversation = Conversation(self._engine.retriever(), turns)
        steps = conversation.stream(question)
        while True:
            with self._engine.computing:
                step = next(steps)
            if isinstance(step, Answer):
                yield Answered(step, tuple(conversation.history[len(turns) :]))
                return
            yield step

    def answer(self, question: str, turns: Sequence[Turn]) -> Answered:
        """The answer to a question after those turns; raises QuestionError."""
        for step in self.stream(question, turns):
            if isinstance(step, Answered):
                return step
        raise AssertionError("a stream ends with its answer")

    def remembered(self, question: str) -> Answered | None:
        """The answer to a question that follows none, where it is there already."""
        generation = self._engine.retriever().store.generation()
        with self._changing:
            promised = self._promised.get((question, ())) if generation == self._generation else None
        return promised.result() if promised and promised.done() and not promised.cancelled() else None

    def _promise(self, key: Key) -> tuple[Future[Answered], bool]:
        """The answer that was made or is being made, or a new promise and True: then it is for the caller to make.

        All are forgotten once the collection has changed.
        """
        generation = self._engine.retriever().store.generation()
        with self._changing:
            if generation != self._generation:
                self._generation, self._promised = generation, OrderedDict()
            begins = key not in self._promised
            promised = self._promised.setdefault(key, Future())
            self._promised.move_to_end(key)
            if len(self._promised) > REMEMBERED:
                self._promised.popitem(last=False)
            return promised, begins
