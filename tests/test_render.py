"""HTML of answers and articles: nothing from a document is markup."""

import html as html_module
from dataclasses import replace

import pytest

from answer.records import Answer, Citation
from index.records import Article, Span
from web.render import escape, link_to, parse_link, render_answer, render_article

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://example.com/a.png)",
    "**đậm** _nghiêng_ `mã` ~~gạch~~",
    "</mark></div><h1>x",
    "&lt;b&gt; &#60;",
    "$$x^2$$ # tiêu đề\n- mục",
    "\u202eabc\u200b",
]


def citation(quote: str, article: str = "bài-1") -> Citation:
    return Citation(1, article, 0, len(quote), quote, quote, True, quote, None)


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_holds_no_mark_that_html_or_markdown_reads(text: str) -> None:
    assert not set("<>[]()*_`~!\"'$|\\") & set(escape(text))
    assert html_module.unescape(escape(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_shows_a_hostile_quote_as_text(text: str) -> None:
    answer = Answer(text, text, "vi", text, False, 0.9, (citation(text),), None, ())
    body = render_answer(answer)
    assert "<script" not in body
    assert "<img" not in body
    assert "javascript:" not in body.replace(escape("javascript:"), "")


@pytest.mark.parametrize("text", HOSTILE)
def test_the_short_answer_is_bold_and_still_text(text: str) -> None:
    quote = f"trước {text} sau"
    cited = replace(citation(quote), start=50, highlight=(Span(56, 56 + len(text)),))
    body = render_answer(Answer("q", "q", "vi", quote, False, 0.9, (cited,), None, ()))
    assert f"trước <strong>{escape(text)}</strong> sau".replace("\n", "<br>") in body
    assert "<script" not in body


@pytest.mark.parametrize("text", HOSTILE)
def test_an_article_shows_hostile_text_and_metadata_as_text(text: str) -> None:
    article = Article("a", f"{text} giữa {text}", text, False, text, "javascript:alert(1)", text, text)
    start = len(text) + 1
    page = render_article(article, Span(start, start + 4))
    assert f'<mark id="cited" data-key="a {start} {start + 4}">giữa</mark>' in page
    assert page.count("<mark") == 1
    assert "<script" not in page
    assert "<img" not in page
    assert "href" not in page


def test_a_link_of_the_web_is_shown_only_as_http() -> None:
    article = Article("a", "văn bản", "t", False, None, "https://example.com/?a=1&b=2", None, None)
    assert 'href="https://example.com/?a=1&amp;b=2"' in render_article(article, Span(0, 1))


@pytest.mark.parametrize("article", ["004_2c3f", "thư mục/bài số 1", "a/b#c?d=e&f", "“lạ” <b>"])
def test_a_citation_link_leads_back_to_its_span(article: str) -> None:
    link = link_to(citation("câu", article))
    assert parse_link(link) == (article, Span(0, 3))
    assert not set("<>\"' ") & set(link)


@pytest.mark.parametrize("link", ["", "#cite/", "#cite/1/2", "#cite/x/2/a", "http://example.com", "#cite/1/2/a\nb"])
def test_other_links_are_none_of_ours(link: str) -> None:
    assert parse_link(link) is None
