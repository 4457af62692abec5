"""Sentences into chunks, measured with the embedded model's own tokens."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import SentenceTransformerEncoder
from index.records import Chunk
from ingest.chunks import split_chunks
from ingest.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
CORPUS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
LONG = "Đoàn gồm " + "; ".join(f"đại biểu thứ {i}, đến từ tỉnh miền núi" for i in range(40)) + "."


def check_chunks(text: str, chunks: list[Chunk], encoder: SentenceTransformerEncoder, limit: int) -> None:
    """Within the limit, in order, each spanning its sentences, no letter or digit left out."""
    pieces = [text[chunk.span.start : chunk.span.end] for chunk in chunks]
    assert max(encoder.count_tokens(pieces), default=0) <= limit
    for chunk in chunks:
        assert (chunk.span.start, chunk.span.end) == (chunk.sentences[0].start, chunk.sentences[-1].end)
        assert all(left.end <= right.start for left, right in pairwise(chunk.sentences))
        assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in chunk.sentences)
    covered = {at for chunk in chunks for s in chunk.sentences for at in range(s.start, s.end)}
    assert covered >= {at for at, character in enumerate(text) if character.isalnum()}


@pytest.mark.parametrize("limit", [16, 32, 256])
@pytest.mark.parametrize("text", [*CORPUS, LONG], ids=["first article", "second article", "one long sentence"])
def test_no_chunk_is_over_the_limit_and_none_of_the_text_is_lost(
    encoder: SentenceTransformerEncoder, text: str, limit: int
) -> None:
    chunks = split_chunks(text, encoder, limit, 0)
    check_chunks(text, chunks, encoder, limit)
    assert all(left.span.end <= right.span.start for left, right in pairwise(chunks))


def test_sentences_that_fit_stay_whole_and_together(encoder: SentenceTransformerEncoder) -> None:
    for text in CORPUS:
        chunks = split_chunks(text, encoder, 256, 0)
        assert [sentence for chunk in chunks for sentence in chunk.sentences] == split_sentences(text)
        both = [text[left.span.start : right.sentences[0].end] for left, right in pairwise(chunks)]
        assert all(tokens > 256 for tokens in encoder.count_tokens(both)), "a chunk ends only where it is full"


def test_a_sentence_over_the_limit_is_split_after_a_semicolon_comma_or_word(
    encoder: SentenceTransformerEncoder,
) -> None:
    chunks = split_chunks(LONG, encoder, 64, 0)
    pieces = [LONG[s.start : s.end] for chunk in chunks for s in chunk.sentences]
    assert len(pieces) > 2
    assert " ".join(pieces) == LONG
    assert all(piece.endswith(";") for piece in pieces[:-1])


def test_a_word_over_the_limit_is_split_with_nothing_lost(encoder: SentenceTransformerEncoder) -> None:
    text = "Mã là " + "".join(f"x{i}" for i in range(200)) + "."
    chunks = split_chunks(text, encoder, 32, 0)
    check_chunks(text, chunks, encoder, 32)
    pieces = [text[s.start : s.end] for chunk in chunks for s in chunk.sentences]
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_chunk_is_never_longer_than_the_model_takes(other_encoder: SentenceTransformerEncoder) -> None:
    chunks = split_chunks(CORPUS[0], other_encoder, 256, 0)
    check_chunks(CORPUS[0], chunks, other_encoder, other_encoder.max_tokens)
    assert other_encoder.max_tokens < 256


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Xin chào.\n" + "☺ " * 100 + "\nTạm biệt.", id="a line of signs between sentences"),
        pytest.param("Xin chào.\n" + "— " * 100 + "\nTạm biệt.", id="a line of dashes between sentences"),
        pytest.param("từ vựng.Bộ đội tiến lên.Công an đến nơi." * 30, id="sentences that touch"),
    ],
)
def test_what_stands_between_sentences_counts_too(encoder: SentenceTransformerEncoder, text: str) -> None:
    check_chunks(text, split_chunks(text, encoder, 32, 0), encoder, 32)


def test_neighbours_share_whole_sentences_up_to_the_overlap(encoder: SentenceTransformerEncoder) -> None:
    text = " ".join(f"Ngày thứ {i} trời mưa to." for i in range(40))
    chunks = split_chunks(text, encoder, 64, 24)
    check_chunks(text, chunks, encoder, 64)
    assert len(chunks) > 3
    for left, right in pairwise(chunks):
        shared = [sentence for sentence in left.sentences if sentence in right.sentences]
        assert shared
        assert shared == list(right.sentences[: len(shared)])
        assert sum(encoder.count_tokens([text[s.start : s.end] for s in shared])) <= 24
    assert {s for chunk in chunks for s in chunk.sentences} == set(split_sentences(text))


def test_repeated_sentences_keep_spans_of_their_own(encoder: SentenceTransformerEncoder) -> None:
    text = "\n".join(["Trời mưa to.", "Trời nắng."] * 30)
    chunks = split_chunks(text, encoder, 32, 0)
    check_chunks(text, chunks, encoder, 32)
    assert [s for chunk in chunks for s in chunk.sentences] == split_sentences(text)


@pytest.mark.parametrize("text", ["", " \n", "***\n…"])
def test_a_text_without_letters_has_no_chunks(encoder: SentenceTransformerEncoder, text: str) -> None:
    assert split_chunks(text, encoder, 32, 0) == []


FRAGMENTS = st.sampled_from(
    ["Trời mưa. ", "trời", "Bộ đội Biên phòng ", "người.Theo tin, ", ".", " ", "\n", "\r\n", "; ", ", ", "☺☺☺", "—",
     "x" * 60, "1.604 ", "“", "”", "e\u0301", "\u200b"]
)  # fmt: skip


@settings(max_examples=100, derandomize=True, database=None, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join), st.sampled_from([0, 6]))
def test_any_text_fits_and_loses_nothing(encoder: SentenceTransformerEncoder, text: str, overlap: int) -> None:
    check_chunks(text, split_chunks(text, encoder, 16, overlap), encoder, 16)
