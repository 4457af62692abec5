"""The commands `python -m ingest` and `python -m index`, their settings, output and exit statuses."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli
import index.__main__
import ingest.__main__
from index.embedded import EMBEDDED_MODEL
from index.encoder import SentenceTransformerEncoder
from index.errors import StoreDamagedError
from index.store import FILE_NAME, Store
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Trời mưa to ở Huế. Nước dâng cao."

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, models_dir: Path, encoder: SentenceTransformerEncoder
) -> Callable[..., int]:
    """Run a command in this process, over the store in `tmp_path/data`; the embedded model is loaded once for all."""
    from index.encoder import load_encoder

    def loaded(model: str, folder: Path) -> SentenceTransformerEncoder:
        return encoder if model == encoder.name else load_encoder(model, folder)

    for variable in [name for name in os.environ if name.startswith("HOINGUON_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOINGUON_MODELS", str(models_dir))
    monkeypatch.setenv("HOINGUON_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("index.encoder.load_encoder", loaded)

    def run(*arguments: object) -> int:
        room, *rest = map(str, arguments)
        monkeypatch.setattr(sys, "argv", ["python", *rest])
        return {"ingest": ingest.__main__.main, "index": index.__main__.main}[room]()

    return run


def outcome(ended: subprocess.CompletedProcess[str]) -> tuple[int, Any]:
    assert "Traceback" not in ended.stderr
    return ended.returncode, json.loads(ended.stdout)


def test_the_commands_work_from_a_shell(tmp_path: Path, models_dir: Path, write: Write) -> None:
    write("a.txt", TEXT)
    bad = write("b.txt", b"\xff")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HOINGUON_")}
    environment |= {"HOINGUON_MODELS": str(models_dir), "HOINGUON_DATA": str(tmp_path / "data")}

    def shell(*arguments: object) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", *map(str, arguments), "--json", "-"]
        return subprocess.run(call, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)

    status, summary = outcome(shell("ingest", tmp_path / "corpus"))
    assert status == cli.FAILED
    assert (summary["added"], summary["chunks"]) == (["a"], 1)
    assert [failure["path"] for failure in summary["failed"]] == [str(bad)]

    status, stats = outcome(shell("index", "stats"))
    assert status == cli.OK
    assert (stats["articles"], stats["chunks"], stats["sentences"], stats["characters"]) == (1, 1, 2, len(TEXT))
    assert (stats["model"], stats["dim"], stats["chunk_tokens"]) == (EMBEDDED_MODEL, 384, 256)

    status, error = outcome(shell("index", "stats", "--data", tmp_path / "không có"))
    assert status == cli.UNUSABLE
    assert error["error"] == "NoStoreError"


def test_ingest_tells_counts_and_each_failure_with_its_reason(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT)
    write("b.md", "# Tin\n\nNội dung.")
    assert command("ingest", tmp_path / "corpus") == cli.OK
    assert capsys.readouterr().out == ("2 added, 0 changed, 0 unchanged, 0 removed, 0 failed; 2 chunks embedded\n")
    bad = write("c.txt", b"\xff")
    assert command("ingest", tmp_path / "corpus", "--quiet") == cli.FAILED
    first, second = capsys.readouterr().out.splitlines()
    assert first == "0 added, 0 changed, 2 unchanged, 0 removed, 1 failed; 0 chunks embedded"
    assert second.startswith(f"  failed: {bad}: expected UTF-8 text, found byte 0xff")


def test_a_failed_file_whose_name_is_not_utf_8_can_be_printed(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT)
    Path(os.fsdecode(os.fsencode(tmp_path / "corpus") + b"/t\xean.xyz")).touch()
    assert command("ingest", tmp_path / "corpus", "--quiet") == cli.FAILED
    assert "1 added" in capsys.readouterr().out


def test_search_prints_places_texts_and_signals(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT)
    write("b.txt", "Đội tuyển thắng ba bàn.")
    command("ingest", tmp_path / "corpus", "--quiet")
    capsys.readouterr()
    assert command("index", "search", "mua o dau", "-k", "1") == cli.OK
    out = capsys.readouterr().out
    assert f"1. a [0:{len(TEXT)}]" in out
    assert TEXT in out
    assert "BM25" in out

    assert command("index", "search", "mua o dau", "--json", "-") == cli.OK
    result = json.loads(capsys.readouterr().out)
    assert [passage["article"] for passage in result["passages"]] == ["a", "b"]
    for passage in result["passages"]:
        text = Store(tmp_path / "data").article(passage["article"]).text
        assert passage["text"] == text[passage["start"] : passage["end"]]


def test_search_is_limited_explained_and_read(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.md", f"---\npublished: 2025-03-31\nsource: Báo Một\n---\n{TEXT}")
    write("b.txt", TEXT + " Nước sông lên nhanh.")
    command("ingest", tmp_path / "corpus", "--quiet")
    capsys.readouterr()
    for limit in (["--article", "a"], ["--source", "bao mot"], ["--from", "2025-03-01", "--to", "2025-04-01"]):
        assert command("index", "search", "mua o dau", *limit, "--json", "-") == cli.OK
        assert [p["article"] for p in json.loads(capsys.readouterr().out)["passages"]] == ["a"]
    assert command("index", "search", "mua o dau", "--explain", "--read", "2", "-k", "1") == cli.OK
    out = capsys.readouterr().out
    assert "read as “mưa ở đâu” (vi, 0% accented" in out
    assert "shares: dense" in out
    assert "   read: “" in out
    assert command("index", "search", "mua o dau", "--from", "31/3/2025") == cli.UNUSABLE
    assert "Expected a date as 2025-03-31" in capsys.readouterr().err
    assert command("index", "search", "mua o dau", "--article", "c") == cli.UNUSABLE
    assert "Expected the id of a stored article, found 'c'" in capsys.readouterr().err


def test_a_plain_search_needs_no_torch(corpus_data: Path) -> None:
    code = (
        "import sys; from index import retrieve; "
        "print(retrieve('nan nhan duoc giai cuu', 1, data=sys.argv[1])[0].article); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(corpus_data)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["000_5534e33940976e55", "[]"]


def test_json_goes_to_a_file_beside_the_words(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT)
    assert command("ingest", tmp_path / "corpus", "--quiet", "--json", tmp_path / "kết quả.json") == cli.OK
    assert "1 added" in capsys.readouterr().out
    assert json.loads((tmp_path / "kết quả.json").read_text(encoding="utf-8"))["added"] == ["a"]


def test_check_tells_a_sound_store_from_a_damaged_one_by_its_exit_status(
    command: Callable[..., int], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT)
    command("ingest", tmp_path / "corpus", "--quiet")
    capsys.readouterr()
    assert command("index", "check") == cli.OK
    assert capsys.readouterr().out == "The store is sound.\n"
    with Store(tmp_path / "data").writing() as connection:
        connection.execute("UPDATE chunks SET end = 1000")
    assert command("index", "check") == cli.FAILED
    assert "Chunk 1 of a" in capsys.readouterr().out
    assert command("index", "check", "--json", "-") == cli.FAILED
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_another_chunk_size_needs_a_rebuild_and_gets_it(
    command: Callable[..., int],
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt", f"{TEXT} " * 12)
    command("ingest", tmp_path / "corpus", "--quiet")
    monkeypatch.setenv("HOINGUON_CHUNK_TOKENS", "64")
    assert command("ingest", tmp_path / "corpus", "--quiet") == cli.UNUSABLE
    assert "--rebuild" in capsys.readouterr().err
    assert command("ingest", "--rebuild", "--quiet") == cli.OK
    assert "1 changed" in capsys.readouterr().out
    assert Store(tmp_path / "data").settings.chunk_tokens == 64
    assert command("ingest", tmp_path / "corpus", "--quiet") == cli.OK


def test_a_store_of_another_model_is_refused_by_each_command_that_needs_the_model(
    command: Callable[..., int],
    write: Write,
    tmp_path: Path,
    other_model: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt", TEXT)
    command("ingest", tmp_path / "corpus", "--quiet")
    monkeypatch.setenv("HOINGUON_MODEL", str(other_model))
    capsys.readouterr()
    for arguments in (["index", "search", "mưa"], ["ingest", tmp_path / "corpus", "--quiet"]):
        assert command(*arguments) == cli.UNUSABLE
        said = capsys.readouterr()
        assert said.out == ""
        assert all(part in said.err for part in (EMBEDDED_MODEL, str(other_model), "--rebuild"))
    assert command("ingest", "--rebuild", "--quiet") == cli.OK
    assert command("index", "search", "mưa") == cli.OK


UNUSABLE = [
    pytest.param(["index", "search", "mưa", "--data", "none"], {}, id="no store for search"),
    pytest.param(["index", "stats", "--data", "none"], {}, id="no store for stats"),
    pytest.param(["index", "check", "--data", "none"], {}, id="no store for check"),
    pytest.param(["index", "search", "mưa", "--data", "damaged"], {}, id="damaged store"),
    pytest.param(["index", "search", "?!", "--data", "good"], {}, id="no word"),
    pytest.param(["index", "search", "mưa", "-k", "0", "--data", "good"], {}, id="no passages"),
    pytest.param(["index", "search", "\udcff", "--data", "good"], {}, id="bytes that are no text"),
    pytest.param(["ingest", "corpus/none", "--data", "new"], {}, id="no such path"),
    pytest.param(["ingest", "corpus", "--data", "file"], {}, id="data folder is a file"),
    pytest.param(["ingest", "corpus", "--data", "damaged"], {}, id="damaged store for ingest"),
    pytest.param(["ingest", "--rebuild", "--data", "none"], {}, id="nothing to rebuild"),
    pytest.param(["index", "stats"], {"HOINGUON_PORT": "cao"}, id="a setting that is no number"),
    pytest.param(["ingest"], {"HOINGUON_CHUNK_TOKENS": "8"}, id="a setting out of range"),
]


@pytest.fixture
def places(
    command: Callable[..., int],
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A working directory with corpus/, a store in good/, one damaged in damaged/, and a file called file."""
    write("a.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    command("ingest", "corpus", "--quiet", "--data", "good")
    Path("damaged").mkdir()
    (Path("damaged") / FILE_NAME).write_bytes(b"no database" * 100)
    Path("file").touch()
    capsys.readouterr()


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(("arguments", "environment"), UNUSABLE)
def test_what_cannot_be_done_is_one_sentence_and_exit_status_2(
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert command(*arguments) == cli.UNUSABLE
    plain = capsys.readouterr()
    assert plain.out == ""
    assert len(plain.err.splitlines()) == 1
    assert "xpected" in plain.err or " / The question " in plain.err

    assert command(*arguments, "--json", "-") == cli.UNUSABLE
    told = capsys.readouterr()
    assert json.loads(told.out)["message"] in told.err


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("data", ["good", "none"])
def test_a_json_file_that_cannot_be_written_is_told(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], data: str
) -> None:
    assert command("index", "stats", "--data", data, "--json", "none/result.json") == cli.UNUSABLE
    assert "none" in capsys.readouterr().err


def test_a_stopped_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def stop(options: argparse.Namespace, settings: Settings) -> int:
        raise KeyboardInterrupt

    parser = argparse.ArgumentParser()
    cli.add_options(parser)
    assert cli.run(parser, stop, []) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_an_error_of_ours_is_a_sentence_and_any_other_is_not_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(error: Exception) -> Callable[[argparse.Namespace, Settings], int]:
        def command(options: argparse.Namespace, settings: Settings) -> int:
            raise error

        return command

    parser = argparse.ArgumentParser()
    cli.add_options(parser)
    assert cli.run(parser, fail(StoreDamagedError("Expected a store.")), []) == cli.UNUSABLE
    assert capsys.readouterr().err == "Expected a store.\n"
    with pytest.raises(ZeroDivisionError):
        cli.run(parser, fail(ZeroDivisionError()), [])
