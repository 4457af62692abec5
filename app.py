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


def start(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the page while the engine opens in the background, until stopped."""
    settings = replace(settings, host=options.host or settings.host, port=options.port or settings.port)
    from web.address import is_loopback, require_login
    from web.passwords import checker, parse_user, read_users

    users = (parse_user(options.auth) if options.auth is not None else {}) | (
        read_users(options.auth_file) if options.auth_file else {}
    )
    require_login(settings.host, bool(users))
    allow_upload = options.allow_upload or is_loopback(settings.host)
    from web.engine import Engine
    from web.server import serve

    engine = Engine(settings, options.ingest or [])
    if options.log or options.log_questions:
        from web.log import log_json

        log_json(options.log_questions)
    serve(engine, settings.host, settings.port, checker(users) if users else None, allow_upload)
    return OK


def main() -> int:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, help="port (default: 7860)")
    parser.add_argument("--ingest", type=Path, nargs="*", metavar="PATH",
                        help="bring the store in step with these files or folders first")  # fmt: skip
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="who may log in; needed beyond this machine")
    parser.add_argument("--auth-file", type=Path, metavar="FILE",
                        help="the same for several, hashed: a line of `python -m web.passwords USER` each")  # fmt: skip
    parser.add_argument("--allow-upload", action="store_true",
                        help="let visitors add and remove articles; always on on this machine alone")  # fmt: skip
    parser.add_argument("--log", choices=["json"], help="a line on stderr for each answer, without the question")
    parser.add_argument(
        "--log-questions", action="store_true", help="the same with the question, and how it was understood"
    )
    add_options(parser)
    return run(parser, start)


if __name__ == "__main__":
    raise SystemExit(main())
