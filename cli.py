"""What all commands share: --data, --json, and errors as one sentence with an exit status."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import HoiNguonError
from index.offline import stay_offline
from settings import Settings, read_settings

OK, FAILED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; done but something failed or fell short; nothing could be done."""


def add_options(parser: argparse.ArgumentParser, nested: bool = False) -> None:
    """Add the options that every command takes; `nested` under a parser that takes them too."""
    default = argparse.SUPPRESS if nested else None
    parser.add_argument("--data", type=Path, metavar="DIR", default=default,
                        help="folder of the store and the model (default: data)")  # fmt: skip
    parser.add_argument("--json", metavar="FILE", default=default,
                        help="write the result as one JSON object; - is standard output")  # fmt: skip


def run(
    parser: argparse.ArgumentParser,
    command: Callable[[argparse.Namespace, Settings], int],
    arguments: Sequence[str] | None = None,
) -> int:
    """Parse the arguments and run the command; an error a user can act on becomes a sentence on stderr."""
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file name may hold what is no UTF-8
            stream.reconfigure(errors="backslashreplace")
    try:
        settings = read_settings()
        if options.data is not None:
            settings = replace(settings, data=options.data)
        stay_offline(settings.model, settings.reader)
        return command(options, settings)
    except HoiNguonError as error:
        return fail(options.json, type(error).__name__, str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = f"Expected files and ports that can be used, found: {where}{error.strerror or error}. Check them."
        return fail(options.json, "OSError", reason)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def fail(target: str | None, kind: str, message: str) -> int:
    """Say why nothing could be done, on stderr and as JSON where asked; the exit status for it."""
    print(message, file=sys.stderr)
    if target:
        try:
            write_json(target, {"error": kind, "message": message})
        except OSError as error:
            print(f"Expected to write {target}, found: {error.strerror}.", file=sys.stderr)
    return UNUSABLE


def write_json(target: str, result: object) -> None:
    """Write one JSON object to a file, or alone to standard output for "-"."""
    text = json.dumps(result, ensure_ascii=False, indent=2, default=str)
    if target == "-":
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")
