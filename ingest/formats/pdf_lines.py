"""The lines of a PDF page by where its glyphs stand.

pypdf's own text takes the order of the drawing. Where a font lacks Vietnamese letters, programs draw those with another
one: browsers word by word, LibreOffice after the rest of the line, and the words fall apart ("Vi ệ t"). So pieces of
text are put together by their places, which pypdf computes for its layout mode; columns stay apart, as lines are only
built of what is drawn one after the other.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op, set_font_operation
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf._text_extraction._layout_mode._text_state_params import TextStateParams
from pypdf.generic import ContentStream

if TYPE_CHECKING:
    from pypdf import PageObject

SAME_LINE = 0.5
"""Of a font's height: how far baselines may be apart in a line, as of raised figures."""
SPACE = 0.17
"""Of a font's height: a gap between letters from which on it is one between words; a space is 0.25, kerning 0.05."""
SHARE = 0.9
"""Of the letters that pypdf's own text has, that must be in the lines: what is drawn by reference is not in them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is drawn at once, in the page's coordinates."""

    left: float
    right: float
    baseline: float
    height: float
    text: str


def page_lines(page: PageObject) -> list[str]:
    """The lines of a page; pypdf's own where more of the text is in those."""
    plain: str = page.extract_text()
    lines: list[list[Piece]] = []
    pieces: list[Piece] = []
    with suppress(Exception):  # of faulty operations, which pypdf's own text passes over
        pieces = pieces_of(page)
    for piece in pieces:
        if lines and abs(piece.baseline - lines[-1][0].baseline) <= SAME_LINE * max(piece.height, lines[-1][0].height):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    placed = [join_pieces(line) for line in lines]
    enough = count_letters("".join(placed)) >= SHARE * count_letters(plain)
    return [line for line in (placed if enough else plain.splitlines()) if line.strip()]


def pieces_of(page: PageObject) -> list[Piece]:
    """What is drawn on a page, in the order of the drawing; text that stands across the page is left out."""
    contents = page.get("/Contents")
    if contents is None:
        return []
    fonts, state = page._layout_mode_fonts(), TextStateManager()
    operations = iter(ContentStream(contents.get_object(), page.pdf, "bytes").operations)
    drawn: list[TextStateParams] = []
    for operands, operator in operations:
        if operator in (b"BT", b"q"):
            drawn += recurse_to_target_op(operations, state, b"ET" if operator == b"BT" else b"Q", fonts)[1]
        elif operator == b"cm":
            state.add_cm(*operands)
        elif operator == b"Tf":
            set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(operator, operands)
    return [
        Piece(one.tx, max(one.tx, one.displaced_tx), one.ty, one.font_height, one.text)
        for one in drawn
        if one.text and not one.rotated and one.font.interpretable
    ]


def join_pieces(line: list[Piece]) -> str:
    """The text of a line from left to right, with a space where the gap is one."""
    text, right = "", 0.0
    for piece in sorted(line, key=lambda piece: piece.left):
        if text and piece.left - right > SPACE * piece.height and not text.endswith(" ") and piece.text[:1] != " ":
            text += " "
        text += piece.text
        right = max(right, piece.right)
    return text.strip()


def count_letters(text: str) -> int:
    """Letters and digits."""
    return sum(map(str.isalnum, text))
