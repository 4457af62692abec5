"""The server: the page, the functions for programs and /healthz, on one address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import gradio as gr
import uvicorn
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from .address import require_login
from .engine import Engine
from .page import build_page

HERE = Path(__file__).parent
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")
"""System fonts: Gradio's own semi-bold lacks Vietnamese glyphs."""
GRACE = 3
"""Seconds that open answers have to end when the server is stopped."""
TRIES = CapacityLimiter(2)
"""Passwords that are looked at at once: each takes some 50 ms of a core."""
Auth = Callable[[str, str], bool]


def serve(engine: Engine, host: str, port: int, auth: Auth | None, allow_upload: bool) -> None:
    """Serve until stopped by a signal; raises ServingError or OSError where the address can't be used."""
    require_login(host, auth is not None)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=256) as listener:
        app = build_app(engine, auth, allow_upload)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE)
        engine.start()
        print(f"Hỏi Nguồn: http://{host}:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


def build_app(engine: Engine, auth: Auth | None, allow_upload: bool) -> FastAPI:
    """The application with all its routes."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        """200 once questions are answered, else 503; the reason is in the log, not told to strangers."""
        if not engine.ready:
            return JSONResponse({"status": "loading"}, 503)
        return JSONResponse({"status": "failed"}, 503) if engine.error else JSONResponse({"status": "ok"})

    page = build_page(engine, allow_upload).queue(api_open=False)  # else the functions could be run past the queue
    if not allow_upload:

        @app.post("/gradio_api/upload")
        def refuse_upload() -> JSONResponse:
            """Gradio takes files from anyone, whether a part of the page uses them or not."""
            return JSONResponse({"error": "This server takes no files."}, 403)

    async def login(user: str, password: str) -> bool:
        """Not in the event loop, which would stop for everybody."""
        return bool(auth and await to_thread.run_sync(auth, user, password, limiter=TRIES))

    # Behind a login gradio 6.31 would list the tools to anyone, and run them for nobody.
    tools = auth is None
    fonts = [gr.themes.Font(name) for name in FONTS]
    gr.mount_gradio_app(
        app, page, path="/", auth=login if auth else None, mcp_server=tools, footer_links=[], run_history=False,
        ssr_mode=False, show_error=True, max_file_size="5mb", favicon_path=str(HERE / "favicon.png"),
        theme=gr.themes.Soft(font=fonts, font_mono=[gr.themes.Font("monospace")]),
        head=f"<style>{read('page.css')}</style><script>{read('page.js')}</script>",
    )  # fmt: skip
    return app


def read(name: str) -> str:
    """A file of this room. Styles go into the head as they are: gradio's own way scopes them below <body>."""
    return (HERE / name).read_text(encoding="utf-8")
