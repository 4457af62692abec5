"""The library tab: what is stored, files put in and taken out."""

from pathlib import Path

from .conftest import Page, ask, open_tab

NEWS = "---\ntitle: Cầu Mây Trắng khánh thành\nsource: Báo Thử\npublished: 2025-05-01\n---\n" + (
    "Cầu Mây Trắng ở tỉnh Hà Giang dài 412 mét, khánh thành ngày 1/5/2025 sau hai năm thi công.\n"
)


def upload(page: Page, *paths: Path) -> str:
    page.locator("#upload input[type=file]").set_input_files([str(path) for path in paths])
    page.wait_for_selector("#library-status p", timeout=30_000)
    page.wait_for_timeout(1000)
    return str(page.inner_text("#library-status"))


def test_the_table_names_every_article_and_a_title_opens_it(page: Page) -> None:
    open_tab(page, "Thư viện")
    row = page.locator("#table tr", has_text="000_5534e33940976e55.txt")
    assert "đã lập chỉ mục" in row.inner_text()
    row.locator("a.open").click()
    page.wait_for_function("() => document.getElementById('reader').textContent.includes('Thỏa thuận hợp tác gồm 8')")


def test_an_uploaded_article_answers_and_a_removed_one_no_longer(page: Page, tmp_path: Path) -> None:
    (tmp_path / "cau.md").write_text(NEWS, encoding="utf-8")
    open_tab(page, "Thư viện")
    assert "+1" in upload(page, tmp_path / "cau.md")
    page.wait_for_function("() => document.querySelector('#table').textContent.includes('Cầu Mây Trắng')")
    open_tab(page, "Hỏi đáp")
    reply = ask(page, "Cầu Mây Trắng dài bao nhiêu mét?").inner_text()
    assert "412 mét" in reply
    assert "Báo Thử · 1/5/2025" in reply
    open_tab(page, "Thư viện")
    page.locator("#chosen input").click()
    page.get_by_role("option", name="Cầu Mây Trắng").click()
    page.keyboard.press("Escape")
    page.click("#delete")
    page.wait_for_function("() => !document.querySelector('#table').textContent.includes('Cầu Mây Trắng')")
    open_tab(page, "Hỏi đáp")
    assert "412 mét" not in ask(page, "Cầu Mây Trắng dài bao nhiêu mét?").inner_text()


def test_a_file_takes_no_other_file_s_name(page: Page, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "trung-ten.txt").write_text("Chợ Bản Mây họp hai phiên một tuần.", encoding="utf-8")
    (tmp_path / "b" / "trung-ten.txt").write_text("Chợ Bản Gió họp ba phiên một tuần.", encoding="utf-8")
    open_tab(page, "Thư viện")
    assert "+1" in upload(page, tmp_path / "a" / "trung-ten.txt")
    assert "trung-ten.txt" in upload(page, tmp_path / "b" / "trung-ten.txt")
    assert "đã có tệp khác cùng tên" in page.inner_text("#library-status")


def test_a_bad_file_is_named_with_its_reason_and_the_others_go_in(page: Page, tmp_path: Path) -> None:
    (tmp_path / "tot.txt").write_text("Làng Sen Hồng có 77 hộ dân trồng hoa.", encoding="utf-8")
    (tmp_path / "hong.txt").write_bytes(b"\xff\xfe\x00\xd8 \xff\xff")
    open_tab(page, "Thư viện")
    told = upload(page, tmp_path / "tot.txt", tmp_path / "hong.txt")
    assert "+1" in told
    assert "hong.txt" in told
    assert "/uploads/" not in told
    page.click("#refresh")
    page.wait_for_function("() => !document.querySelector('#library-status').textContent.includes('hong.txt')")
