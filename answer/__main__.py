"""python -m answer "câu hỏi": answer one question, or each argument as a turn of a conversation."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from cli import OK, add_options, run, write_json
from index import open_retriever
from index.places import describe_place
from settings import Settings

from .conversation import Conversation
from .records import Answer, Citation


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(prog="python -m answer", description=__doc__)
    parser.add_argument("questions", nargs="+", metavar="QUESTION", help="more than one is a conversation, in turn")
    add_options(parser)
    return run(parser, run_answer)


def run_answer(options: argparse.Namespace, settings: Settings) -> int:
    """Print the answer of each turn with its citations; as JSON, the last answer and all turns."""
    retriever = open_retriever(settings.data.resolve(), settings.model, settings.models_dir, settings.reader)
    conversation = Conversation(retriever)
    answers = [conversation.ask(question) for question in options.questions]
    if options.json:
        write_json(options.json, {**asdict(answers[-1]), "turns": [asdict(answer) for answer in answers[:-1]]})
    if options.json != "-":
        print("\n\n".join(map(describe, answers)))
    return OK


def describe(answer: Answer) -> str:
    """An answer as plain text: how it was understood, the text, where each quote stands."""
    lines = [f"({answer.understood})"] if answer.understood != answer.question else []
    lines.append(answer.text)
    cited = answer.citations or ((answer.nearest,) if answer.nearest else ())
    lines += [describe_citation(citation, answer) for citation in cited]
    return "\n".join(lines)


def describe_citation(citation: Citation, answer: Answer) -> str:
    """Where a quote stands: article and characters, row or page where the source has those, title."""
    place = "".join(f"  {fact}" for fact in describe_place(citation.part, citation.page, answer.language))
    return f"[{citation.number}] {citation.article} [{citation.start}:{citation.end}]{place}  {citation.title}"


if __name__ == "__main__":
    raise SystemExit(main())
