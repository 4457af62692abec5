"""Which column of a table is what: named by the user, or known by its usual name in Vietnamese or English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from index.vietnamese import fold

from .errors import ColumnsError

USUAL = {
    "text": "text content body noi_dung than_bai bai_viet van_ban toan_van full_text article_body main_text article",
    "title": "title headline tieu_de tua_de ten_bai tit",
    "date": """published publish_date published_at published_date pub_date date date_published date_publish ngay_dang
        ngay_xuat_ban ngay thoi_gian_dang thoi_gian datetime""",
    "source": "source outlet publisher newspaper site sitename site_name nguon nguon_tin bao ten_bao toa_soan",
    "url": "url link href permalink duong_dan lien_ket",
    "author": "author authors byline tac_gia phong_vien nguoi_viet",
    "id": "id article_id doc_id guid uuid ma ma_bai ma_tin ma_so",
}
"""Names of columns by what they hold, the likeliest first; case, accents, spaces and underscores don't matter."""


def squash(name: str) -> str:
    """A name as it is compared: "Nội dung" and "noi_dung" are one."""
    return re.sub(r"[\W_]+", "", fold(name))


ALIASES = {key: [squash(name) for name in names.split()] for key, names in USUAL.items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; "" where the usual names are looked for."""

    text: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    id: str = ""

    def find(self, names: Iterable[str]) -> dict[str, str]:
        """The column of each kind among these names, without kinds that have none; raises ColumnsError."""
        present = {squash(name): name for name in reversed(list(names)) if squash(name)}
        found = {}
        for key, named in asdict(self).items():
            if named and squash(named) not in present:
                raise ColumnsError(f"expected a column {named!r}, found {', '.join(present.values()) or 'none'}")
            alias = next((alias for alias in ([squash(named)] if named else ALIASES[key]) if alias in present), None)
            if alias:
                found[key] = present[alias]
        return found

    def written(self) -> str:
        """The named ones as JSON; "" where none is."""
        named = {key: name for key, name in asdict(self).items() if name}
        return json.dumps(named, ensure_ascii=False) if named else ""


def parse_columns(stated: Iterable[str]) -> Columns:
    """Columns of "text=noi_dung" and so on; raises ColumnsError."""
    named: dict[str, str] = {}
    for entry in stated:
        key, _, name = entry.partition("=")
        if key not in ALIASES or not squash(name):
            raise ColumnsError(f"Expected --column KEY=NAME with a KEY of {', '.join(ALIASES)}, found {entry!r}.")
        named[key] = name
    return Columns(**named)


def read_columns(written: str) -> Columns:
    """Columns as `Columns.written` wrote them; the usual ones of anything else."""
    try:
        return Columns(**json.loads(written))
    except (ValueError, TypeError):
        return Columns()
