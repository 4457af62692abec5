# The two commands: `make chat` and `make test`. Each does only what changed.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
BIN := .venv/bin

.PHONY: chat test lint unit evals reader calibrate bench clean

chat: .venv/run.stamp
	$(BIN)/python app.py --ingest corpus --host $(HOST) --port $(PORT)

test: lint unit evals

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

# Two at once: the tests of the page mostly wait for the browser. Each goes to whoever is free, as files differ much.
unit: .venv/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal

evals: .venv/run.stamp
	$(BIN)/python -m eval

# Make the reader's weights anew from ../shared/data, in sittings of MINUTES (default: all at once).
MINUTES ?=
reader: .venv/run.stamp
	$(BIN)/python -m training fit $(if $(MINUTES),--minutes $(MINUTES))
	$(BIN)/python -m training export

# What answer/confidence.json is fitted on.
SETS := eval/datasets
CASES := data/validation.json $(SETS)/hurried.json --questions ../shared/data/xquad-en-questions-dev.jsonl \
	--rows $(SETS)/corpus.jsonl \
	--held-out $(SETS)/corpus-heldout.jsonl $(SETS)/corpus-blind.jsonl $(SETS)/sessions-heldout.jsonl
# Fit it anew, with the reader and without one.
calibrate: .venv/run.stamp
	$(BIN)/python -m training validation --output data/validation.json
	$(BIN)/python -m eval calibrate $(CASES)
	HOINGUON_READER=none $(BIN)/python -m eval calibrate $(CASES)

# Measure every figure of docs/benchmarks.md anew; about half an hour.
bench: .venv/run.stamp
	$(BIN)/python -m eval bench ../shared/data --output docs/benchmarks.md --json data/benchmarks.json

.venv/bin/python:
	$(PYTHON) -m venv .venv

# An old pip resolves extras wrongly: it goes first.
.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	$(BIN)/python -m pip check
	touch $@

clean:
	rm -rf .venv data
