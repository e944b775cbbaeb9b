"""Connection layer (SQLite)."""
import os
import sqlite3

HERE = os.path.dirname(os.path.abspath(__file__))
_conn = None


def get_db():
    global _conn
    if _conn is None:
        _conn = sqlite3.connect(os.environ.get("APP_DB", ":memory:"))
        _conn.execute("PRAGMA foreign_keys = ON")
    return _conn


def init_db():
    conn = get_db()
    with open(os.path.join(HERE, "schema.sql")) as f:
        conn.executescript(f.read())
    conn.commit()


def query(sql, params=()):
    """All rows as dicts."""
    cur = get_db().cursor()
    cur.execute(sql, params)
    names = [d[0] for d in cur.description]
    return [dict(zip(names, row)) for row in cur.fetchall()]


def query_one(sql, params=()):
    rows = query(sql, params)
    return rows[0] if rows else None


def execute(sql, params=()):
    """Run a statement, return the number of rows it touched."""
    cur = get_db().cursor()
    cur.execute(sql, params)
    return cur.rowcount


def executemany(sql, rows):
    """Run a statement for each row of parameters."""
    cur = get_db().cursor()
    cur.executemany(sql, rows)
    return cur.rowcount


def maintain(sql):
    """Run a statement that must stand outside a transaction."""
    conn = get_db()
    conn.commit()
    conn.execute(sql)


def commit():
    get_db().commit()


def close():
    global _conn
    if _conn is not None:
        _conn.close()
        _conn = None
