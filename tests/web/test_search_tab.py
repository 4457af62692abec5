"""The search tab: ranked passages, the words that matched, limits, files."""

import csv
import io
import json
from pathlib import Path

from web.search_html import mark_words

from .conftest import ROOT, Page, open_tab


def search(page: Page, wording: str) -> None:
    open_tab(page, "Tìm kiếm")
    page.fill("#query textarea, #query input", wording)
    page.click("#find")
    page.wait_for_selector("#results .results, #results .notice")
    page.wait_for_timeout(300)


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click(button)
    path = folder / str(download.value.suggested_filename)
    download.value.save_as(path)
    return path


def test_the_passage_with_the_words_comes_first_and_they_are_marked(page: Page) -> None:
    search(page, "to roi tuyen truyen")
    first = page.locator("#results li").first
    assert "22 nghìn tờ rơi" in first.inner_text()
    assert "tờ rơi tuyên truyền" in first.locator("mark").all_inner_texts()


def test_a_word_typed_with_accents_is_not_marked_in_another_one() -> None:
    assert "<mark>" not in mark_words("trở thành", ["trợ"], True)
    assert mark_words("tài trợ trở lại", ["tro"], False) == "tài <mark>trợ trở</mark> lại"
    assert mark_words("hoà bình", ["hòa"], True) == "<mark>hoà</mark> bình"


def test_a_result_opens_its_article_at_the_passage(page: Page) -> None:
    search(page, "tờ rơi tuyên truyền")
    page.locator("#results a.open").first.click()
    page.wait_for_function("() => document.getElementById('cited')?.textContent.includes('tờ rơi')")


def test_a_limit_that_is_no_date_is_told_in_words(page: Page) -> None:
    open_tab(page, "Tìm kiếm")
    page.get_by_role("button", name="Giới hạn").click()
    page.get_by_label("Từ ngày").fill("hôm qua")
    search(page, "tờ rơi")
    assert "2025-03-31" in page.inner_text("#results .notice")


def test_within_limits_that_nothing_keeps_there_is_no_passage(page: Page) -> None:
    open_tab(page, "Tìm kiếm")
    page.get_by_role("button", name="Giới hạn").click()
    page.get_by_label("Từ ngày").fill("2025-01-01")
    search(page, "tờ rơi")
    assert "Không có đoạn nào" in page.inner_text("#results")


def test_results_are_saved_as_json_and_csv_with_verbatim_text(page: Page, tmp_path: Path) -> None:
    search(page, "tờ rơi tuyên truyền")
    rows = json.loads(saved(page, "#save-json", tmp_path).read_text(encoding="utf-8"))
    article = (ROOT / "corpus" / f"{rows[0]['article']}.txt").read_text(encoding="utf-8")
    assert article[rows[0]["start"] : rows[0]["end"]] == rows[0]["text"]
    table = saved(page, "#save-csv", tmp_path).read_text(encoding="utf-8-sig")
    assert [row["article"] for row in csv.DictReader(io.StringIO(table))] == [row["article"] for row in rows]
