"""What of the files is new since they were stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import HoiNguonError
from index.places import describe_part
from index.records import Article, KnownFile, StoredFile

from .articles import SourceFile, digest, is_gone, read_articles, read_bytes
from .columns import Columns, read_columns
from .documents import Fault
from .errors import IdentityConflictError
from .summary import MOST_FAILURES, Failure, Summary


class Changes:
    """Compares files with what is stored of them, by the hash of a file and of each article in it.

    A file whose bytes are the same is not read. Of one that changed, or of which something could not be read, each
    article is compared.
    """

    def __init__(
        self, stored: dict[str, StoredFile], known: dict[str, KnownFile], columns: Columns | None, summary: Summary
    ) -> None:
        self.stored, self.summary = stored, summary
        self.finished: list[KnownFile] = []
        """What is to be noted of the files once all of their articles are on disk."""
        self.dropped: set[str] = set()
        """Ids of stored articles that their file no longer holds."""
        self._known, self._columns = known, columns
        self._of_file: dict[str, list[StoredFile]] = defaultdict(list)
        for file in stored.values():
            self._of_file[file.path].append(file)
        self._seen: dict[str, Path] = {}

    def read(self, files: Iterable[SourceFile]) -> Iterator[tuple[Article, StoredFile]]:
        """The articles that are new or changed; notes the others, and what failed, in the summary."""
        for file in files:
            failed: list[Failure] = []
            try:
                yield from self._read_file(file, failed)
            except HoiNguonError as error:
                failed.append(Failure(str(file.path), str(error)))
            self.summary.failed += failed[:MOST_FAILURES]
            if len(failed) > MOST_FAILURES:
                rest = len(failed) - MOST_FAILURES
                self.summary.failed.append(Failure(str(file.path), f"{rest} more of its parts could not be read"))

    def _read_file(self, file: SourceFile, failed: list[Failure]) -> Iterator[tuple[Article, StoredFile]]:
        """The same of one file; parts that can't be read are added to `failed`."""
        path = str(file.path)
        data = read_bytes(file)
        known, stored = self._known.get(path, KnownFile(path, "")), self._of_file[path]
        columns = known.columns if self._columns is None else self._columns.written()
        sha256, given = digest(data), set()
        if stored and known.sha256 == sha256 and known.columns == columns:
            for same in stored:
                self._keep(same.article, file)
            return
        for item in read_articles(file, data, read_columns(columns)):
            if isinstance(item, Fault):
                failed.append(Failure(path, item.reason, item.place))
                continue
            article, source = item
            if article.part in known.left_out:
                continue
            before, place = self.stored.get(article.id), describe_part(article.part, "en")
            try:
                if article.id in given:
                    raise IdentityConflictError(f"expected an id of its own, found {article.id!r} twice: change one")
                self._check_identity(article.id, file)
            except IdentityConflictError as error:
                failed.append(Failure(path, str(error), place))
                continue
            given.add(article.id)
            if before and before.sha256 == source.sha256 and before.path == path:
                self._keep(article.id, file)
            else:
                self._seen[article.id] = file.path
                yield article, source
        if not failed:  # else what is missing may be what could not be read
            self.dropped |= {gone.article for gone in stored} - given
        self.finished.append(KnownFile(path, "" if failed else sha256, columns))

    def _keep(self, article: str, file: SourceFile) -> None:
        self._seen[article] = file.path
        self.summary.unchanged.append(article)

    def _check_identity(self, article: str, file: SourceFile) -> None:
        """Raise IdentityConflictError where another file that still exists has the same id."""
        before = self.stored.get(article)
        other = self._seen.get(article) or (Path(before.path) if before else None)
        if other and other != file.path and not is_gone(other):
            raise IdentityConflictError(f"expected an id of its own, found {article!r} taken by {other}: rename one")
