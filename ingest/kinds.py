"""What kind a file is: by its content where that tells, by its suffix where it doesn't."""

from __future__ import annotations

import io
import json
import re
import zipfile

from .errors import UnknownFormatError

SUFFIXES = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "csv", ".tsv": "csv",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".eml": "mail",
    ".zip": "zip",
}  # fmt: skip
"""Kinds by suffix."""
OF_SEVERAL = ("csv", "jsonl", "mail", "zip")
"""Kinds that may hold several articles."""
LOOKED_AT = 65_536
"""Bytes at the beginning of a file that tell what it is."""
FOREIGN = {
    "xl/workbook.xml": ("a spreadsheet (.xlsx)", "save it as .csv"),
    "ppt/presentation.xml": ("slides (.pptx)", "save them as .pdf"),
    "META-INF/container.xml": ("an e-book (.epub)", "convert it to .html or .docx"),
    "content.xml": ("an OpenDocument file (.odt, .ods)", "save it as .docx or .csv"),
}
"""Members by which an archive is known as a file of another program, and what to do with that."""
MAGIC = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("a file of an old Office (.doc, .xls)", "save it as .docx or .csv"),
    b"{\\rtf": ("rich text (.rtf)", "save it as .docx"),
    b"\x1f\x8b": ("a gzip archive (.gz)", "unpack it"),
    b"7z\xbc\xaf\x27\x1c": ("a 7-Zip archive (.7z)", "pack it as .zip"),
    b"Rar!\x1a\x07": ("a RAR archive (.rar)", "pack it as .zip"),
}
"""First bytes of files that are often met and not read, whatever they are named."""
MARKUP = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
"""How a web page begins. Nothing in it is tried a second way: a row of comments would double the time with each."""
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[^\n]|\n[ \t])*\n")
MAIL = {"mime-version", "message-id", "received", "return-path", "delivered-to", "dkim-signature"}
"""Headers that only mails have."""


def kind_of(data: bytes, suffix: str) -> str:
    """One of the kinds of SUFFIXES; raises UnknownFormatError."""
    stated = SUFFIXES.get(suffix.lower(), "")
    start = data[:LOOKED_AT]
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or (stated == "pdf" and b"%PDF-" in start[:1024]):
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_archive(data, stated, suffix)
    for magic, (found, remedy) in MAGIC.items():
        if start.startswith(magic):
            raise UnknownFormatError(f"expected an article, found {found}: {remedy}")
    kind = kind_of_text(start.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\ufffd"), stated)
    if not kind:
        known = ", ".join(sorted(SUFFIXES))
        raise UnknownFormatError(f"expected a file ending in {known}, found {suffix or 'no suffix'}: convert it first")
    return kind


def kind_of_archive(data: bytes, stated: str, suffix: str) -> str:
    """What an archive is by its members; by its suffix where it can't be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        if stated in ("zip", "docx"):
            return stated
        raise UnknownFormatError(
            f"expected a whole archive (.docx, .zip), found a damaged one ending in {suffix or 'nothing'}: save it anew"
        ) from None
    if "word/document.xml" in names:
        return "docx"
    for member, (found, remedy) in FOREIGN.items():
        if member in names and (member != "content.xml" or "mimetype" in names):
            raise UnknownFormatError(f"expected an article, found {found}: {remedy}")
    return "zip"


def kind_of_text(start: str, stated: str) -> str:
    """What a text is by its first lines; as stated where they don't tell, and "" where nothing does."""
    if MARKUP.match(start):
        return "html"
    if stated not in ("markdown", "jsonl") and is_json_object(start):
        return "jsonl"
    names = header_names(start)
    if len(names & {"from", "subject", "date", "to"}) >= 2 and names & MAIL:
        return "mail"
    if stated == "mail":
        return "mail" if HEADER.match(start) or not start.strip() else "text"
    if stated == "html":
        return "html" if re.search(r"<[a-zA-Z!/]", start) or not start.strip() else "text"
    if stated in ("pdf", "docx", "zip") and start.strip() and not re.search("[\0\ufffd]", start):
        return "text"
    return stated


def is_json_object(start: str) -> bool:
    """Whether the first line is a JSON object, or begins as one and is longer than what is looked at."""
    line = start.lstrip().split("\n", 1)[0].strip()
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return len(start) >= LOOKED_AT // 4 and "\n" not in start.strip() and re.match(r'\{\s*"', line) is not None


def header_names(start: str) -> set[str]:
    """Names of the headers that a text opens with, in small letters; none where other lines come first."""
    names, at = set(), 0
    start = start.replace("\r\n", "\n")
    while match := HEADER.match(start, at):
        names.add(match[1].lower())
        at = match.end()
    return names if at and (at == len(start) or start[at] == "\n") else set()
