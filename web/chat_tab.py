"""The chat tab: the conversation, the field for a question, examples, and what is done with the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from .article_html import render_hint
from .conversation_html import Message, render_messages
from .dialogue import Dialogue
from .events import ANSWERS, DIRECT, QUEUED
from .feedback import LONGEST, add_comment, record_feedback
from .keeping import bring_back, keep
from .labels import Labels
from .plain_text import conversation_as_markdown
from .saving import COPY, SAVE, TELL, file_for
from .session import Session
from .suggesting import Suggesting
from .word_file import conversation_as_word
from .words import say

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ChatTab:
    """Its parts, wired to a dialogue."""

    def __init__(self, dialogue: Dialogue, suggesting: Suggesting, labels: Labels) -> None:
        """Build the parts inside the tab that is open."""
        self._dialogue, self._suggesting = dialogue, suggesting
        self.chat = labels.add(
            gr.Chatbot(elem_id="chat", show_label=False, height="56vh", latex_delimiters=[], buttons=[],
                       group_consecutive_messages=False, autoscroll=False),
            label="conversation", placeholder="empty",
        )  # fmt: skip
        with gr.Row(visible=False) as self.rating:
            self.comment = labels.add(
                gr.Textbox(elem_id="comment", scale=4, min_width=240, max_length=LONGEST), label="comment"
            )
            self.send_comment = labels.add(gr.Button(scale=1, min_width=120), value="send comment")
        with gr.Row(equal_height=True):
            self.question = labels.add(
                gr.Textbox(elem_id="question", show_label=False, scale=5, autofocus=True, max_length=2000),
                label="question", placeholder="type",
            )  # fmt: skip
            self.send = labels.add(gr.Button(variant="primary", scale=1, min_width=80, elem_id="send"), value="send")
        self.examples = labels.add(
            gr.Dataset(components=[self.question], samples=[], elem_id="examples", visible=False, samples_per_page=6),
            label="examples",
        )  # fmt: skip
        with gr.Row(elem_id="chat-actions"):
            self.clear = labels.add(gr.Button(size="sm", elem_id="clear"), value="clear")
            self.markdown = labels.add(gr.Button(size="sm", elem_id="save-markdown"), value="markdown")
            self.word = labels.add(gr.Button(size="sm", elem_id="save-word"), value="word")
        self.file = gr.Textbox(visible="hidden", label="file")
        self.copy_link = gr.Textbox(visible="hidden", elem_id="copy-link", label="copy")
        self.copied = gr.Textbox(visible="hidden", label="copied")
        self.told = gr.Textbox(visible="hidden", label="told")

    def wire(self, session: gr.State, reader: gr.HTML, saved: gr.BrowserState) -> None:
        """Say what happens at every click and key."""
        # A question typed while another is answered waits for it and is not dropped: "multiple".
        each: dict[str, Any] = {"trigger_mode": "multiple"}
        for trigger in (self.question.submit, self.send.click):
            asked = trigger(
                self._show_question, [self.question, session, saved], [self.question, self.chat, session],
                **each, **DIRECT,
            )  # fmt: skip
            replied = asked.then(self._reply, session, [self.chat, reader], **ANSWERS, **each, **QUEUED)
            kept = replied.then(keep_known, session, saved, **each, **DIRECT)
            offered = kept.then(self._suggest, session, self.chat, **each, **DIRECT)
            offered.then(keep_known, session, saved, **each, **DIRECT)
        self.examples.click(lambda sample: sample[0], self.examples, self.question, **DIRECT)
        self.clear.click(start_anew, session, [self.chat, reader, saved, self.rating], **DIRECT)
        for button, make in ((self.markdown, markdown_file), (self.word, word_file)):
            button.click(make, session, self.file, **DIRECT).then(None, self.file, None, js=SAVE, **DIRECT)
        copied = self.copy_link.change(self._copy, [self.copy_link, session], [self.copied, self.told], **DIRECT)
        copied.then(None, [self.copied, self.told], None, js=COPY, **DIRECT)
        self.chat.like(self._rate, session, [self.rating, self.comment], **DIRECT)
        for trigger in (self.comment.submit, self.send_comment.click):
            noted = trigger(self._comment, [self.comment, session], [self.rating, self.told], **DIRECT)
            noted.then(None, self.told, None, js=TELL, **DIRECT)

    def _show_question(self, question: str, session: Session, saved: Any) -> tuple[str, list[Message], Session]:
        """The emptied text field, the messages with the question, and the session; the field as it was where too many
        wait.

        The session is given back because gradio frees only what was an output, an hour after its page was closed.
        """
        bring_back(saved, session, self._dialogue.engine)
        if question.strip() and session.ask(question):
            question = ""
        return question, render_messages(session), session

    def _reply(self, session: Session) -> Iterator[tuple[list[Message], Any]]:
        for messages, article in self._dialogue.reply(session):
            yield messages, gr.skip() if article is None else article
        yield render_messages(session), gr.skip()  # where it was cleared, or another event answered

    def _suggest(self, session: Session) -> Any:
        return render_messages(session) if self._suggesting.after(session) else gr.skip()

    def _rate(self, session: Session, given: gr.LikeData) -> tuple[Any, str]:
        """Record a thumb; every answered question is two messages, so that half of the place is its number."""
        place = given.index if isinstance(given.index, int) else given.index[0]
        reply = session.reply_to(place // 2)
        if reply is None or not isinstance(given.liked, bool):  # a thumb that is taken back is ""
            return gr.update(visible=False), ""
        typed = session.exchanges[place // 2].question
        session.rated = record_feedback(self._dialogue.engine.data, typed, reply, given.liked)
        return gr.update(visible=True), ""

    def _comment(self, comment: str, session: Session) -> tuple[Any, str]:
        noted = bool(session.rated and comment.strip())
        if noted:
            add_comment(self._dialogue.engine.data, session.rated, comment)
        return gr.update(visible=False), say("thanks", session.language) if noted else ""

    def _copy(self, link: str, session: Session) -> tuple[str, str]:
        text = self._dialogue.copied(link, session)
        return text, say("copied", session.language) if text else ""


def keep_known(session: Session) -> Any:
    """What the browser keeps from now on; as it is where the session doesn't know what that was."""
    return keep(session) if session.restored else gr.skip()


def start_anew(session: Session) -> tuple[list[Message], str, list[object], Any]:
    """The empty conversation, the reader without an article, nothing kept."""
    session.clear()
    return [], render_hint(session.language), [], gr.update(visible=False)


def markdown_file(session: Session) -> str:
    """The conversation as a file in Markdown."""
    return file_for("hoi-nguon.md", "text/markdown", conversation_as_markdown(session.exchanges).encode())


def word_file(session: Session) -> str:
    """The conversation as a file of Word."""
    return file_for("hoi-nguon.docx", WORD, conversation_as_word(session.exchanges))
