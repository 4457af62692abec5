"""Count which syllables follow each other, for `index/pairs.tsv`: in the news, and in our own questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from eval.dataset import iterate_jsonl
from index.vietnamese import TOKEN, normalise, place_tone

from .mixture import HURRIED_QUESTIONS, NEWS_QUESTIONS, PARAGRAPH_QUESTIONS

BREAK = re.compile(r'[.!?;:\n()“”",–]')
"""What no pair goes across."""
NEWS_WEIGHT = 0.3
"""What one of the news counts beside one of the questions, which are fewer and what is to be mended."""
RARE_IN_NEWS, RARE_IN_QUESTIONS = 3, 2
"""Times from which a pair counts."""

Counts = Counter[tuple[str, ...]]


def write_pairs(data_dir: Path, output: Path) -> int:
    """Write the table; returns the number of pairs. A row: a syllable, its count, and its followers with theirs."""
    news = count(text for _, row in iterate_jsonl(data_dir / "news-2000.jsonl") for text in texts_of(row))
    questions = count(
        asked["question"]
        for path in (NEWS_QUESTIONS, PARAGRAPH_QUESTIONS, HURRIED_QUESTIONS)
        for _, row in iterate_jsonl(path)
        if "paragraph" not in row  # those are about XQuAD's, which is measured on
        for asked in row.get("questions", [row])
        if asked["language"] == "vi"
    )
    singles: dict[str, int] = {}
    followers: dict[str, list[tuple[int, str]]] = {}
    for (syllable, *after), _ in (news + questions).items():
        key = (syllable, *after)
        in_news = news[key] if not after or news[key] >= RARE_IN_NEWS else 0
        asked = questions[key] if not after or questions[key] >= RARE_IN_QUESTIONS else 0
        total = round(NEWS_WEIGHT * in_news + asked)
        if total and after:
            followers.setdefault(syllable, []).append((-total, after[0]))
        elif total:
            singles[syllable] = total
    lines = ["# Made by `python -m training pairs`: a syllable, how often, and what follows it how often."]
    for syllable, times in sorted(singles.items()):
        listed = " ".join(f"{other} {-negative}" for negative, other in sorted(followers.get(syllable, [])))
        lines.append(f"{syllable}\t{times}\t{listed}".rstrip())
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sum(map(len, followers.values()))


def texts_of(row: dict[str, str]) -> Iterator[str]:
    """Title, summary and text of an article, as far as it has them."""
    return (row[part] for part in ("title", "summary", "text") if row.get(part))


def count(texts: Iterable[str]) -> Counts:
    """Syllables, and pairs that no mark or number parts."""
    counts: Counts = Counter()
    for text in texts:
        for piece in BREAK.split(normalise(text)):
            tokens = [place_tone(token.lower()) for token in TOKEN.findall(piece)]
            counts.update((token,) for token in tokens if token.isalpha())
            counts.update(pair for pair in pairwise(tokens) if pair[0].isalpha() and pair[1].isalpha())
    return counts
