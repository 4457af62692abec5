"""What readers say of answers, as candidate rows for `python -m eval answers`."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from .session import Reply

FILE = "feedback.jsonl"
LONGEST = 2000
"""Characters of a comment."""
WRITING = threading.Lock()


def record_feedback(data: Path, question: str, reply: Reply, liked: bool) -> str:
    """Append one row to `feedback.jsonl` and return its id; it is on disk when the call returns.

    A liked answer is a row to be kept right: its article, and its first quote as what must be said. What was disliked
    has `must` empty, for a person to fill in; `candidate` marks both as not reviewed.
    """
    answer = reply.answer
    first = answer.citations[0] if answer.citations else None
    row: dict[str, object] = {
        "id": f"feedback-{uuid4().hex[:12]}",
        "question": answer.understood,
        "article": first.article if first else None,
        "must": [first.quote] if first and liked else [],
        "candidate": True,
        "liked": liked,
        "comment": "",
        "typed": question,
        "refused": answer.refused,
        "confidence": round(answer.confidence, 4),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    data.mkdir(parents=True, exist_ok=True)
    with WRITING, (data / FILE).open("a", encoding="utf-8") as file:
        write_rows(file, [row])
    return str(row["id"])


def add_comment(data: Path, identifier: str, comment: str) -> None:
    """Put a comment into a row that was recorded; the file is replaced as a whole, so that it is never half written."""
    with WRITING:
        rows = [json.loads(line) for line in (data / FILE).read_text(encoding="utf-8").splitlines() if line.strip()]
        for row in rows:
            if row["id"] == identifier:
                row["comment"] = comment.strip()[:LONGEST]
        anew = data / f"{FILE}.new"
        with anew.open("w", encoding="utf-8") as file:
            write_rows(file, rows)
        anew.replace(data / FILE)


def write_rows(file: TextIO, rows: list[dict[str, object]]) -> None:
    """Write rows and wait until they are on disk."""
    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.flush()
    os.fsync(file.fileno())
