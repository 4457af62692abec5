"""What is put into the library and taken out, where a file holds several articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoder import SentenceTransformerEncoder
from index.retriever import Retriever
from index.store import Store, StoreSettings
from settings import Settings, read_settings
from web import library
from web.engine import Engine
from web.library import UPLOADS, UploadError, remove, render_library, told, upload

from ..formats import as_docx, as_html, pack

TABLE = "id,text\na,Trời mưa to ở Huế.\nb,Nắng đẹp ở Đà Lạt.\n"


@pytest.fixture
def engine(tmp_path: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("HOINGUON_DATA", str(tmp_path / "data"))
    settings: Settings = read_settings()
    Store(settings.data, StoreSettings(encoder.name, encoder.dim, settings.chunk_tokens, settings.overlap_tokens))
    opened = Engine(settings, [])
    opened._retriever = Retriever(settings.data, encoder, None)
    opened._ready.set()
    return opened


def put(engine: Engine, tmp_path: Path, name: str, content: str | bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return told(upload(engine, [str(path)]), "vi")


def ids(engine: Engine) -> list[str]:
    return [article.id for article in engine.retriever().store.articles()]


def kept(engine: Engine) -> list[str]:
    return sorted(path.name for path in (engine.data / UPLOADS).iterdir())


def test_every_kind_is_taken_and_what_is_no_kind_is_refused(engine: Engine, tmp_path: Path) -> None:
    assert "+2" in put(engine, tmp_path, "tin.csv", TABLE)
    assert "+1" in put(engine, tmp_path, "trang.html", as_html())
    assert "+1" in put(engine, tmp_path, "bao.docx", as_docx())
    assert "+1" in put(engine, tmp_path, "goi.zip", pack({"x/tin.txt": b"Tin."}))
    assert ids(engine) == ["bao", "goi#x/tin.txt", "tin#a", "tin#b", "trang"]
    with pytest.raises(UploadError, match=r"\.docx, .*\.zip"):
        put(engine, tmp_path, "anh.png", b"\x89PNG")


def test_a_row_that_is_removed_leaves_the_others_and_their_file_and_stays_away(engine: Engine, tmp_path: Path) -> None:
    put(engine, tmp_path, "tin.csv", TABLE)
    remove(engine, ["tin#a"])
    assert (ids(engine), kept(engine)) == (["tin#b"], ["tin.csv"])
    put(engine, tmp_path, "khac.txt", "Bài khác.")
    engine.ingest([engine.data / UPLOADS])
    assert ids(engine) == ["khac", "tin#b"], "reading the folder again doesn't bring it back"


def test_the_table_tells_what_of_its_file_an_article_is(engine: Engine, tmp_path: Path) -> None:
    put(engine, tmp_path, "tin.jsonl", '{"text": "Trời mưa to."}\n')
    table = render_library(engine.retriever().store, "vi")
    assert "tin.jsonl, dòng 1" in table


def test_the_file_goes_with_its_last_article(engine: Engine, tmp_path: Path) -> None:
    put(engine, tmp_path, "tin.csv", TABLE)
    remove(engine, ["tin#a"])
    remove(engine, ["tin#b"])
    assert (ids(engine), kept(engine)) == ([], [])
    put(engine, tmp_path, "tin.csv", TABLE)
    remove(engine, ["tin#b", "tin#a"])
    assert (ids(engine), kept(engine)) == ([], [])
    assert "+2" in put(engine, tmp_path, "tin.csv", TABLE)


def test_uploading_a_file_again_brings_back_what_was_removed_of_it(engine: Engine, tmp_path: Path) -> None:
    put(engine, tmp_path, "tin.csv", TABLE)
    remove(engine, ["tin#a"])
    assert "+1" in put(engine, tmp_path, "tin.csv", TABLE)
    assert ids(engine) == ["tin#a", "tin#b"]


def test_a_file_of_which_some_can_be_read_is_kept_and_told_once(engine: Engine, tmp_path: Path) -> None:
    page = put(engine, tmp_path, "tin.csv", TABLE + "c\n")
    assert "+2" in page
    assert "tin.csv, row 4: expected 2 fields, found 1" in page
    assert "row 4" not in put(engine, tmp_path, "khac.txt", "Bài khác.")
    page = put(engine, tmp_path, "hong.pdf", b"%PDF-1.7 hong")
    assert "hong.pdf: expected" in page
    assert kept(engine) == ["khac.txt", "tin.csv"]


def test_a_small_file_of_too_many_articles_is_refused_before_it_is_kept(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MOST_ARTICLES", 2)
    for name, content in (("a.csv", TABLE + "c,Gió.\n"), ("b.zip", pack({"a.csv": (TABLE + "c,Gió.\n").encode()}))):
        with pytest.raises(UploadError, match="at most 2 articles"):
            put(engine, tmp_path, name, content)
    assert kept(engine) == []


def test_markup_in_the_place_of_a_fault_is_shown_as_text(engine: Engine, tmp_path: Path) -> None:
    page = put(engine, tmp_path, "a.zip", pack({"<b>x</b>/<img src=x>.txt": b"\0", "t.txt": b"Tin."}))
    assert "<img" not in page
    assert "&lt;img" in page
