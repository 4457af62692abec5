"""Articles written to attack who reads them are shown as text: nothing runs, nothing leaves, nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from index.records import Span
from web.escaping import visible
from web.links import PlaceLink

from .conftest import Page, Serve, ask, open_tab

ATTACKS = [
    "<script>alert({n})</script>",
    "<img src=http://evil.example/{n}.png onerror=alert({n})>",
    "<svg onload=alert({n})><a xlink:href=javascript:alert({n})>x</a></svg>",
    "<iframe src=//evil.example/{n}></iframe>",
    '<a href="javascript:alert({n})">bấm đây</a>',
    "[bấm đây](javascript:alert({n}))",
    "![ảnh](http://evil.example/{n}.png)",
    "<style>@import url(http://evil.example/{n}.css);</style>",
    "<link rel=stylesheet href=http://evil.example/{n}.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/{n}'>",
    "<form action=http://evil.example/{n}><button>Gửi</button></form>",
    "<details open ontoggle=alert({n})>x</details>",
    "<video src=http://evil.example/{n}.mp4 onerror=alert({n})></video>",
    "<base href=http://evil.example/{n}/>",
    "</mark></div></article><h1 onmouseover=alert({n})>thoát ra</h1>",
    "&lt;script&gt;alert({n})&lt;/script&gt; &#60;b&#62;",
    "hóa đơn \u202egnp.exe {n}\u202c và \u200bkhoảng trống\ufeff",
    "http://[{n}",
    "<textarea></textarea><script>fetch('http://evil.example/{n}')</script>",
    "{{{{constructor.constructor('alert({n})')()}}}} ${{{{alert({n})}}}} <%= {n} %>",
]
FIELDS = ("title", "source", "author", "url", "text")
"""Each attack stands once in each place that a page shows: a hundred articles."""


def article(attack: str, field: str, number: int) -> str:
    values = {"title": f"Bài số {number}", "source": "Báo Thử", "author": "Ai Đó", "url": "https://a.example/b"}
    values = {name: attack if name == field else value for name, value in values.items()}
    front = "".join(f"{name}: {quoted(value)}\n" for name, value in values.items())
    told = attack if field == "text" else "bình thường"
    return f"---\n{front}---\nBài thử số {number} kể chuyện {told} hết câu."


def quoted(value: str) -> str:
    """A value as YAML reads it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


CASES = [
    (f"bai-{n:03d}", field, attack.format(n=n))
    for n, (field, attack) in enumerate((field, attack) for field in FIELDS for attack in ATTACKS)
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve_here: Serve) -> Iterator[str]:
    """A server whose collection is a hundred attacks."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "articles").mkdir()
    for number, (name, field, attack) in enumerate(CASES):
        (folder / "articles" / f"{name}.md").write_text(article(attack, field, number), encoding="utf-8")
    with serve_here(folder / "data", folder / "articles") as url:
        yield url


def test_a_hundred_hostile_articles_are_shown_as_text_everywhere(open_page: Callable[..., Page], hostile: str) -> None:
    page = open_page(hostile)  # which sees to it that nothing runs and nothing leaves
    assert len(CASES) == 100
    for name, field, attack in CASES:
        open_article(page, name)
        if field != "url":  # an address that isn't of the web isn't shown at all
            assert visible(attack).strip() in page.inner_text("#reader"), (name, field)
        assert page.locator("#reader").locator("script, img, svg, iframe, form, style, base, meta, h1").count() == 0
        links = page.locator("#reader article a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(links) <= {"https:", "http:"}, name
    open_tab(page, "Thư viện")
    page.wait_for_selector("#table td")
    assert "<script>alert(0)</script>" in page.inner_text("#table")
    open_tab(page, "Tìm kiếm")
    page.fill("#query textarea, #query input", "bài thử kể chuyện alert script evil example")
    page.click("#find")
    page.wait_for_selector("#results li")
    open_tab(page, "Hỏi đáp")
    for number in (80, 85):
        assert visible(CASES[number][2]) in ask(page, f"Bài thử số {number} kể chuyện gì?").inner_text()
    shown = page.locator("#chat .bot, #results, #table")
    assert shown.locator("script, iframe, svg[onload], img[src*=evil], form, base, style").count() == 0


def open_article(page: Any, name: str) -> None:
    """Open an article as a link of the page does, and wait for it."""
    page.evaluate(
        "link => { const a = document.createElement('a'); a.href = link; document.body.append(a); a.click(); }",
        str(PlaceLink(name, Span(0, 3))),
    )
    page.wait_for_function(
        "key => document.getElementById('cited')?.dataset.key === key", arg=f"{name} 0 3", timeout=10_000
    )
