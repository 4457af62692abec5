"""The functions for programs: what docs/programs.md shows is run as it stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from typing import Any

import pytest

from web.answering import Answering
from web.api import turns_of

from .conftest import ROOT
from .test_session import OpenEngine

PAGE = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")


def run_example(heading: str, server: str) -> str:
    """The output of the first example under a heading, asked of this server."""
    section = PAGE.split(f"## {heading}\n")[1]
    language, code = re.findall(r"```(bash|python)\n(.*?)```", section, re.DOTALL)[0]
    command = ["bash", "-c"] if language == "bash" else [sys.executable, "-c"]
    done = subprocess.run([*command, code.replace("http://127.0.0.1:7860", server)], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_example_with_curl_answers(server: str) -> None:
    assert "235 nạn nhân" in json.loads(run_example("curl", server).split("data: ")[1])[0]["text"]


def test_the_example_in_python_understands_a_follow_up_and_proves_its_quote(server: str) -> None:
    assert "thuyền hơi" in run_example("Python", server)


def test_the_example_over_mcp_lists_the_three_tools_and_finds_a_passage(server: str) -> None:
    printed = run_example("MCP", server)
    assert printed.startswith("['ask', 'read_article', 'search']\n")
    assert "22 nghìn tờ rơi" in printed


@pytest.mark.parametrize("path", ["gradio_api/run/ask", "gradio_api/run/_reply", "api/ask"])
def test_nothing_is_run_past_the_queue(server: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked = urllib.request.Request(
            f"{server}/{path}", b'{"data": ["ai", []]}', {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(asked)
    assert refused.value.code in (404, 405)


def test_nothing_else_can_be_called(server: str) -> None:
    info = json.load(urllib.request.urlopen(f"{server}/gradio_api/info"))
    assert sorted(info["named_endpoints"]) == ["/ask", "/read_article", "/search"]
    assert info["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("function", "data", "told"),
    [
        ("read_article", ["không có bài này"], "no article has it"),
        ("ask", ["???", []], "digit"),
        ("search", ["tờ rơi", 5, None, "", "hôm qua", ""], "2025-03-31"),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(server: str, function: str, data: list[object], told: str) -> None:
    request = urllib.request.Request(
        f"{server}/gradio_api/call/{function}",
        json.dumps({"data": data}).encode(),
        {"Content-Type": "application/json"},
    )
    event = json.load(urllib.request.urlopen(request))["event_id"]
    said = urllib.request.urlopen(f"{server}/gradio_api/call/{function}/{event}").read().decode()
    assert "event: error" in said
    assert told in said


def test_an_earlier_question_that_cannot_be_asked_adds_nothing(retriever: Any) -> None:
    answering = Answering(OpenEngine(retriever))  # type: ignore[arg-type]
    question = "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?"
    assert turns_of(answering, ["???", question, ""]) == turns_of(answering, [question])
