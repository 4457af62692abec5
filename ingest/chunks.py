"""Sentences into chunks that fit the embedding model."""

from __future__ import annotations

from langchain_text_splitters import CharacterTextSplitter, RecursiveCharacterTextSplitter

from index.encoder import Encoder
from index.records import Chunk, Span

from .sentences import split_sentences


def split_chunks(text: str, encoder: Encoder, chunk_tokens: int, overlap_tokens: int) -> list[Chunk]:
    """Chunks of whole sentences, at most `chunk_tokens` long in the model's own tokens.

    Neighbours share whole sentences of up to `overlap_tokens` together. A sentence longer than a chunk
    is split at a semicolon, comma or space, so that nothing is cut off.
    """
    limit = min(chunk_tokens, encoder.max_tokens)
    sentences = split_sentences(text)
    lengths = encoder.count_tokens([text[s.start : s.end] for s in sentences])
    units: list[Span] = []
    for sentence, length in zip(sentences, lengths, strict=True):
        units += [sentence] if length <= limit else split_long_sentence(text, sentence, encoder, limit)
    # What stands between two sentences counts to the first: signs, or a mark that touches the next one.
    ends = [unit.start for unit in units[1:]] + [unit.end for unit in units[-1:]]
    lengths = encoder.count_tokens([text[u.start : end].rstrip() for u, end in zip(units, ends, strict=True)])
    tokens = [min(length, limit) for length in lengths]

    # The splitter packs the numbers of the units instead of their text: it decides what goes
    # together, measured in tokens, and the spans stay exact even where a sentence occurs twice.
    packer = CharacterTextSplitter(
        separator=" ",
        chunk_size=limit,
        chunk_overlap=min(overlap_tokens, limit // 2),
        length_function=lambda numbers: sum(tokens[int(number)] for number in numbers.split()),
    )
    chunks = []
    for packed in packer.split_text(" ".join(map(str, range(len(units))))):
        chunks += fit_chunks(text, [units[int(number)] for number in packed.split()], encoder, limit)
    return chunks


def fit_chunks(text: str, members: list[Span], encoder: Encoder, limit: int) -> list[Chunk]:
    """One chunk of the members, or several where tokens that they make together take it over the limit."""
    span = Span(members[0].start, members[-1].end)
    if len(members) == 1 or encoder.count_tokens([text[span.start : span.end]])[0] <= limit:
        return [Chunk(span, tuple(members))]
    half = len(members) // 2
    return fit_chunks(text, members[:half], encoder, limit) + fit_chunks(text, members[half:], encoder, limit)


def split_long_sentence(text: str, sentence: Span, encoder: Encoder, limit: int) -> list[Span]:
    """Spans of at most `limit` tokens that cover the sentence."""
    splitter = RecursiveCharacterTextSplitter(
        separators=["; ", ", ", " ", ""],
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=limit,
        chunk_overlap=0,
        length_function=lambda piece: encoder.count_tokens([piece])[0],
    )
    spans: list[Span] = []
    at = sentence.start
    for piece in splitter.split_text(text[sentence.start : sentence.end]):
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append(Span(at + lead, at + len(piece.rstrip())))
        at += len(piece)
    if at != sentence.end:
        raise AssertionError(f"The pieces of a sentence should cover {sentence}, found an end at {at}")
    return spans
