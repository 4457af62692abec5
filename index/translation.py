"""An English question in Vietnamese: what each of its words and phrases may be called in the articles.

Dictionary-based query translation (Ballesteros & Croft 1997, "Phrasal translation and query expansion techniques for
cross-language information retrieval"): phrases before words, and all translations of a word count as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .dictionary import CONTRACTION, LONGEST, WORD, Wordings, longest_entry, stem, wordings
from .lexical import Concept
from .names import COMMON, by_form, capital_pattern, is_name, names_asked
from .question import ENGLISH
from .vietnamese import fold, place_tones, syllables

FUNCTION_WORDS = ENGLISH | frozenset(
    """a again am an and as be ca can couldn d didn do doesn don each eg else ever every he her hers him i ie if in isn
    it itself just let ll m many may me mine mr mrs ms my no nor not of oh ok on or own per please re s shall so t than
    that the them themselves then they thing things to too up us ve very wasn we well were weren wo yes yet you your
    yours""".split()
)
"""English words, and what is left of contractions, that say nothing about a topic by themselves."""
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
"""U.S., E.U."""
QUESTION_WORDS = {
    "how many": "bao nhiêu", "how much": "bao nhiêu", "how long": "bao lâu", "how old": "bao nhiêu tuổi",
    "how far": "bao xa", "how often": "bao lâu một lần", "how": "như thế nào", "what": "gì", "when": "khi nào",
    "where": "ở đâu", "which": "nào", "who": "ai", "whom": "ai", "whose": "của ai", "why": "vì sao",
}  # fmt: skip
QUESTION_WORD = re.compile(rf"\b(?:{'|'.join(QUESTION_WORDS)})\b", re.IGNORECASE)
BREAK = re.compile(r"[,;:.!?()\[\]/\"“”|]+")
"""What no phrase goes across."""


@dataclass(slots=True)
class Translation:
    """What an English question asks about."""

    concepts: dict[Wordings, Concept] = field(default_factory=dict)
    """By their wordings: UK and British are one."""
    unknown: list[str] = field(default_factory=list)
    """Words without translation, mostly names."""
    names: list[list[str]] = field(default_factory=list)
    """Runs of words that have capitals or no translation."""

    def add(self, word: str, translations: Wordings, spelled: tuple[str, ...] = ()) -> None:
        """One more word or phrase; what has no wording is nothing to search."""
        known = self.concepts.get(translations, Concept("", translations))
        if translations:
            words = dict.fromkeys([*filter(None, known.word.split(", ")), word])
            self.concepts[translations] = Concept(", ".join(words), translations, known.spelled or spelled)


def translate(question: str) -> Translation:
    """Look up an English question. A word with a capital may be a name, so it also stands for itself."""
    text = place_tones(CONTRACTION.sub("", DOTTED.sub(lambda match: match.group().replace(".", ""), question)))
    found = Translation()
    shouted = text.isupper()
    rest = text
    for match in capital_pattern().finditer(text):
        form = match.group()
        if is_name(match, text) and not (shouted and form.lower() in COMMON) and not begins_phrase(text, match):
            name = by_form()[form]
            found.add(form, wordings(name.vi + name.en))
            rest = rest[: match.start()] + "|" * len(form) + rest[match.end() :]
    if not any(letter.isupper() for letter in text):
        for name in names_asked(text):
            found.add(name.en[0] if name.en else name.vi[0], wordings(name.vi + name.en))
    for piece in BREAK.split(rest):
        look_up(WORD.findall(piece), found, shouted)
    return found


def gloss(question: str) -> str:
    """An English question word for word in Vietnamese: each by the commonest translation, those without as they are.

    No sentence, but what a question in two languages is searched by; the text itself where nothing of it is known.
    """
    asked = [QUESTION_WORDS[word.lower()] for word in QUESTION_WORD.findall(question)]
    found = translate(QUESTION_WORD.sub(" ", question))
    said = [" ".join(concept.wordings[0]) for concept in found.concepts.values()]
    typed = [word for word in WORD.findall(question) if word.lower() in found.unknown]
    numbers = [token for token in syllables(question) if token[0].isdigit()]
    return " ".join(dict.fromkeys([*asked, *said, *typed, *numbers])) or question


def begins_phrase(text: str, match: re.Match[str]) -> bool:
    """Whether the dictionary knows a longer phrase that begins with a name: English language."""
    words = WORD.findall(BREAK.split(text[match.start() :])[0].lower())[:LONGEST]
    return longest_entry(words, stem(words))[0] > len(WORD.findall(match.group()))


def look_up(words: list[str], found: Translation, shouted: bool) -> None:
    """Add the concepts and names of words that no mark parts."""
    small = [word.lower() for word in words]
    stems = stem(small)
    own: list[str] = []
    place = 0
    while place < len(words):
        length, translations = longest_entry(small[place:], stems[place:])
        capital = words[place][0].isupper() and not shouted
        if length == 1 and small[place] in FUNCTION_WORDS:  # whose stem may be another word's: can, cans
            length, translations = 0, ()
        if length:
            phrase = " ".join(words[place : place + length])
            found.add(phrase, wordings(translations), tuple(map(fold, syllables(phrase))) if capital else ())
        elif small[place] not in FUNCTION_WORDS and len(small[place]) > 1:
            found.unknown.append(small[place])
            capital = True
        after = place + max(length, 1)
        if capital:
            own += words[place:after]
        if own and (not capital or after == len(words)):
            found.names.append(own)
            own = []
        place = after
