"""What happens in the library tab: what is stored, files put in, articles taken out."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from answer.dating import published_on
from index.errors import HoiNguonError
from index.places import describe_part
from index.question import Language
from index.records import Article, Span, StoredFile
from index.store import Store
from ingest import Summary
from ingest.kinds import OF_SEVERAL, kind_of
from ingest.readers import READERS, read_documents

from .engine import Engine
from .escaping import escape_html
from .links import PlaceLink
from .words import say

UPLOADS = "uploads"
"""Folder under the data directory that keeps what was uploaded: it can be read again."""
LARGEST = 25_000_000
"""Bytes of one file: a PDF with pictures has some million."""
MOST_FILES = 100
"""Of one upload."""
MOST_ARTICLES = 20_000
"""Of the collection, by upload."""
COLUMNS = ("title", "source", "published", "size", "chunks", "status")


PATH = re.compile(r"(?<!\S)(?:/[^/\s]+)*/(?=[^/\s])")
"""The folders of a path, which are nobody's business in a browser."""


class UploadError(HoiNguonError):
    """Files that the library doesn't take."""


def render_library(store: Store, language: Language) -> str:
    """A table of all articles."""
    articles, files = store.articles(), {file.article: file for file in store.files()}
    chunks = Counter(stored.article for stored in store.chunks())
    head = "".join(f'<th scope="col">{say(column, language)}</th>' for column in COLUMNS)
    rows = "".join(render_row(a, files.get(a.id), chunks[a.id], language) for a in articles)
    counts, name = say("counts", language, articles=len(articles), chunks=chunks.total()), say("library", language)
    return (
        f'<p class="facts">{counts}</p><div class="scroll" tabindex="0" role="region" aria-label="{name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def render_row(article: Article, file: StoredFile | None, chunks: int, language: Language) -> str:
    """One article; on a narrow page, where there is no head, each cell tells its column itself."""
    link = PlaceLink(article.id, Span(0, 0))
    path = file.path if file else ""
    where = Path(path).name, describe_part(article.part, language)
    status = say("indexed" if not path or Path(path).is_file() else "missing", language)
    cells = (
        f'<a class="open" href="{link}">{escape_html(article.title)}</a> '
        f'<span class="where">{escape_html(", ".join(filter(None, where)))}</span>',
        escape_html(article.source or "–"),
        escape_html(published_on(article.published, language) or "–"),
        f"{len(article.text)}",
        f"{chunks}",
        status,
    )
    named = zip(COLUMNS, cells, strict=True)
    return "<tr>" + "".join(f'<td data-column="{say(name, language)}">{cell}</td>' for name, cell in named) + "</tr>"


def upload(engine: Engine, paths: Sequence[str]) -> Summary:
    """Keep copies of the files and bring the store in step with them; raises UploadError for what isn't taken.

    What can't be read is named in the summary and not kept; a file of which some can be read is. No file replaces
    another one: an article that was changed is removed first. Uploading a file again brings back what was removed of
    it.
    """
    store, files = engine.retriever().store, [Path(path) for path in paths]
    if len(files) > MOST_FILES or len(store.facts()) + len(files) > MOST_ARTICLES:
        raise UploadError(
            f"Nhận tối đa {MOST_FILES} tệp một lần và {MOST_ARTICLES} bài trong kho, có {len(files)} tệp. / "
            f"Expected at most {MOST_FILES} files at once and {MOST_ARTICLES} articles in all, found {len(files)}."
        )
    with engine.writing():
        folder = engine.data / UPLOADS
        folder.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(files):
            check_file(path)
            if any(path.name == other.name for other in files[:number]) or differs(path, folder / path.name):
                raise UploadError(
                    f"{path.name}: đã có tệp khác cùng tên, hãy gỡ bài cũ hoặc đổi tên. / "
                    "Expected a new name, found another file of this one: remove its article, or rename the file."
                )
        check_count(files, len(store.facts()))
        kept = {str(Path(os.path.abspath(folder / path.name))) for path in files}
        store.forget_files(kept)
        for path in files:
            shutil.copyfile(path, folder / path.name)
        summary = engine.ingest([folder])
        # Faults in files that were put in before have been told then.
        summary.failed = [failure for failure in summary.failed if failure.path in kept]
        stored = {file.path for file in store.files()}
        for failure in summary.failed:
            if failure.path not in stored:
                Path(failure.path).unlink(missing_ok=True)
                store.forget_files([failure.path])
        return summary


def differs(path: Path, kept: Path) -> bool:
    """Whether there is a file of that name already, with other bytes."""
    return kept.exists() and kept.read_bytes() != path.read_bytes()


def check_file(path: Path) -> None:
    """Raise UploadError for a file of another kind, too large, or with a name that leads elsewhere."""
    if path.suffix.lower() not in READERS:
        raise UploadError(
            f"{path.name}: chỉ nhận {', '.join(sorted(READERS))}. / "
            f"Expected one of these kinds, found {path.suffix or 'none'}."
        )
    size = path.stat().st_size
    if size > LARGEST:
        raise UploadError(
            f"{path.name}: lớn hơn {LARGEST:,} byte. / Expected at most {LARGEST:,} bytes, found {size:,}."
        )
    if path.name.startswith("."):
        raise UploadError(f"{path.name}: tên tệp không dùng được. / Expected a name that doesn't begin with a dot.")


def check_count(files: Sequence[Path], stored: int) -> None:
    """Raise UploadError where the articles in the files are too many: a small table or archive may hold thousands."""
    count = stored
    for path in files:
        count += count_articles(path, MOST_ARTICLES - count + 1)
        if count > MOST_ARTICLES:
            raise UploadError(
                f"{path.name}: quá {MOST_ARTICLES:,} bài trong kho. / "
                f"Expected at most {MOST_ARTICLES:,} articles in all, found more: split the file."
            )


def count_articles(path: Path, most: int) -> int:
    """How many articles a file holds, counted no further than `most`; what can't be read is told when it is stored."""
    try:
        data = path.read_bytes()
        if kind_of(data, path.suffix) not in OF_SEVERAL:
            return 1
        return sum(1 for _ in islice(read_documents(data, path.suffix), most))
    except HoiNguonError:
        return 0


def remove(engine: Engine, articles: Sequence[str]) -> None:
    """Take articles out of the store, and their uploaded files with them.

    An uploaded file with other articles (a table, an archive) stays for those, and what was removed of it stays away;
    it goes with the last of them. A file of another folder stays where it is: reading that folder again brings its
    article back.
    """
    with engine.writing():
        store, folder = engine.retriever().store, (engine.data / UPLOADS).resolve()
        files = {file.article: file.path for file in store.files()}
        left = Counter(files.values())
        for article in articles:
            path = files.get(article, "")
            uploaded = bool(path) and Path(path).resolve().parent == folder
            store.remove_article(article, leave_out=uploaded)
            left[path] -= 1
            if uploaded and left[path] <= 0:
                Path(path).unlink(missing_ok=True)
                store.forget_files([path])


def told(summary: Summary, language: Language) -> str:
    """What an upload did, a line for each file that failed."""
    counts = f"+{len(summary.added)} · ~{len(summary.changed)} · −{len(summary.removed)} · ={len(summary.unchanged)}"
    failed = "".join(
        f"<li>{escape_html(', '.join(filter(None, (Path(failure.path).name, failure.place))))}: "
        f"{escape_html(PATH.sub('', failure.reason))}</li>"
        for failure in summary.failed
    )
    return f'<p class="facts" role="status">{say("done", language, counts=counts)}</p><ul class="failed">{failed}</ul>'
