"""The day on which a web page says that it was published, by htmldate (Barbaresi 2020, JOSS).

Only from what states a date: metadata, JSON-LD, the address, <time>, and elements that are named for a date. htmldate
would else take a day that the text tells of.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from ..dates import to_iso

NAMED = re.compile(r"date|time|publish|created|ngay", re.IGNORECASE)
"""In the names of elements and metadata that hold a date."""
LONGEST = 100
"""Characters of a line that gives a date, as "Thứ hai, 31/3/2025, 08:30 (GMT+7)"."""


def stated_date(page: Any) -> str:
    """The day in ISO 8601; "" where the page doesn't state it, or its elements state several."""
    from htmldate import find_date

    stated = "".join(
        f'<meta property="{escape(key)}" content="{escape(element.get("content"))}">'
        for element in page.iter("meta")
        for key in [element.get("property") or element.get("name") or element.get("itemprop") or ""]
        if NAMED.search(key) and element.get("content")
    )
    links = (link.get("href") for link in page.iter("link") if link.get("rel") == "canonical")
    scripts = (element.text or "" for element in page.iter("script") if element.get("type") == "application/ld+json")
    times = (element.get("datetime") or element.text_content() for element in page.iter("time"))
    # Copied one by one: no text of the page is looked through.
    stated += "".join(f'<link rel="canonical" href="{escape(link)}">' for link in links if link)
    stated += "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    body = "".join(f'<time datetime="{escape(time)}">{escape(time)}</time>' for time in times)
    document = f"<html><head>{stated}</head><body><p></p>{body}</body></html>"
    found = find_date(document, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    return str(found) if found else shown_date(page)


def shown_date(page: Any) -> str:
    """The date of the elements that are named for one, where it is the same in all of them."""
    found: dict[str, str] = {}
    for element in page.iter("span", "div", "p", "li", "time", "small"):
        if NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = " ".join(element.text_content().split())
            iso = to_iso(text) if len(text) <= LONGEST else ""
            if re.match(r"\d{4}-\d\d-\d\d", iso):
                found.setdefault(iso[:10], iso)
    return next(iter(found.values())) if len(found) == 1 else ""
