"""What the tests share: the real embedded model, the repository's corpus ingested with it, a small other model."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.tools import Tools
from index.embedded import EMBEDDED_MODEL
from index.encoder import SentenceTransformerEncoder, load_encoder
from index.reader import SpanReader, load_span_reader
from index.retriever import Retriever
from ingest import ChunkSettings, Summary, ingest

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before anything imports the hub: tests look nothing up

ROOT = Path(__file__).resolve().parent.parent

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Folder of unpacked models: HOINGUON_MODELS, or `data/models` of the repository."""
    return ROOT / (os.environ.get("HOINGUON_MODELS") or "data/models")


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> SentenceTransformerEncoder:
    """The embedded model, loaded once."""
    import torch

    torch.set_num_threads(1)  # short texts on a busy machine: a second thread mostly waits for the first
    return load_encoder(EMBEDDED_MODEL, models_dir)


@pytest.fixture(scope="session")
def reader(encoder: SentenceTransformerEncoder, models_dir: Path) -> SpanReader:
    """The reader of the repository, loaded once."""
    return load_span_reader(encoder, models_dir)


@pytest.fixture(scope="session")
def tools(encoder: SentenceTransformerEncoder, reader: SpanReader) -> Tools:
    """What the evals run with."""
    return Tools(encoder, ChunkSettings(), reader)


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformerEncoder) -> Path:
    """Data directory with the repository's corpus; only read it."""
    data = tmp_path_factory.mktemp("corpus") / "data"
    ingest([ROOT / "corpus"], data, encoder, ChunkSettings(), progress=False)
    return data


@pytest.fixture(scope="session")
def retriever(corpus_data: Path, encoder: SentenceTransformerEncoder, reader: SpanReader) -> Retriever:
    """Search over the repository's corpus."""
    return Retriever(corpus_data, encoder, reader)


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder unlike the embedded one: 16 values, CLS pooling, 80 tokens, no prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    letters = sorted(
        set("abcdefghijklmnopqrstuvwxyz0123456789.,;:!?-/()“”…đ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
    )
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    folder = tmp_path_factory.mktemp("other-model")
    bert = folder / "bert"
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(bert)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=80,
        initializer_range=1.0,  # else all texts get nearly the same vector
    )
    BertModel(config).save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=80)
    SentenceTransformer(modules=[transformer, Pooling(16, pooling_mode="cls")], device="cpu").save(str(folder / "st"))
    return folder / "st"


@pytest.fixture(scope="session")
def other_encoder(other_model: Path, models_dir: Path) -> SentenceTransformerEncoder:
    """The small other model, loaded."""
    return load_encoder(str(other_model), models_dir)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file under the test's `corpus` folder and return its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(tmp_path: Path, data: Path, encoder: SentenceTransformerEncoder) -> Ingest:
    """Ingest paths, by default the test's `corpus` folder."""

    def run_ingest(*paths: Path) -> Summary:
        return ingest(paths or [tmp_path / "corpus"], data, encoder, ChunkSettings(), progress=False)

    return run_ingest
