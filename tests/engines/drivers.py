#!/usr/bin/python3
"""Statements with parameters through real drivers: the output must run as it is.

usage: drivers.py BINARY [-v] [-k PATTERN]

Each case is a statement with values (and a query that looks at what it did).  It runs on SQLite; then its translation runs
on PostgreSQL, once through psycopg2 (%s and %(name)s, values written into the text by the driver) and once through
libpq's PQexecParams ($1, values apart from the text and without types: the server infers each one's, as for pgx,
node-postgres and asyncpg).  The rows must be SQLite's, or a near claim must say that they may not be.  `left` names the
drivers for which the statement is left for a person, and nothing else may be.
The last line is `drivers: N passed, N failed`.
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import engines
import libpq
import psycopg2
import servers
import translate
from parameters import CASES, SCHEMA
from tally import Tally

PARAMETER = re.compile(r"'[^']*'|\?(\d*)|[:@$]([A-Za-z_]\w*)")


def names(source):
    """The parameter names of a statement in the order of their numbers, for :a, @a and $a."""
    found = [m.group(2) for m in PARAMETER.finditer(source) if m.group(2)]
    return list(dict.fromkeys(found))


class Case:
    def __init__(self, source, values, query=None, left=(), schema=True):
        self.source, self.values, self.query, self.left, self.schema = source, values, query, left, schema

    def for_libpq(self):
        if isinstance(self.values, dict):
            return [self.values[n] for n in names(self.source)]
        return list(self.values)

    def for_psycopg(self, text):
        if isinstance(self.values, dict) or "%(" not in text:
            return self.values
        return {f"p{i + 1}": v for i, v in enumerate(self.values)}


def on_sqlite(con, case):
    con.execute("BEGIN")
    try:
        out = engines.run_sqlite(con, case.source, case.values)
        if case.query and not out.errors:
            out = engines.run_sqlite(con, case.query)
    finally:
        con.execute("ROLLBACK")
    return out


def on_libpq(con, case, text):
    out = engines.Outcome()
    con.execute("BEGIN")
    try:
        parts = engines.split_postgres(text)
        for p in parts:
            values = case.for_libpq() if re.search(r"\$\d", p) else ()
            rows, types = con.execute(p, values)
            if rows is not None:
                out.rows, out.types = rows, types
        if len(parts) > 1 and "$" in text:
            out.errors.append("several statements, which cannot share parameters")
    except libpq.Error as e:
        out.errors.append(str(e))
    return out


def on_psycopg(con, case, text):
    out = engines.Outcome()
    with con.cursor() as cur:
        cur.execute("BEGIN")
        try:
            cur.execute(text, case.for_psycopg(text))
            out.take(cur, True)
        except (psycopg2.Error, ValueError, IndexError, KeyError, TypeError) as e:
            out.errors.append(str(e).splitlines()[0])
            out.codes.append(getattr(e, "pgcode", None))
    return out


class Runner:
    def __init__(self, binary):
        self.binary, self.schemas, self.scratch = binary, translate.Schemas(), servers.Scratch()
        self.lite = engines.open_sqlite()
        bad = engines.run_sqlite(self.lite, SCHEMA).errors
        bad = bad or engines.run_postgres(self.scratch.connection, translate.translate(binary, SCHEMA).out).errors
        if bad:
            sys.exit(f"the schema does not run: {bad[0]}")
        self.pq = libpq.Connection(self.scratch.dsn)
        self.pq.execute("SET TimeZone = 'UTC'")

    def look(self, driver, query):
        """The rows of the query after the statement, in the driver's transaction."""
        text = translate.translate(self.binary, query, self.schemas.flags(SCHEMA)).out
        out = engines.Outcome()
        if driver == "libpq":
            out.rows, out.types = self.pq.execute(text)
            return out
        return engines.run_postgres(self.scratch.connection, text)

    def judge(self, case, driver):
        """(what differs or None, the text that was sent)."""
        style = "--params=" + ("numbered" if driver == "libpq" else "psycopg")
        got = translate.translate(self.binary, case.source, [style] + (self.schemas.flags(SCHEMA) if case.schema else []))
        if got.has("manual") or driver in case.left:
            expected = got.has("manual") == (driver in case.left)
            return None if expected else f"left for a person: {got.has('manual')}", got.out
        want = on_sqlite(self.lite, case)
        if want.errors:
            return f"SQLite refuses it: {want.errors[0]}", got.out
        out = on_libpq(self.pq, case, got.out) if driver == "libpq" else on_psycopg(self.scratch.connection, case, got.out)
        if case.query and not out.errors:
            out = self.look(driver, case.query)
        end = "ROLLBACK"
        self.pq.execute(end) if driver == "libpq" else engines.run_postgres(self.scratch.connection, end)
        if out.errors:
            return out.errors[0], got.out
        how = engines.same_rows(want.rows, out.rows, out.types, engines.ordered(case.query or case.source))
        return (None if got.has("near") else how), got.out


def main():
    ap = argparse.ArgumentParser(description="Statements with parameters through psycopg2 and libpq.")
    ap.add_argument("binary")
    ap.add_argument("-k", metavar="PATTERN", default="", help="only statements that match")
    ap.add_argument("-v", action="store_true", help="print each statement that is sent")
    args = ap.parse_args()
    runner, tally = Runner(args.binary), Tally("drivers")
    for c in CASES:
        case = Case(*c) if isinstance(c, tuple) else Case(**c)
        if not re.search(args.k, case.source):
            continue
        for driver in ("psycopg2", "libpq"):
            how, sent = runner.judge(case, driver)
            if args.v:
                print(f"{driver:9} {sent}")
            tally.case(f"{driver}: {case.source}   {case.values}", how and f"  {how}\n  sent: {sent}")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
