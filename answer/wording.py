"""The words around the quotes: Vietnamese, and English for English questions."""

from __future__ import annotations

from collections.abc import Sequence

from index.question import Language

from .dating import explain_times, published_on
from .records import Citation, Sources

SURE = 0.85
"""Confidence from which an answer is given without reserve. Of the 371 answers over five sets that no weight is fitted
on, the articles answer 96% of those above it and 73% of those below; the first sentence is right in 88% and 53%."""
REFUSAL: dict[Language, str] = {
    "vi": "Không tìm thấy câu trả lời trong tài liệu.",
    "en": "The documents do not answer this question.",
}
NEAREST: dict[Language, str] = {"vi": "Đoạn gần nhất:", "en": "The nearest passage:"}
PUBLISHED: dict[Language, str] = {"vi": "đăng ngày ", "en": "published "}
LEAD: dict[Sources, dict[Language, str]] = {
    "single": {"vi": "Theo tài liệu:", "en": "According to the documents (quoted in Vietnamese):"},
    "agreeing": {
        "vi": "Theo tài liệu, nhiều nguồn nêu giống nhau:",
        "en": "Several sources agree (quoted in Vietnamese):",
    },
    "differing": {
        "vi": "Các nguồn nêu khác nhau – hãy đối chiếu:",
        "en": "The sources differ – compare them (quoted in Vietnamese):",
    },
}
UNSURE: dict[Language, str] = {
    "vi": "Có thể là đây, chưa chắc – hãy đọc kỹ câu trích:",
    "en": "Possibly this, not for sure – read the quote with care (in Vietnamese):",
}


def quote_text(citation: Citation, language: Language) -> str:
    """The quote in quotation marks of a kind that it doesn't hold itself, its mark, and the dates that are known."""
    opening, closing = ("«", "»") if "“" in citation.quote or "”" in citation.quote else ("“", "”")
    day = published_on(citation.published, language)
    dates = filter(None, (day and f"{PUBLISHED[language]}{day}", explain_times(citation, language)))
    note = "; ".join(dates)
    return f"{opening}{citation.quote}{closing} [{citation.number}]" + (f" ({note})" if note else "")


def lead(confidence: float, language: Language, sources: Sources = "single") -> str:
    """What stands before the quotes: how sure it is, or what the sources are to each other."""
    if confidence < SURE and sources != "differing":
        return UNSURE[language]
    return LEAD[sources][language]


def word_answer(
    citations: Sequence[Citation], confidence: float, language: Language, sources: Sources = "single"
) -> str:
    """A lead and one line a quote."""
    return "\n".join([lead(confidence, language, sources), *(quote_text(citation, language) for citation in citations)])


def word_refusal(nearest: Citation | None, language: Language) -> str:
    """The refusal, and the nearest sentence offered as such."""
    if nearest is None:
        return REFUSAL[language]
    return f"{REFUSAL[language]}\n{NEAREST[language]} {quote_text(nearest, language)}"
