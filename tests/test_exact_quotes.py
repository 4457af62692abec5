"""Whatever an article is made of, each quote of an answer stands in it, character by character."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from answer import Conversation
from eval.tools import Tools
from index.retriever import Retriever
from ingest import ingest

PLAIN = [
    "Năm 2024, hơn 3.000 người Việt Nam đã vượt biển từ Pháp vào Anh.",
    "“Đây là tội ác. Chúng tôi sẽ không khoan nhượng”, bà Yvette Cooper nói.",
    "TP. Hồ Chí Minh hỗ trợ 235 nạn nhân, PGS.TS. Nguyễn Văn A cho biết.",
    "| Năm | Nạn nhân |\n|---|---|\n| 2023 | 1.604 |\n| 2024 | 2.000 |",
    "🚢🇻🇳 Thuyền hơi 👨‍👩‍👧 chở quá tải!",
    "- một\n- hai…\n\n\n* ba",
    "<b>Đậm</b> & [liên kết](javascript:alert(1))",
    "x" * 300,
]
"""What articles hold: prose, quotations, abbreviations, tables, emoji, lists, markup, no words at all."""


def with_zero_width(text: str) -> str:
    """A zero-width space or joiner after each third letter."""
    return "".join(c + ("\u200b", "\u200d", "\ufeff")[n % 3] if n % 3 == 0 else c for n, c in enumerate(text))


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "zero width": with_zero_width,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
}
NOISE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
PIECES = st.tuples(st.sampled_from(PLAIN) | NOISE, st.sampled_from(sorted(FORMS)))
SEPARATORS = st.sampled_from([" ", "\n", "\r\n\r\n", "\t", "\u2028", " \u200b\n"])


@settings(max_examples=12, deadline=None, derandomize=True)
@given(pieces=st.lists(PIECES, min_size=1, max_size=6), separator=SEPARATORS)
def test_every_quote_stands_verbatim_in_the_article_as_it_was_filed(
    pieces: list[tuple[str, str]], separator: str, tools: Tools
) -> None:
    parts = [FORMS[form](text) for text, form in [(PLAIN[0], "as it is"), *pieces]]
    filed = separator.join(parts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bài.txt")
        path.write_bytes(filed.encode())
        data = Path(folder, "data")
        assert ingest([path], data, tools.encoder, tools.chunking, progress=False).added == ["bài"]
        conversation = Conversation(Retriever(data, tools.encoder, tools.reader))
        for question in ("Năm 2024 có bao nhiêu người vượt biển vào Anh?", "bà Cooper nói gì", "bao nhieu nan nhan"):
            answer = conversation.ask(question)
            assert answer.citations or answer.nearest
            for citation in (*answer.citations, *([answer.nearest] if answer.nearest else [])):
                assert unicodedata.normalize("NFC", filed)[citation.start : citation.end] == citation.quote
                for span in citation.highlight:
                    assert citation.start <= span.start < span.end <= citation.end
