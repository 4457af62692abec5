"""How a store of an older schema becomes one of the next: statements that run in one transaction."""

FORGETTING = """CREATE TRIGGER article_left AFTER DELETE ON articles
    BEGIN UPDATE files SET sha256 = '' WHERE path = OLD.path; END"""
"""A file is no longer known as whole when an article of it goes, whichever version of the program takes it out: one of
version 1 that is running while the store is migrated goes on to write, and knows nothing of files."""

MIGRATIONS: dict[str, tuple[str, ...]] = {
    # 2: several articles a file. Until then each file was one article, and its hash that of the file.
    "1": (
        "ALTER TABLE articles ADD COLUMN part TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE articles ADD COLUMN pages TEXT NOT NULL DEFAULT '[]'",
        "CREATE INDEX articles_of_file ON articles (path)",
        """CREATE TABLE files (
            path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, columns TEXT NOT NULL, left_out TEXT NOT NULL
        ) STRICT""",
        """INSERT INTO files SELECT path, min(sha256), '', '[]' FROM articles
            WHERE path != '' GROUP BY path HAVING count(*) = 1""",
        FORGETTING,
    ),
}
"""By the version they begin from. They add and never take away, and no search sees a difference: what was derived
from the store stays valid."""
