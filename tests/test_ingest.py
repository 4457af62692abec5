"""Bringing a store in step with files: what is added, changed, kept, removed and reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.records import Article
from index.store import Store
from ingest import ChunkSettings, Summary, ingest_articles
from ingest.articles import MAX_TITLE
from ingest.sentences import split_sentences

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


def ids(data: Path) -> list[str]:
    return [article.id for article in Store(data).articles()]


def test_a_summary_tells_added_changed_unchanged_removed_and_failed(write: Write, run: Ingest, data: Path) -> None:
    for name in ("giữ.txt", "sửa.txt", "xóa.txt"):
        write(name, f"Bài {name}.")
    first = run()
    assert (first.added, first.chunks) == (["giữ", "sửa", "xóa"], 3)

    generation = Store(data).generation()
    again = run()
    assert (again.unchanged, again.added, again.changed, again.chunks) == (["giữ", "sửa", "xóa"], [], [], 0)
    assert Store(data).generation() == generation, "what did not change is not written"

    write("sửa.txt", "Bài đã sửa.")
    write("xóa.txt", "").unlink()
    write("mới.txt", "Bài mới.")
    bad = write("hỏng.txt", b"\xff\xfe")
    second = run()
    assert (second.added, second.changed, second.unchanged, second.removed) == (["mới"], ["sửa"], ["giữ"], ["xóa"])
    assert [failure.path for failure in second.failed] == [str(bad)]
    assert second.chunks == 2
    assert ids(data) == ["giữ", "mới", "sửa"]
    assert Store(data).article("sửa").text == "Bài đã sửa."
    assert check_store(data) == []


def test_unchanged_articles_keep_their_chunks_and_vectors(write: Write, run: Ingest, data: Path) -> None:
    write("a.txt", "Trời mưa to.")
    run()
    before = [(stored.number, stored.article) for stored in Store(data).chunks()]
    write("b.txt", "Trời nắng.")
    run()
    assert [(stored.number, stored.article) for stored in Store(data).chunks()][:1] == before


BAD = {
    "ảnh.txt": (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
    "rỗng.txt": (b"", "no letter or digit"),
    "latin.txt": ("Hội nghị\xe9".encode("utf-16-le") + b"\xe9", "NUL"),
    "cp1258.md": (b"H\xf4\xf2i nghi\xf2", "not UTF-8"),
    "bảng.xlsx": (b"PK\x03\x04", ".xlsx"),
    "không đuôi": (b"Tin.", "no suffix"),
    "yaml.txt": (b"---\ntitle: a: b\n---\nTin.", "YAML"),
}


def test_bad_files_are_reported_by_name_and_reason_while_the_rest_is_ingested(
    write: Write, run: Ingest, data: Path
) -> None:
    write("đầu.txt", "Bài đầu.")
    paths = {str(write(name, content)): found for name, (content, found) in BAD.items()}
    write("ỷ.txt", "Bài cuối.")
    summary = run()
    assert summary.added == ["đầu", "ỷ"]
    assert {failure.path for failure in summary.failed} == set(paths)
    for failure in summary.failed:
        assert paths[failure.path] in failure.reason
        assert "expected" in failure.reason
    assert ids(data) == ["đầu", "ỷ"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("---\npublished: 2025-02-30\n---\nTin.", id="front matter with no such day"),
        pytest.param('---\ntitle: "\\ud800"\n---\nTin.', id="title with half a surrogate pair"),
        pytest.param("Ông nói.\n\n”\nvà về.", id="line of closing marks"),
        pytest.param("Xin chào.\n" + "☺ " * 1000 + "\nTạm biệt.", id="long line of signs"),
        pytest.param("a" * 5_000, id="long word"),
        pytest.param("Tin\u0301 " + "\u200b" * 2000 + "\x0b\x1c\x85 cuối. \ufffe", id="odd characters"),
    ],
)
def test_no_content_of_one_file_stops_the_others(write: Write, run: Ingest, data: Path, content: str) -> None:
    write("a.txt", content)
    write("b.txt", "Bài tốt.")
    summary = run()
    assert "b" in summary.added
    assert len(summary.added) + len(summary.failed) == 2
    assert check_store(data) == []


@pytest.mark.parametrize("content", [b"", b"\0\0", b"\xff", b"---\ntitle: a: b\n---\nTin."])
def test_a_file_that_became_unreadable_keeps_its_article(write: Write, run: Ingest, data: Path, content: bytes) -> None:
    path = write("a.txt", "Bài tốt.")
    run()
    path.write_bytes(content)
    summary = run()
    assert (summary.removed, summary.changed, len(summary.failed)) == ([], [], 1)
    assert Store(data).article("a").text == "Bài tốt."
    path.write_text("Bài tốt.", encoding="utf-8")
    assert run().unchanged == ["a"]


def test_metadata_are_stored_and_what_is_not_stated_stays_unknown(write: Write, run: Ingest, data: Path) -> None:
    write("a.md", "---\nsource: TTXVN\npublished: 2025-03-31\n---\n# Mưa to\n\nNước dâng ở Huế.")
    run()
    assert Store(data).article("a") == Article(
        "a", "# Mưa to\n\nNước dâng ở Huế.", "Mưa to", False, source="TTXVN", published="2025-03-31"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mưa to ở Huế. Nước dâng.", "Mưa to ở Huế."),
        ("* Mưa to\nở Huế.", "Mưa to ở Huế."),
        ("từ " * 30 + "cuối.", "từ " * 28 + "từ…"),
        ("một, " + "hai ba bốn, " * 10, "một, " + "hai ba bốn, " * 6 + "hai ba bốn…"),
        ("a" * 200, "a" * 89 + "…"),
    ],
)
def test_a_missing_title_is_derived_from_the_first_sentence_and_marked(
    write: Write, run: Ingest, data: Path, text: str, title: str
) -> None:
    write("a.txt", text)
    run()
    article = Store(data).article("a")
    assert (article.title, article.title_derived) == (title, True)
    assert len(article.title) <= MAX_TITLE == 90


def test_spans_point_into_the_repaired_text_as_it_is_shown(write: Write, run: Ingest, data: Path) -> None:
    body = "Hội nghị họp ngày 31/3/2025.\r\nNhiều nước tham dự… “Tốt”, ông nói.\r\n"
    write("a.txt", b"\xef\xbb\xbf" + unicodedata.normalize("NFD", "---\r\ntitle: Tin\r\n---\r\n" + body).encode())
    run()
    store = Store(data)
    assert store.article("a").text == body
    (stored,) = store.chunks()
    assert list(stored.chunk.sentences) == split_sentences(body)
    assert body[stored.chunk.sentences[0].start : stored.chunk.sentences[0].end] == "Hội nghị họp ngày 31/3/2025."


def test_more_articles_than_one_batch_are_all_stored(write: Write, run: Ingest, data: Path) -> None:
    for i in range(20):
        write(f"{i:02}.txt", f"Bài số {i} nói về mưa.")
    assert len(run().added) == 20
    assert ids(data) == [f"{i:02}" for i in range(20)]
    assert check_store(data) == []


def test_articles_that_come_from_no_file_are_stored_and_never_removed(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder
) -> None:
    article = Article("ngoài", "Trời mưa to. Nước dâng.", "Mưa", False)
    assert ingest_articles([article], data, encoder, ChunkSettings()) == 1
    write("a.txt", "Tin.")
    summary = run()
    assert (summary.added, summary.removed) == (["a"], [])
    assert Store(data).article("ngoài") == article
    changed = replace(article, text="Trời nắng.")
    ingest_articles([changed], data, encoder, ChunkSettings())
    assert Store(data).article("ngoài") == changed
