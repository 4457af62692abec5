"""The rows of the benchmark: what was measured, what it should be, what it was."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import track as rich_track

from index.encoder import cpu_flags


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table."""

    what: str
    aim: str
    """Empty where there is none."""
    measured: str


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that belong together."""

    title: str
    figures: list[Figure]


def track(items: Sequence[str], what: str) -> Iterable[str]:
    """The items with a progress bar."""
    return rich_track(items, description=what, transient=True, console=Console(stderr=True))


def write_tables(tables: Sequence[Table], path: Path) -> None:
    """Write the page of the benchmark as Markdown."""
    lines = ["# Benchmarks", "", f"Written by `make bench` on {date.today().isoformat()}, {machine()}."]
    for table in tables:
        lines += ["", f"## {table.title}", "", "| what | aim | measured |", "| --- | --- | --- |"]
        lines += [f"| {figure.what} | {figure.aim} | {figure.measured} |" for figure in table.figures]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


UNITS = {"amx_bf16": "AMX", "avx512_bf16": "AVX-512 with bfloat16, no AMX", "avx512f": "AVX-512, no AMX"}
"""What multiplies, by the flag of the CPU, the fastest first."""


def machine() -> str:
    """Processor, its number format for products of bfloat16, and Python."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.is_file() else ""
    name = re.search(r"model name\s*: (.*)", text)
    cores = len(re.findall(r"^processor\b", text, re.MULTILINE))
    units = next((name for flag, name in UNITS.items() if flag in cpu_flags()), "no AVX-512")
    processor = f"{cores} cores of {name[1]} ({units})" if name else platform.processor() or platform.machine()
    return f"{processor}, Python {platform.python_version()}"
