"""The web chat, in a real browser against the real server."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "Bài <img src=http://example.com/a.png onerror=alert(1)> thử nghiệm **an toàn** về cá heo hồng ở sông Mekong."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("app")
    (folder / "hostile").mkdir()
    (folder / "hostile" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--port", str(port), "--data", str(folder / "data")]
    command += ["--ingest", "corpus", str(folder / "hostile")]
    environment = os.environ | {"HOINGUON_MODELS": str(models_dir)}
    log = (folder / "log").open("w+")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(240):
            if process.poll() is not None:
                break
            try:
                urllib.request.urlopen(url, timeout=1).read()
                break
            except OSError:
                time.sleep(0.25)
        else:
            process.terminate()
        assert process.poll() is None, log.seek(0) or log.read()
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    required = os.environ.get("HOINGUON_REQUIRE_BROWSER") == "1"
    if not CHROMIUM.exists() and not required:
        pytest.skip(f"needs {CHROMIUM} (Debian package chromium)")
    if not required:
        pytest.importorskip("playwright", reason="needs playwright: pip install -r requirements-dev.txt")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.other_hosts = []
    page.dialogs = []
    page.on("request", lambda request: note_other_host(page, request.url, server))
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(server)
    page.wait_for_selector("#question textarea", timeout=60_000)
    yield page
    context.close()


def note_other_host(page: Any, url: str, server: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(server).netloc:
        page.other_hosts.append(url)


def ask(page: Any, question: str) -> Any:
    """Ask and return the finished reply."""
    before = page.locator("#chat .bot .sources, #chat .bot .refusal").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#chat .bot .sources, #chat .bot .refusal').length > n",
        arg=before,
        timeout=90_000,
    )
    return page.locator("#chat .bot").last


def test_an_answer_quotes_the_article_and_opens_it_at_the_quote(page: Any) -> None:
    reply = ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    assert "235 nạn nhân" in reply.inner_text()
    page.wait_for_selector("#cited")
    assert "235" in page.inner_text("#cited")
    assert "Thỏa thuận hợp tác gồm 8 Điều" in page.inner_text("#reader")


def test_a_clicked_citation_of_another_article_is_opened_highlighted_and_in_view(page: Any) -> None:
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.wait_for_function("() => document.getElementById('cited')?.textContent.includes('235')")
    first = page.locator("#chat a.cite").first
    start, end = map(int, first.get_attribute("href").split("/")[1:3])
    first.click()
    article = (ROOT / "corpus" / "004_2c3ffd94d0b41742.txt").read_text(encoding="utf-8")
    page.wait_for_function(
        "quote => document.getElementById('cited')?.textContent === quote", arg=article[start:end], timeout=10_000
    )
    page.wait_for_timeout(500)
    box, reader = page.locator("#cited").bounding_box(), page.locator("#reader").bounding_box()
    assert reader["y"] <= box["y"] <= reader["y"] + reader["height"]


def test_a_follow_up_is_understood_from_the_conversation(page: Any) -> None:
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    assert "thuyền hơi" in ask(page, "bằng phương tiện gì?").inner_text()


def test_clearing_empties_the_conversation_and_the_reader(page: Any) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.click("#clear")
    page.wait_for_function("() => document.querySelectorAll('#chat .bot').length === 0")
    assert page.locator("#cited").count() == 0


def test_an_example_fills_the_question(page: Any) -> None:
    page.get_by_text("When was the summit held?").click()
    page.wait_for_function("() => document.querySelector('#question textarea').value.includes('summit')")


def test_a_hostile_document_is_shown_as_text(page: Any) -> None:
    reply = ask(page, "Bài thử nghiệm an toàn về cá heo hồng ở sông Mekong")
    assert "<img src=http://example.com/a.png onerror=alert(1)>" in reply.inner_text()
    assert page.locator("#chat .bot img[src*=example], #reader img").count() == 0
    assert page.dialogs == []


def test_a_question_of_markup_is_shown_as_typed_and_answered_with_a_sentence(page: Any) -> None:
    ask(page, "<b>ai</b> là **Lê Đức Thái**?")
    assert "<b>ai</b> là **Lê Đức Thái**?" in page.locator("#chat .user").last.inner_text()


def test_nothing_is_asked_of_another_host(page: Any) -> None:
    ask(page, "Ai đã ký Kế hoạch hành động chung?")
    assert page.other_hosts == []


def test_the_next_answer_from_the_same_article_moves_the_reader_to_its_quote(page: Any) -> None:
    ask(page, "Ai đã ký Kế hoạch hành động chung?")
    page.wait_for_selector("#cited")
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    page.wait_for_function("() => document.getElementById('cited').textContent.includes('thuyền hơi')")
    page.wait_for_timeout(500)
    box, reader = page.locator("#cited").bounding_box(), page.locator("#reader .pane").bounding_box()
    assert reader["y"] <= box["y"] <= reader["y"] + reader["height"]


def test_a_question_typed_while_another_is_answered_is_answered_after_it(page: Any) -> None:
    questions = ("Thỏa thuận gồm mấy điều?", "Bao nhiêu nạn nhân được giải cứu?", "Hội nghị có mấy chủ đề?")
    for question in questions:
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_function("() => document.querySelector('#question textarea').value === ''")
    page.wait_for_function("() => document.querySelectorAll('#chat .bot p.sources').length === 3", timeout=90_000)
    asked, replies = page.locator("#chat .user").all_inner_texts(), page.locator("#chat .bot").all_inner_texts()
    for shown, question, reply, part in zip(asked, questions, replies, ("8 Điều", "235", "3 chủ đề"), strict=True):
        assert shown.strip().endswith(question)
        assert part in reply


def test_an_answer_that_was_cleared_before_it_came_does_not_come_back(page: Any) -> None:
    page.fill("#question textarea", "Bao nhiêu nạn nhân được giải cứu?")
    page.press("#question textarea", "Enter")
    page.wait_for_function("() => document.querySelectorAll('#chat .user').length === 1")
    page.click("#clear")
    reply = ask(page, "Hội nghị có mấy chủ đề?")
    assert "3 chủ đề" in reply.inner_text()
    assert page.locator("#chat .user").count() == 1
