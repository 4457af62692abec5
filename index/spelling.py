"""A question as it was meant: accents and slips mended by the collection's own words, a Viterbi search over bigrams.

The model is a noisy channel (Kernighan, Church & Gale 1990) whose noise drops marks or edits a letter. What the
collection doesn't know is judged by the language at large and by how questions are put (`bigrams`).
"""

from __future__ import annotations

from .bigrams import common_forms, frequency, transition
from .lexical import Field, LexicalIndex, Term
from .question import Question
from .shorthand import write_out
from .typos import SHORTEST, within_one_edit
from .vietnamese import TOKEN, abbreviations, fold, is_accented, place_tone

COMPLETE = 0.65
"""Share of accented syllables from which on none are taken to be left out: 93% of the questions of XQuAD-vi dev
have at least as many, 10% of the same with every other accent gone."""
MOST = 12
"""Candidates looked at for a syllable."""


def restore(question: Question, lexical: LexicalIndex) -> str:
    """The question's text as it was most likely meant: shorthand written out, marks and slips mended.

    A syllable that the collection has as typed stays, unless marks were left out of the question at large.
    """
    if question.language != "vi":
        return question.text
    text = write_out(question.text, lexical)
    words = list(TOKEN.finditer(text))
    tokens = [place_tone(match.group().lower()) for match in words]
    bare = question.accented < COMPLETE
    choices = []
    for place, (match, token) in enumerate(zip(words, tokens, strict=True)):
        # What is written like a name or an abbreviation inside the question is no slip of another word.
        named = match.group()[0].isupper() and (place > 0 or match.group().isupper())
        if fold(token) in abbreviations() or (named and not bare):
            choices.append([token])
        else:
            choices.append(candidates(tokens, place, bare, named, lexical))
    if all(len(options) == 1 for options in choices):
        chosen = [options[0] for options in choices]
    else:
        chosen = most_likely(choices, lexical)
    pieces, at = [], 0
    for match, token, meant in zip(words, tokens, chosen, strict=True):
        pieces += [text[at : match.start()], match.group() if meant == token else like(match.group(), meant)]
        at = match.end()
    return "".join(pieces) + text[at:]


def like(typed: str, meant: str) -> str:
    """The syllable that was meant in the capitals of the typed one."""
    if typed.isupper() and len(typed) > 1:
        return meant.upper()
    return meant.capitalize() if typed[:1].isupper() else meant


def candidates(tokens: list[str], at: int, bare: bool, named: bool, lexical: LexicalIndex) -> list[str]:
    """Syllables that a token may stand for; only itself where nothing speaks for another."""
    token = tokens[at]
    if not token.isalpha():
        return [token]
    folded = fold(token)
    common = common_forms().get(folded, [])
    if bare and not is_accented(token):
        forms = list(dict.fromkeys(lexical.forms.get(folded, [])[:MOST] + common[:MOST]))
        return forms or [token, *([] if named else slips(tokens, at, lexical))]
    if lexical.occurrences[token] or token in common:
        return [token]
    if folded in lexical.forms:  # other accents than the collection's
        return [token, *(form for form in lexical.forms[folded] if stands_beside(form, tokens, at, "exact", lexical))]
    return [token, *slips(tokens, at, lexical)]


def slips(tokens: list[str], at: int, lexical: LexicalIndex) -> list[str]:
    """Syllables of the collection within one edit of a token, that stand in it beside the token's own neighbour."""
    folded = fold(tokens[at])
    if len(folded) < SHORTEST:
        return []
    found = sorted(form for form in within_one_edit(folded) if form in lexical.forms)
    near = [form for form in found if stands_beside(form, tokens, at, "folded", lexical)]
    return [syllable for form in near for syllable in lexical.forms[form]][:MOST]


def stands_beside(form: str, tokens: list[str], at: int, field: Field, lexical: LexicalIndex) -> bool:
    """Whether the collection has a syllable next to the token before or after that place."""
    before, after = (tokens[at - 1] if at else None), (tokens[at + 1] if at + 1 < len(tokens) else None)
    if field == "folded":
        before, after = before and fold(before), after and fold(after)
    return bool(
        (before and lexical.count(Term(field, f"{before}_{form}")))
        or (after and lexical.count(Term(field, f"{form}_{after}")))
    )


def most_likely(choices: list[list[str]], lexical: LexicalIndex) -> list[str]:
    """One candidate for each token, so that the product of their bigram probabilities is highest."""
    paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for options in choices:
        step: dict[str, tuple[float, list[str]]] = {}
        for option in options:
            own = frequency(option, lexical)
            best = max(
                ((score + transition(before, option, own, lexical), path) for before, (score, path) in paths.items()),
                key=lambda found: found[0],
            )
            step[option] = (best[0], [*best[1], option])
        paths = step
    return max(paths.values(), key=lambda found: found[0])[1]
