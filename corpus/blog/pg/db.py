"""Connection layer (PostgreSQL): the hand-written counterpart of ../db.py, for code that executes on the connection."""
import os

import psycopg2
import psycopg2.extensions
import psycopg2.extras

IntegrityError = psycopg2.IntegrityError
TIMES = (1082, 1114, 1184)  # date, timestamp, timestamptz: as text, as sqlite3 gives them
psycopg2.extensions.register_type(psycopg2.extensions.new_type(TIMES, "TIMES", lambda value, cur: value))
_db = None


class Cursor(psycopg2.extras.DictCursor):
    def execute(self, sql, args=None):
        super().execute(sql, args or None)
        return self


class Connection(psycopg2.extensions.connection):
    def execute(self, sql, args=None):
        return self.cursor().execute(sql, args)

    def executescript(self, sql):
        self.cursor().execute(sql)
        self.commit()


def get_db():
    global _db
    if _db is None:
        _db = psycopg2.connect(os.environ["APP_DB"], connection_factory=Connection, cursor_factory=Cursor)
        _db.execute("SET timezone TO 'UTC'")
        _db.commit()
    return _db
