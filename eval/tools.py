"""What the evals run with: the model, the reader and the chunk settings that users get."""

from __future__ import annotations

from dataclasses import dataclass

from index.encoder import SentenceTransformerEncoder, load_encoder
from index.reader import Reader, load_reader
from ingest import ChunkSettings
from settings import Settings


@dataclass(frozen=True, slots=True)
class Tools:
    """The loaded parts."""

    encoder: SentenceTransformerEncoder
    chunking: ChunkSettings
    reader: Reader | None


def load_tools(settings: Settings) -> Tools:
    """Load what the settings name; raises ModelError."""
    encoder = load_encoder(settings.model, settings.models_dir)
    reader = load_reader(settings.reader, encoder, settings.models_dir)
    return Tools(encoder, ChunkSettings(settings.chunk_tokens, settings.overlap_tokens), reader)
