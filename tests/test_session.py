"""One visitor's conversation: questions wait their turn, and what is cleared stays away."""

from copy import deepcopy

from web.session import Session


def asked(*questions: str) -> Session:
    session = Session()
    for question in questions:
        session.ask(question, f"<p>{question}</p>")
    return session


def contents(session: Session) -> list[str]:
    return [message["content"] for message in session.messages()]


def test_questions_are_taken_one_at_a_time_in_their_order() -> None:
    session = asked("a", "b")
    first = session.take()
    assert first is not None and first.question == "a"
    assert session.take() is None
    assert session.put(first, "A", [])
    second = session.take()
    assert second is not None and second.question == "b"


def test_a_reply_stands_behind_its_question_whatever_was_asked_since() -> None:
    session = asked("a")
    first = session.take()
    assert first is not None
    session.ask("b", "<p>b</p>")
    session.put(first, "A", [])
    assert contents(session) == ["<p>a</p>", "A", "<p>b</p>"]


def test_the_reply_to_a_question_that_was_cleared_is_dropped_and_the_next_is_taken() -> None:
    session = asked("a")
    first = session.take()
    assert first is not None
    session.clear()
    session.ask("b", "<p>b</p>")
    assert session.take() is None
    assert not session.put(first, "A", [])
    second = session.take()
    assert second is not None and second.question == "b"
    assert contents(session) == ["<p>b</p>"]


def test_nothing_is_taken_where_nothing_waits() -> None:
    assert Session().take() is None


def test_the_copy_for_a_new_page_shares_nothing() -> None:
    template = Session()
    deepcopy(template).ask("a", "a")
    assert not template.exchanges
