"""The labels of all parts of the page, in the language that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from index.question import Language

from .words import say

Part = TypeVar("Part")


class Labels:
    """Which words each part of the page shows; changed all at once."""

    def __init__(self) -> None:
        self._keys: list[tuple[Any, Callable[[Language], dict[str, Any]]]] = []

    def add(self, part: Part, **keys: str) -> Part:
        """Note the words of a part by their keys in `web.words`, and return the part."""
        self._keys.append((part, lambda language: {name: say(key, language) for name, key in keys.items()}))
        return part

    def add_html(self, part: Part, render: Callable[[Language], str]) -> Part:
        """Note how a part of HTML is rendered, and return the part."""
        self._keys.append((part, lambda language: {"value": render(language)}))
        return part

    @property
    def parts(self) -> list[Any]:
        """What `updates` changes, in its order."""
        return [part for part, _ in self._keys]

    def updates(self, language: Language) -> list[Any]:
        """An update for every part."""
        return [gr.update(**words(language)) for _, words in self._keys]
