"""A conversation as a Word file, its citations as footnotes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.text.paragraph import Paragraph

from answer.records import Citation

from .footnotes import Footnotes
from .plain_text import answered, opening, source_line
from .session import Exchange
from .words import say


def conversation_as_word(exchanges: Sequence[Exchange]) -> bytes:
    """The bytes of a .docx: a heading for each question, quotes in their own style with the short answer in bold."""
    document = Document()
    document.add_heading("Hỏi Nguồn", 0)
    notes = Footnotes()
    for exchange, reply in answered(exchanges):
        answer = reply.answer
        document.add_heading(clean(exchange.question), 2)
        if answer.understood != answer.question:
            document.add_paragraph(clean(f"{say('understood', answer.language)}: {answer.understood}"))
        document.add_paragraph(clean(opening(reply)))
        for citation in reply.citations:
            paragraph = document.add_paragraph(style="Quote")
            add_quote(paragraph, citation)
            notes.add(paragraph, clean(source_line(citation, answer.language)))
    notes.write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_quote(paragraph: Paragraph, citation: Citation) -> None:
    """Write the quote with its short answers in bold."""
    for text, marked in citation.pieces():
        paragraph.add_run(clean(text)).bold = marked or None


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without the characters that XML can't hold (XML 1.0, section 2.2)."""
    return FORBIDDEN.sub("", text)
