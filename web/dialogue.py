"""What happens in the chat: a question is shown, answered, and its sources open."""

from __future__ import annotations

from collections.abc import Iterator

from answer import Conversation
from index.errors import HoiNguonError

from .engine import Engine
from .render import READER_HINT, link_to, parse_link, render_answer, render_article, render_notice, render_question
from .session import Exchange, Message, Session

LOADING = "Đang nạp mô hình và tài liệu, xin chờ vài giây… / Loading the model and the documents…"
FAILED = "Có lỗi khi trả lời, hãy hỏi lại. / The answer failed, please ask again."


def show_question(question: str, session: Session) -> tuple[str, list[Message]]:
    """The emptied text field, and the messages with the question."""
    if question.strip():
        session.ask(question, render_question(question))
        question = ""
    return question, session.messages()


class Dialogue:
    """Answers what was asked, from the documents of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reply(self, session: Session) -> Iterator[tuple[list[Message], str | None]]:
        """Answer all that waits: the messages after each, and the article to open (None: as it is).

        Where another call is answering, that one answers what waits as well.
        """
        while (exchange := session.take()) is not None:
            reply, turns, article = render_notice(FAILED), session.turns, None
            try:
                if not self._engine.ready:
                    yield [*session.messages(), {"role": "assistant", "content": render_notice(LOADING)}], None
                conversation = Conversation(self._engine.retriever(), turns)
                reply, article = self._answer(exchange, conversation)
                turns = conversation.history
            except HoiNguonError as error:
                reply = render_notice(str(error))
            finally:
                kept = session.put(exchange, reply, turns)
            if kept:
                yield session.messages(), article

    def _answer(self, exchange: Exchange, conversation: Conversation) -> tuple[str, str | None]:
        """The reply to a question, and the article that it cites first."""
        answer = conversation.ask(exchange.question)
        shown = answer.citations[:1] or ([answer.nearest] if answer.nearest else [])
        return render_answer(answer), self.open_citation(link_to(shown[0])) if shown else None

    def open_citation(self, link: str) -> str:
        """The article of a citation's link, the quoted sentence marked."""
        target = parse_link(link)
        if target is None:
            return READER_HINT
        try:
            return render_article(self._engine.retriever().store.article(target[0]), target[1])
        except HoiNguonError as error:
            return render_notice(str(error))
