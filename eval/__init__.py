"""Datasets, measures and the gate: `python -m eval`."""
