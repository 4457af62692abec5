"""Links inside the page: to a citation of an answer, to a place in an article, to the words of an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from index.records import Span


@dataclass(frozen=True, slots=True)
class CitationLink:
    """A citation of the conversation."""

    exchange: int
    """Place of the question in the conversation, from 0."""
    citation: int
    """Number of the mark."""

    def __str__(self) -> str:
        """The address."""
        return f"#cite/{self.exchange}/{self.citation}"


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place in an article; every part of its address is percent-encoded."""

    article: str
    span: Span

    def __str__(self) -> str:
        """The address."""
        return f"#open/{self.span.start}/{self.span.end}/{quote(self.article, safe='')}"


def parse_link(link: str) -> CitationLink | PlaceLink | None:
    """What an address leads to; None where it is none of ours."""
    text = link.strip()
    if cited := re.fullmatch(r"#cite/(\d{1,6})/(\d{1,6})", text):
        return CitationLink(int(cited[1]), int(cited[2]))
    if opened := re.fullmatch(r"#open/(\d{1,12})/(\d{1,12})/(.{1,2000})", text):
        return PlaceLink(unquote(opened[3]), Span(int(opened[1]), int(opened[2])))
    return None


def copy_link(exchange: int) -> str:
    """The address that copies an answer."""
    return f"#copy/{exchange}"


def parse_copy_link(link: str) -> int | None:
    """The place of the answer that an address copies; None where it is none of ours."""
    match = re.fullmatch(r"#copy/(\d{1,6})", link.strip())
    return int(match[1]) if match else None
