"""Text to vectors: lengths, late chunking, prompts, and any other sentence-transformers folder."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index import encoder
from index.encoder import SentenceTransformerEncoder, load_encoder
from index.errors import ModelError
from index.packed_encoder import PackedEncoder
from index.records import Span
from index.retriever import Retriever
from ingest import ChunkSettings, ingest
from ingest.sentences import split_sentences

WEATHER, MONEY, FOOTBALL = (
    "Hôm nay Hà Nội mưa to.",
    "Ngân hàng giảm lãi suất cho vay.",
    "Đội tuyển thắng ba bàn.",
)
TEXT = f"{WEATHER}\n{MONEY} {FOOTBALL}"
SPANS = split_sentences(TEXT)


@pytest.fixture(params=["encoder", "other_encoder"])
def any_encoder(request: pytest.FixtureRequest) -> SentenceTransformerEncoder:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, SentenceTransformerEncoder)
    return found


def test_vectors_are_unit_float32_one_a_text_and_one_a_sentence(any_encoder: SentenceTransformerEncoder) -> None:
    dim = any_encoder.dim
    texts = [f"{WEATHER} {FOOTBALL[:-1]}", "Mưa.", "mưa " * 9 + "to"]
    spans = [split_sentences(text) for text in texts]
    found = any_encoder.encode_passages(texts, spans)
    questions = any_encoder.encode_queries(["Mưa ở đâu?", "Ai thắng?"])
    assert questions.shape == (2, dim)
    assert [vectors.chunk.shape for vectors in found] == [(dim,)] * 3
    assert [vectors.sentences.shape for vectors in found] == [(2, dim), (1, dim), (1, dim)]
    every = np.vstack([questions, *(np.vstack([v.chunk, v.sentences]) for v in found)])
    assert every.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(every, axis=1), 1, atol=1e-5)


def test_nothing_in_gives_nothing_out(any_encoder: SentenceTransformerEncoder) -> None:
    assert any_encoder.encode_passages([], []) == []
    assert any_encoder.encode_queries([]).shape == (0, any_encoder.dim)
    assert any_encoder.count_tokens([]) == []
    assert any_encoder.encode_passages(["Mưa."], [[]])[0].sentences.shape == (0, any_encoder.dim)


def test_vectors_do_not_depend_on_the_company_in_the_batch(encoder: SentenceTransformerEncoder) -> None:
    texts = [TEXT, *("Trời mưa. " * i for i in range(1, 19))]  # more than one batch, of very unlike lengths
    spans = [split_sentences(text) for text in texts]
    together = encoder.encode_passages(texts, spans)
    for text, own, vectors in list(zip(texts, spans, together, strict=True))[::6]:
        (alone,) = encoder.encode_passages([text], [own])
        assert float(alone.chunk @ vectors.chunk) > 0.999
        assert (np.sum(alone.sentences * vectors.sentences, axis=1) > 0.999).all()


@pytest.mark.parametrize(
    ("question", "nearest"), [("Thời tiết thế nào?", 0), ("Lãi suất ra sao?", 1), ("Kết quả trận bóng đá?", 2)]
)
def test_a_late_chunked_sentence_is_nearest_to_its_own_question(
    encoder: SentenceTransformerEncoder, question: str, nearest: int
) -> None:
    (vectors,) = encoder.encode_passages([TEXT], [SPANS])
    assert int(np.argmax(vectors.sentences @ encoder.encode_queries([question])[0])) == nearest


def test_a_sentence_is_embedded_in_the_light_of_its_neighbours(encoder: SentenceTransformerEncoder) -> None:
    text = "Bộ trưởng Yvette Cooper đến Hà Nội. Bà gặp sinh viên."
    (vectors,) = encoder.encode_passages([text], [split_sentences(text)])
    alone = encoder.encode_passages(["Bà gặp sinh viên."], [[]])[0].chunk
    name = encoder.encode_queries(["Yvette Cooper"])[0]
    assert float(vectors.sentences[1] @ name) > float(alone @ name)


def test_a_sentence_without_tokens_gets_the_vector_of_its_passage(encoder: SentenceTransformerEncoder) -> None:
    (vectors,) = encoder.encode_passages(["Trời mưa \u200b\u200b"], [[Span(0, 8), Span(9, 11)]])
    np.testing.assert_allclose(np.linalg.norm(vectors.sentences, axis=1), 1, atol=1e-5)


def test_a_passage_over_the_limit_is_refused_with_both_numbers(any_encoder: SentenceTransformerEncoder) -> None:
    limit = any_encoder.max_tokens
    text = "mưa"
    while any_encoder.count_tokens([text + " mưa"])[0] <= limit:
        text += " mưa"
    assert len(any_encoder.encode_passages([text], [[]])) == 1
    over = text + " mưa"
    with pytest.raises(ModelError, match=rf"{any_encoder.count_tokens([over])[0]} tokens .* {limit} "):
        any_encoder.encode_passages([over], [[]])


def test_decomposed_letters_make_no_difference(encoder: SentenceTransformerEncoder) -> None:
    questions = [unicodedata.normalize(form, "Tiếng Việt có dấu đầy đủ") for form in ("NFC", "NFD")]
    composed, decomposed = encoder.encode_queries(questions)
    assert float(composed @ decomposed) > 0.9999


def test_a_question_over_the_limit_is_cut_to_it(any_encoder: SentenceTransformerEncoder) -> None:
    long, longer = any_encoder.encode_queries(["mưa " * 600, "mưa " * 600 + "nắng " * 50])
    assert float(long @ longer) > 0.9999


def test_the_packed_encoder_gives_the_same_questions_and_refuses_passages(encoder: SentenceTransformerEncoder) -> None:
    packed = PackedEncoder()
    assert (packed.name, packed.dim) == (encoder.name, encoder.dim)
    questions = ["Ai ký thỏa thuận?", "nan nhan", "x" * 3000]
    ours, theirs = packed.encode_queries(questions), encoder.encode_queries(questions)
    assert ours.shape == theirs.shape
    assert ((ours * theirs).sum(axis=1)[:2] > 0.999).all()
    with pytest.raises(ModelError, match="load_encoder"):
        packed.encode_passages(["a"], [[]])
    with pytest.raises(ModelError, match="load_encoder"):
        packed.count_tokens(["a"])


def test_another_model_encodes_each_sentence_on_its_own(other_encoder: SentenceTransformerEncoder) -> None:
    (vectors,) = other_encoder.encode_passages([f"{WEATHER} {FOOTBALL}"], [[Span(0, 22), Span(23, 46)]])
    alone = np.vstack([v.chunk for v in other_encoder.encode_passages([WEATHER, FOOTBALL], [[], []])])
    np.testing.assert_allclose(vectors.sentences, alone, atol=0.02)
    assert not np.allclose(vectors.sentences[0], vectors.sentences[1], atol=0.02)


def test_another_model_has_the_name_it_was_configured_by_and_its_own_sizes(
    other_encoder: SentenceTransformerEncoder, other_model: Path
) -> None:
    assert (other_encoder.name, other_encoder.dim) == (str(other_model), 16)
    assert other_encoder.max_tokens == 78, "80 less the two special tokens"


def test_another_model_ingests_and_finds(other_encoder: SentenceTransformerEncoder, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name, text in {"mưa": f"{WEATHER} " * 9, "tiền": MONEY, "bóng": f"{FOOTBALL} " * 9}.items():
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    summary = ingest([tmp_path / "corpus"], tmp_path / "data", other_encoder, ChunkSettings(), progress=False)
    assert summary.chunks > 3
    passages = Retriever(tmp_path / "data", other_encoder).retrieve(MONEY, 1)
    assert [passage.article for passage in passages] == ["tiền"]


def test_the_e5_family_gets_its_prompts_where_the_folder_states_none(
    other_model: Path, other_encoder: SentenceTransformerEncoder, models_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(other_model, tmp_path / "small-e5-test")
    e5 = load_encoder(str(tmp_path / "small-e5-test"), models_dir)
    np.testing.assert_allclose(e5.encode_queries(["mưa"]), other_encoder.encode_queries(["query: mưa"]), atol=0.02)
    passage = e5.encode_passages(["mưa"], [[]])[0].chunk
    np.testing.assert_allclose(passage, other_encoder.encode_passages(["passage: mưa"], [[]])[0].chunk, atol=0.02)
    assert e5.max_tokens < other_encoder.max_tokens, "the prompt takes room"


@pytest.mark.parametrize("damage", ["empty folder", "no folder", "cut weights", "bad settings"])
def test_a_model_that_does_not_load_is_told_with_its_name(
    other_model: Path, models_dir: Path, tmp_path: Path, encoder: SentenceTransformerEncoder, damage: str
) -> None:
    assert encoder.dim  # the hub is switched off by now
    folder = tmp_path / "model"
    if damage == "empty folder":
        folder.mkdir()
    elif damage != "no folder":
        shutil.copytree(other_model, folder)
    if damage == "cut weights":
        (weights,) = folder.rglob("*.safetensors")
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "bad settings":
        (folder / "modules.json").write_text("{")
    with pytest.raises(ModelError, match="HOINGUON_MODEL") as caught:
        load_encoder(str(folder), models_dir)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("flags", "bfloat16"),
    [({"amx_bf16", "avx512f"}, True), ({"avx512_bf16", "avx512f"}, True), ({"avx512f"}, False), (set(), False)],
)
def test_bfloat16_is_taken_where_the_cpu_multiplies_it(
    flags: set[str], bfloat16: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "cpu_flags", lambda: flags)
    assert encoder.multiplies_bfloat16() is bfloat16
