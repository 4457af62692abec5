"""The chat, in a real browser against the real server."""

from .conftest import ROOT, Page, ask


def test_an_answer_quotes_the_article_and_opens_it_at_the_quote(page: Page) -> None:
    reply = ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    assert "235 nạn nhân" in reply.inner_text()
    page.wait_for_selector("#cited")
    assert "235" in page.inner_text("#cited")
    assert "Thỏa thuận hợp tác gồm 8 Điều" in page.inner_text("#reader")


def test_a_clicked_citation_of_another_article_is_opened_highlighted_and_in_view(page: Page) -> None:
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.wait_for_function("() => document.getElementById('cited')?.textContent.includes('235')")
    first = page.locator("#chat a.cite").first
    first.click()
    article = (ROOT / "corpus" / "004_2c3ffd94d0b41742.txt").read_text(encoding="utf-8")
    page.wait_for_function("() => document.getElementById('cited')?.textContent.includes('thuyền hơi')", timeout=10_000)
    assert page.text_content("#cited") in article
    page.wait_for_timeout(500)
    box, reader = page.locator("#cited").bounding_box(), page.locator("#reader").bounding_box()
    assert reader["y"] <= box["y"] <= reader["y"] + reader["height"]


def test_a_follow_up_is_understood_from_the_conversation(page: Page) -> None:
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    assert "thuyền hơi" in ask(page, "bằng phương tiện gì?").inner_text()


def test_clearing_empties_the_conversation_and_the_reader(page: Page) -> None:
    ask(page, "Bao nhiêu nạn nhân được giải cứu?")
    page.click("#clear")
    page.wait_for_function("() => document.querySelectorAll('#chat .bot').length === 0")
    assert page.locator("#cited").count() == 0


def test_examples_are_drawn_from_the_collection_and_fill_the_question(page: Page) -> None:
    example = page.locator("#examples button").first
    example.wait_for(timeout=60_000)
    text = example.inner_text()
    example.click()
    page.wait_for_function("() => document.querySelector('#question textarea').value.endsWith('?')")
    assert page.input_value("#question textarea").startswith(text.rstrip("….?")[:40])


def test_a_hostile_document_is_shown_as_text(page: Page) -> None:
    reply = ask(page, "Bài thử nghiệm an toàn về cá heo hồng ở sông Mekong")
    assert "<img src=http://example.com/a.png onerror=alert(1)>" in reply.inner_text()
    assert page.locator("#chat .bot img[src*=example], #reader img").count() == 0


def test_a_question_of_markup_is_shown_as_typed_and_answered_with_a_sentence(page: Page) -> None:
    ask(page, "<b>ai</b> là **Lê Đức Thái**?")
    assert "<b>ai</b> là **Lê Đức Thái**?" in page.locator("#chat .user").last.inner_text()


def test_the_next_answer_from_the_same_article_moves_the_reader_to_its_quote(page: Page) -> None:
    ask(page, "Ai đã ký Kế hoạch hành động chung?")
    page.wait_for_selector("#cited")
    ask(page, "Năm 2024 có bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?")
    page.wait_for_function("() => document.getElementById('cited').textContent.includes('thuyền hơi')")
    page.wait_for_timeout(500)
    box, reader = page.locator("#cited").bounding_box(), page.locator("#reader .pane").bounding_box()
    assert reader["y"] <= box["y"] <= reader["y"] + reader["height"]


def test_a_question_typed_while_another_is_answered_is_answered_after_it(page: Page) -> None:
    questions = ("Thỏa thuận gồm mấy điều?", "Bao nhiêu nạn nhân được giải cứu?", "Hội nghị có mấy chủ đề?")
    for question in questions:
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_function("() => document.querySelector('#question textarea').value === ''")
    page.wait_for_function("() => document.querySelectorAll('#chat .bot p.facts').length === 3", timeout=90_000)
    asked, replies = page.locator("#chat .user").all_inner_texts(), page.locator("#chat .bot").all_inner_texts()
    for shown, question, reply, part in zip(asked, questions, replies, ("8 Điều", "235", "3 chủ đề"), strict=True):
        assert shown.strip().endswith(question)
        assert part in reply


def test_an_answer_that_was_cleared_before_it_came_does_not_come_back(page: Page) -> None:
    page.fill("#question textarea", "Lực lượng nào đã giải cứu và hỗ trợ những nạn nhân nào?")  # asked nowhere else
    page.press("#question textarea", "Enter")
    page.wait_for_function("() => document.querySelectorAll('#chat .user').length === 1")
    page.click("#clear")
    page.wait_for_function("() => document.querySelectorAll('#chat .user').length === 0")
    reply = ask(page, "Hội nghị có mấy chủ đề?")
    assert "3 chủ đề" in reply.inner_text()
    assert page.locator("#chat .user").count() == 1


def test_what_is_asked_comes_into_view_with_its_answer_below(page: Page) -> None:
    for question in ("Bao nhiêu nạn nhân được giải cứu?", "Hội nghị có mấy chủ đề?", "Thỏa thuận gồm mấy điều?"):
        ask(page, question)
    page.wait_for_timeout(500)
    chat, asked = page.locator("#chat").bounding_box(), page.locator("#chat .user").last.bounding_box()
    quote = page.locator("#chat .bot blockquote").last.bounding_box()
    assert chat["y"] <= asked["y"] < quote["y"] < chat["y"] + chat["height"]
