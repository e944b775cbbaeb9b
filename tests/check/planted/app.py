"""A program of the usual kind.  SELECT and UPDATE in prose are no SQL: select the right one from the list."""
import logging
import sqlite3  # the driver

log = logging.getLogger(__name__)


def connect(path):
    return sqlite3.connect(path)  # expect: SX0905


def plain(cur, name):
    cur.execute("SELECT id, name FROM author WHERE name = ?", (name,))
    cur.execute("""
        UPDATE author
        SET rating = rating + 1
        WHERE name = ?
    """, (name,))
    cur.execute("DELETE FROM book WHERE author_id = ?", (1,))
    log.info("update %s set to %s", name, 1)
    raise ValueError("select a name from the list, or delete from it ifnull(x)")


def books(cur, name, column):
    cur.execute("SELECT title FROM book WHERE is_out = 1 AND title LIKE ?", (name,))  # expect: SX0201 SX0214
    cur.execute("""
        SELECT ifnull(subtitle, title) AS t  -- expect: SX0110
        FROM book
        WHERE added > datetime('now', '-7 days')  -- expect: SX0601
    """)
    cur.execute(f"SELECT {column} FROM book WHERE id == ?", (3,))  # expect: SX0210
    sql = "SELECT title FROM book WHERE pages > ?"
    if name:
        sql += " AND subtitle IS ?"  # expect: SX0211
    cur.execute(sql, (1, name))
    text = "INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)"  # expect: SX0302
    cur.execute(text, ("a", "b"))
    marks = ",".join("?" * len(name))  # expect: SX0904
    cur.execute("SELECT id FROM book WHERE id IN (" + marks + ")", name)
