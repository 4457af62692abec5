"""One visitor's conversation: questions wait their turn, and what is cleared stays away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from answer import Answer
from index.retriever import Retriever
from web.conversation_html import render_messages
from web.dialogue import Dialogue, replied
from web.escaping import escape
from web.session import MOST, Exchange, Reply, Session
from web.words import say

ANSWERED = replied(Answer("a", "a", "vi", "A", True, 0.1, (), None, ()), (), 0.1)


class SlowEngine:
    """An engine that fails at the first question and may still be loading."""

    def __init__(self, retriever: Retriever, ready: bool = True) -> None:
        self.ready = ready
        self._retrievers: list[Any] = [None, retriever]

    def retriever(self) -> Any:
        return self._retrievers.pop(0) if len(self._retrievers) > 1 else self._retrievers[0]

    @contextmanager
    def answering(self) -> Iterator[None]:
        yield


def asked(*questions: str) -> Session:
    session = Session()
    for question in questions:
        session.ask(question)
    return session


def taken(session: Session) -> Exchange:
    exchange = session.take()
    assert exchange is not None
    return exchange


def contents(session: Session) -> list[str]:
    return [message["content"] for message in render_messages(session)]


def test_questions_are_taken_one_at_a_time_in_their_order() -> None:
    session = asked("a", "b")
    first = taken(session)
    assert first.question == "a"
    assert session.take() is None
    assert session.put(first, ANSWERED)
    session.release()
    assert taken(session).question == "b"


def test_a_reply_stands_behind_its_question_whatever_was_asked_since() -> None:
    session = asked("a")
    first = taken(session)
    session.ask("b")
    session.put(first, ANSWERED)
    shown = contents(session)
    assert [shown[0], shown[2]] == ["a", "b"]
    assert "refusal" in shown[1]


def test_the_reply_to_a_question_that_was_cleared_is_dropped_and_the_next_is_taken() -> None:
    session = asked("a")
    first = taken(session)
    session.clear()
    session.ask("b")
    assert session.take() is None
    assert not session.holds(first)
    assert not session.put(first, ANSWERED)
    session.release()
    assert taken(session).question == "b"
    assert contents(session) == ["b"]


def test_nothing_is_taken_where_nothing_waits() -> None:
    assert Session().take() is None


def test_only_so_many_questions_wait() -> None:
    session = asked(*"abcdefgh"[:MOST])
    assert not session.ask("z")
    session.put(taken(session), ANSWERED)
    assert session.ask("z")


def test_the_copy_for_a_new_page_shares_nothing() -> None:
    template = Session()
    deepcopy(template).ask("a")
    assert not template.exchanges


def test_what_was_brought_back_stands_before_what_was_asked_since() -> None:
    session = asked("b")
    session.begin_with([Exchange("a", reply=ANSWERED, done=True)])
    assert contents(session)[::2] == ["a", "b"]
    assert taken(session).question == "b"


def test_a_question_that_fails_is_told_so_and_the_next_is_answered(retriever: Retriever, capsys: Any) -> None:
    session = asked("Ai ký?", "Bao nhiêu nạn nhân được giải cứu?")
    shown = [messages for messages, _ in Dialogue(SlowEngine(retriever)).reply(session)]  # type: ignore[arg-type]
    assert escape(say("failed", "vi")) in shown[-1][1]["content"]
    assert "235" in shown[-1][3]["content"]
    assert "AttributeError" in capsys.readouterr().err


def test_the_steps_of_an_answer_are_shown_while_it_is_made(retriever: Retriever) -> None:
    session = asked("Bao nhiêu nạn nhân được giải cứu?")
    engine = SlowEngine(retriever)
    engine.retriever()
    shown = [messages[1]["content"] for messages, _ in Dialogue(engine).reply(session)]  # type: ignore[arg-type]
    assert say("searching", "vi") in shown[0]
    assert say("found", "vi", passages=5, articles=2) in shown[1]
    assert "235" in shown[2]


def test_while_the_documents_are_loaded_that_is_said_whatever_else_is_typed(retriever: Retriever) -> None:
    session = asked("Ai ký?")
    replies = Dialogue(SlowEngine(retriever, ready=False)).reply(session)  # type: ignore[arg-type]
    next(replies)
    session.ask("b")
    assert escape(say("loading", "vi")) in contents(session)[1]
    replies.close()  # type: ignore[attr-defined]
    assert taken(session).question == "Ai ký?"


def test_a_session_remembers_for_follow_ups_what_its_replies_remember(retriever: Retriever) -> None:
    session = asked("Năm 2024 có bao nhiêu người vượt biển?", "bằng phương tiện gì")
    engine = SlowEngine(retriever)
    engine.retriever()
    list(Dialogue(engine).reply(session))  # type: ignore[arg-type]
    replies = [exchange.reply for exchange in session.exchanges]
    assert all(isinstance(reply, Reply) for reply in replies)
    assert len(session.turns) == 2
    assert "thuyền hơi" in contents(session)[3]
