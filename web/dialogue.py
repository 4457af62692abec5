"""What happens in the chat: a question is shown, answered, and its sources open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from answer import Conversation
from answer.followup import Turn
from index.errors import HoiNguonError

from .engine import Engine
from .render import READER_HINT, link_to, parse_link, render_answer, render_article, render_notice, render_question

LOADING = "Đang nạp mô hình và tài liệu, xin chờ vài giây… / Loading the model and the documents…"
Message = dict[str, Any]
"""A message of the chat as gradio has it; a user's own text is in metadata.id, its content is escaped."""


def show_question(question: str, messages: list[Message]) -> tuple[str, list[Message]]:
    """The emptied text field, and the messages with the question."""
    if not question.strip():
        return question, messages
    return "", [*messages, {"role": "user", "content": render_question(question), "metadata": {"id": question}}]


class Dialogue:
    """Answers what was asked last, from the documents of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reply(
        self, messages: list[Message], history: list[Turn]
    ) -> Iterator[tuple[list[Message], list[Turn], str | None]]:
        """The messages with the answer, the history with its turn, and the article to open (None: as it is)."""
        if not messages or messages[-1]["role"] != "user":
            yield messages, history, None
            return
        if not self._engine.ready:
            yield [*messages, say(render_notice(LOADING))], history, None
        article = None
        try:
            conversation = Conversation(self._engine.retriever(), history)
            answer = conversation.ask(messages[-1]["metadata"]["id"])
            body, history = render_answer(answer), conversation.history
            shown = answer.citations[:1] or ([answer.nearest] if answer.nearest else [])
            if shown:
                article = self.open_citation(link_to(shown[0]))
        except HoiNguonError as error:
            body = render_notice(str(error))
        yield [*messages, say(body)], history, article

    def open_citation(self, link: str) -> str:
        """The article of a citation's link, the quoted sentence marked."""
        target = parse_link(link)
        if target is None:
            return READER_HINT
        try:
            return render_article(self._engine.retriever().store.article(target[0]), target[1])
        except HoiNguonError as error:
            return render_notice(str(error))


def say(body: str) -> Message:
    """A message of the assistant."""
    return {"role": "assistant", "content": body}
