"""The page: three tabs beside the source reader, in the language that is chosen."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr

from index.errors import HoiNguonError
from index.question import Language

from .answering import Answering
from .api import add_endpoints
from .article_html import render_hint
from .chat_tab import ChatTab
from .conversation_html import render_messages
from .dialogue import Dialogue
from .engine import Engine
from .events import DIRECT, QUEUED
from .keeping import bring_back
from .labels import Labels
from .library_tab import LibraryTab
from .search_tab import SearchTab
from .session import Session
from .suggesting import Suggesting
from .words import LANGUAGES, say

TITLE = "Hỏi Nguồn"
BROWSER_KEY = "hoi-nguon"
"""Under which a browser keeps the conversation. What it hands back is checked, so there is nothing to encrypt: gradio
demands a secret, and this one is none."""
TELL_LANGUAGE = "(chosen) => { document.documentElement.lang = chosen; }"


def build_page(engine: Engine, allow_upload: bool = True) -> gr.Blocks:
    """The page, wired to an engine, and the functions for programs."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        answering = Answering(engine)
        Page(engine, answering, allow_upload).wire(page)
        add_endpoints(engine, answering)
    return cast("gr.Blocks", page)


class Page:
    """The parts that the tabs share: what one visitor has said, the source reader, the language."""

    def __init__(self, engine: Engine, answering: Answering, allow_upload: bool) -> None:
        """Build all parts inside the page that is open."""
        self._engine = engine
        self._dialogue, self._suggesting = Dialogue(engine, answering), Suggesting(engine, answering)
        self._labels = labels = Labels()
        self.session = gr.State(Session())
        self.saved = gr.BrowserState([], storage_key=BROWSER_KEY, secret=BROWSER_KEY)
        self.preferred = gr.BrowserState("vi", storage_key=f"{BROWSER_KEY}-language", secret=BROWSER_KEY)
        with gr.Row(elem_id="top"):
            labels.add_html(gr.HTML(elem_id="title"), render_title)
            self.language = labels.add(
                gr.Radio([(name, code) for code, name in LANGUAGES.items()], value="vi", elem_id="language",
                         container=False, show_label=False, min_width=200),
                label="language",
            )  # fmt: skip
        with gr.Row(equal_height=False):
            with gr.Column(scale=3, min_width=320), gr.Tabs():
                with labels.add(gr.Tab(id="chat"), label="chat"):
                    self.chat = ChatTab(self._dialogue, self._suggesting, labels)
                with labels.add(gr.Tab(id="search"), label="search"):
                    self.search = SearchTab(engine, labels)
                with labels.add(gr.Tab(id="library"), label="library"):
                    self.library = LibraryTab(engine, labels, allow_upload)
            with gr.Column(scale=2, min_width=320, elem_id="reader-column"):
                self.reader = gr.HTML(render_hint("vi"), elem_id="reader", padding=False)
        self.link = gr.Textbox(visible="hidden", elem_id="open-link", label="link")

    def wire(self, page: gr.Blocks) -> None:
        """Say what happens when the page opens, when the language changes, and when a link of ours is clicked."""
        session, language, parts = self.session, self.language, self._labels.parts
        waiting = {"concurrency_limit": 8, **QUEUED}  # for the engine to open; gradio has 40 threads for all
        opened = page.load(self._open, [self.preferred, session], [*parts, language, self.reader, session], **DIRECT)
        opened.then(None, language, None, js=TELL_LANGUAGE, **DIRECT)
        page.load(self._bring_back, [self.saved, session], self.chat.chat, **waiting)
        page.load(self._show_collection, session, self._collection, **waiting)
        page.load(self._show_examples, None, self.chat.examples, **waiting)
        translated = [*parts, self.reader, self.chat.chat, self.preferred]
        changed = language.input(self._translate, [language, session], translated, **DIRECT)
        changed.then(None, language, None, js=TELL_LANGUAGE, **DIRECT)
        changed.then(self._show_collection, session, self._collection, **DIRECT)
        self.link.change(self._dialogue.open_link, [self.link, session], self.reader, **DIRECT)
        self.chat.wire(session, self.reader, self.saved)
        self.search.wire(session)
        for event in self.library.wire(session):
            event.then(self._show_collection, session, self._collection, **DIRECT)

    @property
    def _collection(self) -> list[Any]:
        """What shows the articles that are stored."""
        return [self.search.articles, self.search.source, *self.library.shown]

    def _show_collection(self, session: Session) -> list[Any]:
        try:
            return [*self.search.choices(session), *self.library.show(session)]
        except HoiNguonError:  # told to whoever asks something
            return [gr.skip()] * len(self._collection)

    def _translate(self, chosen: Language, session: Session) -> list[Any]:
        session.language = chosen if chosen in LANGUAGES else "vi"
        dialogue, opened = self._dialogue, session.opened
        reader = dialogue.open_link(opened, session) if opened else render_hint(session.language)
        return [*self._labels.updates(session.language), reader, render_messages(session), session.language]

    def _open(self, preferred: Any, session: Session) -> list[Any]:
        session.language = preferred if preferred in LANGUAGES else "vi"
        return [*self._labels.updates(session.language), session.language, render_hint(session.language), session]

    def _bring_back(self, saved: Any, session: Session) -> Any:
        self._engine.wait()
        bring_back(saved, session, self._engine)
        return render_messages(session)

    def _show_examples(self) -> Any:
        try:
            questions = self._suggesting.examples()
        except HoiNguonError:
            questions = []
        return gr.update(samples=[[question] for question in questions], visible=bool(questions))


def render_title(language: Language) -> str:
    """Name and purpose."""
    return f"<h1>{TITLE}</h1><p>{say('lead', language)}</p>"
