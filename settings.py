"""Configuration, read from HOINGUON_* environment variables by the entry points alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from index.embedded import EMBEDDED_MODEL
from index.errors import HoiNguonError
from index.reader import EMBEDDED_READER


class SettingsError(HoiNguonError):
    """A HOINGUON_* variable holds a value that can't be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; the variable of `chunk_tokens` is HOINGUON_CHUNK_TOKENS."""

    data: Path = Path("data")
    model: str = EMBEDDED_MODEL
    """The embedded model, or any sentence-transformers name or folder."""
    reader: str = EMBEDDED_READER
    """The reader in the repository, `none`, or a QA model or CrossEncoder by name or folder."""
    chunk_tokens: int = 256
    overlap_tokens: int = 0
    host: str = "127.0.0.1"
    port: int = 7860
    models: Path | None = None
    """Where the embedded model is unpacked; under `data` where unset."""

    @property
    def models_dir(self) -> Path:
        """Folder of unpacked models."""
        return self.models or self.data / "models"


TYPES: dict[str, type] = {"data": Path, "models": Path, "model": str, "reader": str, "host": str}
"""Of the settings that are no whole number."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of the environment; raises SettingsError where a value can't be used."""
    found: dict[str, object] = {}
    for field in fields(Settings):
        variable = f"HOINGUON_{field.name.upper()}"
        value = environment.get(variable)
        if not value:
            continue
        try:
            found[field.name] = TYPES.get(field.name, int)(value)
        except ValueError as error:
            raise SettingsError(f"Expected a whole number in {variable}, found {value!r}: correct it.") from error
    settings = Settings(**found)  # type: ignore[arg-type]
    if settings.chunk_tokens < 32 or not 0 <= settings.overlap_tokens <= settings.chunk_tokens // 2:
        raise SettingsError(
            "Expected HOINGUON_CHUNK_TOKENS of at least 32 and HOINGUON_OVERLAP_TOKENS of at most half of it, found "
            f"{settings.chunk_tokens} and {settings.overlap_tokens}: correct them."
        )
    return settings
