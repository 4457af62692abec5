"""python -m eval [retrieval|reader|answerability|answers|stories|calibrate|bench]: measure, and gate on thresholds.

Without a subcommand the evals of the corpus run against eval/thresholds.toml; exit status 1 where
one is missed.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from cli import FAILED, OK, add_options, run, write_json
from settings import Settings

from .dataset import read_dialogues, read_pairs, read_squad, read_wordings
from .gate import THRESHOLDS, find_missed, read_thresholds
from .tools import load_tools

CORPUS = Path("corpus")
QUESTIONS = Path(__file__).parent / "datasets" / "corpus.jsonl"


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.set_defaults(run=run_gate)
    commands = parser.add_subparsers(dest="command")
    retrieval = commands.add_parser("retrieval", help="retrieval over the paragraphs of a SQuAD file")
    retrieval.add_argument("--read", type=int, default=0, metavar="N", help="let the reader look at the first N")
    retrieval.set_defaults(run=run_retrieval)
    reader = commands.add_parser("reader", help="answer spans given the paragraph of a SQuAD file")
    reader.set_defaults(run=run_reader)
    pairs = commands.add_parser("answerability", help="whether passages answer their questions")
    pairs.add_argument("file", type=Path, metavar="FILE.jsonl", help="rows question, passage, answerable")
    pairs.set_defaults(run=run_answerability)
    answers = commands.add_parser("answers", help="answers to rows and conversations")
    answers.add_argument("file", type=Path, metavar="FILE.jsonl")
    answers.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR", help="articles (default: corpus)")
    answers.set_defaults(run=run_answers)
    stories = commands.add_parser("stories", help="answers over articles that the questions bring along")
    stories.add_argument("file", type=Path, metavar="FILE.jsonl")
    stories.set_defaults(run=run_stories)
    calibrate = commands.add_parser("calibrate", help="fit the constants of the confidence")
    calibrate.add_argument("files", type=Path, nargs="+", metavar="FILE.json", help="SQuAD files")
    calibrate.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="English wordings by id")
    calibrate.add_argument("--rows", type=Path, metavar="FILE.jsonl", help="rows over the corpus, to fit on as well")
    calibrate.add_argument("--held-out", type=Path, nargs="+", default=[], metavar="FILE.jsonl",
                           help="rows over the corpus that give the threshold alone")  # fmt: skip
    calibrate.set_defaults(run=run_calibrate)
    bench = commands.add_parser("bench", help="every figure of docs/benchmarks.md")
    bench.add_argument("shared", type=Path, metavar="DIR", help="folder of the shared data files")
    bench.add_argument("--output", type=Path, metavar="FILE.md", help="write the tables as Markdown")
    bench.set_defaults(run=run_bench)
    for command in (retrieval, reader):
        add_wordings(command)
    for command in (retrieval, reader, pairs, answers, stories, calibrate, bench):
        add_options(command, nested=True)
    return run(parser, lambda options, settings: int(options.run(options, settings)))


def add_wordings(command: argparse.ArgumentParser) -> None:
    """Add a SQuAD file and how its questions are put."""
    command.add_argument("file", type=Path, metavar="FILE.json")
    command.add_argument("--queries", choices=["original", "unaccented"], default="original",
                         help="unaccented takes all marks from the questions")  # fmt: skip
    command.add_argument("--questions", type=Path, metavar="FILE.jsonl",
                         help="other wordings by id (question_en or question)")  # fmt: skip


def wordings_of(options: argparse.Namespace) -> dict[str, str]:
    """The other wordings that were named, by id."""
    return read_wordings(options.questions) if options.questions else {}


def run_gate(options: argparse.Namespace, settings: Settings) -> int:
    """Run the corpus evals against the thresholds."""
    from .answers import evaluate_answers

    began = perf_counter()
    result = evaluate_answers(read_dialogues(QUESTIONS), CORPUS, load_tools(settings))
    missed = find_missed(result, read_thresholds())
    result |= {"seconds": round(perf_counter() - began, 1), "missed": missed, "passed": not missed}
    show(options, result)
    if options.json != "-":
        print(
            "\n".join(f"MISSED: {sentence}" for sentence in missed) or f"All thresholds of {THRESHOLDS.name} are met."
        )
    return FAILED if missed else OK


def run_retrieval(options: argparse.Namespace, settings: Settings) -> int:
    """Report retrieval over a SQuAD file."""
    from .retrieval import evaluate_retrieval

    dataset = read_squad(options.file)
    wordings = wordings_of(options)
    tools = load_tools(settings)
    show(options, evaluate_retrieval(dataset, wordings, options.queries == "unaccented", tools, options.read))
    return OK


def run_reader(options: argparse.Namespace, settings: Settings) -> int:
    """Report spans over a SQuAD file."""
    from .reader import evaluate_spans

    wordings = wordings_of(options)
    tools = load_tools(settings)
    show(options, evaluate_spans(read_squad(options.file), wordings, options.queries == "unaccented", tools))
    return OK


def run_answerability(options: argparse.Namespace, settings: Settings) -> int:
    """Report whether answerable pairs are told from the others."""
    from .reader import evaluate_answerability

    tools = load_tools(settings)
    show(options, evaluate_answerability(read_pairs(options.file), tools))
    return OK


def run_answers(options: argparse.Namespace, settings: Settings) -> int:
    """Report answers to a JSONL file over a corpus."""
    from .answers import evaluate_answers

    show(options, evaluate_answers(read_dialogues(options.file), options.corpus, load_tools(settings)))
    return OK


def run_stories(options: argparse.Namespace, settings: Settings) -> int:
    """Report answers to a JSONL file of stories."""
    from .stories import evaluate_stories, read_stories

    show(options, evaluate_stories(read_stories(options.file), load_tools(settings)))
    return OK


def run_calibrate(options: argparse.Namespace, settings: Settings) -> int:
    """Fit the constants of the confidence and write them."""
    from .calibrate import calibrate

    wordings = wordings_of(options)
    rows = read_dialogues(options.rows) if options.rows else []
    held_out = [dialogue for file in options.held_out for dialogue in read_dialogues(file)]
    datasets = [read_squad(file) for file in options.files]
    show(options, calibrate(datasets, wordings, rows, CORPUS, load_tools(settings), held_out=held_out))
    return OK


def run_bench(options: argparse.Namespace, settings: Settings) -> int:
    """Measure and write every figure of the benchmark."""
    from .benchmark import run_benchmark
    from .figures import machine, write_tables

    tables = []
    for table in run_benchmark(options.shared, CORPUS, load_tools(settings)):
        tables.append(table)
        if options.output:  # after each, so that what was measured stays if a later one fails
            write_tables(tables, options.output)
    rows = {table.title: [asdict(figure) for figure in table.figures] for table in tables}
    show(options, {"machine": machine(), **rows})
    return OK


def show(options: argparse.Namespace, result: dict[str, object]) -> None:
    """Print the result as lines, as JSON, or both."""
    if options.json:
        write_json(options.json, result)
    if options.json != "-":
        for key, value in result.items():
            if key == "reliability" and isinstance(value, list):
                print("reliability", *value, sep="\n  ")
            elif key == "failures" and isinstance(value, list):
                print(f"failures ({len(value)})")
                for failure in value:
                    print(f"  {failure['id']}: {failure['question']}\n      {failure['reply'].replace(chr(10), ' ')}")
            else:
                print(f"{key:20} {value}")


if __name__ == "__main__":
    raise SystemExit(main())
