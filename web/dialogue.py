"""What happens in the chat: a question is shown, answered, and its sources open."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from answer import Conversation
from answer.followup import Turn
from index.errors import HoiNguonError

from .engine import Engine
from .render import READER_HINT, link_to, parse_link, render_answer, render_article, render_notice, render_question
from .session import Message, Session

LOADING = "Đang nạp mô hình và tài liệu, xin chờ vài giây… / Loading the model and the documents…"
FAILED = "Có lỗi khi trả lời, hãy hỏi lại. / The answer failed, please ask again."


def show_question(question: str, session: Session) -> tuple[str, list[Message], Session]:
    """The emptied text field, the messages with the question, and the session; the field as it was where too many wait.

    The session is given back because gradio frees only what was an output, an hour after its page was closed.
    """
    if question.strip() and session.ask(question, render_question(question)):
        question = ""
    return question, session.messages(), session


class Dialogue:
    """Answers what was asked, from the documents of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reply(self, session: Session) -> Iterator[tuple[list[Message], str | None]]:
        """Answer all that waits: the messages after each, and the article to open (None: as it is).

        Where another call is answering, that one answers what waits as well. A page that is closed while the
        documents are loading leaves its question to wait.
        """
        while (exchange := session.take()) is not None:
            try:
                if not self._engine.ready:
                    exchange.notice = render_notice(LOADING)
                    yield session.messages(), None
                reply, turns, article = self._answer(exchange.question, session.turns)
                kept = session.put(exchange, reply, turns)
            finally:
                session.release()
            if kept:
                yield session.messages(), article

    def _answer(self, question: str, turns: list[Turn]) -> tuple[str, list[Turn], str | None]:
        """The reply to a question, the turns with it, and the article that it cites first."""
        try:
            conversation = Conversation(self._engine.retriever(), turns)
            answer = conversation.ask(question)
            shown = answer.citations[:1] or ([answer.nearest] if answer.nearest else [])
            article = self.open_citation(link_to(shown[0])) if shown else None
            return render_answer(answer), conversation.history, article
        except HoiNguonError as error:
            return render_notice(str(error)), turns, None
        except Exception:  # noqa: BLE001 - who asked is told, the log has it all, and what waits is answered
            traceback.print_exc()
            return render_notice(FAILED), turns, None

    def open_citation(self, link: str) -> str:
        """The article of a citation's link, the quoted sentence marked."""
        target = parse_link(link)
        if target is None:
            return READER_HINT
        try:
            return render_article(self._engine.retriever().store.article(target[0]), target[1])
        except HoiNguonError as error:
            return render_notice(str(error))
