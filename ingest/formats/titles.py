"""What programs write into the properties of a file, without what no person wrote there."""

from __future__ import annotations

import re

NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|slide|print|preview) ?-.*"
    r"|.*\.(?:docx?|pdf|odt|rtf|indd|tex|dvi|qxd|txt|html?)"
    r"|(?:untitled|document|tài liệu|bản trình bày|word document|powerpoint presentation|about:blank|https?://\S*+)\s*+\d*",
    re.IGNORECASE,
)
"""Titles that are the name of a program, a file or a template."""
NO_AUTHOR = re.compile(
    r"(?:admin(?:istrator)?|user|owner|pc|windows user|microsoft(?: office user)?|python-docx|unknown|anonymous|hp"
    r"|dell)\s*\d*",
    re.IGNORECASE,
)
"""Names of accounts and programs."""


def clean_title(stated: str | None) -> str:
    """A title; "" for one that is none."""
    title = " ".join((stated or "").split())
    return "" if NO_TITLE.fullmatch(title) else title


def clean_author(stated: str | None) -> str:
    """A person; "" for what is none."""
    author = " ".join((stated or "").split())
    return "" if NO_AUTHOR.fullmatch(author) else author
