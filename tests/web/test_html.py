"""HTML of answers and articles: nothing from a document is markup."""

import html as html_module
from dataclasses import replace

import pytest

from answer.records import Answer, Citation
from index.records import Article, Span
from web.article_html import Quoted, render_article
from web.conversation_html import render_reply
from web.dialogue import replied
from web.escaping import escape, visible
from web.links import CitationLink, PlaceLink, parse_copy_link, parse_link

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


def render(answer: Answer) -> str:
    return render_reply(replied(answer, (), 0.1), 0, "vi")


def citation(quote: str, article: str = "bài-1") -> Citation:
    return Citation(1, article, 0, len(quote), quote, quote, True, quote, None)


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_holds_no_mark_that_html_or_markdown_reads(text: str) -> None:
    assert not set("<>[]()*_`~!\"'$|\\") & set(escape(text))
    assert html_module.unescape(escape(text)) == visible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_shows_a_hostile_quote_as_text(text: str) -> None:
    answer = Answer(text, text, "vi", text, False, 0.9, (citation(text),), None, ())
    body = render(answer)
    assert "<script" not in body
    assert "<img" not in body
    assert "javascript:" not in body.replace(escape("javascript:"), "")


@pytest.mark.parametrize("text", HOSTILE)
def test_the_short_answer_is_bold_and_still_text(text: str) -> None:
    quote = f"trước {text} sau"
    cited = replace(citation(quote), start=50, highlight=(Span(56, 56 + len(text)),))
    body = render(Answer("q", "q", "vi", quote, False, 0.9, (cited,), None, ()))
    assert f"trước <strong>{escape(text)}</strong> sau".replace("\n", "<br>") in body
    assert "<script" not in body


@pytest.mark.parametrize("text", HOSTILE)
def test_an_article_shows_hostile_text_and_metadata_as_text(text: str) -> None:
    article = Article("a", f"{text} giữa {text}", text, False, text, "javascript:alert(1)", text, text)
    start = len(text) + 1
    page = render_article(article, [Quoted(Span(start, start + 4))], "vi")
    assert f'<mark id="cited" data-key="a {start} {start + 4}">giữa</mark>' in page
    assert page.count("<mark") == 1
    assert "<script" not in page
    assert "<img" not in page
    assert "href" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("url", ["http://[x", "javascript:alert(1)", "//evil.example", "ftp://a.example"])
def test_another_address_is_no_link(url: str) -> None:
    article = Article("a", "văn bản", "t", False, None, url, None, None)
    assert "href" not in render_article(article, [Quoted(Span(0, 1))], "vi")


def test_a_link_of_the_web_is_shown_only_as_http() -> None:
    article = Article("a", "văn bản", "t", False, None, "https://example.com/?a=1&b=2", None, None)
    assert 'href="https://example.com/?a=1&amp;b=2"' in render_article(article, [Quoted(Span(0, 1))], "vi")


@pytest.mark.parametrize("article", ["004_2c3f", "thư mục/bài số 1", "a/b#c?d=e&f", "“lạ” <b>"])
def test_a_link_to_a_place_leads_back_to_it(article: str) -> None:
    link = PlaceLink(article, Span(3, 7))
    assert parse_link(str(link)) == link
    assert not set("<>\"' ") & set(str(link))


def test_a_link_to_a_citation_leads_back_to_it() -> None:
    assert parse_link(f"{CitationLink(2, 3)}   ") == CitationLink(2, 3)


@pytest.mark.parametrize("link", ["", "#cite/", "#cite/1/x", "#open/x/2/a", "http://example.com", "#open/1/2/a\nb"])
def test_other_links_are_none_of_ours(link: str) -> None:
    assert parse_link(link) is None
    assert parse_copy_link(link) is None


def test_all_quotes_of_an_answer_are_marked_and_the_opened_one_once() -> None:
    article = Article("a", "Một câu. Hai câu. Ba câu.", "t", False)
    places = [Quoted(Span(9, 17), CitationLink(0, 2)), Quoted(Span(0, 8), CitationLink(0, 1))]
    page = render_article(article, places, "vi")
    assert page.count("<mark") == 2
    assert '<mark id="cited" data-key="a 9 17">Hai câu.</mark><a class="cite" href="#cite/0/2">' in page


def test_of_quotes_that_overlap_the_opened_one_is_marked_whole() -> None:
    article = Article("a", "Một câu. Hai câu. Ba câu.", "t", False)
    page = render_article(article, [Quoted(Span(0, 17)), Quoted(Span(9, 25))], "vi")
    assert page.count("<mark") == 1
    assert ">Một câu. Hai câu.</mark>" in page


def test_an_article_that_is_opened_as_a_whole_has_no_mark() -> None:
    page = render_article(Article("a", "Một câu.", "t", False), [Quoted(Span(0, 0))], "vi")
    assert "<mark" not in page
    assert 'id="cited"' in page


def test_what_turns_writing_around_or_takes_no_room_is_shown_as_its_code_point() -> None:
    assert visible("abc\u202edef\u200b\ufeff") == "abc[U+202E]def[U+200B][U+FEFF]"
    assert visible("Câu một.\r\n\tCâu hai.") == "Câu một.\r\n\tCâu hai."
