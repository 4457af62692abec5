"""The source reader: every quote of an answer marked, stepping through them, over the chat on a phone."""

from .conftest import Page, ask

SEVERAL = "How many people did the UK support?"
"""Answered with quotes of more than one sentence."""


def test_all_quotes_are_marked_and_the_arrows_go_from_one_to_the_next(page: Page) -> None:
    ask(page, SEVERAL)
    page.wait_for_selector("#reader .bar a.move")
    first = page.text_content("#cited")
    assert page.locator("#reader mark").count() > 1
    page.locator("#reader .bar a.move").last.click()
    page.wait_for_function("first => document.getElementById('cited')?.textContent !== first", arg=first)
    assert "2 /" in page.inner_text("#reader .bar")
    page.locator("#reader .bar a.move").first.click()
    page.wait_for_function("first => document.getElementById('cited')?.textContent === first", arg=first)


def test_why_a_passage_was_found_is_told_on_demand(page: Page) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    why = page.locator("#reader details.why")
    why.wait_for()
    assert not why.locator("li").first.is_visible()
    why.locator("summary").click()
    assert "giải cứu" in why.inner_text()
    assert "Hạng 1" in why.inner_text()


def test_on_a_phone_the_reader_opens_over_the_chat_and_escape_closes_it(phone: Page) -> None:
    ask(phone, "Bao nhiêu nạn nhân được giải cứu?")
    phone.wait_for_timeout(500)
    assert not phone.locator("#reader").is_visible()
    phone.locator("#chat a.cite").first.click()
    phone.wait_for_selector("body.reading #cited")
    box = phone.locator("#cited").bounding_box()
    assert 0 <= box["y"] <= 844 - box["height"]
    assert phone.evaluate("document.activeElement.className") == "close"
    phone.keyboard.press("Escape")
    assert not phone.locator("#reader").is_visible()
    assert phone.evaluate("document.activeElement.className") == "cite"


def test_on_a_phone_the_button_closes_the_reader(phone: Page) -> None:
    ask(phone, "Bao nhiêu nạn nhân được giải cứu?")
    phone.locator("#chat a.cite").first.click()
    phone.locator("#reader .close").click()
    assert not phone.locator("#reader").is_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Page) -> None:
    ask(phone, "Bao nhiêu nạn nhân được giải cứu?")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
