"""The question against the collection: what was most likely meant, which terms are searched, what counts how much."""

from __future__ import annotations

from dataclasses import dataclass

from .everyday import as_papers_write
from .fusion import Weights, choose_weights
from .lexical import Clue, LexicalIndex, Term
from .overlap import weigh_terms
from .question import MAX_CHARACTERS, Question
from .spelling import restore
from .vietnamese import fold, place_tones, syllables


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was seen in a question before it was searched, and how it is searched."""

    question: Question
    meant: str
    """The text with missing accents and slips mended, everyday words as papers write them, tones in one placement."""
    unknown: tuple[str, ...]
    """Syllables and numbers of it, and English words without translation, that the collection doesn't have."""
    terms: dict[Clue, float]
    """Searched terms of both BM25 fields and translations with their weight in the overlap; the weights add up to 1."""
    weights: Weights

    @property
    def wordings(self) -> list[str]:
        """The question as it was meant and, where that differs, as it was typed."""
        return list(dict.fromkeys([self.meant, place_tones(self.question.text)]))


def analyse(question: Question, lexical: LexicalIndex, mend: bool = True) -> Analysis:
    """Look at a question with the collection's own words, and mend it by them."""
    meant = place_tones(restore(question, lexical) if mend else question.text)
    if mend and question.language == "vi":
        meant = as_papers_write(meant, lexical)
    meant = meant[:MAX_CHARACTERS]  # written out it may be longer than what can be asked
    tokens = tuple(syllables(meant))
    terms = weigh_terms(question, tokens, lexical)
    bare = {token: Term("folded", fold(token)) for token in tokens}
    unknown = tuple(token for token in tokens if bare[token] in terms and not lexical.count(bare[token]))
    return Analysis(question, meant, unknown, terms, choose_weights(question))
