"""Connection layer (PostgreSQL): the hand-written counterpart of ../db.py."""
import os

import psycopg2

_conn = None


def get_db():
    global _conn
    if _conn is None:
        _conn = psycopg2.connect(os.environ["APP_DB"])
        with _conn.cursor() as cur:
            cur.execute("SET timezone TO 'UTC'")
    return _conn


def init_db():
    conn = get_db()
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "schema.sql")) as f, conn.cursor() as cur:
        cur.execute(f.read())
    conn.commit()


def query(sql, params=()):
    cur = get_db().cursor()
    cur.execute(sql, params or None)
    names = [d[0] for d in cur.description]
    return [dict(zip(names, row)) for row in cur.fetchall()]


def query_one(sql, params=()):
    rows = query(sql, params)
    return rows[0] if rows else None


def execute(sql, params=()):
    cur = get_db().cursor()
    cur.execute(sql, params or None)
    return cur.rowcount


def executemany(sql, rows):
    cur = get_db().cursor()
    cur.executemany(sql, rows)
    return cur.rowcount


def maintain(sql):
    conn = get_db()
    conn.commit()
    conn.autocommit = True
    with conn.cursor() as cur:
        cur.execute(sql)
    conn.autocommit = False


def commit():
    get_db().commit()


def close():
    global _conn
    if _conn is not None:
        _conn.close()
        _conn = None
