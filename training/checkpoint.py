"""Checkpoints of a fit: where it stands, and the best weights so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from index.errors import HoiNguonError
from index.span_model import SpanModel, load_fitted

CHECKPOINT, BEST = "checkpoint.pt", "best.pt"


class CheckpointError(HoiNguonError):
    """A checkpoint doesn't belong to the fit that is asked for."""


@dataclass(slots=True)
class Progress:
    """How far a fit has come."""

    recipe: str
    """Names the recipe and the examples, so that a checkpoint of others is not gone on with."""
    step: int = 0
    best: float = 0.0
    """Highest sum of validation figures so far."""


def trained(model: SpanModel) -> dict[str, torch.Tensor]:
    """The weights that were fitted: all but the embeddings."""
    names = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: value for name, value in model.state_dict().items() if name in names}


def save(work: Path, model: SpanModel, optimizer: Any, rate: Any, progress: Progress) -> None:
    """Write a checkpoint aside and put it in place by one rename."""
    state = {
        "model": trained(model),
        "optimizer": optimizer.state_dict(),
        "rate": rate.state_dict(),
        "progress": asdict(progress),
    }
    put(state, work / CHECKPOINT)


def put(state: dict[str, Any], path: Path) -> None:
    """Save a state so that the file is whole whenever it's there."""
    aside = path.with_suffix(".new")
    torch.save(state, aside)
    aside.replace(path)


def resume(work: Path, model: SpanModel, optimizer: Any, rate: Any, recipe: str) -> Progress:
    """What is done so far, with the checkpoint's weights loaded; raises CheckpointError for one of another recipe."""
    if not (work / CHECKPOINT).exists():
        return Progress(recipe)
    state = torch.load(work / CHECKPOINT, weights_only=True)
    progress = Progress(**state["progress"])
    if progress.recipe != recipe:
        raise CheckpointError(
            f"Expected a checkpoint of this recipe and these data in {work}, found one of others: "
            "name another folder with --work, or delete it."
        )
    load_fitted(model, state["model"])
    optimizer.load_state_dict(state["optimizer"])
    rate.load_state_dict(state["rate"])
    return progress
