"""Mails (RFC 5322): the text with subject, sender and date, then the attachments that are of a known format."""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from collections.abc import Iterator
from email import errors, message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import PurePosixPath

from ..documents import Document, Fault
from ..errors import UnknownFormatError, UnreadableFileError
from ..kinds import kind_of
from .archive import ReadInner
from .html import read_html

BROKEN_OFF = (errors.StartBoundaryNotFoundDefect, errors.CloseBoundaryNotFoundDefect)
"""Defects of a mail that ends too early."""
DAMAGED = (
    errors.InvalidBase64PaddingDefect,
    errors.InvalidBase64LengthDefect,
    errors.InvalidBase64CharactersDefect,
)
"""Defects of a part of which something is missing."""
LONGEST_HEADER = 2_000
"""Characters of a header that are looked at: the time that Python takes for one grows with their square."""


class ShortHeaders(EmailPolicy):
    """Reads of each header its beginning alone."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header, by its lines."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def read_mail(data: bytes, read_inner: ReadInner) -> Iterator[Document | Fault]:
    """The mail's own text first, then its attachments by name; pictures and the like are passed over.

    Raises UnreadableFileError where it is no mail, or breaks off.
    """
    message = message_from_bytes(data, policy=ShortHeaders())
    if not isinstance(message, EmailMessage) or not {"from", "subject", "date"} & {name.lower() for name in message}:
        raise UnreadableFileError("expected a mail with From, Subject or Date, found none of them: export it anew")
    if any(isinstance(defect, BROKEN_OFF) for part in message.walk() for defect in part.defects):
        raise UnreadableFileError("expected a whole mail, found one that breaks off: export it anew")
    attached = list(read_attachments(message))
    try:
        text = body_of(message)
        if not attached or any(character.isalnum() for character in text):
            yield Document(text, stated_in(message))
    except UnreadableFileError as error:
        if not attached:
            raise
        yield Fault("", str(error))
    for name, content in attached:
        if isinstance(content, Fault):
            yield content
        else:
            yield from read_inner(content, name)


def body_of(message: EmailMessage) -> str:
    """The text as it was written, or of a mail that has HTML alone the text of that; raises UnreadableFileError."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError) as error:
        raise UnreadableFileError(f"expected a mail in a known encoding, found {error}: save it in UTF-8") from error
    if any(isinstance(defect, DAMAGED) for defect in body.defects):
        raise UnreadableFileError("expected a whole text, found a damaged one: export the mail anew")
    if body.get_content_subtype() == "html":
        return text_of_html(text)
    if str(body.get_param("format", "")).lower() == "flowed":  # RFC 3676: a space at the end goes on
        text = re.sub(r"(?m)^ (?=[ >]|From )", "", re.sub(r"(?<!\n--) \n", " ", text))
    return text


def text_of_html(text: str) -> str:
    """The article of an HTML mail, or all its text: a note is no article, and yet it is what was written."""
    from trafilatura import load_html

    try:
        return read_html(text).text
    except UnreadableFileError:
        page = load_html(text)
    if page is None:
        return ""
    for element in list(page.iter("script", "style", "head")):
        element.drop_tree()
    for element in page.iter("p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"):
        element.tail = f"\n{element.tail or ''}"
    return "\n".join(line for line in map(str.strip, page.text_content().splitlines()) if line)


def stated_in(message: EmailMessage) -> dict[str, str]:
    """Subject, sender and date."""
    sender = message["from"].addresses[0] if message["from"] and message["from"].addresses else None
    moment = message["date"].datetime if message["date"] else None
    stated = {
        "title": " ".join(str(message["subject"] or "").split()),
        "author": (sender.display_name or sender.addr_spec) if sender else "",
        "published": moment.isoformat() if moment else "",
    }
    return {key: value for key, value in stated.items() if value}


def read_attachments(message: EmailMessage) -> Iterator[tuple[str, bytes | Fault]]:
    """Names and bytes of the attachments of a known kind; a second one of a name is numbered."""
    names: Counter[str] = Counter()
    for number, part in enumerate(message.iter_attachments(), 1):
        name = name_of(part, number)
        data = part.get_content() if part.get_content_maintype() != "multipart" else b""
        if isinstance(data, EmailMessage):
            data = data.as_bytes()
        elif isinstance(data, str):
            data = data.encode("utf-8", "replace")
        names[name] += 1
        if names[name] > 1:
            path = PurePosixPath(name)
            name = f"{path.stem} ({names[name]}){path.suffix}"
        if any(isinstance(defect, DAMAGED) for defect in part.defects):
            yield name, Fault(name, "expected a whole attachment, found a damaged one: export the mail anew")
            continue
        try:
            kind_of(data, PurePosixPath(name).suffix)
        except UnknownFormatError:
            continue
        yield name, data


def name_of(part: EmailMessage, number: int) -> str:
    """The attachment's own name, without folders, or one by its number and type."""
    stated = re.split(r"[/\\]", part.get_filename() or "")[-1].strip()
    kind = part.get_content_type()
    return stated or f"{number}{'.eml' if kind == 'message/rfc822' else mimetypes.guess_extension(kind) or ''}"
