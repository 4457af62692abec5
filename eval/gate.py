"""The gate: measures against the thresholds of a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from .dataset import DatasetError

THRESHOLDS = Path(__file__).with_name("thresholds.toml")


def read_thresholds(path: Path = THRESHOLDS) -> dict[str, float]:
    """Lowest value allowed of each measure."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["at_least"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"Expected a table [at_least] in {path}, found: {error}.") from error
    return {name: float(value) for name, value in table.items()}


def find_missed(result: Mapping[str, object], thresholds: Mapping[str, float]) -> list[str]:
    """A sentence for each measure that is below its threshold, or wasn't measured."""
    missed = []
    for name, least in thresholds.items():
        value = result.get(name)
        if not isinstance(value, int | float):
            missed.append(f"{name} should be at least {least}, but it was not measured")
        elif value < least:
            missed.append(f"{name} should be at least {least}, found {value}")
    return missed
