"""python -m index search|stats|check|backup|restore: look into the store, and keep a copy of it."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from cli import FAILED, OK, add_options, run, write_json
from settings import Settings

from . import QuestionError, open_retriever
from .errors import ModelError
from .filters import Filters
from .places import describe_place
from .reader import NO_READER
from .records import Explanation
from .retriever import SEARCH_DIR
from .store import Store

if TYPE_CHECKING:
    from .backup import Backup


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    search = commands.add_parser("search", help="passages that fit a question best")
    search.add_argument("question")
    search.add_argument("-k", type=int, default=5, metavar="N", help="number of passages (default: 5)")
    search.add_argument("--article", action="append", metavar="ID", help="only this article; may be given again")
    search.add_argument("--source", metavar="NAME", help="only articles of this outlet")
    search.add_argument("--from", dest="published_from", metavar="DATE", help="published on or after, as 2025-03-31")
    search.add_argument("--to", dest="published_to", metavar="DATE", help="published on or before")
    search.add_argument("--read", type=int, default=0, metavar="N", help="let the reader look at the first N")
    search.add_argument("--explain", action="store_true", help="how the question was read and what ranked each passage")
    search.set_defaults(run=run_search)
    stats = commands.add_parser("stats", help="what is stored")
    stats.set_defaults(run=run_stats)
    check = commands.add_parser("check", help="verify every span, vector and search structure")
    check.set_defaults(run=run_check)
    backup = commands.add_parser("backup", help="write everything durable into one file, while the chat serves")
    backup.set_defaults(run=run_backup)
    restored = commands.add_parser("restore", help="put a backup into a data folder that has no store")
    restored.set_defaults(run=run_restore)
    for command in (backup, restored):
        command.add_argument("file", type=Path, metavar="FILE.zip")
    for command in (search, stats, check, backup, restored):
        add_options(command)
    return run(parser, lambda options, settings: int(options.run(options, settings)))


def run_search(options: argparse.Namespace, settings: Settings) -> int:
    """Print the passages found, best first."""
    if options.k < 1:
        raise QuestionError(f"Expected -k of at least 1, found {options.k}.")
    reader = settings.reader if options.read else NO_READER
    if options.read and reader == NO_READER:
        raise ModelError(f"Expected a reader for --read, found HOINGUON_READER={NO_READER}: unset it.")
    retriever = open_retriever(settings.data.resolve(), settings.model, settings.models_dir, reader, True)
    for article in options.article or ():
        retriever.store.article(article)  # a mistyped id is told, not searched
    began = perf_counter()
    filters = Filters(
        tuple(options.article) if options.article else None,
        options.published_from, options.published_to, options.source,
    )  # fmt: skip
    passages = retriever.retrieve(
        options.question, options.k, read=options.read, filters=filters, explain=options.explain
    )
    milliseconds = (perf_counter() - began) * 1000
    if options.json:
        write_json(
            options.json,
            {"question": options.question, "ms": round(milliseconds, 1), "passages": [asdict(p) for p in passages]},
        )
    if options.json != "-":
        for rank, passage in enumerate(passages, 1):
            signals = passage.signals
            where = "".join(f"  {fact}" for fact in describe_place(passage.part, passage.page, "en"))
            print(f"{rank}. {passage.article} [{passage.start}:{passage.end}]{where}  {passage.title}")
            print(
                f"   score {passage.score:+.2f}  dense {signals.dense:.3f}  BM25 {signals.lexical:.1f}  "
                f"sentence {signals.sentence:.3f}"
            )
            if passage.explanation:
                print("   " + describe(passage.explanation).replace("\n", "\n   "))
            if passage.reading and passage.reading.text:
                print(f"   read: “{passage.reading.text}” ({passage.reading.probability:.0%})")
            for twin in passage.twins:
                print(f"   the same in {twin.article} [{twin.start}:{twin.end}]")
            print("   " + passage.text.replace("\n", "\n   ") + "\n")
        print(f"{len(passages)} passages, {milliseconds:.0f} ms")
    return OK


def describe(explanation: Explanation) -> str:
    """An explanation as lines of text."""
    shares = "  ".join(f"{name} {share:+.2f}" for name, share in explanation.shares.items())
    unknown = f"; not in the collection: {', '.join(explanation.unknown)}" if explanation.unknown else ""
    return (
        f"read as “{explanation.meant}” ({explanation.language}, {explanation.accented:.0%} accented{unknown})\n"
        f"shares: {shares}; BM25 exact {explanation.exact:.1f}, folded {explanation.folded:.1f}\n"
        f"matched: {', '.join(explanation.matched) or 'nothing'}"
    )


def run_stats(options: argparse.Namespace, settings: Settings) -> int:
    """Print what is stored and what it was made with."""
    store = Store(settings.data)
    articles, chunks = store.articles(), store.chunks()
    per_article = Counter(chunk.article for chunk in chunks)
    result = {
        "articles": len(articles),
        "chunks": len(chunks),
        "sentences": sum(len(chunk.chunk.sentences) for chunk in chunks),
        "characters": sum(len(article.text) for article in articles),
        "store_bytes": store.path.stat().st_size,
        **asdict(store.settings),
        "by_article": [
            {
                "id": article.id,
                "title": article.title,
                "published": article.published,
                "characters": len(article.text),
                "chunks": per_article[article.id],
            }
            for article in articles
        ],
    }
    if options.json:
        write_json(options.json, result)
    if options.json != "-":
        for key in ("articles", "chunks", "sentences", "characters", "store_bytes", "model", "dim", "chunk_tokens"):
            print(f"{key:13} {result[key]}")
        for row in articles:
            print(f"  {row.id}  {per_article[row.id]} chunks  {row.title}")
    return OK


def run_check(options: argparse.Namespace, settings: Settings) -> int:
    """Print every fault of the store; exit status 1 where there is one."""
    from .check import check_store

    faults = check_store(settings.data)
    if options.json:
        write_json(options.json, {"ok": not faults, "faults": faults})
    if options.json != "-":
        print("\n".join(faults) or "The store is sound.")
    return FAILED if faults else OK


def run_backup(options: argparse.Namespace, settings: Settings) -> int:
    """Write a backup, and say what it holds."""
    from .backup import back_up

    derived = [settings.data / SEARCH_DIR, settings.models_dir]
    return told(options, back_up(settings.data, options.file, derived), "saved in")


def run_restore(options: argparse.Namespace, settings: Settings) -> int:
    """Put a backup in place, and say what it held."""
    from .backup import restore

    return told(options, restore(options.file, settings.data), "restored from")


def told(options: argparse.Namespace, backup: Backup, done: str) -> int:
    """Print what a backup holds."""
    if options.json:
        write_json(options.json, asdict(backup))
    if options.json != "-":
        print(f"{backup.articles} articles, {backup.files} files {done} {backup.path} ({backup.bytes:,} bytes)")
    return OK


if __name__ == "__main__":
    raise SystemExit(main())
