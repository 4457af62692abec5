"""Vietnamese sentence boundaries, as character spans.

A rule-based splitter in the manner of Sadvilkar & Neumann 2020 ("PySBD", NLP-OSS): every mark that
may end a sentence is looked at with what stands before and after it. A wrong join only makes a
quote longer; a wrong split makes it false: where the marks don't decide, the text stays joined.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.records import Span
from index.vietnamese import LOWER, UPPER

TITLES = frozenset(
    """tp tx tt q p h ts ths ths gs pgs gs.ts pgs.ts bs cn ks kts ls ds nd nsnd nsưt nsut nguts đ đc đ/c tr hs sv
    ttg ttxvn mr mrs ms dr prof st mt ft jr sr gen col capt lt sgt no nxb cty co ltd inc corp đt sđt đkkd vd tel
    fax""".split()
)
"""Abbreviations that stand before a name or number: their full stop never ends a sentence."""

CLOSERS = "”\"'’»›)]}"
OPENERS = "“\"'‘«‹([{"
BULLET = re.compile(r"[-–—•●▪■*+·►▶✓]\s|(?:\d{1,3}|[a-zđA-ZĐ]|[IVXLC]{1,6})[.)]\s")
MARK = re.compile(rf"(?:\.{{2,}}|…|[.!?])[.!?…]*[{re.escape(CLOSERS)}]*")
NUMBERED = re.compile(
    r"(?:^|[\s(])(?:điều|khoản|mục|chương|phần|bài|phụ lục|câu|bước|bảng|hình|số|article|section|chapter|part)"
    r"\s+\S{1,5}$",
    re.IGNORECASE,
)
STARTERS = frozenset(
    """theo tại sau trước trong ngoài ngày năm tháng sáng chiều tối đêm khi hiện ông bà anh chị em các những một hai
    đây đó này tuy nhưng do vì để cũng đến từ với về còn và như nếu nhiều mỗi cơ công lực tổng bộ hồi lúc vụ qua
    the in on at he she it they this that after before when""".split()
)
"""Words that begin a new sentence after a person called by an initial (“Nguyễn Văn A. Theo …”)."""
LOOK_AHEAD = 80
"""Characters after a mark that are looked at: the next word tells."""
MAX_PARENTHESIS = 300
"""Characters within which an opened parenthesis must close to hold its content together."""


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, without surrounding white space.

    Lines end sentences (headings and bullets need no full stop) unless the next line goes on in
    lower case. Pieces without a letter or digit are left out.
    """
    return [
        span
        for line in iterate_lines(text)
        for span in iterate_sentences(text, line)
        if any(character.isalnum() for character in text[span.start : span.end])
    ]


def iterate_lines(text: str) -> Iterator[Span]:
    """Spans of the paragraphs: lines, with those that merely wrap joined to the one before."""
    start: int | None = None
    end = 0
    for match in re.finditer(r"[^\r\n\v\f\x85\u2028\u2029]+", text):
        line = match.group().strip()
        if not line:
            continue
        gap = text[end : match.start()]
        wraps = (
            start is not None
            and len(gap.splitlines()) <= 1
            and line[0].islower()
            and not BULLET.match(line)
            and text[start:end].rstrip(CLOSERS + " \t")[-1:] not in tuple(".!?…")
        )
        if start is not None and not wraps:
            yield Span(start, end)
        if start is None or not wraps:
            start = match.start()
        end = match.end()
    if start is not None:
        yield Span(start, end)


def iterate_sentences(text: str, line: Span) -> Iterator[Span]:
    """Spans of the sentences of one line."""
    begin = line.start
    sheltered = parentheses(text, line)
    for match in MARK.finditer(text, line.start, line.end):
        around = bisect_right(sheltered, match.start(), key=lambda span: span.start) - 1
        if around >= 0 and match.start() < sheltered[around].end - 1:
            continue
        if ends_sentence(text, begin, match, line.end):
            yield from stripped(text, begin, match.end())
            begin = match.end()
    yield from stripped(text, begin, line.end)


def ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether a mark ends the sentence that began at `begin`, on a line that ends at `end`."""
    goes_on = re.compile(r"\S").search(text, match.end(), end)
    if not goes_on:
        return True
    after = text[match.end() : min(end, goes_on.start() + LOOK_AHEAD)]
    following = after.lstrip().lstrip(OPENERS)
    before = text[begin : match.start()]
    if not after[0].isspace():
        return missing_space(before, match.group(), after)
    if not following or following[0].islower():
        return False
    if match.group() != ".":
        return True
    return not is_abbreviation(before, following)


def is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, an initial or a list number."""
    words = before.split()
    if not words:
        return True
    word = words[-1].lstrip(OPENERS)
    if word.lower() in TITLES or word.lower().rsplit(".", 1)[-1] in TITLES - {"p", "h", "q", "đ", "st"}:
        return True
    if len(words) == 1 and BULLET.match(word + ". "):
        return True
    if NUMBERED.search(before) and (word.isdigit() or re.fullmatch(r"[IVXLC]+|\d+[a-zđ]?", word)):
        return True
    if re.fullmatch(r"(?:[A-ZĐ]\.)*[A-ZĐ]", word):  # an initial: “J. K. Rowling”, but “vitamin C. Các …”
        named = len(words) == 1 or words[-2][0].isupper() or words[-2].endswith(".") or "." in word
        next_word = re.match(r"\w+", following)
        return named and not (next_word and next_word.group().lower() in STARTERS)
    return False


def missing_space(before: str, mark: str, after: str) -> bool:
    """Whether a mark that touches the next word ends a sentence whose space was forgotten (“… gia.Bộ đội”)."""
    word = before.split()[-1] if before.split() else ""
    touching = re.match(r"\S+", after)
    plain = word.isalpha() and word.islower() and len(word) > 1
    return bool(
        plain
        and mark in (".", "!", "?", "…", "...")
        and touching
        and re.match(rf"[{UPPER}][{LOWER}]*(?:[\s,;]|$)", after)
        and not re.search(r"[/@]|www", word + touching.group())
    )


def parentheses(text: str, line: Span) -> list[Span]:
    """Spans of the outermost short parentheses of a line."""
    found: list[Span] = []
    for match in re.finditer(rf"\([^()]{{0,{MAX_PARENTHESIS}}}\)", text[line.start : line.end]):
        found.append(Span(*match.span()).shifted(line.start))
    return found


def stripped(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without white space at its ends, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
