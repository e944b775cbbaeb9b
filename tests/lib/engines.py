"""Runs statements on SQLite and on PostgreSQL and compares what comes back.

What counts as the same value: NULL and NULL; numbers by value (1 = 1.0 = true, reals within 1e-9); text and text by
bytes; blobs by bytes; a PostgreSQL date or timestamp and the ISO text SQLite shows (trailing zeros of fractional
seconds apart); JSON by its tree.  A number and the text that spells it are different.  It refuses to compare rows in
order unless the query orders them at its outermost level.
"""
import datetime
import decimal
import itertools
import json
import math
import re
import sqlite3
import uuid

import psycopg2

_prepared = itertools.count(1)
BOOL, JSON_TYPES, TEMPORAL = 16, (114, 3802), (1082, 1083, 1114, 1184, 1266)


# ---- cutting scripts into statements
def _skip(text, i, nested):
    """The end of the string, quoted name or comment that starts at i, or None when none does."""
    n = len(text)
    c = text[i]
    if c in "'\"`" or (c == "[" and not nested):
        q = "]" if c == "[" else c
        e = nested and c == "'" and i > 0 and text[i - 1] in "eE" and not (i > 1 and (text[i - 2].isalnum() or text[i - 2] == "_"))
        if c == "`" and nested:
            return None
        i += 1
        while i < n:
            if e and text[i] == "\\":
                i += 2
            elif text[i] != q:
                i += 1
            elif q != "]" and text[i + 1:i + 2] == q:
                i += 2
            else:
                return i + 1
        return n
    if text.startswith("--", i):
        j = text.find("\n", i)
        return n if j < 0 else j
    if text.startswith("/*", i):
        depth, i = 1, i + 2
        while i < n and depth:
            if text.startswith("*/", i):
                depth, i = depth - 1, i + 2
            elif nested and text.startswith("/*", i):
                depth, i = depth + 1, i + 2
            else:
                i += 1
        return i
    if nested and c == "$" and not (i and (text[i - 1].isalnum() or text[i - 1] == "_")):
        m = re.match(r"\$([A-Za-z_][A-Za-z0-9_]*)?\$", text[i:])
        if m:
            j = text.find(m.group(0), i + len(m.group(0)))
            return n if j < 0 else j + len(m.group(0))
    return None


def _blank(text, nested):
    """True when nothing but blanks, comments and semicolons is in it."""
    i = 0
    while i < len(text):
        if text[i].isspace() or text[i] in ";\ufeff":
            i += 1
            continue
        if not text.startswith(("--", "/*"), i):
            return False
        i = _skip(text, i, nested)
    return True


def split_postgres(text):
    """The statements of a PostgreSQL script: cut at semicolons outside quotes, comments and dollar quotes."""
    out, i, start = [], 0, 0
    while i < len(text):
        j = _skip(text, i, True)
        if j is not None:
            i = j
        elif text[i] == ";":
            out.append(text[start:i])
            i = start = i + 1
        else:
            i += 1
    out.append(text[start:])
    return [s.strip() for s in out if not _blank(s, True)]


def split_sqlite(text):
    """The statements of a SQLite script, as sqlite3_complete() sees them (triggers hold semicolons)."""
    out, start, i = [], 0, 0
    while i < len(text):
        j = _skip(text, i, False)
        if j is not None:
            i = j
        elif text[i] == ";":
            i += 1
            if sqlite3.complete_statement(text[start:i]):
                out.append(text[start:i])
                start = i
        else:
            i += 1
    out.append(text[start:])
    return [s.strip() for s in out if not _blank(s, False)]


def ordered(query):
    """Whether the (SQLite) query orders its rows at the outermost level."""
    words, depth, i = [], 0, 0
    while i < len(query):
        j = _skip(query, i, False)
        if j is not None:
            i = j
            continue
        if query[i] == "(":
            depth += 1
        elif query[i] == ")":
            depth -= 1
        m = re.match(r"[A-Za-z_]\w*", query[i:])
        if m and not depth:
            words.append(m.group(0).upper())
        i += len(m.group(0)) if m else 1
    return any(a == "ORDER" and b == "BY" for a, b in zip(words, words[1:]))


# ---- running
def refuses(code):
    """Whether this PostgreSQL code (or class) is about values and rows: several rows for one value (class 21), values that
    are out of range or no number or date (22), rows that break a constraint (23)."""
    return (code or "")[:2] in ("21", "22", "23")


class Outcome:
    """rows and names of the last statement that gave any (None: none did), their PostgreSQL types; errors as text, and
    PostgreSQL's codes of them."""

    def __init__(self):
        self.rows, self.names, self.types, self.errors, self.codes = None, None, None, [], []

    def only_refusals(self, also=()):
        """Whether PostgreSQL refused rows or values only, or had one of the codes `also`: what a near claim may say.
        That the rest of the transaction went with them is no error of its own."""
        refused = False
        for c in self.codes:
            if not (refuses(c) or c in also or (c == "25P02" and refused)):
                return False
            refused = True
        return bool(self.errors) and len(self.codes) == len(self.errors)

    def take(self, cur, types=False):
        if cur.description:
            self.rows = [tuple(r) for r in cur.fetchall()]
            self.names = [d[0] for d in cur.description]
            self.types = [d[1] for d in cur.description] if types else None


def regexp(pattern, value):
    return None if pattern is None or value is None else int(re.search(str(pattern), str(value)) is not None)


def open_sqlite():
    con = sqlite3.connect(":memory:", isolation_level=None)
    con.create_function("regexp", 2, regexp)
    return con


def run_sqlite(con, text, params=None):
    """Runs a script; goes on after an error, as a shell would.  params belong to the last statement."""
    out = Outcome()
    statements = split_sqlite(text)
    for i, s in enumerate(statements):
        try:
            last = params is not None and i == len(statements) - 1
            out.take(con.execute(s, params) if last else con.execute(s))
        except (sqlite3.Error, sqlite3.Warning, OverflowError) as e:
            out.errors.append(f"{e}: {s}")
    return out


def literal(value):
    """A value as a PostgreSQL literal of unknown or number type."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "'\\x" + value.hex() + "'"
    return str(value) if isinstance(value, (int, float)) else "'" + value.replace("'", "''") + "'"


def run_postgres(con, text, params=None, style="numbered", inside=False):
    """The same on PostgreSQL.  style numbered: $1 .. through PREPARE; psycopg: %s through the driver.  inside: in an
    open transaction, where a savepoint before each statement lets the script go on after an error."""
    out = Outcome()
    statements = split_postgres(text)
    with con.cursor() as cur:
        for i, s in enumerate(statements):
            try:
                if inside:
                    cur.execute("SAVEPOINT sqlxlate_s")
                if params is None or i < len(statements) - 1:
                    cur.execute(s)
                elif style == "psycopg":
                    cur.execute(s, params)
                else:
                    name = f"sqlxlate_p{next(_prepared)}"  # outlives a rollback: never the same twice
                    cur.execute(f"PREPARE {name} AS {s}")
                    values = ", ".join(map(literal, params))
                    cur.execute(f"EXECUTE {name}" + (f"({values})" if params else ""))
                out.take(cur, True)
            except psycopg2.Error as e:
                out.errors.append(f"{str(e).splitlines()[0]}: {s}")
                out.codes.append(e.pgcode)
                if inside and not con.closed:
                    cur.execute("ROLLBACK TO sqlxlate_s")
            except (ValueError, IndexError, KeyError, TypeError) as e:  # placeholders and values do not match
                out.errors.append(f"psycopg: {e}: {s}")
            if con.closed:
                break
    return out


# ---- comparing
def _plain(v):
    """A value of either driver as None, int, float, str or bytes."""
    if isinstance(v, bool):
        return int(v)
    if isinstance(v, decimal.Decimal):
        if not v.is_finite():
            return float(v)
        return int(v) if v == v.to_integral_value() else float(v)
    if isinstance(v, float) and math.isfinite(v) and v == int(v):
        return int(v)
    if isinstance(v, (memoryview, bytearray)):
        return bytes(v)
    if isinstance(v, datetime.datetime):
        zero = v.tzinfo is not None and v.utcoffset() == datetime.timedelta(0)
        return _trim((v.replace(tzinfo=None) if zero else v).isoformat(" "))
    if isinstance(v, (datetime.date, datetime.time)):
        return _trim(v.isoformat())
    if isinstance(v, (datetime.timedelta, uuid.UUID)):
        return str(v)
    return v


def _trim(text):
    return re.sub(r"\.0+$|(\.\d*?)0+$", r"\1", text) if "." in text else text


def _beside(v, type_code):
    """A value of either engine in a PostgreSQL column of that type."""
    if isinstance(v, str) and type_code in TEMPORAL:
        return _trim(v)
    if isinstance(v, str) and type_code in JSON_TYPES:
        try:
            return json.dumps(json.loads(v), sort_keys=True, ensure_ascii=False)
        except ValueError:
            return v
    return _plain(v)


def _same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        try:
            return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
        except OverflowError:  # an integer beyond every real
            return False
    return type(a) is type(b) and a == b


def _key(row):
    def one(v):
        if v is None:
            return (0, 0.0, "")
        if isinstance(v, (int, float)):
            try:
                return (1, float(f"{v:.9g}"), "")
            except OverflowError:
                return (1, math.inf, "")
        return (2, 0.0, repr(v))
    return tuple(map(one, row))


def same_rows(sqlite_rows, postgres_rows, types=None, in_order=False):
    """None when they are the same, else a sentence that says how they differ."""
    if sqlite_rows is None and postgres_rows is None:
        return None
    if sqlite_rows is None or postgres_rows is None:
        return f"SQLite gives {'no rows' if sqlite_rows is None else 'rows'}, PostgreSQL the other way round"
    if len(sqlite_rows) != len(postgres_rows):
        return f"SQLite gives {len(sqlite_rows)} rows, PostgreSQL {len(postgres_rows)}"
    if sqlite_rows and len(sqlite_rows[0]) != len(postgres_rows[0]):
        return f"SQLite gives {len(sqlite_rows[0])} columns, PostgreSQL {len(postgres_rows[0])}"
    types = types or [None] * (len(sqlite_rows[0]) if sqlite_rows else 0)
    a, b = [[tuple(map(_beside, r, types)) for r in rows] for rows in (sqlite_rows, postgres_rows)]
    if not in_order:
        a, b = sorted(a, key=_key), sorted(b, key=_key)
    for x, y in zip(a, b):
        if not all(map(_same, x, y)):
            return f"SQLite {x!r}, PostgreSQL {y!r}"
    return None


# ---- printing rows, for pinned blocks
def show(rows):
    """Rows as the golden files pin them: one a line, values joined by '|'."""
    def one(v):
        if v is None:
            return "NULL"
        if isinstance(v, bytes):
            return f"x'{v.hex()}'"
        if isinstance(v, str):
            return "'NULL'" if v == "NULL" else v.replace("\n", "\\n").replace("\r", "\\r")
        return str(v)
    return "".join("|".join(map(one, r)) + "\n" for r in rows or [])
