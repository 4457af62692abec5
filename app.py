"""The web chat: python app.py [--host HOST] [--port PORT]. It serves on this machine alone by default."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

# Read when gradio and huggingface_hub are imported: nothing phones home, nothing is looked up.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from cli import OK, add_options, run
from settings import Settings
from web.engine import Engine
from web.style import FONTS, SCRIPT, STYLE


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Open the engine in the background and serve the page until stopped."""
    settings = replace(settings, host=options.host or settings.host, port=options.port or settings.port)
    engine = Engine(settings, options.ingest or [])
    import gradio as gr

    from web.dialogue import Dialogue
    from web.layout import build_page

    page = build_page(Dialogue(engine))
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
