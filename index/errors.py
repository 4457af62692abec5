"""Named errors. Each message says what was expected, what was found and what to do."""


class HoiNguonError(Exception):
    """Any error a user can act on; entry points print it as one sentence, without a traceback."""


class AbbreviationsError(HoiNguonError):
    """The file of abbreviations can't be read."""


class FilterError(HoiNguonError):
    """A limit of a search is not of the form it should be."""


class QuestionError(HoiNguonError):
    """The question can't be searched: empty, too long, or without a single letter or digit."""


class NoStoreError(HoiNguonError):
    """There is no store where one was expected."""


class StoreMismatchError(HoiNguonError):
    """The store was made with another model, other settings or another schema version."""


class StoreDamagedError(HoiNguonError):
    """The store can't be read as the database it should be."""


class BackupError(HoiNguonError):
    """A backup can't be made, read or put in place."""


class ModelError(HoiNguonError):
    """An embedding model can't be found, loaded or verified."""


class ArticleNotFoundError(HoiNguonError):
    """No article with that id is stored."""
