"""Connection layer (SQLite)."""
import sqlite3

IntegrityError = sqlite3.IntegrityError
_db = None


def get_db():
    global _db
    if _db is None:
        _db = sqlite3.connect(":memory:")
        _db.row_factory = sqlite3.Row
        _db.execute("PRAGMA foreign_keys = ON")
    return _db
