"""Why a file could not be ingested; the run goes on without it."""

from index.errors import HoiNguonError


class UnreadableFileError(HoiNguonError):
    """The file can't be opened, or isn't text of the expected kind."""


class UnknownFormatError(HoiNguonError):
    """No reader is registered for the file's suffix."""


class IdentityConflictError(HoiNguonError):
    """Another file already gives an article of the same id."""


class PathError(HoiNguonError):
    """A path to ingest doesn't exist, or leads out of its folder."""
