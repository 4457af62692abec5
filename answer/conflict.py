"""What a question takes for granted and the whole article doesn't know: another country, name or number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.lexical import Field
from index.names import names_asked, names_in
from index.overlap import forms_of
from index.question import Question
from index.records import Passage
from index.times import date_of, resolve_times, written_forms
from index.translation import translate
from index.vietnamese import UPPER, fold, syllables

CAPITALISED = re.compile(rf"(?<!^)\b[{UPPER}]\w+")
ACRONYM = re.compile(rf"\b[{UPPER}]{{2,}}\b")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Signs of a false premise."""

    name: bool
    """A country, body, ministry or place of the question is not in the article, in either language."""
    capitals: float
    """Share of the question's capitalised syllables that the article lacks, [0, 1]; of an English one, its acronyms."""
    number: bool
    """A number of two digits or more, which prose writes in digits, is not in the article."""

    @property
    def found(self) -> bool:
        """Whether there is any: a name, a number, or most of the capitals."""
        return self.name or self.number or self.capitals > 0.5


def find_conflict(question: Question, article: str, published: str | None = None) -> Conflict:
    """Compare a question, as it was meant, with the text of an article and the day of its publication."""
    forms = known_forms(forms_of(article, ["folded"])["folded"], article, published)
    asked = names_asked(question.text)
    capitals = capitalised(question.text)
    if question.language == "en":  # other English names are often words of their own in Vietnamese
        translated = {word for concept in translate(question.text).concepts.values() for word in concept.words}
        shared = [token for token in ACRONYM.findall(question.text) if token not in translated]
        capitals = [fold(token) for acronym in shared for token in syllables(acronym)]
    return Conflict(
        name=bool(asked - names_in(article)),
        capitals=share_absent(capitals, forms),
        number=any(token not in forms for token in question.tokens if token[0].isdigit() and len(token) > 1),
    )


def known_forms(forms: Collection[str], text: str, published: str | None) -> set[str]:
    """The folded forms of a text with the parts of its dates, and the dates that it tells from its publication."""
    day = date_of(published)
    return with_parts_of_dates(forms) | set(written_forms(resolve_times(text, day) if day else []))


def forms_of_passage(passage: Passage) -> dict[Field, set[str]]:
    """The forms of a passage in both fields, of its dates and times those that a question may name."""
    forms = forms_of(passage.text)
    return forms | {"folded": known_forms(forms["folded"], passage.text, passage.published)}


def with_parts_of_dates(forms: Collection[str]) -> set[str]:
    """The forms, and of each date (31/3/2025) its parts: 31/3, 3/2025, 2025."""
    known = set(forms)
    for form in (form for form in forms if "/" in form):
        parts = form.split("/")
        known |= {"/".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}
    return known


def capitalised(text: str) -> list[str]:
    """Folded syllables that begin with a capital, but for the first word."""
    return [fold(token) for name in CAPITALISED.findall(text) for token in syllables(name)]


def share_absent(tokens: Sequence[str], forms: Collection[str]) -> float:
    """Share of the tokens that are not among the forms, [0, 1]; 0 of none."""
    return sum(token not in forms for token in tokens) / len(tokens) if tokens else 0.0
