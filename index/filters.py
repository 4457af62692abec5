"""Which articles a search is limited to: by id, by source, by date of publication."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .errors import FilterError
from .store import ArticleFacts
from .vietnamese import fold


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits that an article has to keep, all of them; None sets no limit."""

    articles: Collection[str] | None = None
    """Ids."""
    published_from: str | None = None
    """ISO 8601 date, inclusive; an article without a date keeps no limit on dates."""
    published_to: str | None = None
    source: str | None = None
    """Name of the outlet; case and accents don't matter."""

    def __post_init__(self) -> None:
        """Check the limits; raises FilterError."""
        if isinstance(self.articles, str):
            raise FilterError(f"Expected a list of article ids, found the text {self.articles!r}: put it in a list.")
        if self.source is not None and not self.source.strip():
            raise FilterError("Expected the name of an outlet, found an empty one: leave it out for all outlets.")
        for limit in (self.published_from, self.published_to):
            if limit is not None:
                check_date(limit)
        if self.published_from and self.published_to and self.published_from > self.published_to:
            raise FilterError(
                f"Expected a first date before the last, found {self.published_from} to {self.published_to}: "
                "exchange them."
            )

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return self != Filters()

    def allow(self, article: ArticleFacts) -> bool:
        """Whether an article keeps all limits."""
        if self.articles is not None and article.id not in self.articles:
            return False
        if self.source is not None and fold(article.source or "").strip() != fold(self.source).strip():
            return False
        if self.published_from is None and self.published_to is None:
            return True
        if article.published is None:
            return False
        day = article.published[:10]
        return (self.published_from or "") <= day <= (self.published_to or "9999-12-31")


def check_date(text: str) -> None:
    """Raise FilterError unless the text is a date as 2025-03-31."""
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except (TypeError, ValueError):
        pass
    raise FilterError(f"Expected a date as 2025-03-31, found {text!r}: give year, month and day.")
