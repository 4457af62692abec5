"""Files in, articles and chunks out. `ingest()` brings a store in step with files or folders."""

from .columns import Columns
from .pipeline import ChunkSettings, ingest, ingest_articles, rebuild
from .summary import Failure, Summary

__all__ = ["ChunkSettings", "Columns", "Failure", "Summary", "ingest", "ingest_articles", "rebuild"]
