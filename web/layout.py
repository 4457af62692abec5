"""The page: the conversation beside the source reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import gradio as gr

from .dialogue import Dialogue, show_question
from .render import READER_HINT
from .session import Message, Session

TITLE = "Hỏi Nguồn"
LEAD = "Hỏi bằng tiếng Việt, có dấu hay không dấu, hoặc bằng tiếng Anh; mỗi câu trả lời kèm trích dẫn nguyên văn."
EXAMPLES = [
    "Bao nhiêu nạn nhân được giải cứu?",
    "Ai đã ký Kế hoạch hành động chung?",
    "nam 2024 bao nhieu nguoi viet vuot bien sang anh",
    "When was the summit held?",
]


def build_page(dialogue: Dialogue) -> gr.Blocks:
    """The page, wired to a dialogue."""

    def reply(session: Session) -> Iterator[tuple[list[Message], Any]]:
        for messages, article in dialogue.reply(session):
            yield messages, gr.skip() if article is None else article
        yield session.messages(), gr.skip()  # where it was cleared, or another event answered

    def start_anew(session: Session) -> tuple[list[Message], str]:
        session.clear()
        return [], READER_HINT

    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        gr.HTML(f"<h1>{TITLE}</h1><p>{LEAD}</p>", elem_id="title")
        session = gr.State(Session())
        with gr.Row(equal_height=False):
            with gr.Column(scale=3, min_width=320):
                chat, question, send, clear = chat_pane()
            with gr.Column(scale=2, min_width=320):
                reader = gr.HTML(READER_HINT, elem_id="reader", padding=False)
        link = gr.Textbox(elem_id="open-citation", container=False, show_label=False, label="citation")

        # A question typed while another is answered waits for it and is not dropped: "multiple".
        for trigger in (question.submit, send.click):
            asked = trigger(show_question, [question, session], [question, chat, session], api_visibility="private",
                            queue=False, trigger_mode="multiple")  # fmt: skip
            asked.then(reply, session, [chat, reader], api_visibility="private", trigger_mode="multiple")
        link.change(dialogue.open_citation, link, reader, api_visibility="private", show_progress="hidden")
        for trigger in (clear.click, chat.clear):
            trigger(start_anew, session, [chat, reader], api_visibility="private", queue=False)
    return cast("gr.Blocks", page)


def chat_pane() -> tuple[gr.Chatbot, gr.Textbox, gr.Button, gr.Button]:
    """The conversation, the field for a question, the button that sends it, the one that clears all."""
    chat = gr.Chatbot(
        elem_id="chat", label="Hội thoại", show_label=False, height="60vh", latex_delimiters=[],
        buttons=["copy", "copy_all"], group_consecutive_messages=False,
        placeholder="Hãy đặt câu hỏi về các bài báo trong kho tài liệu.",
    )  # fmt: skip
    with gr.Row():
        question = gr.Textbox(
            elem_id="question", label="Câu hỏi", placeholder="Gõ câu hỏi rồi nhấn Enter…",
            show_label=False, scale=5, autofocus=True, max_length=2000,
        )  # fmt: skip
        send = gr.Button("Gửi", variant="primary", scale=1, min_width=80, elem_id="send")
    gr.Examples(EXAMPLES, inputs=question, label="Câu hỏi mẫu", api_visibility="private")
    clear = gr.Button("Xóa hội thoại", size="sm", elem_id="clear")
    return chat, question, send, clear
