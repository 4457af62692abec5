"""How a store of an older schema becomes one of the next: statements that run in one transaction."""

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
    ),
}
"""By the version they begin from. They add and never take away, and no search sees a difference: what was derived
from the store stays valid."""
