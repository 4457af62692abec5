"""python -m training fit|export|validation|pairs: make the reader's weights, and the table of pairs.

`fit` goes on where it was stopped (exit status 3: time ran out, run it again); `export` packs the best checkpoint into
index/weights, or with `--start` the best average of a further round with what it began with; `validation` writes the
questions that are never learnt from as a SQuAD v2 file; `pairs` counts the pairs of syllables in index/pairs.tsv.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from index.bigrams import PAIRS
from index.embedded import unpack_embedded_model
from index.errors import HoiNguonError
from settings import read_settings

# Buffers of a step go back to the allocator and not to the system: without this a step takes twice as long (glibc).
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TOP_PAD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "100000000000"}
OUT_OF_TIME = 3


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=["fit", "export", "validation", "pairs"])
    parser.add_argument("--shared-data", type=Path, default=Path("../shared/data"), help="folder of the data files")
    parser.add_argument("--work", type=Path, default=Path("data/training"), help="checkpoints and log")
    parser.add_argument("--output", type=Path, default=Path("data/validation.json"), help="file that validation writes")
    parser.add_argument("--examples", type=int, help="length of the fit (default: that of the recipe)")
    parser.add_argument("--seed", type=int, help="another draw of examples (default: that of the recipe)")
    parser.add_argument("--learning-rate", type=float, help="its highest (default: that of the recipe)")
    parser.add_argument("--start", type=Path, help="packed weights that a round begins with, and export averages")
    parser.add_argument("--minutes", type=float, help="stop the fit after so long, with a checkpoint")
    options = parser.parse_args()
    if options.step == "validation":
        from .validation_file import validation_file

        content = json.dumps(validation_file(options.shared_data), ensure_ascii=False)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(content, encoding="utf-8")
        return 0
    if options.step == "pairs":
        from .pairs import write_pairs

        print(f"{write_pairs(options.shared_data, PAIRS)} pairs in {PAIRS}")
        return 0
    if not ALLOCATOR.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, "-m", "training", *sys.argv[1:]], {**os.environ, **ALLOCATOR})  # noqa: S606 - itself
    from .export import export
    from .fit import Recipe, fit

    base = unpack_embedded_model(read_settings().models_dir)
    asked = {"examples": options.examples, "seed": options.seed, "learning_rate": options.learning_rate}
    recipe = Recipe(**{name: value for name, value in asked.items() if value is not None})
    if options.step == "export":
        export(base, options.shared_data, options.work, recipe, start=options.start)
        return 0
    return 0 if fit(base, options.shared_data, options.work, recipe, options.minutes, options.start) else OUT_OF_TIME


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (HoiNguonError, OSError) as error:
        sys.exit(str(error))
