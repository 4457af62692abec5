"""Serving: who may come in, what a monitor is told, what is logged, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from gradio_client import Client

from web.address import is_loopback
from web.passwords import PasswordsError, checker, hash_password, parse_user, read_users
from web.server import build_app

from .conftest import ROOT, serving
from .test_session import OpenEngine


def test_beyond_this_machine_a_login_is_demanded(tmp_path: Path) -> None:
    command = [sys.executable, "app.py", "--host", "0.0.0.0", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 2
    assert "--auth" in done.stderr.decode()


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
                                           ("::", False), ("192.168.1.5", False), ("example.com", False)])  # fmt: skip
def test_only_loopback_addresses_are_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) == own


def test_a_user_comes_in_with_the_password_and_nobody_without() -> None:
    check = checker(parse_user("lan:mật khẩu: dài"))
    assert check("lan", "mật khẩu: dài")
    assert not check("lan", "mật khẩu")
    assert not check("", "")
    assert not check("minh", "mật khẩu: dài")


def test_a_file_of_users_holds_no_password(tmp_path: Path) -> None:
    line = f"lan:{hash_password('bí mật')}"
    (tmp_path / "users").write_text(f"# ai được vào\n\n{line}\n", encoding="utf-8")
    assert "bí mật" not in line
    assert checker(read_users(tmp_path / "users"))("lan", "bí mật")


@pytest.mark.parametrize("content", ["", "lan:bí mật", "lan", "lan:zz$zz", ":00$00"])
def test_a_file_that_names_no_users_is_told_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "users").write_text(content, encoding="utf-8")
    with pytest.raises(PasswordsError, match="Expected"):
        read_users(tmp_path / "users")


def test_with_a_login_nothing_is_answered_to_a_stranger_and_the_log_keeps_no_question(
    tmp_path: Path, models_dir: Path
) -> None:
    with serving(tmp_path, models_dir, "--ingest", "corpus", "--auth", "lan:bimat", "--log", "json") as url:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{url}/gradio_api/info")
        assert refused.value.code == 401
        for path in ("gradio_api/call/ask", "gradio_api/mcp/", "gradio_api/queue/join"):
            body, kind = b'{"data": ["ai", []]}', {"Content-Type": "application/json"}
            asked = urllib.request.Request(f"{url}/{path}", body, kind)
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(asked)
            assert refused.value.code in (401, 404, 405), path
        client = Client(url, auth=("lan", "bimat"), verbose=False)
        assert "235" in client.predict("Bao nhiêu nạn nhân được giải cứu?", [], api_name="/ask")["text"]
        log = (tmp_path / "log").read_text()
        (record,) = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        assert record["event"] == "answer"
        assert record["through"] == "api"
        assert "nạn nhân" not in log


def test_where_uploads_are_not_allowed_no_file_is_taken(retriever: Any) -> None:
    app = build_app(OpenEngine(retriever), None, allow_upload=False)  # type: ignore[arg-type]
    sent = TestClient(app).post("/gradio_api/upload", files={"files": ("a.txt", b"x")})
    assert sent.status_code == 403


def test_an_empty_login_is_no_login(tmp_path: Path) -> None:
    command = [sys.executable, "app.py", "--auth", "", "--data", str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60).returncode == 2


def test_a_monitor_is_told_when_questions_are_answered(server: str) -> None:
    assert json.load(urllib.request.urlopen(f"{server}/healthz")) == {"status": "ok"}
