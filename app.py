"""The web chat: python app.py [--host HOST] [--port PORT]. It serves on this machine alone by default."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

# Read when gradio and huggingface_hub are imported: nothing phones home, nothing is looked up.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from answer import Conversation
from answer.followup import Turn
from cli import OK, add_options, run
from index.embedded import EMBEDDED_MODEL
from index.errors import HoiNguonError
from settings import Settings
from web.page import FONTS, SCRIPT, STYLE
from web.render import READER_HINT, link_to, parse_link, render_answer, render_article, render_notice, render_question

if TYPE_CHECKING:
    import gradio as gr

    from index.retriever import Retriever

CORPUS = Path("corpus")
TITLE = "Hỏi Nguồn"
EXAMPLES = [
    "Bao nhiêu nạn nhân được giải cứu?",
    "Ai đã ký Kế hoạch hành động chung?",
    "nam 2024 bao nhieu nguoi viet vuot bien sang anh",
    "When was the summit held?",
]
LOADING = "Đang nạp mô hình và tài liệu, xin chờ vài giây… / Loading the model and the documents…"
Message = dict[str, Any]


class Engine:
    """Model and store, opened in the background while the page is already served."""

    def __init__(self, settings: Settings, ingest_paths: list[Path]) -> None:
        self._settings = settings
        self._paths = ingest_paths
        self._ready = threading.Event()
        self._retriever: Retriever | None = None
        self._error: HoiNguonError | None = None

    def start(self) -> None:
        """Begin loading."""
        threading.Thread(target=self._load, name="engine", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether loading is over."""
        return self._ready.is_set()

    def retriever(self) -> Retriever:
        """The open retriever; waits for it, and raises what kept it from opening."""
        self._ready.wait()
        if self._error is not None:
            raise self._error
        assert self._retriever is not None
        return self._retriever

    def _load(self) -> None:
        began = perf_counter()
        try:
            self._retriever = open_engine(self._settings, self._paths)
            print(f"Ready to answer after {perf_counter() - began:.1f} s.", flush=True)
        except (HoiNguonError, OSError) as error:
            self._error = HoiNguonError(str(error))
            print(error, file=sys.stderr, flush=True)
        finally:
            self._ready.set()


def open_engine(settings: Settings, paths: list[Path]) -> Retriever:
    """Load the model, ingest the paths (an empty store gets the corpus), and open the retriever."""
    from index.encoder import load_encoder
    from index.reader import load_reader
    from index.retriever import Retriever
    from index.store import FILE_NAME, Store
    from ingest import ChunkSettings, ingest
    from ingest.__main__ import describe

    encoder = load_encoder(settings.model, settings.models_dir)
    empty = not (settings.data / FILE_NAME).is_file() or not Store(settings.data).files()
    if paths or empty:
        chunking = ChunkSettings(settings.chunk_tokens, settings.overlap_tokens)
        print(f"ingest: {describe(ingest(paths or [CORPUS], settings.data, encoder, chunking))}", flush=True)
    reader = load_reader(settings.reader, encoder, settings.models_dir)
    retriever = Retriever(settings.data, encoder, reader)
    if retriever.snapshot().chunks:
        retriever.search("khởi động", read=1)  # the first pass of a model is slow: better now than for the first user
    return retriever


def build_page(engine: Engine) -> gr.Blocks:
    """The page: the conversation beside the source reader."""
    import gradio as gr

    def show_question(question: str, messages: list[Message]) -> tuple[str, list[Message]]:
        if not question.strip():
            return question, messages
        return "", [*messages, {"role": "user", "content": render_question(question), "metadata": {"id": question}}]

    def reply(
        messages: list[Message], history: list[Turn]
    ) -> Iterator[tuple[list[Message], list[Turn], str | dict[str, Any]]]:
        if not messages or messages[-1]["role"] != "user":
            yield messages, history, gr.skip()
            return
        if not engine.ready:
            yield [*messages, say(render_notice(LOADING))], history, gr.skip()
        reader: str | dict[str, Any] = gr.skip()
        try:
            conversation = Conversation(engine.retriever(), history)
            answer = conversation.ask(messages[-1]["metadata"]["id"])
            body, history = render_answer(answer), conversation.history
            shown = answer.citations[:1] or ([answer.nearest] if answer.nearest else [])
            if shown:
                reader = open_citation(link_to(shown[0]))
        except HoiNguonError as error:
            body = render_notice(str(error))
        yield [*messages, say(body)], history, reader

    def open_citation(link: str) -> str:
        target = parse_link(link)
        if target is None:
            return READER_HINT
        try:
            return render_article(engine.retriever().store.article(target[0]), target[1])
        except HoiNguonError as error:
            return render_notice(str(error))

    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        gr.HTML(f"<h1>{TITLE}</h1><p>Hỏi bằng tiếng Việt, có dấu hay không dấu, hoặc bằng tiếng Anh; "
                "mỗi câu trả lời kèm trích dẫn nguyên văn.</p>", elem_id="title")  # fmt: skip
        history = gr.State([])
        with gr.Row(equal_height=False):
            with gr.Column(scale=3, min_width=320):
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
            with gr.Column(scale=2, min_width=320):
                reader = gr.HTML(READER_HINT, elem_id="reader", padding=False)
        link = gr.Textbox(elem_id="open-citation", container=False, show_label=False, label="citation")

        for trigger in (question.submit, send.click):
            trigger(show_question, [question, chat], [question, chat], api_visibility="private", queue=False).then(
                reply, [chat, history], [chat, history, reader], api_visibility="private"
            )
        link.input(open_citation, link, reader, api_visibility="private", show_progress="hidden")
        for trigger in (clear.click, chat.clear):
            trigger(lambda: ([], [], READER_HINT, ""), None, [chat, history, reader, question],
                    api_visibility="private")  # fmt: skip
    return cast("gr.Blocks", page)


def say(body: str) -> Message:
    """A message of the assistant."""
    return {"role": "assistant", "content": body}


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Open the engine in the background and serve the page until stopped."""
    settings = replace(settings, host=options.host or settings.host, port=options.port or settings.port)
    if settings.model == EMBEDDED_MODEL:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    engine = Engine(settings, options.ingest or [])
    import gradio as gr

    page = build_page(engine)
    engine.start()
    fonts = [gr.themes.Font(name) for name in FONTS]
    page.queue(default_concurrency_limit=2).launch(
        server_name=settings.host, server_port=settings.port, quiet=True, prevent_thread_lock=True, share=False,
        theme=gr.themes.Soft(font=fonts, font_mono=[gr.themes.Font("monospace")]), css=STYLE, head=SCRIPT,
        ssr_mode=False, footer_links=[],
    )  # fmt: skip
    print(f"Hỏi Nguồn: http://{settings.host}:{settings.port}", flush=True)
    page.block_thread()
    return OK


def main() -> int:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, help="port (default: 7860)")
    parser.add_argument("--ingest", type=Path, nargs="*", metavar="PATH",
                        help="bring the store in step with these files or folders first")  # fmt: skip
    add_options(parser)
    return run(parser, serve)


if __name__ == "__main__":
    raise SystemExit(main())
