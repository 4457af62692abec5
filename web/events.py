"""How the page's events run."""

from __future__ import annotations

from typing import Any

ANSWERS: dict[str, Any] = {"concurrency_limit": 20, "concurrency_id": "answer"}
"""Questions that are asked at once and answered, remembered or waited for: half of gradio's 40 threads. How many are
computed at once is for `Answering` to say."""
QUEUED: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""What takes long or tells how it goes on; each group of these has its own limit of how many run at once."""
DIRECT: dict[str, Any] = {"queue": False, **QUEUED}
"""What is short. Gradio closes a page's stream after its last queued event, and an event queued in that moment is done
but never shown (6.31): a click beside a long event would be lost now and then."""
