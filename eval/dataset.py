"""Questions to evaluate on: rows and conversations of our JSONL, and SQuAD files."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import HoiNguonError
from index.records import Article, Span
from index.vietnamese import fold


class DatasetError(HoiNguonError):
    """An evaluation file isn't of the form it should be."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question, the article that answers it (None where none does), and what the reply must contain."""

    id: str
    question: str
    article: str | None
    must: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Rows asked in one conversation; a single question is a dialogue of one."""

    turns: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A question, a passage, and whether the passage answers it."""

    question: str
    passage: str
    answerable: bool


@dataclass(frozen=True, slots=True)
class SpanQuestion:
    """A question with the places of its answers in one paragraph."""

    id: str
    question: str
    paragraph: str
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SpanDataset:
    """Paragraphs as articles, and the questions over them."""

    paragraphs: tuple[Article, ...]
    questions: tuple[SpanQuestion, ...]

    @property
    def answerable(self) -> tuple[SpanQuestion, ...]:
        """The questions that have an answer."""
        return tuple(question for question in self.questions if question.answers)

    def wordings(self, others: Mapping[str, str], unaccented: bool) -> list[str]:
        """How the answerable questions are put, in order: as in `others` by id, else their own; or without marks."""
        asked = [others.get(question.id, question.question) for question in self.answerable]
        return [fold(wording) for wording in asked] if unaccented else asked

    def require_answers(self) -> None:
        """Raise DatasetError where no question has an answer: there is nothing to measure."""
        if not self.answerable:
            raise DatasetError("Expected at least one question with an answer in the SQuAD file, found none: add one.")


def read_dialogues(path: Path) -> list[Dialogue]:
    """Dialogues of a JSONL file of rows and conversations; raises DatasetError."""
    dialogues = []
    for number, record in iterate_jsonl(path):
        where = f"{path}:{number}"
        dialogues.append(Dialogue(tuple(row_of(turn, where) for turn in record.get("turns", [record]))))
    ids = [row.id for dialogue in dialogues for row in dialogue.turns]
    twice = sorted({identifier for identifier in ids if ids.count(identifier) > 1})
    if twice:
        raise DatasetError(f"Expected ids that occur once in {path}, found twice: {', '.join(twice)}.")
    if not ids:
        raise DatasetError(f"Expected at least one row in {path}, found none.")
    return dialogues


def row_of(record: dict[str, Any], where: str) -> Row:
    """The row of a JSON object; raises DatasetError."""
    try:
        row = Row(str(record["id"]), str(record["question"]), record["article"], tuple(record["must"]))
    except (KeyError, TypeError) as error:
        raise DatasetError(f'Expected {{"id", "question", "article", "must"}} at {where}, found {record}.') from error
    if row.article is None and row.must:
        raise DatasetError(f"Expected no `must` for a question without an article at {where}, found {row.must}.")
    return row


def read_squad(path: Path) -> SpanDataset:
    """Paragraphs and questions of a SQuAD file (v1 or v2), in NFC; raises DatasetError.

    Of version 2 also the questions that have no answer, with an empty tuple.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        return squad_of(data)
    except OSError as error:
        raise DatasetError(f"Expected a readable SQuAD file at {path}, found: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f'Expected SQuAD JSON ({{"data": [{{"paragraphs": …}}]}}) in {path}, found a fault: {error!r}.'
        ) from error


def squad_of(data: Sequence[dict[str, Any]]) -> SpanDataset:
    """The dataset in the `data` list of a SQuAD file."""
    paragraphs, questions = [], []
    for article_number, article in enumerate(data):
        for paragraph_number, paragraph in enumerate(article["paragraphs"]):
            identifier = f"{article_number:04d}/{paragraph_number:03d}"
            context = paragraph["context"]
            title = unicodedata.normalize("NFC", article.get("title") or identifier)
            paragraphs.append(Article(identifier, unicodedata.normalize("NFC", context), title, False))
            for qa in paragraph["qas"]:
                answers = tuple(normalised_span(context, a["answer_start"], a["text"]) for a in qa.get("answers", []))
                question = unicodedata.normalize("NFC", qa["question"])
                questions.append(SpanQuestion(str(qa["id"]), question, identifier, answers))
    return SpanDataset(tuple(paragraphs), tuple(questions))


def normalised_span(context: str, start: int, answer: str) -> Span:
    """Where the answer stands once the context is in NFC."""
    begin = len(unicodedata.normalize("NFC", context[:start]))
    return Span(begin, begin + len(unicodedata.normalize("NFC", answer)))


def read_pairs(path: Path) -> list[PairRow]:
    """Rows `question`, `passage`, `answerable` of a JSONL file; raises DatasetError."""
    rows = []
    for number, record in iterate_jsonl(path):
        try:
            question, passage = (unicodedata.normalize("NFC", record[key]) for key in ("question", "passage"))
            rows.append(PairRow(question, passage, bool(record["answerable"])))
        except (KeyError, TypeError) as error:
            raise DatasetError(
                f'Expected {{"question", "passage", "answerable"}} at {path}:{number}, found {record}.'
            ) from error
    return rows


def read_wordings(path: Path) -> dict[str, str]:
    """Other wordings of questions by id: `question_en` or `question` of each row."""
    wordings = {}
    for number, record in iterate_jsonl(path):
        wording = record.get("question_en") or record.get("question")
        if not wording or "id" not in record:
            raise DatasetError(f'Expected "id" and "question_en" or "question" at {path}:{number}, found {record}.')
        wordings[str(record["id"])] = str(wording)
    return wordings


def iterate_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line; raises DatasetError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"Expected a readable JSONL file at {path}, found: {error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise DatasetError(f"Expected one JSON object a line, found at {path}:{number}: {error}.") from error
            if not isinstance(record, dict):
                raise DatasetError(f"Expected a JSON object at {path}:{number}, found {type(record).__name__}.")
            yield number, record
