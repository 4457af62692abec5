"""One visitor's conversation: questions wait their turn, and what is cleared stays away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from answer import Answer
from index.retriever import Retriever
from ingest import ChunkSettings, ingest
from web.answering import Answered, Answering
from web.conversation_html import render_messages
from web.dialogue import Dialogue, replied
from web.escaping import escape
from web.session import MOST, Exchange, Reply, Session
from web.suggesting import Suggesting
from web.words import say

ANSWERED = replied(Answer("a", "a", "vi", "A", True, 0.1, (), None, ()), (), 0.1)


class OpenEngine:
    """An engine that is open, or still loading."""

    def __init__(self, retriever: Retriever, ready: bool = True) -> None:
        self.ready, self.error, self.idle = ready, None, True
        self.computing = BoundedSemaphore(2)
        self._retriever = retriever

    def retriever(self) -> Any:
        return self._retriever

    @contextmanager
    def answering(self) -> Iterator[None]:
        yield


class FailingEngine(OpenEngine):
    """An engine that fails at the first question."""

    def __init__(self, retriever: Retriever) -> None:
        super().__init__(retriever)
        self._fails = True

    def retriever(self) -> Any:
        if self._fails:
            self._fails = False
            raise RuntimeError("planned")
        return self._retriever


def dialogue(engine: Any) -> Dialogue:
    return Dialogue(engine, Answering(engine))


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
    shown = [messages for messages, _ in dialogue(FailingEngine(retriever)).reply(session)]
    assert escape(say("failed", "vi")) in shown[-1][1]["content"]
    assert "235" in shown[-1][3]["content"]
    assert "planned" in capsys.readouterr().err


def test_the_steps_of_an_answer_are_shown_while_it_is_made(retriever: Retriever) -> None:
    session = asked("Bao nhiêu nạn nhân được giải cứu?")
    engine = OpenEngine(retriever)
    shown = [messages[1]["content"] for messages, _ in dialogue(engine).reply(session)]
    assert say("searching", "vi") in shown[0]
    assert say("found", "vi", passages=5, articles=2) in shown[1]
    assert "235" in shown[2]


def test_while_the_documents_are_loaded_that_is_said_whatever_else_is_typed(retriever: Retriever) -> None:
    session = asked("Ai ký?")
    replies = dialogue(OpenEngine(retriever, ready=False)).reply(session)
    next(replies)
    session.ask("b")
    assert escape(say("loading", "vi")) in contents(session)[1]
    replies.close()  # type: ignore[attr-defined]
    assert taken(session).question == "Ai ký?"


def test_a_session_remembers_for_follow_ups_what_its_replies_remember(retriever: Retriever) -> None:
    session = asked("Năm 2024 có bao nhiêu người vượt biển?", "bằng phương tiện gì")
    engine = OpenEngine(retriever)
    list(dialogue(engine).reply(session))
    replies = [exchange.reply for exchange in session.exchanges]
    assert all(isinstance(reply, Reply) for reply in replies)
    assert len(session.turns) == 2
    assert "thuyền hơi" in contents(session)[3]


def test_the_same_question_after_the_same_turns_is_answered_from_memory(retriever: Retriever) -> None:
    answering = Answering(OpenEngine(retriever))  # type: ignore[arg-type]
    question = "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?"
    first = list(answering.stream(question, []))
    assert list(answering.stream(question, [])) == [first[-1]]
    assert isinstance(first[-1], Answered)
    assert len(list(answering.stream(question, first[-1].added))) > 1


def test_an_example_is_answered_from_memory_as_it_was_asked_before_it_was_offered(retriever: Retriever) -> None:
    engine = OpenEngine(retriever)
    answering = Answering(engine)  # type: ignore[arg-type]
    examples = Suggesting(engine, answering).examples()  # type: ignore[arg-type]
    assert examples
    for question in examples:
        remembered = answering.remembered(question)
        assert remembered is not None
        assert list(answering.stream(question, [])) == [remembered]
    assert answering.remembered("Câu này chưa ai hỏi?") is None


def test_a_question_that_many_ask_at_once_is_answered_once(retriever: Retriever, monkeypatch: Any) -> None:
    answering, searched = Answering(OpenEngine(retriever)), list[str]()  # type: ignore[arg-type]
    search = Retriever.search

    def counted(self: Retriever, question: str, *rest: Any, **named: Any) -> Any:
        searched.append(question)
        return search(self, question, *rest, **named)

    monkeypatch.setattr(Retriever, "search", counted)
    question = "Hội nghị có bao nhiêu chủ đề chính?"
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: answering.answer(question, []), range(8)))
    assert len(searched) == 1
    assert all(answer is answers[0] for answer in answers)


def test_who_waits_for_an_answer_that_fails_makes_it_again(retriever: Retriever) -> None:
    answering = Answering(OpenEngine(retriever))  # type: ignore[arg-type]
    left = answering.stream("Hội nghị có bao nhiêu chủ đề chính?", [])
    next(left)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(answering.answer, "Hội nghị có bao nhiêu chủ đề chính?", [])
        assert not waiting.done()
        left.close()
        assert "3 chủ đề" in waiting.result(20).answer.text


def test_what_was_answered_before_the_collection_changed_is_answered_anew(
    write: Any, encoder: Any, reader: Any, tmp_path: Path
) -> None:
    path, data = write("cau.txt", "Cầu Mây Trắng dài 412 mét."), tmp_path / "data"
    ingest([path], data, encoder, ChunkSettings(), progress=False)
    answering = Answering(OpenEngine(Retriever(data, encoder, reader)))  # type: ignore[arg-type]
    assert "412" in text_of(answering, "Cầu Mây Trắng dài bao nhiêu mét?")
    path.write_text("Cầu Mây Trắng dài 500 mét.", encoding="utf-8")
    ingest([path], data, encoder, ChunkSettings(), progress=False)
    assert "500" in text_of(answering, "Cầu Mây Trắng dài bao nhiêu mét?")


def text_of(answering: Answering, question: str) -> str:
    answered = list(answering.stream(question, []))[-1]
    assert isinstance(answered, Answered)
    return answered.answer.text
