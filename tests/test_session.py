"""One visitor's conversation: questions wait their turn, and what is cleared stays away."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from index.retriever import Retriever
from web.dialogue import FAILED, LOADING, Dialogue
from web.render import escape
from web.session import MOST, Exchange, Session


class SlowEngine:
    """An engine that fails at the first question and may still be loading."""

    def __init__(self, retriever: Retriever, ready: bool = True) -> None:
        self.ready = ready
        self._retrievers: list[Any] = [None, retriever, retriever]

    def retriever(self) -> Any:
        return self._retrievers.pop(0)


def asked(*questions: str) -> Session:
    session = Session()
    for question in questions:
        session.ask(question, f"<p>{question}</p>")
    return session


def taken(session: Session) -> Exchange:
    exchange = session.take()
    assert exchange is not None
    return exchange


def contents(session: Session) -> list[str]:
    return [message["content"] for message in session.messages()]


def test_questions_are_taken_one_at_a_time_in_their_order() -> None:
    session = asked("a", "b")
    first = taken(session)
    assert first.question == "a"
    assert session.take() is None
    assert session.put(first, "A", [])
    session.release()
    assert taken(session).question == "b"


def test_a_reply_stands_behind_its_question_whatever_was_asked_since() -> None:
    session = asked("a")
    first = taken(session)
    session.ask("b", "<p>b</p>")
    session.put(first, "A", [])
    assert contents(session) == ["<p>a</p>", "A", "<p>b</p>"]


def test_the_reply_to_a_question_that_was_cleared_is_dropped_and_the_next_is_taken() -> None:
    session = asked("a")
    first = taken(session)
    session.clear()
    session.ask("b", "<p>b</p>")
    assert session.take() is None
    assert not session.put(first, "A", [])
    session.release()
    assert taken(session).question == "b"
    assert contents(session) == ["<p>b</p>"]


def test_nothing_is_taken_where_nothing_waits() -> None:
    assert Session().take() is None


def test_only_so_many_questions_wait() -> None:
    session = asked(*"abcdefgh"[:MOST])
    assert not session.ask("z", "z")
    session.put(taken(session), "A", [])
    assert session.ask("z", "z")


def test_the_copy_for_a_new_page_shares_nothing() -> None:
    template = Session()
    deepcopy(template).ask("a", "a")
    assert not template.exchanges


def test_a_question_that_fails_is_told_so_and_the_next_is_answered(retriever: Retriever, capsys: Any) -> None:
    session = asked("Ai ký?", "Bao nhiêu nạn nhân được giải cứu?")
    shown = [messages for messages, _ in Dialogue(SlowEngine(retriever)).reply(session)]  # type: ignore[arg-type]
    assert escape(FAILED) in shown[0][1]["content"]
    assert "235" in shown[1][3]["content"]
    assert "AttributeError" in capsys.readouterr().err


def test_while_the_documents_are_loaded_that_is_said_whatever_else_is_typed(retriever: Retriever) -> None:
    session = asked("Ai ký?")
    replies = Dialogue(SlowEngine(retriever, ready=False)).reply(session)  # type: ignore[arg-type]
    next(replies)
    session.ask("b", "<p>b</p>")
    assert escape(LOADING) in contents(session)[1]
    replies.close()  # type: ignore[attr-defined]
    assert taken(session).question == "Ai ký?"
