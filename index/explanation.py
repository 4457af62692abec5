"""Why a passage ranked where it did, in numbers and words that a user can check."""

from __future__ import annotations

from .analysis import Analysis
from .lexical import Clue, Concept, Field, LexicalIndex
from .overlap import forms_of, stands_in
from .ranking import Pool, scores_of
from .records import Explanation, FloatArray
from .vietnamese import fold


class Explainer:
    """Explains the passages of one search."""

    def __init__(self, analysis: Analysis, pool: Pool, lexical: LexicalIndex) -> None:
        """Search each field by itself, once for all passages."""
        self._analysis = analysis
        self._pool = pool
        self._fields: dict[Field, FloatArray] = {}
        for field in ("exact", "folded"):
            terms = [clue for clue in analysis.terms if clue.field == field]
            self._fields[field] = scores_of(lexical.search(terms, lexical.size), pool.rows)

    def explain(self, i: int, text: str) -> Explanation:
        """The explanation of the i-th of the pool, whose text it is."""
        analysis = self._analysis
        forms = forms_of(text)
        matched = [clue for clue in analysis.terms if stands_in(clue, forms)]
        matched.sort(key=lambda term: -analysis.terms[term])
        dense, bm25, sentence = (float(share) for share in self._pool.shares[i])
        return Explanation(
            meant=analysis.meant,
            language=analysis.question.language,
            accented=analysis.question.accented,
            unknown=analysis.unknown,
            matched=tuple(shown(clue) for clue in matched if not is_twin(clue, matched)),
            exact=float(self._fields["exact"][i]),
            folded=float(self._fields["folded"][i]),
            shares={"dense": dense, "bm25": bm25, "sentence": sentence},
        )


def shown(clue: Clue) -> str:
    """A term as it is written, and a concept with its translations."""
    if isinstance(clue, Concept):
        return f"{clue.word} ({', '.join(' '.join(wording) for wording in clue.wordings)})"
    return clue.token.replace("_", " ")


def is_twin(term: Clue, matched: list[Clue]) -> bool:
    """Whether a term without accents only repeats one that matched with them."""
    return term.field == "folded" and any(t.field == "exact" and fold(t.token) == term.token for t in matched)
