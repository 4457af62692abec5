"""The library tab: what is stored, files put in, articles taken out."""

from __future__ import annotations

from typing import Any

import gradio as gr

from index.errors import HoiNguonError
from ingest.readers import READERS

from .engine import Engine
from .escaping import escape_html
from .events import QUEUED
from .labels import Labels
from .library import UPLOADS, remove, render_library, told, upload
from .session import Session
from .words import say


class LibraryTab:
    """Its parts, wired to an engine."""

    def __init__(self, engine: Engine, labels: Labels, allow_upload: bool) -> None:
        """Build the parts inside the tab that is open; only the table where uploads aren't allowed."""
        self._engine, self._allowed = engine, allow_upload
        self.table = gr.HTML(elem_id="table")
        self.status = gr.HTML(elem_id="library-status")
        if not allow_upload:
            labels.add_html(self.status, lambda language: f'<p class="hint">{say("no upload", language)}</p>')
            return
        self.files = labels.add(
            gr.File(file_count="multiple", file_types=sorted(READERS), type="filepath", elem_id="upload", height=180),
            label="upload",
        )  # fmt: skip
        with gr.Row(equal_height=True):
            self.chosen = labels.add(
                gr.Dropdown([], multiselect=True, scale=4, min_width=240, elem_id="chosen"), label="pick"
            )
            self.delete = labels.add(
                gr.Button(scale=1, min_width=140, variant="stop", elem_id="delete"), value="delete"
            )
        self.refresh = labels.add(gr.Button(size="sm", elem_id="refresh"), value="refresh")

    def wire(self, session: gr.State) -> list[Any]:
        """Say what happens at every click; returns the events after which the collection may be another."""
        if not self._allowed:
            return []
        shown = {**QUEUED, "show_progress": "full"}
        return [
            self.files.upload(self._upload, [self.files, session], [self.status, self.files], **shown),
            self.delete.click(self._remove, [self.chosen, session], self.status, **shown),
            self.refresh.click(self._refresh, session, self.status, **shown),
        ]

    def show(self, session: Session) -> list[Any]:
        """The table, and where articles can be taken out the choice of them."""
        store = self._engine.retriever().store
        table = render_library(store, session.language)
        if not self._allowed:
            return [table]
        choices = [(f"{article.title[:60]} ({article.id})", article.id) for article in store.articles()]
        return [table, gr.update(choices=choices, value=[])]

    @property
    def shown(self) -> list[Any]:
        """What `show` changes."""
        return [self.table, self.chosen] if self._allowed else [self.table]

    def _upload(
        self, paths: list[str] | None, session: Session, progress: gr.Progress = gr.Progress()  # noqa: B008 - gradio's
    ) -> tuple[str, None]:  # fmt: skip
        if not paths:
            return "", None
        progress(0.1, desc=say("uploading", session.language))
        try:
            return told(upload(self._engine, paths), session.language), None
        except (HoiNguonError, OSError) as error:
            return failed(error), None

    def _remove(self, chosen: list[str] | None, session: Session) -> str:
        try:
            remove(self._engine, chosen or [])
        except (HoiNguonError, OSError) as error:
            return failed(error)
        return f'<p class="facts" role="status">{say("removed", session.language, count=len(chosen or []))}</p>'

    def _refresh(self, session: Session) -> str:
        folder = self._engine.data / UPLOADS
        try:
            return told(
                self._engine.ingest([*self._engine.paths, *([folder] if folder.is_dir() else [])]), session.language
            )
        except (HoiNguonError, OSError) as error:
            return failed(error)


def failed(error: Exception) -> str:
    """Why nothing was done."""
    return f'<p class="notice" role="alert">{escape_html(str(error))}</p>'
