"""Why a file could not be ingested; the run goes on without it."""

from index.errors import HoiNguonError


class UnreadableFileError(HoiNguonError):
    """The file can't be opened, or isn't text of the expected kind."""


class UnknownFormatError(HoiNguonError):
    """No reader is registered for the file's content and suffix."""


class ColumnsError(HoiNguonError):
    """A table or its rows have no column of the name that was expected."""


class IdentityConflictError(HoiNguonError):
    """Another file already gives an article of the same id."""


class PathError(HoiNguonError):
    """A path to ingest doesn't exist, or leads out of its folder."""
