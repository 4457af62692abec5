"""Bringing a store in step with files: what is added, changed, kept, removed and reported."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.errors import StoreMismatchError
from index.records import Article
from index.store import Store, StoreSettings
from ingest import ChunkSettings, Summary, ingest, ingest_articles, rebuild
from ingest.articles import MAX_TITLE, SourceFile, read_bytes
from ingest.errors import PathError, UnreadableFileError
from ingest.sentences import split_sentences

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]

NOBODY = 65534
"""A user that owns nothing."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(tmp_path: Path, data: Path, encoder: SentenceTransformerEncoder) -> Ingest:
    """Ingest paths, by default the test's `corpus` folder."""

    def run_ingest(*paths: Path) -> Summary:
        return ingest(paths or [tmp_path / "corpus"], data, encoder, ChunkSettings(), progress=False)

    return run_ingest


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


def test_another_model_or_chunk_size_is_refused_with_both_and_the_remedy(
    write: Write,
    run: Ingest,
    data: Path,
    tmp_path: Path,
    encoder: SentenceTransformerEncoder,
    other_encoder: SentenceTransformerEncoder,
) -> None:
    write("a.txt", "Tin.")
    run()
    generation = Store(data).generation()
    with pytest.raises(StoreMismatchError, match="--rebuild") as caught:
        ingest([tmp_path / "corpus"], data, other_encoder, ChunkSettings(), progress=False)
    assert encoder.name in str(caught.value)
    assert other_encoder.name in str(caught.value)
    with pytest.raises(StoreMismatchError, match=r"chunk_tokens 256 and not 128.*--rebuild"):
        ingest([tmp_path / "corpus"], data, encoder, ChunkSettings(128), progress=False)
    assert Store(data).generation() == generation


def test_a_rebuild_embeds_the_stored_articles_anew_without_their_files(
    write: Write, run: Ingest, data: Path, tmp_path: Path, other_encoder: SentenceTransformerEncoder
) -> None:
    for name in ("a", "b"):
        write(f"{name}.txt", "Trời mưa to. " * 30 + "Hết.")
    run()
    texts = [article.text for article in Store(data).articles()]
    shutil.rmtree(tmp_path / "corpus")
    summary = rebuild(data, other_encoder, ChunkSettings(40), progress=False)
    store = Store(data)
    assert summary.changed == ["a", "b"]
    assert summary.chunks == len(store.chunks()) > 2
    assert [article.text for article in store.articles()] == texts
    assert store.settings == StoreSettings(other_encoder.name, 16, 40, 0)
    assert store.vectors().shape == (summary.chunks, 16)
    assert check_store(data) == []


def test_a_rebuild_that_fails_leaves_the_store_as_it_was(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        write(f"{i:02}.txt", f"Bài số {i}.")
    run()
    store = Store(data)
    before = (store.generation(), store.settings, store.chunks())
    real, calls = encoder.encode_passages, iter(range(9))

    def stop_at_the_second_batch(*arguments: object) -> object:
        if next(calls):
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(encoder, "encode_passages", stop_at_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        rebuild(data, encoder, ChunkSettings(64), progress=False)
    assert (store.generation(), store.settings, store.chunks()) == before


def test_a_run_that_is_stopped_keeps_what_it_stored_and_the_next_goes_on(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        write(f"{i:02}.txt", f"Bài số {i}.")
    real, calls = encoder.encode_passages, iter(range(9))

    def stop_at_the_second_batch(*arguments: object) -> object:
        if next(calls):
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(encoder, "encode_passages", stop_at_the_second_batch)
        with pytest.raises(KeyboardInterrupt):
            run()
    kept = ids(data)
    assert 0 < len(kept) < 20
    assert check_store(data) == []
    summary = run()
    assert summary.unchanged == kept
    assert len(summary.added) == 20 - len(kept)


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
