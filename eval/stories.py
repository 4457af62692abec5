"""Answers over small collections that a dataset brings along: stories that several outlets tell, and told times."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tqdm.contrib.concurrent import thread_map

from answer import Answer, Conversation
from answer.records import Sources
from index.records import Article
from index.retriever import Retriever
from ingest import ingest_articles

from .answers import comparable, share
from .dataset import DatasetError, iterate_jsonl
from .tools import Tools

RELATIONS: dict[str, Sources] = {"agree": "agreeing", "disagree": "differing", "apart": "single"}
"""What the articles of a story are to each other, and what an answer should say of them."""


@dataclass(frozen=True, slots=True)
class Story:
    """A question over a few articles."""

    id: str
    articles: tuple[Article, ...]
    question: str
    answerable: bool
    must: tuple[str, ...]
    """What the quotes must contain."""
    sources: Sources | None
    """How the sources should be related; None where that isn't asked."""
    date: str | None
    """What a relative time of the quotes must mean, in ISO 8601; None where that isn't asked."""


def read_stories(path: Path) -> list[Story]:
    """The stories of a JSONL file; raises DatasetError."""
    stories = []
    for number, row in iterate_jsonl(path):
        try:
            articles = tuple(
                Article(a["id"], a["text"], a["title"], False, a["source"], published=a["published"])
                for a in row["articles"]
            )
            relation = row.get("relation")
            stories.append(
                Story(
                    row["id"], articles, row["question"], row.get("answerable", True), tuple(row["must"]),
                    RELATIONS[relation] if relation else None, row.get("date"),
                )
            )  # fmt: skip
        except KeyError as error:
            raise DatasetError(
                f"Expected a story with articles in line {number} of {path}: {error} is missing."
            ) from error
    return stories


def evaluate_stories(stories: list[Story], tools: Tools) -> dict[str, object]:
    """Ask each question of its own articles, and count."""
    asked = thread_map(partial(ask, tools=tools), stories, max_workers=os.cpu_count(), desc="stories", disable=None)
    answers = list(zip(stories, asked, strict=True))
    answerable = [(story, answer) for story, answer in answers if story.answerable]
    related = [(story, answer) for story, answer in answers if story.sources]
    dated = [(story, answer) for story, answer in answerable if story.date]
    return {
        "stories": len(stories),
        "answered_right_share": share(sum(holds(story, answer) for story, answer in answerable), len(answerable)),
        "refused_right_share": share(
            sum(answer.refused for story, answer in answers if not story.answerable), len(answers) - len(answerable)
        ),
        **{
            f"{sources}_right_share": share(
                sum(story.sources == sources == answer.sources for story, answer in related),
                sum(story.sources == sources for story, _ in related),
            )
            for sources in RELATIONS.values()
        },
        "dates_right_share": share(sum(dates(story, answer) for story, answer in dated), len(dated)),
        "failures": [
            {"id": story.id, "question": story.question, "reply": f"[{answer.sources}] {answer.text}"}
            for story, answer in answers
            if not is_right(story, answer)
        ],
    }


def ask(story: Story, tools: Tools) -> Answer:
    """The answer over the story's own articles."""
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-eval-") as folder:
        ingest_articles(story.articles, Path(folder), tools.encoder, tools.chunking)
        return Conversation(Retriever(Path(folder), tools.encoder, tools.reader)).ask(story.question)


def is_right(story: Story, answer: Answer) -> bool:
    """Whether all that is asked of an answer is so."""
    if not story.answerable:
        return answer.refused
    return holds(story, answer) and dates(story, answer) and story.sources in (None, answer.sources)


def holds(story: Story, answer: Answer) -> bool:
    """Whether the quotes hold all that they must."""
    quoted = [comparable(citation.quote) for citation in answer.citations]
    return all(any(comparable(must) in quote for quote in quoted) for must in story.must)


def dates(story: Story, answer: Answer) -> bool:
    """Whether one of the times that the answer explains is the story's; of a week, whether the day is in it."""
    if story.date is None:
        return True
    length = len(story.date)
    times = [time for citation in answer.citations for time in citation.times]
    return any(time.first[:length] <= story.date <= time.last[:length] for time in times)
