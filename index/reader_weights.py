"""The reader's weights in the repository: int8 rows with a scale each, checked against their SHA-256.

Symmetric quantisation by output row (Jacob et al. 2018, arXiv:1712.05877, section 2). The word embeddings
are the embedded model's own and not stored again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ModelError

if TYPE_CHECKING:
    import torch

FOLDER = Path(__file__).with_name("weights")
WEIGHTS_FILE = "reader.safetensors"
CARD_FILE = "reader.json"
E5_PROMPTS = ("query: ", "passage: ")
SCALE = ".scale"
"""Ending of the name of a quantised tensor's scales."""


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """What goes with the weights."""

    sha256: str
    """Of the weights file."""
    slope: float
    """Probability that a passage answers: logistic(slope * margin + intercept), Platt 1999."""
    intercept: float
    max_tokens: int
    """Question and passage together."""
    prompts: tuple[str, str] = E5_PROMPTS
    """What is written before the question and the passage."""


def save_reader(
    state: Mapping[str, torch.Tensor], folder: Path, slope: float, intercept: float, max_tokens: int
) -> None:
    """Write a fitted state (no embeddings) and its card."""
    from safetensors.torch import save_file

    packed: dict[str, torch.Tensor] = {}
    for name, value in state.items():
        if value.dim() == 2 and value.shape[0] > 2:
            packed[name], packed[name + SCALE] = quantise(value)
        else:
            packed[name] = value.float().contiguous()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(packed, folder / WEIGHTS_FILE)
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    card = ReaderCard(digest, slope, intercept, max_tokens)
    (folder / CARD_FILE).write_text(json.dumps(asdict(card), indent=2) + "\n", encoding="utf-8")


def quantise(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """`(rows, columns)` int8 and `(rows,)` float32, whose product is the weight to within half a step."""
    import torch

    scale = (weight.float().abs().amax(dim=1) / 127).clamp(min=1e-12)
    return torch.round(weight.float() / scale[:, None]).to(torch.int8), scale


def read_card(folder: Path = FOLDER) -> ReaderCard:
    """The card; raises ModelError where it isn't whole."""
    try:
        return ReaderCard(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"Expected the reader's card at {folder / CARD_FILE}, found {error}: check the files out again."
        ) from error


def load_weights(folder: Path = FOLDER) -> dict[str, torch.Tensor]:
    """The state in float32; raises ModelError where the file isn't the one that the card names."""
    from safetensors.torch import load

    try:
        data = (folder / WEIGHTS_FILE).read_bytes()
    except OSError as error:
        raise ModelError(f"Expected the reader's weights at {folder / WEIGHTS_FILE}, found: {error}.") from error
    found, expected = hashlib.sha256(data).hexdigest(), read_card(folder).sha256
    if found != expected:
        raise ModelError(
            f"Expected {folder / WEIGHTS_FILE} with SHA-256 {expected}, found {found}: check the file out again."
        )
    packed = load(data)
    return {
        name: value.float() * packed[name + SCALE][:, None] if name + SCALE in packed else value
        for name, value in packed.items()
        if not name.endswith(SCALE)
    }
