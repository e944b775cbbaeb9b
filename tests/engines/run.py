#!/usr/bin/python3
"""The engine runner: the rows that golden cases pin, on SQLite and, translated, on PostgreSQL.

usage: run.py BINARY [-k PATTERN] [FILE|FOLDER ...]             (default: tests/rules)

For every case with `rows`: schema and source run on SQLite, whose rows must be the pinned ones; then the translated
schema, the translated source and the translated query run on PostgreSQL, whose rows must be SQLite's.  A case that
is left for a person (a manual claim) is checked on SQLite only.  A `postgres rows` block pins a known difference,
and must come with a near claim.  The last line is `engines: N passed, N failed`; it refuses to pass without cases.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import engines
import goldens
import servers
import translate
from tally import Tally


def sqlite_side(case):
    """(problem text, {query: rows}) of a case; rows of the last statement under ''."""
    con = engines.open_sqlite()
    start = engines.run_sqlite(con, case.schema)
    if start.errors:
        return f"SQLite refuses the schema: {start.errors[0]}\n", {}, start
    ran = engines.run_sqlite(con, case.source, case.params)
    found, wrong = {}, ""
    for b in case.rows:
        q = engines.run_sqlite(con, b.argument) if b.argument else ran
        if b.argument and q.errors:
            wrong += f"SQLite refuses the query: {q.errors[0]}\n"
        found[b.argument] = q.rows or []
        if engines.show(q.rows) != b.text:
            wrong += f"rows {b.argument}\npinned:\n{b.text}SQLite gives:\n{engines.show(q.rows)}"
    con.close()
    return wrong, found, ran


def last(source):
    parts = engines.split_sqlite(source)
    return parts[-1] if parts else ""


def postgres_side(binary, schemas, scratch, case, found, ran):
    flags = case.options
    style = "psycopg" if any("psycopg" in o for o in flags) else "numbered"
    got = translate.translate(binary, case.source, flags + schemas.flags(case.schema))
    if got.has("manual"):
        return ""
    scratch.always = translate.compat_sql(binary) if "--compat" in flags else ""
    scratch.reset()
    schema = translate.translate(binary, case.schema, [f for f in flags if f != "--portable"])  # tables as they are usually made
    start = engines.run_postgres(scratch.connection, schema.out)
    if start.errors:
        return f"PostgreSQL refuses the schema: {start.errors[0]}\n"
    out = engines.run_postgres(scratch.connection, got.out, case.params, style)
    wrong = ""
    if bool(out.errors) != bool(ran.errors):
        wrong += f"SQLite: {ran.errors or 'no error'}\nPostgreSQL: {out.errors or 'no error'}\n"
    for b in case.rows:
        q, text = out, last(case.source)
        if b.argument:
            text = translate.translate(binary, b.argument, flags + schemas.flags(case.schema, case.source)).out
            q = engines.run_postgres(scratch.connection, text)
            text = b.argument
            if q.errors:
                wrong += f"PostgreSQL refuses the query: {q.errors[0]}\n"
        other = case.other_rows(b.argument)
        if other:
            rows = [tuple(map(engines._plain, r)) for r in q.rows or []]
            if engines.show(rows) != other.text:
                wrong += f"postgres rows {b.argument}\npinned:\n{other.text}PostgreSQL gives:\n{engines.show(rows)}"
            if not got.has("near"):
                wrong += "a case with `postgres rows` must carry a near claim\n"
            continue
        how = engines.same_rows(found[b.argument], q.rows or [], q.types, engines.ordered(text))
        if how:
            wrong += f"rows {b.argument or '(of the statement)'}: {how}\n"
            if got.has("near"):
                wrong += f"(a near claim: if its page names this difference, pin it by hand: ```postgres rows {b.argument})\n"
    return wrong + (f"statement sent: {got.out}" if wrong else "")


def main():
    ap = argparse.ArgumentParser(description="Golden cases' rows on both engines.")
    ap.add_argument("binary")
    ap.add_argument("files", nargs="*")
    ap.add_argument("-k", metavar="PATTERN", default="", help="only cases whose file or title matches")
    args = ap.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    tally, scratch, schemas = Tally("engines"), servers.Scratch(), translate.Schemas()
    for case in goldens.select(args.files, os.path.join(here, "..", "rules"), args.k, tally):
        if not case.rows:
            continue
        try:
            wrong, found, ran = sqlite_side(case)
            wrong = wrong or postgres_side(args.binary, schemas, scratch, case, found, ran)
        except translate.Broken as e:
            wrong = f"{e}\n"
        tally.case(case.name, wrong)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
