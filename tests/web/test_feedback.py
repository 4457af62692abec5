"""Thumbs and comments become candidate rows that the evals read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answer import Conversation
from eval.dataset import read_dialogues
from index.retriever import Retriever
from web.dialogue import replied
from web.feedback import FILE, add_comment, record_feedback
from web.session import Reply


@pytest.fixture(scope="module")
def reply(retriever: Retriever) -> Reply:
    """An answer."""
    return replied(Conversation(retriever).ask("Bao nhiêu nạn nhân được giải cứu?"), (), 0.4)


def test_a_liked_answer_is_a_row_that_must_say_its_quote(reply: Reply, tmp_path: Path) -> None:
    record_feedback(tmp_path, "bn nan nhan", reply, liked=True)
    (dialogue,) = read_dialogues(tmp_path / FILE)
    assert dialogue.turns[0].article == reply.citations[0].article
    assert dialogue.turns[0].must == (reply.citations[0].quote,)


def test_a_disliked_answer_leaves_what_must_be_said_to_a_person(reply: Reply, tmp_path: Path) -> None:
    record_feedback(tmp_path, "bn nan nhan", reply, liked=False)
    assert read_dialogues(tmp_path / FILE)[0].turns[0].must == ()


def test_a_comment_goes_to_its_own_row(reply: Reply, tmp_path: Path) -> None:
    first = record_feedback(tmp_path, "a", reply, liked=True)
    record_feedback(tmp_path, "b", reply, liked=True)
    add_comment(tmp_path, first, "  thiếu tên người ký\n")
    rows = [json.loads(line) for line in (tmp_path / FILE).read_text(encoding="utf-8").splitlines()]
    assert [row["comment"] for row in rows] == ["thiếu tên người ký", ""]
    assert [row["typed"] for row in rows] == ["a", "b"]
