"""Model and store, opened in the background while the page is already served."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index.errors import HoiNguonError
from settings import Settings

if TYPE_CHECKING:
    from index.retriever import Retriever

CORPUS = Path("corpus")


class Engine:
    """Opens once, in a thread of its own; who asks before it is open waits."""

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
        except Exception as error:  # noqa: BLE001 - the thread ends here: whoever asks is told, and the log has it all
            self._error = HoiNguonError(f"Không nạp được / could not load: {type(error).__name__}: {error}")
            traceback.print_exc()
        finally:
            self._ready.set()


def open_engine(settings: Settings, paths: list[Path]) -> Retriever:
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
        print(f"ingest: {ingest(paths or [CORPUS], settings.data, encoder, chunking).as_text()}", flush=True)
    reader = load_reader(settings.reader, encoder, settings.models_dir)
    retriever = Retriever(settings.data, encoder, reader)
    if retriever.snapshot().chunks:
        retriever.search("khởi động", read=1)  # the first pass of a model is slow: better now than for the first user
    return retriever
