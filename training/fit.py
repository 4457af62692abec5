"""Fitting the reader: one pass over the mixture, seeded, resumable, the best checkpoint kept by validation."""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

from index.encoder import multiplies_bfloat16
from index.reader_weights import load_weights, read_card
from index.span_model import SpanModel, Window, load_fitted, pad, tokenize_windows

from .checkpoint import BEST, Progress, put, resume, save, trained
from .examples import Example
from .mixture import Mixture, read_data
from .validation import Validation, measure, validation_sets


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a fit depends on."""

    examples: int = 30_000
    batch: int = 16
    max_tokens: int = 288
    learning_rate: float = 1.5e-4
    warm_up: float = 0.06
    """Share of the steps."""
    weight_decay: float = 0.01
    seed: int = 1
    check_every: int = 500
    """Steps between two validations and checkpoints."""


LOG = "log.jsonl"


def fit(
    base: Path, data_dir: Path, work: Path, recipe: Recipe, minutes: float | None = None, start: Path | None = None
) -> bool:
    """Fit from the unpacked model in `base`; goes on where an earlier call stopped. True when it's done.

    Stops after `minutes` at the next step, with a checkpoint. `work` holds the checkpoints and the log. With
    `start`, a folder of packed weights, it begins with those: another round with a new rise and fall of the rate
    (Loshchilov & Hutter 2017, "SGDR", arXiv:1608.03983).
    """
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = new_model(base)
    if start:
        load_fitted(model, load_weights(start))
    data = read_data(data_dir)
    batches = in_batches(tokenizer, Mixture(data.train, recipe.seed).draw(recipe.examples), recipe)
    sets = validation_sets(data.kept)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: schedule(step, len(batches), recipe.warm_up))
    begun_with = read_card(start).sha256 if start else "the embedded model"
    name = f"{recipe} {zlib.crc32(repr(batches).encode()):08x} from {begun_with}"
    progress = resume(work, model, optimizer, rate, name)
    if start and not progress.step:
        check(model, tokenizer, sets, recipe, work, progress)
    done, started, loss_mean = progress.step, time.monotonic(), 0.0
    for step in range(done, len(batches)):
        loss = loss_of(model, tokenizer, batches[step], recipe)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rate.step()
        progress.step = step + 1
        loss_mean = 0.98 * loss_mean + 0.02 * loss.item() if loss_mean else loss.item()
        seconds = time.monotonic() - started
        if progress.step % 20 == 0:
            pace = seconds / (progress.step - done)
            print(f"step {progress.step}/{len(batches)}  loss {loss_mean:.3f}  {pace:.2f} s/step", flush=True)
        last = progress.step == len(batches)
        out_of_time = minutes is not None and seconds > 60 * minutes
        due = progress.step % recipe.check_every == 0 or last
        if due:
            check(model, tokenizer, sets, recipe, work, progress)
        if due or out_of_time:
            save(work, model, optimizer, rate, progress)
        if out_of_time and not last:
            return False
    return True


def new_model(base: Path) -> SpanModel:
    """The encoder with frozen embeddings and without dropout (on a CPU it costs four times the step)."""
    encoder = AutoModel.from_pretrained(base, attn_implementation="sdpa", add_pooling_layer=False)
    encoder.embeddings.requires_grad_(False)
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return SpanModel(encoder).train()


def in_batches(tokenizer: Any, examples: Sequence[Example], recipe: Recipe) -> list[list[Example]]:
    """Batches of similar length in random order: little padding, no order of length."""
    rng = random.Random(recipe.seed)
    lengths = [len(ids) for ids in tokenizer([e.question + " " + e.passage for e in examples])["input_ids"]]
    batches = []
    pool = recipe.batch * 40
    for start in range(0, len(examples), pool):
        order = sorted(range(start, min(start + pool, len(examples))), key=lambda i: (lengths[i], i))
        made = [order[i : i + recipe.batch] for i in range(0, len(order), recipe.batch)]
        rng.shuffle(made)
        batches += [[examples[i] for i in rows] for rows in made]
    return batches


def loss_of(model: SpanModel, tokenizer: Any, batch: list[Example], recipe: Recipe) -> torch.Tensor:
    """Cross entropy of start and end; an answer cut off by the length limit counts as none."""
    windows = tokenize_windows(tokenizer, [e.question for e in batch], [e.passage for e in batch], recipe.max_tokens)
    targets = torch.tensor([target_of(window, example) for window, example in zip(windows, batch, strict=True)])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=multiplies_bfloat16()):
        scores = model(*pad(windows, tokenizer.pad_token_id))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(scores[:, :, 0], targets[:, 0]) + cross_entropy(scores[:, :, 1], targets[:, 1])) / 2


def target_of(window: Window, example: Example) -> tuple[int, int]:
    """First and last token of the answer; (0, 0) where there is none."""
    gold = example.answer
    inside = [
        token
        for token, (start, end) in enumerate(window.offsets)
        if gold and start < gold.end and gold.start < end and end > start
    ]
    complete = gold and inside and window.offsets[inside[-1]][1] >= gold.end
    return (inside[0], inside[-1]) if complete else (0, 0)


def schedule(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    warm = max(1, int(steps * warm_up))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def check(model: SpanModel, tokenizer: Any, sets: Validation, recipe: Recipe, work: Path, progress: Progress) -> None:
    """Measure, log, and keep the weights where their figures add up to more than before."""
    figures = measure(model, tokenizer, sets, recipe.max_tokens)
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)
    with (work / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"step": progress.step, "recipe": asdict(recipe), **figures}) + "\n")
    if sum(figures.values()) > progress.best:
        progress.best = sum(figures.values())
        put(trained(model), work / BEST)
