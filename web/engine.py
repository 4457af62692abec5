"""Model and store, opened in the background while the page is already served."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index.errors import HoiNguonError
from settings import Settings

if TYPE_CHECKING:
    from index.retriever import Retriever
    from ingest import Summary

CORPUS = Path("corpus")


class Engine:
    """Opens once, in a thread of its own; who asks before it is open waits."""

    def __init__(self, settings: Settings, ingest_paths: Sequence[Path]) -> None:
        self._settings = settings
        self.paths = list(ingest_paths)
        """Files and folders that the store is kept in step with."""
        self._ready = threading.Event()
        self._writing = threading.RLock()
        self._counting = threading.Lock()
        self._answering = 0
        self._retriever: Retriever | None = None
        self._error: HoiNguonError | None = None
        self.computing = threading.BoundedSemaphore(os.cpu_count() or 1)
        """Held by whatever asks a model: one a core, as more at once finish no sooner and would only take memory."""

    @property
    def data(self) -> Path:
        """The data directory."""
        return self._settings.data

    def start(self) -> None:
        """Begin loading."""
        threading.Thread(target=self._load, name="engine", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether loading is over."""
        return self._ready.is_set()

    def wait(self) -> None:
        """Wait until loading is over."""
        self._ready.wait()

    @property
    def error(self) -> HoiNguonError | None:
        """What kept it from opening."""
        return self._error

    def retriever(self) -> Retriever:
        """The open retriever; waits for it, and raises what kept it from opening."""
        self._ready.wait()
        if self._error is not None:
            raise self._error
        assert self._retriever is not None
        return self._retriever

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a question that somebody waits for."""
        with self._counting:
            self._answering += 1
        try:
            yield
        finally:
            with self._counting:
                self._answering -= 1

    @property
    def idle(self) -> bool:
        """Whether nobody waits for an answer."""
        return self._answering == 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time; for what has to be done together with an ingest."""
        with self._writing:
            yield

    def ingest(self, paths: Sequence[Path]) -> Summary:
        """Bring the store in step with files or folders; one call at a time. Questions see it when it returns."""
        from ingest import ChunkSettings, ingest

        settings = self._settings
        chunking = ChunkSettings(settings.chunk_tokens, settings.overlap_tokens)
        with self.writing():
            return ingest(list(paths), settings.data, self.retriever().encoder, chunking, progress=False)

    def _load(self) -> None:
        began = perf_counter()
        try:
            self._retriever = open_engine(self._settings, self.paths)
            print(f"Ready to answer after {perf_counter() - began:.1f} s.", flush=True)
        except (HoiNguonError, OSError) as error:
            self._error = HoiNguonError(str(error))
            print(error, file=sys.stderr, flush=True)
        except Exception as error:  # noqa: BLE001 - the thread ends here: whoever asks is told, and the log has it all
            self._error = HoiNguonError(f"Không nạp được / could not load: {type(error).__name__}: {error}")
            traceback.print_exc()
        finally:
            self._ready.set()


def open_engine(settings: Settings, paths: Sequence[Path]) -> Retriever:
    """Load the model, ingest the paths (an empty store gets the corpus), and open the retriever."""
    from index.encoder import load_encoder
    from index.reader import load_reader
    from index.retriever import Retriever
    from index.store import FILE_NAME, Store
    from ingest import ChunkSettings, ingest

    encoder = load_encoder(settings.model, settings.models_dir)
    empty = not (settings.data / FILE_NAME).is_file() or not Store(settings.data).files()
    if paths or empty:
        chunking = ChunkSettings(settings.chunk_tokens, settings.overlap_tokens)
        print(f"ingest: {ingest(list(paths) or [CORPUS], settings.data, encoder, chunking).as_text()}", flush=True)
    reader = load_reader(settings.reader, encoder, settings.models_dir)
    retriever = Retriever(settings.data, encoder, reader)
    if retriever.snapshot().chunks:
        retriever.search("khởi động", read=1)  # the first pass of a model is slow: better now than for the first user
    return retriever
