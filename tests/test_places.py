"""Row, member and page of a quote: from the store into citations, passages and what commands print."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from docx import Document as open_docx

from answer import Conversation
from answer.__main__ import describe
from index.encoder import SentenceTransformerEncoder
from index.places import describe_part, describe_place
from index.question import Language
from index.reader import SpanReader
from index.records import Article, Span
from index.retriever import Retriever
from index.store import Store
from ingest import Summary
from web.article_html import Quoted, render_article
from web.conversation_html import render_reply
from web.dialogue import replied
from web.plain_text import conversation_as_markdown, reply_as_text
from web.search_html import render_results
from web.searching import as_csv, passage_record
from web.session import Exchange
from web.word_file import conversation_as_word

from .conftest import ROOT
from .formats import TEXT, draw_pdf

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]

PAGES = [
    ["Cau May Trang dai 412 met va rong 9 met, bac qua song La."],
    ["Ben do Phu Van ngung hoat dong 46 ngay trong mua lu nam 2023."],
    ["Cong trinh co tong muc dau tu 187 ty dong."],
]


@pytest.mark.parametrize(
    ("part", "page", "language", "told"),
    [
        ("", None, "vi", []),
        ("row-17", None, "vi", ["dòng 17"]),
        ("row-17", None, "en", ["row 17"]),
        ("VN-3", None, "vi", ["mục VN-3"]),
        ("báo/a.csv#row-3", None, "en", ["item báo/a.csv, row 3"]),
        ("a.pdf", 3, "vi", ["mục a.pdf", "tr. 3"]),
        ("", 3, "en", ["p. 3"]),
    ],
)
def test_a_place_is_told_in_either_language(part: str, page: int | None, language: Language, told: list[str]) -> None:
    assert describe_place(part, page, language) == told
    assert describe_part(part, language) == ", ".join(told[:1] if part else [])


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (19, 2), (20, 4), (99, 4)])
def test_the_page_of_a_character_is_the_last_that_begins_before_it(offset: int, page: int) -> None:
    article = Article("a", "x" * 100, "t", False, pages=(0, 10, 20, 20))
    assert article.page_at(offset) == page
    assert Article("a", "x", "t", False).page_at(0) is None


@pytest.fixture
def filled(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, reader: SpanReader
) -> Conversation:
    write("cau.pdf", draw_pdf(PAGES, Title="Cau May Trang"))
    write("tin.csv", f'tieu_de,noi_dung\nCầu Mây Trắng,"{TEXT.replace(chr(34), chr(34) * 2)}"\n')
    run()
    return Conversation(Retriever(data, encoder, reader))


def test_pages_and_parts_come_back_from_the_store(filled: Conversation, data: Path) -> None:
    pdf, row = Store(data).articles()
    assert [pdf.text[begin:][:12] for begin in pdf.pages] == ["Cau May Tran", "Ben do Phu V", "Cong trinh c"]
    assert (row.id, row.part, row.pages) == ("tin#row-2", "row-2", ())


def test_the_page_of_a_quote_reaches_everything_that_is_shown(filled: Conversation) -> None:
    answer = filled.ask("Ben do Phu Van ngung hoat dong bao nhieu ngay?")
    citation = next(c for c in (*answer.citations, answer.nearest) if c and c.article == "cau")
    assert citation.page == 2
    assert citation.quote in PAGES[1][0]
    reply = replied(answer, (), 0.1)
    told = "tr. 2" if answer.language == "vi" else "p. 2"
    assert told in describe(answer)
    assert told in reply_as_text(reply)
    assert told.replace(".", "&#46;") in render_reply(reply, 0, answer.language)
    exchange = Exchange(answer.question, reply=reply, done=True)
    assert told in conversation_as_markdown([exchange]).replace("\\", "")
    word = open_docx(io.BytesIO(conversation_as_word([exchange])))
    notes = next(part for part in word.part.package.iter_parts() if "footnotes" in str(part.partname))
    assert told in notes.blob.decode()
    assert json.loads(json.dumps(asdict(citation)))["page"] == 2


def test_the_row_of_a_quote_reaches_everything_that_is_shown(filled: Conversation) -> None:
    answer = filled.ask("Chị Sùng Thị Mỷ bán hàng ở đâu?")
    (citation, *_) = (*answer.citations, answer.nearest)
    assert citation is not None
    assert (citation.article, citation.part, citation.page) == ("tin#row-2", "row-2", None)
    assert "dòng 2" in describe(answer)
    reply = replied(answer, (), 0.1)
    assert "tin#row-2, dòng 2, ký tự" in reply_as_text(reply)
    assert "dòng 2" in render_reply(reply, 0, "vi")


def test_passages_and_the_reader_tell_page_and_row(
    filled: Conversation, data: Path, encoder: SentenceTransformerEncoder
) -> None:
    passages = Retriever(data, encoder, None).retrieve("Cong trinh co tong muc dau tu bao nhieu", 10)
    of_pdf = next(passage for passage in passages if passage.article == "cau")
    assert passage_record(of_pdf)["page"] == of_pdf.page == 1
    assert "tr. 1" in render_results([of_pdf], "vi")
    assert "part,page" in as_csv([of_pdf]).decode()
    pdf, row = Store(data).articles()
    opened = render_article(pdf, [Quoted(Span(pdf.pages[2], pdf.pages[2] + 5))], "en")
    assert "cau · p. 3" in opened
    assert "p. " not in render_article(pdf, [Quoted(Span(0, 0))], "en").split("</p>")[0]
    assert "tin#row-2 · dòng 2" in render_article(row, [Quoted(Span(0, 5))], "vi")


def test_commands_print_them(filled: Conversation, data: Path, tmp_path: Path, models_dir: Path) -> None:
    import os

    environment = os.environ | {"HOINGUON_MODELS": str(models_dir), "HOINGUON_READER": "none"}
    question = "Bến đò ngừng hoạt động bao nhiêu ngày?"
    done = subprocess.run(
        [sys.executable, "-m", "index", "search", question, "--data", str(data)],
        capture_output=True, cwd=ROOT, env=environment, text=True,
    )  # fmt: skip
    assert "  p. 1  Cau May Trang" in done.stdout, done.stderr
    assert "  row 2  Cầu Mây Trắng" in done.stdout


def test_markup_in_a_member_s_name_is_shown_as_text() -> None:
    article = Article("a#<img src=x>", "Tin.", "t", False, part="<img src=x onerror=alert(1)>")
    page = render_article(article, [Quoted(Span(0, 3))], "vi")
    assert "<img" not in page
