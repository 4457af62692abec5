"""Web pages: the article alone, by trafilatura (Barbaresi 2021, ACL demos), with what the page states about it."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from ..documents import Document
from ..errors import UnreadableFileError
from .page_dates import stated_date

FEWEST_WORDS = 5
"""Of one line outside links, without which a page has no article: menus and lists of headlines have none."""
RULE = re.compile(r"\|[-|]+\|")
"""What trafilatura puts under the head of a table, and no page says."""
NO_ARTICLE = "expected a page with an article, found none: save the page of the article itself"


def read_html(text: str) -> Document:
    """The article of a page, a line for each paragraph, item and row; raises UnreadableFileError where it has none.

    The date is one that the page states in its metadata or address: none is guessed from the text.
    """
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document as Extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it has to say, the error below says
    page = load_html(text)
    found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=True)
    if page is None or not isinstance(found, Extract):
        raise UnreadableFileError(NO_ARTICLE)
    body = "\n".join(line.rstrip() for line in (found.text or "").splitlines() if not RULE.fullmatch(line.rstrip()))
    first, _, rest = body.partition("\n")
    if found.title and " ".join(first.split()) == " ".join(found.title.split()) and rest.strip():
        body = rest.lstrip("\n")  # stated as the title, and no sentence
    links = {" ".join(link.text_content().split()) for link in page.iter("a")}
    lines = (line.lstrip("- ") for line in body.splitlines())
    if not any(len(line.split()) >= FEWEST_WORDS for line in lines if line not in links):
        raise UnreadableFileError(NO_ARTICLE)
    stated = {
        "title": found.title, "author": found.author, "source": found.sitename, "published": stated_date(page),
        "url": found.url if is_of_the_web(found.url) else None,
    }  # fmt: skip
    return Document(body, {key: value for key, value in stated.items() if value})


def is_of_the_web(url: str | None) -> bool:
    """Whether an address is whole and of http or https; one of `javascript:` or of the page's own folder isn't."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # as of http://[x
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
