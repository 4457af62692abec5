"""The fitted weights, calibrated on the validation sets and packed for the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from index.reader_weights import FOLDER, load_weights, save_reader
from index.span_model import SpanModel, load_fitted

from .checkpoint import BEST
from .fit import Recipe, new_model
from .mixture import read_data
from .validation import Validation, measure, read_all, validation_sets


def export(base: Path, data_dir: Path, work: Path, recipe: Recipe, folder: Path = FOLDER) -> dict[str, float]:
    """Pack the best checkpoint of `work` into `folder` and return its figures after packing."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base)
    sets = validation_sets(read_data(data_dir).kept)
    state = torch.load(work / BEST, weights_only=True)
    save_reader(state, folder, 1.0, 0.0, recipe.max_tokens)
    model = new_model(base)
    load_fitted(model, load_weights(folder))
    slope, intercept = fit_probability(model, tokenizer, sets, recipe.max_tokens)
    save_reader(state, folder, slope, intercept, recipe.max_tokens)
    figures = measure(model, tokenizer, sets, recipe.max_tokens)
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    return figures


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
