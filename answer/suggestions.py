"""Questions that the documents answer, made out of their own sentences.

Vietnamese asks in place (wh-in-situ): "hơn 3.000 người đã vượt biển" becomes a question by putting "bao nhiêu" where
the number stands, with no word moved (Heilman & Smith 2010, "Good Question!", overgenerate and check). What is
drafted so is asked, and only a question whose answer begins with its own sentence is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.records import Passage, Span
from index.vietnamese import TOKEN, UPPER

from .records import Answer, Citation
from .short_answer import QUANTITY, SCALES, UNITS
from .wording import SURE

SHORTEST, LONGEST = 4, 24
"""Syllables of a question that reads well."""
AMOUNT = re.compile(
    rf"(?<![\w/.,-])(?:(?:hơn|trên|gần|khoảng|chừng)\s)?{QUANTITY}(?:\s(?:{SCALES}))*(?=\s(?:{UNITS})(?![\w/]))",
    re.IGNORECASE,
)
"""A number before what it counts."""
NOT_COUNTED = re.compile(
    r"(?:ngày|năm|tháng|quý|khoản|mục|chương|số|lúc|thứ|khóa|kỳ|quận|phường|đường|top|bậc|hạng|hàng|loại|lần)\s*$",
    re.IGNORECASE,
)
"""What a number that only names something stands behind."""
DAY = re.compile(r"(?<!\w)(?:vào\s)?ngày\s\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?!\w)", re.IGNORECASE)
YEAR = re.compile(r"(?<!\w)(?:vào\s|từ\s|trong\s)?năm\s(?:19|20)\d\d(?!\w)(?!\s*[-–])", re.IGNORECASE)
OPENING_TIME = re.compile(r"^(?:vào\s|trong\s)?(?:ngày\s[\d/.-]+|năm\s\d{4}),\s*", re.IGNORECASE)
CLAUSE = re.compile(r"[;:]\s+|\.\s*$|,\s+(?:trong đó|đồng thời|theo đó|nhằm|cùng)\b")
"""Where a sentence may be cut: what stands between is mostly a sentence of its own."""
VAGUE = re.compile(
    rf"\b(?i:tôi|ta|họ|nó|đây|này|đó|ấy|nói trên|vừa qua|hôm nay|hôm qua)\b"
    rf"|(?:\b(?:ông|bà|anh|chị|em|cô)|^(?:Ông|Bà|Anh|Chị|Em|Cô|Họ|Tôi))(?! [{UPPER}])(?!\w)"
    r"|\w/\w|[!?…]|bao nhiêu.*bao nhiêu"
)
"""What makes a question unclear by itself: words that point elsewhere, two things at once."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question, and the sentence that it was made of."""

    question: str
    article: str
    span: Span


def draft_questions(sentence: str) -> Iterator[str]:
    """Questions that a Vietnamese sentence answers; none where it tells no number, day or year."""
    opening = OPENING_TIME.match(sentence)
    rest = sentence[opening.end() :] if opening else sentence
    for clause in CLAUSE.split(rest):
        for match in AMOUNT.finditer(clause):
            if not NOT_COUNTED.search(clause[: match.start()]):
                asked = f"{clause[: match.start()]}bao nhiêu{clause[match.end() :]}"
                year = opening.group().strip(" ,") if opening else ""
                yield worded(f"{year}, {asked}" if year else asked)
        for time, word in ((DAY, "ngày nào"), (YEAR, "năm nào")):
            if found := time.search(clause):
                yield worded(f"{clause[: found.start()].rstrip(' ,')} {word}{clause[found.end() :]}")
    if opening and not AMOUNT.search(rest):
        clause = CLAUSE.split(rest)[0]
        yield worded(f"{clause} {'năm nào' if YEAR.match(opening.group()) else 'ngày nào'}")


def worded(question: str) -> str:
    """A question with one capital, single spaces and its mark."""
    bare = re.sub(r"\s+", " ", question).strip(' ,.;:–-“”"()')
    bare = re.sub(r"\s(?:là|gồm|có|như)$", "", bare)
    return f"{bare[:1].upper()}{bare[1:]}?"


def reads_well(question: str) -> bool:
    """Whether a draft is of a length that somebody would type, clear by itself, its brackets and quotes in pairs."""
    if VAGUE.search(question.rstrip("?")):
        return False
    paired = all(question.count(left) == question.count(right) for left, right in ("()", "“”", "«»"))
    return paired and SHORTEST <= len(TOKEN.findall(question)) <= LONGEST


def drafts_of(passages: Iterable[Passage]) -> Iterator[Draft]:
    """Drafts of all sentences of some passages."""
    for passage in passages:
        for sentence in passage.sentences:
            yield from drafts_of_sentence(sentence.text, passage.article, sentence.span)


def drafts_of_sentence(text: str, article: str, span: Span) -> Iterator[Draft]:
    """Drafts of one sentence that read well; `span` is its place in the article."""
    return (Draft(question, article, span) for question in draft_questions(text) if reads_well(question))


def suggest(
    drafts: Iterable[Draft], check: Callable[[Draft], bool], most: int, shown: Iterable[Citation] = ()
) -> Iterator[str]:
    """Up to `most` questions that `check` finds answered by their own sentences, one a sentence.

    A sentence that is shown already is not asked for.
    """
    seen = {(citation.article, citation.start) for citation in shown}
    for draft in drafts:
        if most == 0:
            return
        if (draft.article, draft.span.start) not in seen and check(draft):
            seen.add((draft.article, draft.span.start))
            most -= 1
            yield draft.question


def is_answered(draft: Draft, answer: Answer) -> bool:
    """Whether an answer to the question has no reserve and begins with the sentence that it was made of."""
    first = next(iter(answer.citations), None)
    if first is None or answer.confidence < SURE:
        return False
    return first.article == draft.article and first.start < draft.span.end and draft.span.start < first.end
