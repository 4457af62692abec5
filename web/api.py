"""The functions for programs: ask, search and read_article, over HTTP and as tools of the Model Context Protocol.

Their docstrings are what programs and language models are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from time import perf_counter
from typing import Any

import gradio as gr
from gradio.events import api

from answer.followup import Turn
from index.errors import HoiNguonError, QuestionError
from index.filters import Filters

from .answering import Answering
from .engine import Engine
from .events import ANSWERS
from .log import log_answer
from .searching import find, passage_record

EARLIER = 6
"""Questions that may come before one."""

Record = dict[str, Any]


def add_endpoints(engine: Engine, answering: Answering) -> None:
    """Add the three functions to the page that is being built."""

    def ask(question: str, earlier: list[str] | None = None) -> Record:
        """Answer a question about the Vietnamese news collection with verbatim, exactly located citations.

        Args:
            question: The question, in Vietnamese (with or without accents) or English.
            earlier: Questions asked before it in the same conversation, oldest first, so that it may be a follow-up.

        Returns:
            The text with its marks [n], refused, confidence (probability that the documents answer) and citations.
            Each citation has article, start and end (characters), quote, title, source, published, highlight,
            page (counted from 1, null where the source has none) and part (the row or member of its file, or "").
        """
        with engine.answering():
            turns = turns_of(answering, (earlier or [])[-EARLIER:])
            began = perf_counter()
            answer = answering.answer(question, turns).answer
        log_answer(answer, perf_counter() - began, "api")
        record = asdict(answer)
        del record["passages"]
        return record

    def search(
        query: str, count: int = 5, articles: list[str] | None = None, source: str = "",
        published_from: str = "", published_to: str = "",
    ) -> list[Record]:  # fmt: skip
        """Find the passages of the Vietnamese news collection that fit a query best, best first.

        Args:
            query: What to look for, in Vietnamese (with or without accents) or English.
            count: How many passages, at most 50.
            articles: Only in these article ids.
            source: Only of this outlet.
            published_from: Only published on this day or later, as 2025-03-31.
            published_to: Only published on this day or earlier.

        Returns:
            Each passage's article, title, source, published, part, page, start, end, score, text and matched words.
        """
        limits = Filters(articles or None, published_from or None, published_to or None, source or None)
        return [passage_record(passage) for passage in find(engine, query, limits, count)]

    def read_article(article: str) -> Record:
        """Read a whole article of the collection by its id.

        Args:
            article: The article's id, as a citation or a passage names it.

        Returns:
            id, title, title_derived (true where the first sentence stands in), source, url, published, author, text,
            part (the row or member of its file, or "") and pages (the character at which each page begins).
        """
        return asdict(engine.retriever().store.article(article))

    api(told(ask), api_name="ask", **ANSWERS)
    for function in (search, read_article):
        api(told(function), api_name=function.__name__, concurrency_limit=2, concurrency_id="search")


def turns_of(answering: Answering, questions: list[str]) -> list[Turn]:
    """What earlier questions let the next one refer to; as in the chat, one that can't be asked adds nothing."""
    turns: list[Turn] = []
    for question in questions:
        with suppress(QuestionError):
            turns += answering.answer(question, turns).added
    return turns


def told(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with errors a user can act on handed over as sentences, not as "Error"."""

    @wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except HoiNguonError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return wrapped
