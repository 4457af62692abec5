"""The search tab: passages without an answer, within limits, saved as JSON or CSV."""

from __future__ import annotations

from typing import Any

import gradio as gr

from .engine import Engine
from .events import DIRECT
from .labels import Labels
from .saving import SAVE, file_for
from .searching import as_csv, as_json, search
from .session import Session
from .words import say

CHOICES = 500
"""Articles that are offered by name; others are found by typing their id."""


class SearchTab:
    """Its parts, wired to an engine."""

    def __init__(self, engine: Engine, labels: Labels) -> None:
        """Build the parts inside the tab that is open."""
        self._engine = engine
        with gr.Row(equal_height=True):
            self.query = labels.add(gr.Textbox(elem_id="query", scale=5, max_length=2000), label="what")
            self.find = labels.add(gr.Button(variant="primary", scale=1, min_width=80, elem_id="find"), value="find")
        with labels.add(gr.Accordion(open=False), label="filters"):
            self.articles = labels.add(gr.Dropdown([], multiselect=True, allow_custom_value=True), label="article")
            with gr.Row():
                self.source = labels.add(gr.Dropdown([], allow_custom_value=True), label="source")
                self.first = labels.add(gr.Textbox(max_length=10), label="from", placeholder="day")
                self.last = labels.add(gr.Textbox(max_length=10), label="to", placeholder="day")
                self.count = labels.add(gr.Dropdown([5, 10, 20, 50], value=10), label="how many")
        self.results = gr.HTML(elem_id="results")
        with gr.Row():
            self.json = labels.add(gr.Button(size="sm", elem_id="save-json"), value="json")
            self.csv = labels.add(gr.Button(size="sm", elem_id="save-csv"), value="csv")
        self.file = gr.Textbox(visible="hidden", label="file")

    def wire(self, session: gr.State) -> None:
        """Say what happens at every click and key."""
        asked = [self.query, self.articles, self.source, self.first, self.last, self.count, session]
        for trigger in (self.query.submit, self.find.click):
            trigger(self._search, asked, self.results, **DIRECT)
        for button, name, kind, write in (
            (self.json, "hoi-nguon.json", "application/json", as_json),
            (self.csv, "hoi-nguon.csv", "text/csv", as_csv),
        ):
            made = button.click(
                lambda session, name=name, kind=kind, write=write: file_for(name, kind, write(session.passages)),
                session, self.file, **DIRECT,
            )  # fmt: skip
            made.then(None, self.file, None, js=SAVE, **DIRECT)

    def _search(
        self, query: str, articles: list[str], source: str | None, first: str | None, last: str | None, count: int,
        session: Session,
    ) -> str:  # fmt: skip
        found = search(self._engine, query, articles, source, first, last, count, session.language)
        session.passages = found.passages
        return found.html

    def choices(self, session: Session) -> tuple[Any, Any]:
        """The articles and outlets that are stored now."""
        store = self._engine.retriever().store
        articles = [(f"{article.title[:60]} ({article.id})", article.id) for article in store.articles()[:CHOICES]]
        sources = sorted({facts.source for facts in store.facts().values() if facts.source})
        return gr.update(choices=articles), gr.update(choices=[(say("all", session.language), ""), *sources])
