"""python -m ingest [PATH…]: bring the store in step with files or folders of articles."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from cli import FAILED, OK, add_options, run, write_json
from settings import Settings

from .columns import USUAL, parse_columns
from .pipeline import ChunkSettings, ingest, rebuild


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("corpus")], metavar="PATH",
                        help="files or folders (default: corpus)")  # fmt: skip
    parser.add_argument("--column", action="append", default=[], metavar="KEY=NAME",
                        help=f"a column of tables (.csv, .jsonl), as text=noi_dung; KEY is one of {', '.join(USUAL)}; "
                        "may be given again; usual names are found without, and named ones are remembered")  # fmt: skip
    parser.add_argument("--rebuild", action="store_true",
                        help="embed the stored articles anew, with the model and chunk size set now")  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    add_options(parser)
    return run(parser, run_ingest)


def run_ingest(options: argparse.Namespace, settings: Settings) -> int:
    """Ingest and print the summary; exit status 1 where a file failed."""
    from index.encoder import load_encoder
    from index.store import FILE_NAME, Store

    columns = parse_columns(options.column) if options.column else None
    if (settings.data / FILE_NAME).is_file() and not options.rebuild:
        Store(settings.data).require_model(settings.model)  # told before a model is loaded
    chunking = ChunkSettings(settings.chunk_tokens, settings.overlap_tokens)
    encoder = load_encoder(settings.model, settings.models_dir)
    if options.rebuild:
        summary = rebuild(settings.data, encoder, chunking, progress=not options.quiet)
    else:
        summary = ingest(options.paths, settings.data, encoder, chunking, not options.quiet, columns)
    if options.json:
        write_json(options.json, asdict(summary))
    if options.json != "-":
        print(summary.as_text())
    return FAILED if summary.failed else OK


if __name__ == "__main__":
    raise SystemExit(main())
