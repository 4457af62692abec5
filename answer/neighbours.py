"""The sentences beside one that it can't do without: the one that it points back to, and the reason that follows.

"Ông nói …", "Dự án này …", "Đây là …" are quoted with the sentence before; where a reason is asked for, a sentence is
quoted with the next one that gives it: "… có xu hướng gia tăng. Nguyên nhân chủ yếu do …".
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.records import Passage, SentenceMatch, Span
from index.vietnamese import fold, syllables

from .expectation import expected_kind

LONGEST = 700
"""Characters of such a quote; where it would be longer the sentence stands alone."""
VERBS = (
    "đã|sẽ|đang|cũng|còn|từng|vừa|là|có|không|bị|được|phải|muốn|nói|cho|nhấn|khẳng|nêu|mong|kêu|đề|bày|chia|đi|về|làm"
)
"""What a pronoun is followed by, and "Bà mẹ" or "Họ hàng" is not; Anh is more often a country."""
POINTING = re.compile(
    rf"(?:(?:Ông|Bà|Chị|Cô|Họ|Nó|Chúng|Ngài) (?:(?:ấy|ta|này) )?(?=(?:{VERBS})\b)"
    r"|(?P<what>(?:[^\s,;:.]+ ){1,7}?)(?:này|đó|nói trên)(?!\w)|(?:Đây|Đó) |Người này|Nhóm này)"
)
"""How a sentence begins that means somebody or something of the one before."""


CAUSE = re.compile(
    r"(?:(?:Các )?[Nn]guyên nhân|Lý do|Lí do|Mục đích|Sở dĩ|(?:Do|Vì|Bởi)(?! (?:đó|vậy|thế|sao|lẽ)\b) |Nhằm |Để )"
)
"""How a sentence begins that gives the reason for what the one before tells."""


def with_neighbours(passage: Passage, sentence: SentenceMatch, question: str) -> SentenceMatch:
    """The sentence, with what of its paragraph it points back to and the reason that follows where one is asked for.

    What the question itself names needs no antecedent ("Kế hoạch này …" to "Kế hoạch … dựa trên cơ sở nào?").
    """
    place = next((n for n, other in enumerate(passage.sentences) if other.span == sentence.span), None)
    if place is None:
        return sentence
    first, last = place, place
    pointing = POINTING.match(sentence.text)
    if place and pointing and not is_named(pointing["what"] or "", question):
        first -= 1
    following = passage.sentences[place + 1 : place + 2]
    if following and expected_kind(question) == "reason" and CAUSE.match(following[0].text):
        last += 1
    span = Span(passage.sentences[first].span.start, passage.sentences[last].span.end)
    text = passage.text[span.start - passage.start : span.end - passage.start]
    if first == last or "\n" in text or len(text) > LONGEST:
        return sentence
    return replace(sentence, span=span, text=text)


def is_named(what: str, question: str) -> bool:
    """Whether the question has every syllable of what is pointed at."""
    asked = {fold(token) for token in syllables(question)}
    pointed = {fold(token) for token in syllables(what)}
    return bool(pointed) and pointed <= asked
