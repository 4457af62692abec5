"""Several sources of one story, and times told from the day of publication, end to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer import Answer, Conversation
from eval.dataset import DatasetError
from eval.stories import Story, dates, evaluate_stories, read_stories
from eval.tools import Tools
from index.records import Article
from index.retriever import Retriever
from ingest import ingest_articles
from web.conversation_html import render_reply
from web.dialogue import replied

Ask = Callable[..., Answer]
DATASETS = Path(__file__).parent.parent / "eval" / "datasets"
FIRST = "Khoảng 1h ngày 8/11, cháy lớn xảy ra tại nhà trọ trên đường Tên Lửa. Vụ cháy nhà trọ làm 5 người chết."
SAME = "Nhà trọ trên đường Tên Lửa cháy rạng sáng 8/11. Vụ cháy nhà trọ làm năm người chết, theo lãnh đạo quận."
OTHER = "Vụ cháy nhà trọ đường Tên Lửa rạng sáng 8/11 làm 7 người chết, theo bệnh viện. Công an đang điều tra."
QUESTION = "Vụ cháy nhà trọ đường Tên Lửa làm bao nhiêu người chết?"


@pytest.fixture
def ask(tmp_path: Path, tools: Tools) -> Ask:
    def asked(question: str, *texts: str, published: str | None = "2024-11-09") -> Answer:
        articles = [
            Article(f"bài-{n}", text, f"Bài {n}", False, f"Báo {n}", published=published)
            for n, text in enumerate(texts, 1)
        ]
        ingest_articles(articles, tmp_path, tools.encoder, tools.chunking)
        return Conversation(Retriever(tmp_path, tools.encoder, tools.reader)).ask(question)

    return asked


def test_sources_that_agree_are_cited_together(ask: Ask) -> None:
    answer = ask(QUESTION, FIRST, SAME)
    assert answer.sources == "agreeing"
    assert {citation.article for citation in answer.citations} == {"bài-1", "bài-2"}
    assert "giống nhau" in answer.text


def test_a_story_that_was_filed_twice_is_cited_from_both(ask: Ask) -> None:
    answer = ask(QUESTION, FIRST, f"{FIRST} Công an đang điều tra.")
    assert answer.sources == "agreeing"
    assert [citation.quote for citation in answer.citations] == ["Vụ cháy nhà trọ làm 5 người chết."] * 2
    assert len({citation.article for citation in answer.citations}) == 2
    assert all(len(citation.highlight) == 1 for citation in answer.citations)


def test_sources_that_differ_are_shown_side_by_side(ask: Ask) -> None:
    answer = ask(QUESTION, FIRST, OTHER)
    assert answer.sources == "differing"
    assert {citation.article for citation in answer.citations} == {"bài-1", "bài-2"}
    assert "khác nhau" in answer.text
    marked = [c.quote[s.start - c.start : s.end - c.start] for c in answer.citations for s in c.highlight]
    assert sorted(marked) == ["5 người", "7 người"]
    assert "khác nhau" in render_reply(replied(answer, (), 0.1), 0, "vi").replace("&#8211;", "–")


def test_a_figure_of_another_place_is_no_disagreement(ask: Ask) -> None:
    elsewhere = "Cháy nhà trọ ở Đài Loan rạng sáng 8/11 làm 7 người chết, theo cảnh sát Đài Loan."
    assert ask("Cháy nhà trọ ở Nhật Bản làm bao nhiêu người chết?", FIRST, elsewhere).sources == "single"


def test_an_answer_says_when_its_source_was_published_and_what_it_tells_from_there(ask: Ask) -> None:
    text = "Hôm qua, công an tỉnh bắt giữ ba đối tượng mang 40 bánh heroin ở bản Tà Lét."
    answer = ask("Ba đối tượng mang heroin ở bản Tà Lét bị bắt ngày nào?", text, published="2025-03-31")
    (citation,) = answer.citations
    assert [(time.text, time.first) for time in citation.times] == [("Hôm qua", "2025-03-30")]
    assert "(đăng ngày 31/3/2025; “Hôm qua”: 30/3/2025)" in answer.text
    assert "30&#47;3&#47;2025" in render_reply(replied(answer, (), 0.1), 0, "vi")


def test_a_year_that_is_only_told_is_found_and_another_is_refused(ask: Ask) -> None:
    text = "Năm ngoái, trung tâm ở Lào Cai tiếp nhận 57 nạn nhân, nhiều em chưa đủ 18 tuổi."
    question = "Năm {} trung tâm ở Lào Cai tiếp nhận bao nhiêu nạn nhân?"
    assert "57 nạn nhân" in ask(question.format(2024), text, published="2025-01-20").text
    assert ask(question.format(2023), text, published="2025-01-20").refused


def test_without_a_date_of_publication_nothing_is_told(ask: Ask) -> None:
    answer = ask("Ba đối tượng bị bắt ngày nào?", "Hôm qua, công an tỉnh bắt giữ ba đối tượng.", published=None)
    assert all(not citation.times for citation in (*answer.citations, answer.nearest) if citation)


@pytest.mark.parametrize("name", ["stories", "stories-heldout", "times", "times-heldout", "said", "said-heldout"])
def test_the_stories_hold_what_they_demand(name: str) -> None:
    stories = read_stories(DATASETS / f"{name}.jsonl")
    assert len({story.id for story in stories}) == len(stories) >= 30
    assert all(any(must in article.text for article in story.articles) for story in stories for must in story.must)


def test_stories_are_counted_by_what_is_right(tools: Tools) -> None:
    articles = (Article("a", FIRST, "Cháy", False, "Báo", published="2024-11-09"),)
    right = Story("1", articles, QUESTION, True, ("5 người",), "single", None)
    wrong = Story("2", articles, QUESTION, False, (), "agreeing", "2024-11-08")
    counts = evaluate_stories([right, wrong], tools)
    assert counts["answered_right_share"] == counts["single_right_share"] == 1.0
    assert counts["refused_right_share"] == counts["agreeing_right_share"] == 0.0
    assert [failure["id"] for failure in counts["failures"]] == ["2"]  # type: ignore[attr-defined]


def test_a_date_is_right_where_a_time_means_it(ask: Ask) -> None:
    answer = ask(
        "Ba đối tượng bị bắt khi nào?", "Tuần trước, công an tỉnh bắt giữ ba đối tượng.", published="2025-03-13"
    )
    story = Story("1", (), "", True, (), None, "2025-03-05")
    assert dates(story, answer)
    assert not dates(Story("1", (), "", True, (), None, "2025-03-12"), answer)


def test_a_story_that_lacks_a_field_is_named(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_text('{"id": "1", "articles": []}', encoding="utf-8")
    with pytest.raises(DatasetError, match="question"):
        read_stories(path)
