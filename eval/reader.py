"""The reader by itself: spans given the paragraph of a SQuAD file, and answerability of question–passage pairs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from index.analysis import analyse
from index.errors import ModelError
from index.lexical import open_lexical
from index.question import analyse_question
from index.reader import Reader
from index.records import Passage, Reading, Signals
from ingest.sentences import split_sentences

from .dataset import DatasetError, PairRow, SpanDataset
from .reliability import calibration_error
from .spans import exact_match, span_f1
from .tools import Tools

SUREST = 0.4
"""Share of the questions for `f1_at_40`."""


def evaluate_spans(dataset: SpanDataset, wordings: dict[str, str], unaccented: bool, tools: Tools) -> dict[str, object]:
    """F1, EM, right sentence and F1 on the surest 40%, each question read over its own paragraph.

    Questions are mended with the words of the file's paragraphs, as `retrieve` does with the collection's.
    """
    dataset.require_answers()
    texts = {paragraph.id: paragraph.text for paragraph in dataset.paragraphs}
    questions = dataset.wordings(wordings, unaccented)
    paragraphs = [texts[q.paragraph] for q in dataset.answerable]
    readings = read_each(questions, paragraphs, list(texts.values()), reader_of(tools))
    f1, exact, sentence = [], [], []
    for q, reading in zip(dataset.answerable, readings, strict=True):
        text = texts[q.paragraph]
        golds = [text[span.start : span.end] for span in q.answers]
        f1.append(max(span_f1(reading.text, gold) for gold in golds))
        exact.append(max(exact_match(reading.text, gold) for gold in golds))
        around = next((s for s in split_sentences(text) if s.start <= reading.span.start < s.end), reading.span)
        sentence.append(any(gold in text[around.start : max(around.end, reading.span.end)] for gold in golds))
    surest = np.argsort([-reading.margin for reading in readings], kind="stable")[: round(SUREST * len(readings))]
    return {
        "n": len(readings),
        "f1": round(float(np.mean(f1)), 4),
        "em": round(float(np.mean(exact)), 4),
        "sentence": round(float(np.mean(sentence)), 4),
        "f1_at_40": round(float(np.mean(np.array(f1)[surest])), 4),
    }


def evaluate_answerability(rows: Sequence[PairRow], tools: Tools) -> dict[str, object]:
    """AUROC and expected calibration error of the probability that a passage answers."""
    passages = [row.passage for row in rows]
    readings = read_each([row.question for row in rows], passages, passages, reader_of(tools))
    probabilities = np.array([reading.probability for reading in readings])
    answerable = np.array([row.answerable for row in rows])
    if len(set(answerable.tolist())) < 2:
        raise DatasetError("Expected pairs that are answered and pairs that are not, found one kind: add rows.")
    return {
        "n": len(rows),
        "auroc": round(float(roc_auc_score(answerable, probabilities)), 4),
        "ece": round(calibration_error(probabilities, answerable), 4),
    }


def reader_of(tools: Tools) -> Reader:
    """The reader; raises ModelError where none is set."""
    if tools.reader is None:
        raise ModelError("Expected a reader to measure, found none: leave HOINGUON_READER unset.")
    return tools.reader


def read_each(
    questions: Sequence[str], passages: Sequence[str], collection: Sequence[str], reader: Reader
) -> list[Reading]:
    """The reading of each question over its passage; the collection's words mend the questions."""
    readings = []
    with tempfile.TemporaryDirectory(prefix="hoi-nguon-eval-") as folder:
        lexical = open_lexical(Path(folder), "eval", list(dict.fromkeys(collection)))
        for question, text in zip(questions, passages, strict=True):
            wordings = analyse(analyse_question(question), lexical).wordings
            passage = Passage("", "", None, None, 0, len(text), text, 0.0, Signals(0.0, 0.0, 0.0), ())
            readings += reader.read(wordings, [passage])
    return readings
