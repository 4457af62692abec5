"""What somebody said: a question for it, and the words in a sentence that answer it.

"X nói gì về Y?" has no short answer of a kind that a reader learns, but it has a form: the sentence names X as the
speaker and holds what was said. Where that is so, the words are taken as what was read, as sure as a right reading is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from index.names import is_known_name, names_in
from index.question import SYLLABLE, VIETNAMESE, analyse_question
from index.reader import logistic
from index.records import Passage, Reading, Span
from index.translation import translate
from index.vietnamese import TOKEN, UPPER, fold, syllables

from .expectation import NAME
from .pronouns import LEADING, OFFICE

SAID = 4.3
"""Margin of a recognised statement: the median of right readings over 346 validation questions (XQuAD and news)."""
VERBS = (
    "nói|phát biểu|nhấn mạnh|cho biết|cho hay|cho rằng|khẳng định|nêu rõ|nêu|bày tỏ|đề nghị|kêu gọi|chia sẻ|nhận định"
    "|đánh giá|tuyên bố|thông báo|lưu ý|cảnh báo|trả lời|phản ánh|mong muốn|hy vọng|yêu cầu|cam kết|lý giải"
)
WHAT = r"(?:những |các )?(?:gì|điều gì|thế nào|như thế nào|ra sao)"
ASKED = (
    re.compile(
        rf"^(?P<who>.+?) (?:đã |có |từng |cũng )?(?:{VERBS})(?: (?:rõ|thêm|rằng|với \S+ \S+))? {WHAT}"
        r"(?: (?:tại|trong|ở) (?P<where>.+?))??(?: (?:về|đối với|liên quan đến) (?P<about>.+?))?"
        r"(?: (?:tại|trong|ở) (?P<there>.+?))?\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^theo (?:(?P<who>.+?)(?:,| thì)|(?P<name>(?:\S+ ){{0,4}}?(?-i:[{UPPER}]\w+(?: [{UPPER}]\w+)*)))"
        rf" (?P<about>.+?) {WHAT}\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what (?:did|does|has|is) (?P<who>.+?) (?:say|said|saying|stress(?:ed)?|emphasi[sz]ed?|stated?|announced?)\b"
        r"(?: (?:about|on|regarding) (?P<about>.+?))?(?: (?:at|in|during) (?P<where>.+?))?\W*$",
        re.IGNORECASE,
    ),
)
TITLES = frozenset(
    "ong ba anh chi ngai co dong chi vi bo thu truong pho chu tich thieu trung thuong dai tuong ta uy giam doc tong bi"
    " chinh tu lenh cuc giao su tien si bac luat minister mr mrs ms president general the director".split()
)
"""What of a speaker is no name, folded."""
SPEECH = rf"(?:{VERBS})(?! (?:chung|riêng)\b)(?: (?:rõ|thêm|rằng|là))*\b"
APPOSITION = r"(?:,[^.“”\",]{0,80},)?(?: tại [^.“”\",]{0,40}?)??"
"""What may stand between a speaker and the verb: "ông Nam, Giám đốc Sở Y tế, cho biết"; no second name, no "không"."""
SAYS = re.compile(
    rf"{APPOSITION}(?: (?:đã|cũng|còn|vừa|sẽ|tiếp tục|đồng thời|mới))* {SPEECH}[\s:,]*(?P<words>.*)", re.DOTALL
)
AFTER_COMMA = re.compile(r"[^,.“”\"]{0,20},\s*(?P<words>.*)", re.DOTALL)
ACCORDING = re.compile(r"\btheo (?:lời )?[^.,“”\"]{0,60}$")
SAID_BY = re.compile(rf"[”\",] ?{SPEECH} (?:\S+ ){{0,3}}$")
QUOTED = re.compile(r"[“\"](?P<words>[^”\"]+)[”\"]?")
ADDRESSED = re.compile(r"\b(?:ông|bà|anh|chị|cô) $", re.IGNORECASE)
GIVEN = re.compile(rf"\b[{UPPER}]\w+ [{UPPER}]\w+ $")
"""Before the last syllable of a name of three: a country or province has two."""
NEAR = 40
"""Characters within which a quotation stands from its speaker or the verb."""


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """A question for what somebody said."""

    who: tuple[str, ...]
    """Syllables of the speaker's name in small letters, as they were written; of the title where there is no name."""
    about: tuple[str, ...]
    """What it should be about, one of these in a row; empty where it may be anything."""
    where: tuple[str, ...]
    """Where it should have been said, likewise."""


def statement_question(question: str) -> StatementQuestion | None:
    """The question as one for a statement; None where it isn't one or names no speaker."""
    match = next(filter(None, (pattern.match(question.strip()) for pattern in ASKED)), None)
    if not match:
        return None
    parts = match.groupdict()
    who = speaker(parts["who"] or parts["name"])
    if not who:
        return None
    runs = translated_runs if analyse_question(question).language == "en" else runs_of
    place = parts.get("where") or parts.get("there") or ""
    return StatementQuestion(who, runs(parts.get("about") or ""), runs(place))


def speaker(text: str) -> tuple[str, ...]:
    """Syllables by which a sentence would name a speaker: the name behind the titles, or all where that is none.

    "Đại sứ Anh tại Việt Nam" has no name; Việt Nam is a country.
    """
    written = [LEADING.sub("", name) for name in NAME.findall(text)]
    people = [name for name in written if " " in name and not OFFICE.match(name) and not is_known_name(name)]
    spoken = syllables(people[-1] if people else text)
    name = list(dropwhile(lambda token: fold(token) in TITLES, spoken))
    is_name = bool(name) and not VIETNAMESE & set(map(fold, name)) and (people or not names_in(text))
    return tuple(name if is_name else spoken)


def runs_of(text: str) -> tuple[str, ...]:
    """The neighbouring pairs of content words, as they are written; a single word where there is no pair."""
    words = [None if fold(word) in VIETNAMESE else word for word in TOKEN.findall(text)]
    pairs = tuple(f"{a} {b}" for a, b in pairwise(words) if a and b)
    return pairs or tuple(word for word in words if word)


def translated_runs(text: str) -> tuple[str, ...]:
    """What the words and phrases of an English text are in Vietnamese; its own words where they are unknown."""
    found = translate(text)
    wordings = [" ".join(wording) for concept in found.concepts for wording in concept]
    return tuple(wordings or [word for run in found.names for word in run])


def mark_statement(asked: StatementQuestion | None, passage: Passage) -> Passage:
    """The passage with the words that were asked for as its reading; as it was where it doesn't hold such."""
    if asked is None or passage.reading is None or passage.reading.margin >= SAID:
        return passage
    if not holds(asked.where, passage.text):
        return passage
    told = [(sentence, said_in(asked.who, sentence.text)) for sentence in passage.sentences]
    fitting = [(sentence, span) for sentence, span in told if span and holds(asked.about, sentence.text)]
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
    for name in name_places(who, sentence):
        said = SAYS.match(lower, name.end)
        told = AFTER_COMMA.match(lower, name.end) if ACCORDING.search(lower[: name.start]) else None
        if not (said or told or SAID_BY.search(lower[: name.start])):
            continue
        words = said or told
        begins = words.start("words") if words else name.end
        for quoted in QUOTED.finditer(sentence):
            if -NEAR <= quoted.end() - name.start <= 0 or 0 <= quoted.start() - begins <= NEAR // 4:
                return Span(*quoted.span("words"))
        if words and words["words"].strip(" .\n"):
            return Span(begins, len(sentence.rstrip(" .\n")))
    return None


def name_places(who: Sequence[str], sentence: str) -> Iterator[Span]:
    """Where a sentence names a person, with a capital and not as a part of a longer name.

    By the full name or a foreign one; the last syllable of a Vietnamese name only behind a title ("ông Nam"), or
    behind two more syllables where the question has no more of it.
    """
    accented = any(fold(token) != token for token in who)
    text = sentence.lower() if accented else fold(sentence)
    full, last = r"\W+".join(map(re.escape, who)), re.escape(who[-1])
    foreign = len(who) == 1 and not SYLLABLE.fullmatch(fold(who[0]))
    for match in re.finditer(rf"\b(?:{full}|{last})\b", text):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if not sentence[match.start()].isupper() or re.match(rf" [{UPPER}]", after):
            continue
        addressed = ADDRESSED.search(before) or (len(who) == 1 and GIVEN.search(before))
        if foreign or " " in match.group() or addressed:
            yield Span(match.start(), match.end())


def holds(runs: Sequence[str], text: str) -> bool:
    """Whether a text holds one of the runs: a name as it is written, others in any case, bare ones folded."""
    lower, folded = text.lower(), fold(text)

    def stands(run: str) -> bool:
        if run != run.lower() and " " not in run:
            return re.search(rf"\b{re.escape(run)}\b", text) is not None
        bare = fold(run) == run.lower()
        return re.search(rf"\b{re.escape(run.lower())}\b", folded if bare else lower) is not None

    return not runs or any(map(stands, runs))
