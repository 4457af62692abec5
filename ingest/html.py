"""A saved web page: its article without the page around it, by trafilatura (Barbaresi 2021, ACL demo)."""

from __future__ import annotations

from .document import Document
from .errors import UnreadableFileError


def read_page(data: bytes) -> Document:
    """The article of a page; raises UnreadableFileError where there is none.

    The date is what the page itself states as published: none is guessed from its text.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extracted

    try:
        page: bytes | str = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        page = data  # as the page declares it
    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Extracted) or not found.text:
        raise UnreadableFileError(
            "expected a web page with an article, found none: save the page of the article itself, or copy its text"
        )
    text = found.text
    first, _, rest = text.partition("\n")
    if found.title and first.strip() == found.title.strip() and rest.strip():
        text = rest.lstrip("\n")  # stated as the title, and no sentence
    stated = {"title": found.title, "author": found.author, "published": found.date, "source": found.sitename}
    if found.url and found.url.startswith(("http://", "https://")):
        stated["url"] = found.url
    return Document(text, {key: value for key, value in stated.items() if value})
