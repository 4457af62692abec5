"""The fitted weights, calibrated on the validation sets and packed for the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from eval.dataset import iterate_jsonl
from index.reader_weights import FOLDER, load_weights, read_card, save_reader
from index.span_model import SpanModel, load_fitted

from .checkpoint import BEST, CHECKPOINT, CheckpointError
from .fit import LOG, Recipe, new_model
from .mixture import read_data
from .validation import Validation, measure, read_all, validation_sets

Weights = dict[str, torch.Tensor]


SHARES = (0.5, 1.0)
"""Of the fitted weights in their average with those a further round began with; what those reached is in its log."""


def export(
    base: Path, data_dir: Path, work: Path, recipe: Recipe, folder: Path = FOLDER, start: Path | None = None
) -> dict[str, float]:
    """Pack the weights of `work` into `folder` and return their figures after packing.

    Those are the best checkpoint, or after a further round the best average of its last weights with the packed ones
    in `start` that it began with (Wortsman et al. 2022, "Robust fine-tuning", arXiv:2109.01903): what a new rise of
    the rate forgets is kept, and what it learns as well.
    """
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base)
    sets = validation_sets(read_data(data_dir).kept)
    model = new_model(base)

    def figures_of(state: Weights) -> dict[str, float]:
        load_fitted(model, state)
        return measure(model, tokenizer, sets, recipe.max_tokens)

    if start:
        checkpoint = torch.load(work / CHECKPOINT, weights_only=True)
        if not checkpoint["progress"]["recipe"].endswith(read_card(start).sha256):
            raise CheckpointError(
                f"Expected in {work} a round that began with the weights in {start}, found another: name with --start "
                "the weights that `fit` was given, or with --work the folder of their round."
            )
        begun, last = load_weights(start), checkpoint["model"]
        averages = {0.0: begun} | {share: average(begun, last, share) for share in SHARES}
        reached = {0.0: begun_with(work)} | {share: figures_of(averages[share]) for share in SHARES}
        for share, figures in reached.items():
            print(share, "  ".join(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)
        state = averages[max(reached, key=lambda share: sum(reached[share].values()))]
    else:
        state = torch.load(work / BEST, weights_only=True)
    save_reader(state, folder, 1.0, 0.0, recipe.max_tokens)
    load_fitted(model, load_weights(folder))
    slope, intercept = fit_probability(model, tokenizer, sets, recipe.max_tokens)
    save_reader(state, folder, slope, intercept, recipe.max_tokens)
    figures = measure(model, tokenizer, sets, recipe.max_tokens)
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    return figures


def begun_with(work: Path) -> dict[str, float]:
    """The figures of the weights that a round began with, from its log."""
    begun = [entry for _, entry in iterate_jsonl(work / LOG) if entry["step"] == 0]
    if not begun:
        raise CheckpointError(f"Expected the figures of step 0 in {work / LOG}, found none: run `fit` with --start.")
    return {name: value for name, value in begun[-1].items() if name not in ("step", "recipe")}


def average(begun: Weights, last: Weights, share: float) -> Weights:
    """Each weight between the two, `share` of the way from the first to the second."""
    return {name: torch.lerp(begun[name].float(), value.float(), share) for name, value in last.items()}


def fit_probability(model: SpanModel, tokenizer: Any, sets: Validation, max_tokens: int) -> tuple[float, float]:
    """Slope and intercept of the margin (Platt 1999) over all ranked sets, each set with the same weight."""
    margins, answerable, weights = [], [], []
    for examples in sets.ranked.values():
        margins += [best.margin for best in read_all(model, tokenizer, examples, max_tokens)]
        answerable += [example.answer is not None for example in examples]
        weights += [1 / len(examples)] * len(examples)
    scaled = np.array(weights) * len(weights) / len(sets.ranked)
    fitted = LogisticRegression(C=1e6).fit(np.array(margins)[:, None], answerable, sample_weight=scaled)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
