"""Files that the page saves: made in memory, handed to the browser, never left on the server."""

from __future__ import annotations

import base64
import json

SAVE = "(file) => window.hoiNguonSave(file && JSON.parse(file))"
COPY = "(text, told) => window.hoiNguonCopy(text, told)"
TELL = "(told) => window.hoiNguonTell(told)"
"""Calls of page.js."""


def file_for(name: str, kind: str, content: bytes) -> str:
    """Name, MIME type and content in base64, as `hoiNguonSave` of page.js takes them."""
    return json.dumps([name, kind, base64.b64encode(content).decode()])
