"""Examples to learn reading from: a question, a passage, and where the passage answers it."""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path

from eval.dataset import DatasetError, SpanDataset, iterate_jsonl, read_squad
from index.records import Span

LANGUAGES = ("vi", "en", "ar", "de", "el", "es", "hi", "ro", "ru", "th", "tr", "zh")
KEPT_ARTICLES = 5
"""Every fifth article with questions is kept for validation."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one passage; `answer` is None where the passage doesn't answer."""

    question: str
    passage: str
    answer: Span | None
    language: str = "vi"
    """Of the question."""

    @property
    def answer_text(self) -> str:
        """The answer's own characters; empty where there is none."""
        return self.passage[self.answer.start : self.answer.end] if self.answer else ""


@dataclass(frozen=True, slots=True)
class ParallelQuestion:
    """A question of XQuAD with its paragraph in every language, by language code."""

    id: str
    article: int
    paragraph: str
    wordings: dict[str, tuple[str, str, Span]]
    """Question, paragraph text and answer span."""


def read_parallel(data_dir: Path) -> list[ParallelQuestion]:
    """The questions of the `xquad-dev-*.json` in every language, joined by id."""
    sets: dict[str, SpanDataset] = {}
    for language in LANGUAGES:
        name = "xquad-vi-dev.json" if language == "vi" else f"xquad-dev-{language}.json"
        sets[language] = read_squad(data_dir / name)
    texts = {language: {p.id: p.text for p in data.paragraphs} for language, data in sets.items()}
    found: dict[str, dict[str, tuple[str, str, Span]]] = {}
    for language, data in sets.items():
        for q in data.answerable:
            found.setdefault(q.id, {})[language] = (q.question, texts[language][q.paragraph], q.answers[0])
    return [
        ParallelQuestion(q.id, int(q.paragraph.split("/")[0]), q.paragraph, found[q.id]) for q in sets["vi"].answerable
    ]


def kept_for_validation(questions: list[ParallelQuestion]) -> set[int]:
    """Numbers of the articles whose questions are never trained on."""
    articles = sorted({q.article for q in questions})
    return set(articles[2::KEPT_ARTICLES])


def read_spans(path: Path) -> list[Example]:
    """Every question of a SQuAD file with its paragraph."""
    data = read_squad(path)
    texts = {p.id: p.text for p in data.paragraphs}
    return [Example(q.question, texts[q.paragraph], q.answers[0]) for q in data.answerable]


def read_pairs(path: Path) -> list[Example]:
    """Question–passage pairs with `answerable`; those whose answer isn't in the passage word for word are left out."""
    pairs = []
    for _, record in iterate_jsonl(path):
        passage, answer = nfc(record["passage"]), nfc(record["answer"] or "")
        start = passage.find(answer) if record["answerable"] else -1
        if record["answerable"] and (start < 0 or not answer):
            continue
        span = Span(start, start + len(answer)) if record["answerable"] else None
        pairs.append(Example(nfc(record["question"]), passage, span))
    return pairs


def read_news_questions(path: Path, news: Path) -> dict[str, list[Example]]:
    """Our own questions over news passages, by article: rows `article`, `start`, `end`, `question`, `answer`.

    `start` and `end` cut the passage out of the article's text in NFC; `answer` is `[start, end]` in the passage
    or null. Raises DatasetError where a row's place isn't in its article.
    """
    texts = {row["id"]: nfc(row["text"]) for _, row in iterate_jsonl(news)}
    examples: dict[str, list[Example]] = {}
    for _, row in iterate_jsonl(path):
        passage = texts[row["article"]][row["start"] : row["end"]]
        span = Span(*row["answer"]) if row["answer"] else None
        if len(passage) != row["end"] - row["start"] or (span and span.end > len(passage)):
            raise DatasetError(f"Expected places inside article {row['article']} of {news}, found {row}.")
        examples.setdefault(row["article"], []).append(Example(row["question"], passage, span, row["language"]))
    return examples


def read_paragraph_questions(path: Path, parallel: list[ParallelQuestion]) -> dict[int | None, list[Example]]:
    """Our own questions over encyclopedic paragraphs, by XQuAD article; None for the paragraphs that are ours.

    A row is either `paragraph` (the id of one of `xquad-vi-dev.json`) or `passage` (its text), and `questions`: each
    `question`, `answer` (`[start, end]` in the paragraph or null) and `language`. Raises DatasetError where a paragraph
    is unknown or an answer isn't in its own.
    """
    known = {q.paragraph: (q.article, q.wordings["vi"][1]) for q in parallel}
    examples: dict[int | None, list[Example]] = {}
    for number, row in iterate_jsonl(path):
        article, passage = known.get(row["paragraph"], (None, "")) if "paragraph" in row else (None, row["passage"])
        if not passage:
            raise DatasetError(f"Expected a paragraph of xquad-vi-dev.json in {path}, found {row['paragraph']}.")
        for asked in row["questions"]:
            span = Span(*asked["answer"]) if asked["answer"] else None
            if span and not 0 <= span.start < span.end <= len(passage):
                raise DatasetError(
                    f"Expected an answer inside its paragraph in line {number} of {path}, found {asked}."
                )
            examples.setdefault(article, []).append(Example(asked["question"], passage, span, asked["language"]))
    return examples


def one_in_five(key: str) -> bool:
    """A fixed fifth of the keys: what is kept for validation."""
    return zlib.crc32(key.encode()) % 5 == 0


def nfc(text: str) -> str:
    """Canonical composition."""
    return unicodedata.normalize("NFC", text)
