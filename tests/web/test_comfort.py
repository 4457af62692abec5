"""What makes the page good to use: both languages, the keyboard, copying, thumbs, suggestions, no barriers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import PHONE, Page, ask, open_tab


def test_the_interface_changes_its_language_and_keeps_it(page: Page) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.locator("#language").get_by_text("English").click()
    page.get_by_role("tab", name="Search").wait_for()
    assert page.get_attribute("html", "lang") == "en"
    assert "Quote 1 of" in page.inner_text("#reader .bar")
    assert page.inner_text("#send") == "Send"
    page.wait_for_timeout(500)
    page.reload()
    page.get_by_role("tab", name="Library").wait_for(timeout=30_000)
    assert "Ask in Vietnamese" in page.inner_text("#title")


def test_a_slash_goes_to_the_question(page: Page) -> None:
    page.locator("#title").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    page.keyboard.press("/")
    assert page.input_value("#question textarea") == "/"


def test_an_answer_is_copied_with_its_sources(open_page: Callable[..., Page], server: str) -> None:
    page = open_page(server, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.locator("#chat a.ask").first.wait_for(timeout=60_000)  # the suggestions draw the answer anew, under the mouse
    page.locator("#chat a.copy").click()
    page.get_by_text("Đã sao chép.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "235 nạn nhân" in copied
    assert "000_5534e33940976e55, ký tự 2363–2499" in copied


def test_a_suggested_question_is_asked_by_a_click_and_is_answered(page: Page) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    suggestion = page.locator("#chat a.ask").first
    suggestion.wait_for(timeout=60_000)
    question = suggestion.inner_text()
    suggestion.click()
    page.wait_for_function("() => document.querySelectorAll('#chat .bot p.facts').length === 2", timeout=60_000)
    assert question in page.locator("#chat .user").last.inner_text()
    assert page.locator("#chat .bot").last.locator("a.cite").count() > 0
    assert page.locator("#chat .bot").last.locator(".refusal").count() == 0


def test_a_refusal_looks_different_and_says_how_to_ask_again(page: Page) -> None:
    from playwright.sync_api import expect

    reply = ask(page, "Giá vàng hôm nay bao nhiêu một lượng?")
    assert "nói cách khác" in reply.inner_text()
    expect(reply.locator(".refusal")).to_have_css("border-inline-start-width", "4px")


def test_a_thumb_asks_for_a_comment_and_thanks_for_it(page: Page) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.get_by_label("Câu trả lời đúng").click()
    page.locator("#comment textarea").fill("đúng rồi")
    page.locator("#comment textarea").press("Enter")
    page.get_by_text("Đã ghi nhận").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier_on_any_tab(open_page: Callable[..., Page], server: str, scheme: str) -> None:
    page = open_page(server, color_scheme=scheme)
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    ask(page, "Giá vàng hôm nay bao nhiêu một lượng?")
    page.wait_for_timeout(500)
    assert serious(page) == []
    open_tab(page, "Tìm kiếm")
    page.fill("#query textarea, #query input", "tờ rơi")
    page.click("#find")
    page.wait_for_selector("#results li")
    page.wait_for_timeout(500)
    assert serious(page) == []
    open_tab(page, "Thư viện")
    page.wait_for_selector("#table td")
    assert serious(page) == []


def test_axe_finds_no_serious_barrier_in_the_reader_on_a_phone(open_page: Callable[..., Page], server: str) -> None:
    page = open_page(server, PHONE)
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.locator("#chat a.cite").first.click()
    page.wait_for_selector("body.reading #cited")
    assert serious(page) == []


def serious(page: Any) -> list[str]:
    """What axe-core finds serious or critical, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]
