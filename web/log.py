"""One line of JSON on stderr for each answer; what was asked only where that is wanted."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from answer import Answer

LOGGER = logging.getLogger("hoinguon.answers")
LOGGER.propagate = False


def log_json(questions: bool) -> None:
    """Begin to log, with the questions or without."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG if questions else logging.INFO)


def log_answer(answer: Answer, seconds: float, through: str) -> None:
    """Log one answer; `through` is chat or api."""
    if not LOGGER.handlers:
        return
    record: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": "answer",
        "through": through,
        "language": answer.language,
        "refused": answer.refused,
        "confidence": round(answer.confidence, 3),
        "articles": sorted({citation.article for citation in answer.citations}),
        "seconds": round(seconds, 3),
    }
    if LOGGER.level == logging.DEBUG:
        record |= {"question": answer.question, "understood": answer.understood}
    LOGGER.info(json.dumps(record, ensure_ascii=False))
