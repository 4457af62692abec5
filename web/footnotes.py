"""Footnotes of a Word file, which python-docx 1.2 doesn't write (ECMA-376 part 1, section 17.11)."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

SEPARATORS = ("separator", "continuationSeparator")
"""Word keeps the first two ids for the lines between text and notes."""
SIZE = "18"
"""Of a note, in half points."""


class Footnotes:
    """The notes of one document, written once all are added."""

    def __init__(self) -> None:
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in enumerate(SEPARATORS):
            note = self._note(number)
            note.set(qn("w:type"), kind)
            note[0].append(run_of(OxmlElement(f"w:{kind}")))

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Set the mark of a new note at the end of a paragraph."""
        number = len(self._root)
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        paragraph._p.append(run_of(mark, raised=True))
        told = OxmlElement("w:t")
        told.text = f" {text}"
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        line = self._note(number)[0]
        line.append(run_of(OxmlElement("w:footnoteRef"), raised=True))
        line.append(run_of(told))

    def write(self, document: Document) -> None:
        """Put the notes into the document."""
        xml, package = serialize_part_xml(self._root), document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, number: int) -> BaseOxmlElement:
        """A new note with an empty paragraph."""
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(number))
        note.append(OxmlElement("w:p"))
        self._root.append(note)
        return note


def run_of(content: BaseOxmlElement, raised: bool = False) -> BaseOxmlElement:
    """A run that holds one element: the text of a note, or a raised mark."""
    run, style = OxmlElement("w:r"), OxmlElement("w:rPr")
    look = OxmlElement("w:vertAlign" if raised else "w:sz")
    look.set(qn("w:val"), "superscript" if raised else SIZE)
    style.append(look)
    run.append(style)
    run.append(content)
    return run
