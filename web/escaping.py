"""Text of documents and users as HTML in which nothing of it is markup."""

from __future__ import annotations

import html
import re


def escape(text: str) -> str:
    """Text that neither HTML nor Markdown reads as markup: all marks as character references."""
    return re.sub(r"[^\w\s]", lambda mark: f"&#{ord(mark.group())};", visible(text)).replace("_", "&#95;")


def escape_html(text: str) -> str:
    """Text in HTML that no Markdown is read in."""
    return html.escape(visible(text), quote=True)


def visible(text: str) -> str:
    """The text with its invisible characters shown as their code points, as [U+202E].

    Those that turn the direction of writing or take no room can make a quote look like another one (Unicode
    Technical Report 36, "Unicode Security Considerations"). Only for show: stored text and spans stay as they are.
    """
    return HIDDEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls but tabs and line breaks, marks of direction, characters without width."""
