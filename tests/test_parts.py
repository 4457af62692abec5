"""Files that hold several articles: their ids, what changes in them, and what is left alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import FAILED, UNUSABLE
from index.check import check_store
from index.encoder import SentenceTransformerEncoder
from index.store import Store
from ingest import ChunkSettings, Columns, Summary, ingest
from ingest.__main__ import main
from ingest.summary import MOST_FAILURES

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]

ROWS = {"m1": "Trời mưa to ở Huế.", "m2": "Nắng đẹp ở Đà Lạt.", "m3": "Gió mạnh ở Cà Mau."}


def table(rows: dict[str, str], **columns: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([columns.get("id", "id"), columns.get("text", "text")])
    writer.writerows(rows.items())
    return file.getvalue()


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


def ids(data: Path) -> list[str]:
    return [article.id for article in Store(data).articles()]


def numbers(data: Path) -> dict[str, int]:
    """The number of each article's chunk, which no other ever gets."""
    return {stored.article: stored.number for stored in Store(data).chunks()}


def failures(summary: Summary) -> list[str]:
    return [f"{Path(failure.path).name}, {failure.place}" for failure in summary.failed]


def test_a_row_is_an_article_by_its_own_id_or_its_number(write: Write, run: Ingest, data: Path) -> None:
    write("báo/tin.csv", table(ROWS))
    write("dòng.jsonl", lines("Mưa.", "Nắng."))
    summary = run()
    assert summary.added == ["dòng#row-1", "dòng#row-2", "báo/tin#m1", "báo/tin#m2", "báo/tin#m3"]
    assert Store(data).article("báo/tin#m2").text == ROWS["m2"]
    assert Store(data).article("báo/tin#m2").part == "m2"
    assert check_store(data) == []
    assert run().unchanged == summary.added


def test_a_changed_file_updates_only_the_rows_that_changed(write: Write, run: Ingest, data: Path) -> None:
    write("tin.csv", table(ROWS))
    run()
    before = numbers(data)
    write("tin.csv", table({"m0": "Lũ về.", "m1": ROWS["m1"], "m3": "Gió rất mạnh ở Cà Mau."}))
    summary = run()
    assert (summary.added, summary.changed) == (["tin#m0"], ["tin#m3"])
    assert (summary.unchanged, summary.removed, summary.chunks) == (["tin#m1"], ["tin#m2"], 2)
    after = numbers(data)
    assert after["tin#m1"] == before["tin#m1"], "a row that stayed the same is not written"
    assert after["tin#m3"] != before["tin#m3"]
    generation = Store(data).generation()
    assert len(run().unchanged) == 3
    assert Store(data).generation() == generation


def test_rows_added_at_the_end_change_no_numbered_id(write: Write, run: Ingest, data: Path) -> None:
    write("tin.jsonl", lines("Mưa.", "Nắng."))
    run()
    write("tin.jsonl", lines("Mưa.", "Nắng.", "Gió."))
    summary = run()
    assert (summary.added, summary.unchanged, summary.changed) == (["tin#row-3"], ["tin#row-1", "tin#row-2"], [])


def test_a_bad_row_is_told_at_every_run_and_takes_nothing_with_it(write: Write, run: Ingest, data: Path) -> None:
    write("tin.jsonl", lines("Mưa.", "Nắng.", "Gió."))
    write("z.txt", "Bài tốt.")
    run()
    write("tin.jsonl", lines("Mưa.") + "{hỏng\n" + lines("Gió to."))
    summary = run()
    assert failures(summary) == ["tin.jsonl, row 2"]
    assert "tin.jsonl, row 2: expected a JSON object" in summary.as_text()
    assert (summary.changed, summary.removed) == (["tin#row-3"], [])
    assert summary.unchanged == ["tin#row-1", "z"]
    assert Store(data).article("tin#row-2").text == "Nắng.", "an article that can no longer be read stays"
    again = run()
    assert failures(again) == ["tin.jsonl, row 2"]
    assert (again.chunks, again.changed) == (0, [])
    write("tin.jsonl", lines("Mưa.", "Gió to."))
    assert run().removed == ["tin#row-3"]


def test_two_rows_of_one_id_are_told_and_the_first_is_kept(write: Write, run: Ingest, data: Path) -> None:
    write("tin.csv", "id,text\na,Một.\na,Hai.\nb,Ba.\n")
    summary = run()
    assert summary.added == ["tin#a", "tin#b"]
    assert failures(summary) == ["tin.csv, item a"]
    assert Store(data).article("tin#a").text == "Một."


def test_ids_taken_by_another_file_are_a_conflict_row_by_row(write: Write, run: Ingest, data: Path) -> None:
    write("tin.csv", table(ROWS))
    write("tin.jsonl", '{"id": "m1", "text": "Khác."}\n{"id": "k", "text": "Mới."}\n')
    summary = run()
    assert summary.added == ["tin#m1", "tin#m2", "tin#m3", "tin#k"]
    assert failures(summary) == ["tin.jsonl, item m1"]
    assert "tin.csv" in summary.failed[0].reason


def test_a_renamed_or_deleted_file_takes_its_rows_along(write: Write, run: Ingest, data: Path) -> None:
    path = write("tin.csv", table(ROWS))
    run()
    path.rename(path.with_name("mới.csv"))
    summary = run()
    assert summary.added == ["mới#m1", "mới#m2", "mới#m3"]
    assert summary.removed == ["tin#m1", "tin#m2", "tin#m3"]
    path.with_name("mới.csv").unlink()
    assert run().removed == summary.added
    assert Store(data).known_files() == {}


def test_a_file_renamed_to_another_suffix_gives_the_same_articles(write: Write, run: Ingest, data: Path) -> None:
    path = write("tin.csv", table(ROWS))
    run()
    path.rename(path.with_suffix(".tsv"))
    summary = run()
    assert (summary.changed, summary.removed, summary.failed) == (["tin#m1", "tin#m2", "tin#m3"], [], [])


def test_naming_a_table_alone_brings_only_that_in_step(write: Write, run: Ingest, data: Path) -> None:
    path, other = write("tin.csv", table(ROWS)), write("b.txt", "Bài hai.")
    run()
    other.unlink()
    write("tin.csv", table({"m1": ROWS["m1"]}))
    summary = run(path)
    assert (summary.unchanged, summary.removed) == (["tin#m1"], ["tin#m2", "tin#m3"])
    assert "b" in ids(data)


def test_named_columns_are_remembered_for_the_next_run(
    write: Write, data: Path, encoder: SentenceTransformerEncoder
) -> None:
    path = write("tin.csv", table(ROWS, id="khóa", text="phần chính"))

    def run(columns: Columns | None = None) -> Summary:
        return ingest([path], data, encoder, ChunkSettings(), progress=False, columns=columns)

    assert "--column text=NAME" in run().failed[0].reason
    named = Columns(text="phần chính", id="khóa")
    assert run(named).added == ["tin#m1", "tin#m2", "tin#m3"]
    assert len(run().unchanged) == 3
    path.write_text(table({**ROWS, "m4": "Bão tan."}, id="khóa", text="phần chính"), encoding="utf-8")
    assert run().added == ["tin#m4"]
    summary = run(Columns(text="phần chính"))
    assert summary.added == [f"tin#row-{number}" for number in range(2, 6)], "other columns are another reading"
    assert len(summary.removed) == 4


def test_what_stops_in_the_middle_is_finished_by_the_next_run(
    write: Write, run: Ingest, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("tin.jsonl", lines(*(f"Bài số {number} nói về mưa." for number in range(40))))
    write_article, written = Store.write_article, list[object]()

    def stop_after_20(self: Store, *arguments: object) -> None:
        if len(written) == 20:
            raise KeyboardInterrupt
        written.append(arguments)
        write_article(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "write_article", stop_after_20)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    summary = run()
    assert (len(summary.unchanged), len(summary.added)) == (20, 20)
    assert len(ids(data)) == 40


def test_a_table_in_the_wrong_form_is_told_in_some_lines(write: Write, run: Ingest) -> None:
    write("tin.jsonl", "sai\n" * 1000)
    summary = run()
    assert len(summary.failed) == MOST_FAILURES + 1
    assert "980 more" in summary.failed[-1].reason


def test_a_part_that_was_left_out_stays_away_until_its_file_is_forgotten(write: Write, run: Ingest, data: Path) -> None:
    path = write("tin.csv", table(ROWS))
    run()
    Store(data).remove_article("tin#m2", leave_out=True)
    assert run().unchanged == ["tin#m1", "tin#m3"]
    write("tin.csv", table({**ROWS, "m4": "Bão tan."}))
    assert run().added == ["tin#m4"]
    assert ids(data) == ["tin#m1", "tin#m3", "tin#m4"]
    Store(data).forget_files([str(path)])
    assert run().added == ["tin#m2"]


def test_a_member_that_changed_is_the_only_one_written(write: Write, run: Ingest, data: Path, tmp_path: Path) -> None:
    def pack(**members: str) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members.items():
                archive.writestr(f"báo/{name}.txt", text)
        return file.getvalue()

    write("tuần.zip", pack(a="Một.", b="Hai."))
    assert run().added == ["tuần#báo/a.txt", "tuần#báo/b.txt"]
    write("tuần.zip", pack(a="Một.", b="Hai hai.", c="Ba."))
    summary = run()
    assert (summary.added, summary.changed, summary.unchanged) == (
        ["tuần#báo/c.txt"],
        ["tuần#báo/b.txt"],
        ["tuần#báo/a.txt"],
    )


def test_the_command_names_columns_and_tells_failures_by_place(
    write: Write, data: Path, encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = write("tin.csv", "mã số,phần chính,tựa,viết ngày\nk1,Trời mưa to.,Mưa,31/3/2025\nk2,,Nắng,\n")
    monkeypatch.setattr("index.encoder.load_encoder", lambda *_: encoder)
    named = ["--column", "text=Phần chính", "--column", "title=tựa", "--column", "date=viết ngày"]
    monkeypatch.setattr("sys.argv", ["ingest", str(path), "--data", str(data), "--quiet", *named])
    assert main() == FAILED
    assert f"failed: {path}, row 3: expected a text in 'phần chính'" in capsys.readouterr().out
    article = Store(data).article("tin#k1")
    assert (article.title, article.published, article.part) == ("Mưa", "2025-03-31", "k1")
    monkeypatch.setattr("sys.argv", ["ingest", str(path), "--data", str(data), "--column", "bài"])
    assert main() == UNUSABLE
    assert "KEY=NAME" in capsys.readouterr().err
