"""Backup and restore: one file holds all that is durable, and nothing unsound is put in place."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from index.__main__ import main
from index.backup import MANIFEST, back_up, restore
from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.errors import BackupError
from index.records import Article
from index.store import FILE_NAME, Store
from ingest import ChunkSettings, ingest_articles


def derived(data: Path) -> list[Path]:
    return [data / "search", data / "models"]


@pytest.fixture
def data(tmp_path: Path, encoder: SentenceTransformerEncoder) -> Path:
    folder = tmp_path / "data"
    articles = [Article(name, f"Bài {name}: trời mưa to. Nước dâng cao.", name, False) for name in ("một", "hai")]
    ingest_articles(articles, folder, encoder, ChunkSettings())
    for name in ("uploads/một.txt", "feedback.jsonl", "search/0/meta.json", "models/big.bin", ".hidden"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_what_is_restored_is_what_was_stored_without_what_can_be_made_anew(data: Path, tmp_path: Path) -> None:
    saved = back_up(data, tmp_path / "kho.zip", derived(data))
    assert (saved.articles, saved.files) == (2, 3)
    found = restore(tmp_path / "kho.zip", tmp_path / "new")
    assert (found.articles, found.files) == (2, 3)
    assert Store(tmp_path / "new").articles() == Store(data).articles()
    assert (Store(tmp_path / "new").vectors() == Store(data).vectors()).all()
    assert check_store(tmp_path / "new") == []
    files = {path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert {"uploads/một.txt", "feedback.jsonl"} <= files
    assert not {"models/big.bin", ".hidden"} & files


def test_a_backup_is_a_snapshot_of_a_store_that_is_being_written(
    data: Path, tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    with Store(data).reading() as connection:  # a reader that began before
        connection.execute("SELECT count(*) FROM articles").fetchone()
        ingest_articles([Article("ba", "Bài ba.", "Ba", False)], data, encoder, ChunkSettings())
        assert back_up(data, tmp_path / "kho.zip", derived(data)).articles == 3
    restore(tmp_path / "kho.zip", tmp_path / "new")
    assert set(Store(tmp_path / "new").facts()) == {"một", "hai", "ba"}


def test_where_any_place_is_taken_nothing_is_restored(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "kho.zip", derived(data))
    (tmp_path / "new" / "uploads").mkdir(parents=True)
    (tmp_path / "new" / "uploads" / "một.txt").write_text("của tôi", encoding="utf-8")
    with pytest.raises(BackupError, match=r"uploads/một\.txt"):
        restore(tmp_path / "kho.zip", tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").rglob("*") if path.is_file()] == ["một.txt"]
    assert (tmp_path / "new" / "uploads" / "một.txt").read_text(encoding="utf-8") == "của tôi"


def test_the_journal_of_a_store_that_was_taken_away_is_not_written_into_the_restored_one(
    data: Path, tmp_path: Path
) -> None:
    back_up(data, tmp_path / "kho.zip", derived(data))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / f"{FILE_NAME}-wal").write_bytes(b"x")
    with pytest.raises(BackupError, match="-wal"):
        restore(tmp_path / "kho.zip", tmp_path / "new")


def test_a_folder_called_like_that_of_the_models_elsewhere_is_saved(data: Path, tmp_path: Path) -> None:
    saved = back_up(data, tmp_path / "kho.zip", [*derived(data), tmp_path / "elsewhere" / "uploads"])
    assert saved.files == 3


def test_no_file_and_no_store_is_replaced(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "kho.zip", derived(data))
    with pytest.raises(BackupError, match="replaces nothing"):
        back_up(data, tmp_path / "kho.zip", derived(data))
    with pytest.raises(BackupError, match="found one"):
        restore(tmp_path / "kho.zip", data)


def test_a_backup_with_any_byte_changed_or_cut_off_is_refused_and_leaves_nothing(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "kho.zip", derived(data))
    whole = (tmp_path / "kho.zip").read_bytes()
    sound = {article.id: article.text for article in Store(data).articles()}
    step = len(whole) // 60
    for place in range(5, len(whole), step):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :]):
            (tmp_path / "bad.zip").write_bytes(damaged)
            folder = tmp_path / f"new-{place}-{len(damaged)}"
            try:
                restore(tmp_path / "bad.zip", folder)
            except BackupError:
                assert list(folder.iterdir()) == []
            else:  # a byte that says nothing, as the time of a member
                assert {article.id: article.text for article in Store(folder).articles()} == sound


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "C:out", "a\\..\\out"])
def test_a_backup_whose_names_lead_outside_is_refused(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        manifest = {"format": "hoi-nguon backup 1", "articles": 0, "files": {FILE_NAME: "", name: ""}}
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.writestr(name, "x")
    with pytest.raises(BackupError, match="inside the data folder"):
        restore(tmp_path / "bad.zip", tmp_path / "new")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_told_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(BackupError, match="Expected a backup"):
        restore(tmp_path / "bad.zip", tmp_path / "new")


def test_the_commands_say_what_was_saved_and_restored(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "kho.zip")
    monkeypatch.setenv("HOINGUON_MODELS", str(data / "models"))
    monkeypatch.setattr("sys.argv", ["index", "backup", file, "--data", str(data)])
    assert main() == 0
    monkeypatch.setattr("sys.argv", ["index", "restore", file, "--data", str(tmp_path / "new")])
    assert main() == 0
    assert capsys.readouterr().out.count("2 articles, 3 files") == 2
