"""Files in, articles and chunks out. `ingest()` brings a store in step with files or folders."""

from .pipeline import ChunkSettings, Failure, Summary, ingest, ingest_articles, rebuild

__all__ = ["ChunkSettings", "Failure", "Summary", "ingest", "ingest_articles", "rebuild"]
