"""A real server with the real model, and a real browser that watches what leaves the page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from index.encoder import SentenceTransformerEncoder
from index.reader import SpanReader
from settings import Settings
from web.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
HOSTILE = "Bài <img src=http://example.com/a.png onerror=alert(1)> thử nghiệm **an toàn** về cá heo hồng ở sông Mekong."

Page = Any
"""Of playwright, which is not there where no browser is."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path, models_dir: Path, *arguments: str) -> Iterator[str]:
    """The address of a server that answers, a process as users start it; ended when the test is over."""
    port = free_port()
    command = [sys.executable, "app.py", "--port", str(port), "--data", str(folder / "data"), *arguments]
    environment = os.environ | {"HOINGUON_MODELS": str(models_dir)}
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(480):
                if process.poll() is not None or healthy(url):
                    break
                time.sleep(0.25)
            assert process.poll() is None, (folder / "log").read_text()
            assert healthy(url), (folder / "log").read_text()
            yield url
            process.terminate()
            assert process.wait(20) in (0, -signal.SIGTERM)  # each server shows that a signal ends it in order
        finally:
            process.kill()
            process.wait(20)


def healthy(url: str) -> bool:
    try:
        return bool(urllib.request.urlopen(f"{url}/healthz", timeout=1).status == 200)
    except OSError:
        return False


Serve = Callable[..., AbstractContextManager[str]]
"""Serves folders of articles at the address it gives."""


@pytest.fixture(scope="session")
def serve_here(encoder: SentenceTransformerEncoder, reader: SpanReader) -> Serve:
    """The same server in a thread of the tests, with the models they have loaded: a process takes 15 s to start."""

    @contextmanager
    def served(data: Path, *paths: Path) -> Iterator[str]:
        from web.server import build_app

        engine = Engine(Settings(data=data), paths)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("index.encoder.load_encoder", lambda *_: encoder)
            patch.setattr("index.reader.load_reader", lambda *_: reader)
            engine.start()
            engine.wait()
        assert engine.error is None
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(build_app(engine, None, allow_upload=True), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        thread.join(20)

    return served


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, serve_here: Serve) -> Iterator[str]:
    """The corpus and one hostile article, served."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "hostile").mkdir()
    (folder / "hostile" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with serve_here(folder / "data", ROOT / "corpus", folder / "hostile") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    required = os.environ.get("HOINGUON_REQUIRE_BROWSER") == "1"
    if not CHROMIUM.exists() and not required:
        pytest.skip(f"needs {CHROMIUM} (Debian package chromium)")
    if not required:
        pytest.importorskip("playwright", reason="needs playwright: pip install -r requirements-dev.txt")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visitor(browser: Any) -> Iterator[Any]:
    """A visitor whose browser has loaded the page's scripts before, which takes a second each time else."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Any, visitor: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page with a size; it may ask no other host, open no dialog and log no error, which is checked at the end.

    Nothing is kept from the page of another test. `**options` are playwright's for a context of the page's own.
    """
    contexts, pages = [], []

    def opened(url: str, size: dict[str, int] = LAPTOP, **options: Any) -> Page:
        if options:
            context = browser.new_context(accept_downloads=True, **options)
            contexts.append(context)
        else:
            context = visitor
        page = context.new_page()
        page.set_viewport_size(size)
        page.complaints = []
        page.on("request", lambda request: note_other_host(page, request.url, url))
        page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if context is visitor:  # a page that closed may have kept its conversation up to its last moment
            page.goto(f"{url}/healthz")
            page.evaluate("localStorage.clear()")
        page.goto(url)
        page.wait_for_selector("#question textarea", timeout=60_000)
        pages.append(page)
        return page

    yield opened
    complaints = [complaint for page in pages for complaint in page.complaints]
    for page in pages:
        page.close()
    for context in contexts:
        context.close()
    assert complaints == []


def note_other_host(page: Page, url: str, server: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(server).netloc:
        page.complaints.append(url)


@pytest.fixture
def page(open_page: Callable[..., Page], server: str) -> Page:
    """The page at the size of a laptop."""
    return open_page(server)


@pytest.fixture
def phone(open_page: Callable[..., Page], server: str) -> Page:
    """The page at the size of a phone."""
    return open_page(server, PHONE)


def ask(page: Page, question: str) -> Any:
    """Ask and return the finished reply."""
    before = page.locator("#chat .bot p.facts").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#chat .bot p.facts').length > n", arg=before, timeout=90_000
    )
    return page.locator("#chat .bot").last


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    page.wait_for_timeout(300)
