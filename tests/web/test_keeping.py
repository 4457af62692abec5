"""A conversation is kept in the visitor's browser, and nothing that comes back from there is trusted."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml

from answer import Conversation
from index.retriever import Retriever
from web.chat_tab import keep_known
from web.dialogue import replied
from web.keeping import bring_back, keep, restore
from web.plain_text import conversation_as_markdown, plain, reply_as_text
from web.session import Exchange, Session
from web.word_file import conversation_as_word

from .conftest import LAPTOP, ROOT, Serve, ask
from .test_session import OpenEngine


@pytest.fixture(scope="module")
def session(retriever: Retriever) -> Session:
    """Two questions, answered and refused."""
    held, conversation = Session(), Conversation(retriever)
    for question in ("Bao nhiêu nạn nhân được giải cứu?", "Giá vàng hôm nay bao nhiêu một lượng?"):
        answer = conversation.ask(question)
        held.exchanges.append(Exchange(question, reply=replied(answer, (conversation.history[-1],), 0.4), done=True))
    return held


@pytest.fixture
def saved(session: Session) -> Any:
    """What a browser hands back: the JSON that it was given."""
    return json.loads(json.dumps(keep(session)))


def test_what_was_kept_comes_back_as_it_was(session: Session, saved: Any, retriever: Retriever) -> None:
    exchanges = restore(saved, retriever.store)
    assert [exchange.question for exchange in exchanges] == [exchange.question for exchange in session.exchanges]
    for before, after in zip(session.exchanges, exchanges, strict=True):
        assert before.reply and after.reply
        assert after.reply.citations == before.reply.citations
        assert after.reply.turns == before.reply.turns
        assert not after.reply.stale


def test_a_quote_that_no_longer_stands_in_its_article_is_told(saved: Any, retriever: Retriever) -> None:
    forged = copy.deepcopy(saved)
    forged[0]["answer"]["citations"][0]["quote"] = "Bộ trưởng nói điều chưa từng nói."
    reply = restore(forged, retriever.store)[0].reply
    assert reply is not None
    assert reply.stale


def test_what_was_kept_is_brought_back_once_and_never_after_clearing(saved: Any, retriever: Retriever) -> None:
    engine: Any = OpenEngine(retriever)
    session = Session()
    session.ask("mới")
    bring_back(saved, session, engine)
    bring_back(saved, session, engine)
    assert [exchange.question for exchange in session.exchanges][-1] == "mới"
    assert len(session.exchanges) == len(saved) + 1
    cleared = Session()
    cleared.clear()
    bring_back(saved, cleared, engine)
    assert cleared.exchanges == []


def test_while_the_documents_cannot_be_looked_at_nothing_kept_is_replaced(saved: Any, retriever: Retriever) -> None:
    session = Session()
    bring_back(saved, session, OpenEngine(retriever, ready=False))  # type: ignore[arg-type]
    session.ask("mới")
    assert keep_known(session) == gr.skip()


def test_one_entry_of_another_form_costs_only_itself(saved: Any, retriever: Retriever) -> None:
    assert len(restore([{"question": "cũ"}, *saved], retriever.store)) == len(saved)


def test_the_oldest_are_left_out_where_it_is_too_much_for_a_browser(session: Session, retriever: Retriever) -> None:
    full = Session(exchanges=[replace(session.exchanges[0], question="a" * 300_000) for _ in range(5)])
    assert 0 < len(keep(full)) < 5
    assert len(restore(keep(full), retriever.store)) == len(keep(full))


@pytest.mark.parametrize("broken", [None, "x", {}, [1], [{"question": "a"}], [{"question": "a", "answer": {}}]])
def test_what_is_no_conversation_brings_nothing_back(broken: Any, retriever: Retriever) -> None:
    assert restore(broken, retriever.store) == []


def test_an_answer_is_copied_with_outlet_title_and_place(session: Session) -> None:
    reply = session.exchanges[0].reply
    assert reply is not None
    cited = reply.citations[0]
    assert cited.quote in reply_as_text(reply)
    assert f"[1] {cited.title}" in reply_as_text(reply)
    assert f"{cited.article}, ký tự {cited.start}–{cited.end}" in reply_as_text(reply)


def test_markdown_holds_every_quote_with_a_footnote(session: Session) -> None:
    text = conversation_as_markdown(session.exchanges)
    for exchange in session.exchanges:
        assert exchange.reply
        assert plain(exchange.reply.citations[0].quote) in text
    assert "[^1]: " in text
    assert "[^2]: " in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("<b> & *a*_b_", r"\<b\> \& \*a\*\_b\_"),
        ("# a\n1. b\n- c", "\\# a\n1\\. b\n\\- c"),
        ("103 vụ/92 đối tượng; 235 nạn nhân.", "103 vụ/92 đối tượng; 235 nạn nhân."),
    ],
)
def test_markdown_reads_no_mark_of_a_document(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_word_file_holds_the_quotes_the_short_answer_in_bold_and_footnotes(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(conversation_as_word(session.exchanges))
    document = Document(str(tmp_path / "a.docx"))
    quotes = [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Quote"]
    assert len(quotes) == 2
    assert any(run.bold and "235" in run.text for run in quotes[0].runs)
    marks = [quote._p.xpath("./w:r/w:footnoteReference/@w:id") for quote in quotes]
    notes: Any = parse_xml(document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES).blob)
    for exchange, (mark,) in zip(session.exchanges, marks, strict=True):
        assert exchange.reply
        told = "".join(notes.xpath(f"./w:footnote[@w:id='{mark}']//w:t/text()", namespaces=nsmap))
        assert exchange.reply.citations[0].title.rstrip(".") in told
        assert exchange.reply.citations[0].article in told


def test_a_word_file_takes_characters_that_xml_does_not(session: Session) -> None:
    exchange = Exchange("a\x00b\x0b\ud800", reply=session.exchanges[0].reply, done=True)
    assert conversation_as_word([exchange])[:2] == b"PK"


def test_a_conversation_survives_a_reload_and_a_restart(
    open_page: Any, server: str, tmp_path: Path, serve_here: Serve
) -> None:
    page = open_page(server)
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_selector("#chat .bot p.facts", timeout=30_000)
    kept = page.context.storage_state()
    with serve_here(tmp_path, ROOT / "corpus") as anew:
        kept["origins"][0]["origin"] = anew  # the port is another: to the browser another site
        page = open_page(anew, LAPTOP, storage_state=kept)
        page.wait_for_selector("#chat .bot p.facts", timeout=30_000)
        assert "3.000 người" in page.locator("#chat .bot").first.inner_text()
        assert "thuyền hơi" in ask(page, "bằng phương tiện gì?").inner_text()
