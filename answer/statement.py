"""What somebody said: a question for it, and the words in a sentence that answer it.

"X nói gì về Y?" has no short answer of a kind that a reader learns, but it has a form: the sentence names X as the
speaker and holds what was said. Where that is so, the words are taken as what was read, as sure as a right reading is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from index.names import names_in
from index.question import ENGLISH, VIETNAMESE, analyse_question
from index.reader import logistic
from index.records import Passage, Reading, Span
from index.translation import gloss
from index.vietnamese import TOKEN, UPPER, fold, syllables

from .expectation import NAME
from .pronouns import LEADING, OFFICE

SAID = 4.3
"""Margin of a recognised statement: the median of right readings over 346 validation questions (XQuAD and news)."""
VERBS = (
    "nói|phát biểu|nhấn mạnh|cho biết|cho hay|cho rằng|khẳng định|nêu rõ|nêu|bày tỏ|đề nghị|kêu gọi|chia sẻ|nhận định"
    "|đánh giá|tuyên bố|thông báo|thông tin|lưu ý|cảnh báo|trả lời|phản ánh|kể|mong muốn|hy vọng|yêu cầu|cam kết"
    "|lý giải"
)
WHAT = r"(?:những |các )?(?:gì|điều gì|thế nào|như thế nào|ra sao)"
ASKED = (
    re.compile(
        rf"^(?P<who>.+?) (?:đã |có |từng |cũng )?(?:{VERBS})(?: (?:rõ|thêm|rằng|với \S+ \S+))? {WHAT}"
        r"(?: (?:về|đối với|liên quan đến) (?P<about>.+?))?(?: (?:tại|trong|ở) .+?)?\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^theo (?:(?P<who>.+?)(?:,| thì)|(?P<name>(?:\S+ ){{0,4}}?(?-i:[{UPPER}]\w+(?: [{UPPER}]\w+)*)))"
        rf" (?P<about>.+?) {WHAT}\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what (?:did|does|has|is) (?P<who>.+?) (?:say|said|saying|stress|emphasi[sz]e|state|announce)[a-z]*"
        r"(?: (?:about|on|regarding) (?P<about>.+?))?(?: (?:at|in|during) .+?)?\W*$",
        re.IGNORECASE,
    ),
)
TITLES = frozenset(
    "ong ba anh chi ngai co dong chi vi bo thu truong pho chu tich thieu trung thuong dai tuong ta uy giam doc tong bi"
    " chinh tu lenh cuc giao su tien si bac luat minister mr mrs ms president general the director".split()
)
"""What of a speaker is no name, folded."""
SPEECH = rf"(?:{VERBS})(?: (?:rõ|thêm|rằng|là))*\b"
NEAR = r"[^.“”\"]{0,60}?"
"""What may stand between a speaker's name and the verb: "ông Nam, Giám đốc …, cho biết"."""
SAYS = re.compile(rf"{NEAR}\b{SPEECH}[\s:,]*(?P<words>.*)", re.DOTALL)
AFTER_COMMA = re.compile(rf"{NEAR},\s*(?P<words>.*)", re.DOTALL)
ACCORDING = re.compile(rf"\btheo (?:lời )?{NEAR}$")
SAID_BY = re.compile(rf"\b{SPEECH} (?:của )?(?:\S+ ){{0,4}}$")
QUOTED = re.compile(r"[“\"](?P<words>[^”\"]+)")


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """A question for what somebody said."""

    who: tuple[str, ...]
    """Folded syllables of the speaker's name; of the title where there is no name."""
    about: tuple[str, ...]
    """Content words of what it should be about, as they are written."""


def statement_question(question: str) -> StatementQuestion | None:
    """The question as one for a statement; None where it isn't one."""
    match = next(filter(None, (pattern.match(question.strip()) for pattern in ASKED)), None)
    if not match:
        return None
    who = speaker(match["who"] or match["name"])
    about = match["about"] or ""
    if analyse_question(question).language == "en":
        about = gloss(about)
    return StatementQuestion(who, tuple(w for w in TOKEN.findall(about) if fold(w) not in VIETNAMESE | ENGLISH))


def speaker(text: str) -> tuple[str, ...]:
    """Folded syllables by which a sentence would name a speaker: the name behind the titles, or all where that is none.

    "Đại sứ Anh tại Việt Nam" has no name; Việt Nam is a country.
    """
    written = [LEADING.sub("", name) for name in NAME.findall(text)]
    people = [name for name in written if " " in name and not OFFICE.match(name) and not names_in(name)]
    spoken = [fold(token) for token in syllables(people[-1] if people else text)]
    name = list(dropwhile(TITLES.__contains__, spoken))
    is_name = bool(name) and not VIETNAMESE & set(name) and (people or not names_in(text))
    return tuple(name if is_name else spoken)


def mark_statement(question: str, passage: Passage) -> Passage:
    """The passage with the words that were asked for as its reading; as it was where it doesn't hold such."""
    asked = statement_question(question)
    if asked is None or passage.reading is None or passage.reading.margin >= SAID:
        return passage
    told = [(sentence, said_in(asked.who, sentence.text)) for sentence in passage.sentences]
    fitting = [(sentence, span) for sentence, span in told if span and speaks_of(asked.about, sentence.text)]
    if not fitting:
        return passage
    sentence, span = max(fitting, key=lambda pair: pair[0].score)
    reading = Reading(span.shifted(sentence.span.start), sentence.text[span.start : span.end], SAID, logistic(SAID))
    return replace(passage, reading=reading)


def said_in(who: Sequence[str], sentence: str) -> Span | None:
    """Where a sentence holds what that speaker said; None where it doesn't name the speaker as such.

    By the full name, or as papers go on: "bà Smith", "ông Nam".
    """
    lower = sentence.lower()
    full, last = r"\W+".join(map(re.escape, who)), re.escape(who[-1])
    for name in re.finditer(rf"\b(?:{full}|(?:ong|ba|anh|chi|co) {last})\b", fold(sentence)):
        said = SAYS.match(lower, name.end())
        told = ACCORDING.search(lower[: name.start()]) and AFTER_COMMA.match(lower, name.end())
        if said or told or SAID_BY.search(lower[: name.start()]):
            quoted = QUOTED.search(sentence)
            if quoted:
                return Span(*quoted.span("words"))
            words = said or told
            if words and words["words"].strip(" .\n"):
                return Span(words.start("words"), len(sentence.rstrip(" .\n")))
    return None


def speaks_of(about: Sequence[str], sentence: str) -> bool:
    """Whether half of what it should be about stands in the sentence: a name as it is written, others in any case."""
    words = set(TOKEN.findall(sentence))
    held = words | set(map(str.lower, words)) | {fold(word) for word in words}
    return 2 * sum(word in held for word in about) >= len(about)
