"""A search limited to articles, outlets and dates; passages that say the same; why a passage ranked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoder import SentenceTransformerEncoder
from index.errors import FilterError
from index.filters import Filters
from index.records import Article, Place
from index.retriever import Retriever
from index.twins import say_the_same
from ingest import ChunkSettings, ingest_articles

STORY = "Công an tỉnh Nghệ An bắt 12 người trong đường dây đưa người trái phép sang châu Âu vào sáng thứ hai vừa qua. "
ARTICLES = [
    Article("báo-a", STORY + "Vụ việc đang được điều tra.", "A", True, "Báo Một", published="2025-03-31"),
    Article("báo-b", STORY + "Vụ việc đang được điều tra mở rộng.", "B", True, "Báo Hai", published="2025-04-01T08:00"),
    Article("báo-c", STORY.replace("12", "15") + "Vụ việc đang được điều tra.", "C", True, "báo một"),
    Article("gạo", "Giá gạo xuất khẩu tăng ở đồng bằng sông Cửu Long.", "D", True, published="2025-04-02"),
]
QUESTION = "Công an Nghệ An bắt bao nhiêu người?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformerEncoder) -> Retriever:
    data: Path = tmp_path_factory.mktemp("library")
    ingest_articles(ARTICLES, data, encoder, ChunkSettings())
    return Retriever(data, encoder)


def found(library: Retriever, filters: Filters) -> set[str]:
    passages = library.retrieve(QUESTION, 9, filters=filters)
    return {p.article for p in passages} | {twin.article for p in passages for twin in p.twins}


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(), {"báo-a", "báo-b", "báo-c", "gạo"}),
        (Filters(articles=["gạo"]), {"gạo"}),
        (Filters(articles=["gạo", "báo-c", "nowhere"]), {"gạo", "báo-c"}),
        (Filters(articles=[]), set()),
        (Filters(source="bao mot"), {"báo-a", "báo-c"}),
        (Filters(source="Báo Ba"), set()),
        (Filters(published_from="2025-04-01"), {"báo-b", "gạo"}),
        (Filters(published_to="2025-04-01"), {"báo-a", "báo-b"}),
        (Filters(published_from="2025-03-31", published_to="2025-03-31"), {"báo-a"}),
        (Filters(published_from="2025-03-31", source="BÁO HAI"), {"báo-b"}),
    ],
)
def test_only_articles_within_the_limits_are_found(library: Retriever, filters: Filters, articles: set[str]) -> None:
    assert found(library, filters) == articles


@pytest.mark.parametrize("day", ["31/3/2025", "2025-3-31", "2025-13-01", "", "20250331", "yesterday"])
def test_a_date_of_another_form_is_refused(day: str) -> None:
    with pytest.raises(FilterError, match="Expected a date as 2025-03-31"):
        Filters(published_from=day)


@pytest.mark.parametrize(("limits", "said"), [({"articles": "báo-a"}, "in a list"), ({"source": " "}, "outlet")])
def test_a_limit_that_can_only_be_a_slip_is_refused(limits: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        Filters(**limits)


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(FilterError, match="exchange them"):
        Filters(published_from="2025-04-01", published_to="2025-03-01")


def test_a_story_filed_twice_stands_once_and_names_its_twin(library: Retriever) -> None:
    first = next(p for p in library.retrieve(QUESTION, 3) if p.article in ("báo-a", "báo-b"))
    (other,) = {"báo-a", "báo-b"} - {first.article}
    text = library.store.article(other).text
    assert first.twins == (Place(other, 0, len(text)),)


def test_stories_with_other_numbers_are_kept_apart(library: Retriever) -> None:
    passages = library.retrieve(QUESTION, 3)
    assert any(p.article == "báo-c" and not p.twins for p in passages)
    assert not say_the_same(STORY, STORY.replace("12", "15"))
    assert say_the_same(STORY, STORY.upper())
    assert not say_the_same("", "")


def test_an_explanation_adds_up_to_the_score_and_names_what_matched(library: Retriever) -> None:
    (passage,) = library.retrieve("cong an nghe an bat may nguoi o Tokyo", 1, explain=True)
    explanation = passage.explanation
    assert explanation is not None
    assert sum(explanation.shares.values()) == pytest.approx(passage.score, abs=1e-4)
    assert explanation.meant == "công an nghệ an bắt mấy người ở Tokyo"
    assert explanation.unknown == ("mấy", "tokyo")
    assert {"công an", "nghệ an"} <= set(explanation.matched)
    assert explanation.exact > 0 < explanation.folded
    assert passage.signals.lexical == pytest.approx(explanation.exact + explanation.folded, rel=1e-3)


def test_without_being_asked_nothing_is_explained(library: Retriever) -> None:
    assert library.retrieve(QUESTION, 1)[0].explanation is None
