"""Which files are articles and under which id: links, permissions, moves and names."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.encoder import SentenceTransformerEncoder
from index.store import Store
from ingest import ChunkSettings, Summary, ingest
from ingest.articles import SourceFile, read_bytes
from ingest.errors import PathError, UnreadableFileError

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]

NOBODY = 65534
"""A user that owns nothing."""


def ids(data: Path) -> list[str]:
    return [article.id for article in Store(data).articles()]


def test_a_file_whose_name_is_not_utf_8_does_not_stop_the_others(write: Write, run: Ingest, tmp_path: Path) -> None:
    write("b.txt", "Bài tốt.")
    name = os.fsencode(tmp_path / "corpus") + b"/t\xean.txt"
    Path(os.fsdecode(name)).write_text("Tin.", encoding="utf-8")
    summary = run()
    assert "b" in summary.added
    assert len(summary.added) + len(summary.failed) == 2


def test_what_is_no_regular_file_is_reported(write: Write, run: Ingest, tmp_path: Path) -> None:
    write("a.txt", "Tin.")
    os.mkfifo(tmp_path / "corpus" / "ống.txt")
    (tmp_path / "corpus" / "đứt.txt").symlink_to(tmp_path / "corpus" / "không có.txt")
    summary = run()
    assert summary.added == ["a"]
    assert sorted(Path(failure.path).name for failure in summary.failed) == ["đứt.txt", "ống.txt"]


def test_a_link_to_itself_is_reported(write: Write, run: Ingest, tmp_path: Path) -> None:
    write("a.txt", "Tin.")
    (tmp_path / "corpus" / "vòng.txt").symlink_to(tmp_path / "corpus" / "vòng.txt")
    summary = run()
    assert summary.added == ["a"]
    assert [Path(failure.path).name for failure in summary.failed] == ["vòng.txt"]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder that everyone may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="hoi-nguon-test-"))
    folder.chmod(0o777)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("mode_of_file", "mode_of_folder"), [(0o000, 0o755), (0o644, 0o444)])
def test_a_file_without_permission_is_told(open_dir: Path, mode_of_file: int, mode_of_folder: int) -> None:
    inner = open_dir / "trong"
    inner.mkdir()
    file = inner / "a.txt"
    file.write_text("Tin.", encoding="utf-8")
    file.chmod(mode_of_file)
    inner.chmod(mode_of_folder)
    with as_nobody(), pytest.raises(UnreadableFileError, match="permission"):
        read_bytes(SourceFile(open_dir, file, "trong/a"))


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_articles_of_a_folder_without_permission_stay(
    open_dir: Path, corpus_data: Path, encoder: SentenceTransformerEncoder, mode: int
) -> None:
    assert corpus_data.is_dir()  # what an ingest imports is imported by now
    inner = open_dir / "corpus" / "trong"
    inner.mkdir(parents=True)
    for file in (inner / "a.txt", open_dir / "corpus" / "b.txt"):
        file.write_text("Tin.", encoding="utf-8")

    def run() -> Summary:
        with as_nobody():
            return ingest([open_dir / "corpus"], open_dir / "data", encoder, ChunkSettings(), progress=False)

    assert sorted(run().added) == ["b", "trong/a"]
    inner.chmod(mode)
    summary = run()
    assert (summary.unchanged, summary.removed) == (["b"], [])
    assert ids(open_dir / "data") == ["b", "trong/a"]


def test_ids_are_paths_below_the_folder_without_suffix_in_nfc(write: Write, run: Ingest, data: Path) -> None:
    write(unicodedata.normalize("NFD", "Tin tức/bài một.txt"), "Một.")
    write("v1.2/bài.hai.md", "Hai.")
    assert run().added == ["Tin tức/bài một", "v1.2/bài.hai"]
    assert run().unchanged == ["Tin tức/bài một", "v1.2/bài.hai"]


def test_hidden_files_and_folders_are_passed_over(write: Write, run: Ingest) -> None:
    write("a.txt", "Tin.")
    write(".giấu.txt", "Tin.")
    write(".git/b.txt", "Tin.")
    summary = run()
    assert (summary.added, summary.failed) == (["a"], [])


@pytest.mark.parametrize("names", [("a.md", "a.txt"), ("ế.txt", "e\u0302\u0301.txt")], ids=["suffix", "form"])
def test_two_files_of_one_id_are_a_conflict_and_the_first_is_kept(
    write: Write, run: Ingest, data: Path, names: tuple[str, str]
) -> None:
    paths = sorted(write(name, f"Bài {i}.") for i, name in enumerate(names))
    for _ in range(2):
        summary = run()
        assert [failure.path for failure in summary.failed] == [str(paths[1])]
        assert str(paths[0]) in summary.failed[0].reason
        assert len(ids(data)) == 1
    assert Store(data).files()[0].path == str(paths[0])


def test_an_id_stored_from_another_folder_is_a_conflict(write: Write, run: Ingest, tmp_path: Path, data: Path) -> None:
    first, second = write("một/a.txt", "Một."), write("hai/a.txt", "Hai.")
    run(first.parent)
    summary = run(second.parent)
    assert [failure.path for failure in summary.failed] == [str(second)]
    assert str(first) in summary.failed[0].reason
    assert Store(data).article("a").text == "Một."


def test_a_file_renamed_to_another_format_gives_the_same_article_anew(write: Write, run: Ingest, data: Path) -> None:
    path = write("a.txt", "Bài một.")
    run()
    path.rename(path.with_suffix(".md"))
    summary = run()
    assert (summary.changed, summary.removed, summary.failed) == (["a"], [], [])
    assert Store(data).files()[0].path.endswith("a.md")


def test_an_article_leaves_with_its_file_though_a_file_of_no_use_has_its_name(
    write: Write, run: Ingest, data: Path
) -> None:
    path = write("a.txt", "Bài một.")
    write("a.jpg", b"\xff\xd8\xff")
    run()
    path.unlink()
    assert run().removed == ["a"]
    assert ids(data) == []


def test_a_file_that_moved_is_removed_there_and_added_here(write: Write, run: Ingest, tmp_path: Path) -> None:
    path = write("a.txt", "Tin.")
    run()
    (tmp_path / "corpus" / "trong").mkdir()
    path.rename(tmp_path / "corpus" / "trong" / "a.txt")
    summary = run()
    assert (summary.added, summary.removed) == (["trong/a"], ["a"])


@pytest.mark.parametrize("target", ["bí mật.txt", "bí mật"])
def test_a_link_out_of_the_folder_is_refused_or_passed_over(
    write: Write, run: Ingest, tmp_path: Path, data: Path, target: str
) -> None:
    write("a.txt", "Tin.")
    (tmp_path / "bí mật").mkdir()
    for secret in (tmp_path / "bí mật.txt", tmp_path / "bí mật" / "b.txt"):
        secret.write_text("Mật khẩu.", encoding="utf-8")
    (tmp_path / "corpus" / "nối.txt").symlink_to(tmp_path / target)
    summary = run()
    assert summary.added == ["a"]
    assert ids(data) == ["a"]
    if target.endswith(".txt"):
        assert [Path(failure.path).name for failure in summary.failed] == ["nối.txt"]
        assert "link out" in summary.failed[0].reason
        assert [Path(f.path).name for f in run(tmp_path / "corpus" / "nối.txt").failed] == ["nối.txt"]


def test_a_linked_folder_named_itself_is_ingested(write: Write, run: Ingest, tmp_path: Path) -> None:
    write("a.txt", "Tin.")
    (tmp_path / "nối").symlink_to(tmp_path / "corpus")
    assert run(tmp_path / "nối").added == ["a"]


@pytest.mark.parametrize("name", ["a.txt", "trong/sâu/a.txt"])
def test_a_file_ingested_singly_keeps_the_id_from_its_folder(
    write: Write, run: Ingest, data: Path, tmp_path: Path, name: str
) -> None:
    path = write(name, "Bài một.")
    identifier = name.removesuffix(".txt")
    assert run().added == [identifier]
    assert run(path).unchanged == [identifier]
    path.write_text("Bài hai.", encoding="utf-8")
    assert run(path.parent).changed == [identifier]
    new = write(str(Path(name).with_name("b.txt")), "Bài ba.")
    assert run(new).added == [str(Path(name).with_name("b"))]
    assert run().failed == []
    assert len(ids(data)) == 2


def test_a_file_ingested_singly_first_keeps_that_id_in_its_folder(write: Write, run: Ingest, data: Path) -> None:
    path = write("trong/a.txt", "Bài một.")
    assert run(path).added == ["a"]
    assert run().unchanged == ["a"]
    assert ids(data) == ["a"]


def test_naming_one_file_removes_no_other(write: Write, run: Ingest, data: Path) -> None:
    first, second = write("a.txt", "Một."), write("b.txt", "Hai.")
    run()
    first.unlink()
    assert run(second).removed == []
    assert ids(data) == ["a", "b"]


@pytest.mark.parametrize("twice", ["corpus", "corpus/trong", "corpus/trong/a.txt", "corpus/../corpus"])
def test_a_file_named_twice_in_one_run_is_stored_once(
    write: Write, run: Ingest, data: Path, tmp_path: Path, twice: str
) -> None:
    write("trong/a.txt", "Tin.")
    summary = run(tmp_path / "corpus", tmp_path / twice)
    assert (summary.added, summary.failed) == (["trong/a"], [])
    assert ids(data) == ["trong/a"]


@pytest.mark.parametrize("name", ["corpus/../corpus", "corpus/.", "corpus"])
def test_removals_are_seen_however_the_folder_is_named(write: Write, run: Ingest, tmp_path: Path, name: str) -> None:
    write("a.txt", "Một.")
    gone = write("b.txt", "Hai.")
    run(tmp_path / name)
    gone.unlink()
    assert run(Path(os.path.join(tmp_path, name))).removed == ["b"]


def test_a_relative_path_means_the_same_files(
    write: Write, run: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "Một.")
    run()
    monkeypatch.chdir(tmp_path)
    assert run(Path("corpus")).unchanged == ["a"]
    monkeypatch.chdir(tmp_path / "corpus")
    assert run(Path()).unchanged == ["a"]


def test_a_path_that_does_not_exist_is_refused_and_nothing_is_removed(
    write: Write, run: Ingest, tmp_path: Path, data: Path
) -> None:
    write("a.txt", "Tin.")
    run()
    (tmp_path / "corpus").rename(tmp_path / "đi nơi khác")
    with pytest.raises(PathError, match="corpus"):
        run()
    assert ids(data) == ["a"]
