#!/usr/bin/python3
"""--portable on both engines: every golden statement for which a text is offered, run as that text on SQLite and on
PostgreSQL.

usage: portable.py BINARY [-k PATTERN] [-v] [--mutants] [FILE|FOLDER ...]             (default: tests/rules)

SQLite must give for the portable text the rows it gives for the source; PostgreSQL, on the schema translated in the
usual way, too.  A near claim says that they may not: those are not judged.  A statement that is left for a person must come out as it
was.  Statements that need no change at all are not counted.  The last line is `portable: N passed, N failed`; fewer
than LEAST statements offered fail the run: a translator that offers nothing must not pass.
--mutants puts broken texts (the offered ones, spoiled in one way) in their place, and fails unless each way is caught.
"""
import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, HERE)
import engines
import goldens
import run
import servers
import translate
from tally import Tally

LEAST = 100
MUTANTS = [("COALESCE(", "NULLIF("), ("TRUE", "FALSE"), ("lower(", "upper("), (" NULLS FIRST", ""), ("DO NOTHING", "DO NOTHING; SELECT 1/0"),
           ("CAST(", "hex("), ("CASE WHEN", "CASE WHEN NOT")]


def on_sqlite(case, text, found):
    """What the portable text does on SQLite, beside what the source did there."""
    con = engines.open_sqlite()
    engines.run_sqlite(con, case.schema)
    ran = engines.run_sqlite(con, text, case.params)
    wrong = "".join(f"SQLite: {e}\n" for e in ran.errors)
    for b in case.rows:
        got = (engines.run_sqlite(con, b.argument) if b.argument else ran).rows or []
        if engines.show(got) != engines.show(found[b.argument]):
            wrong += f"rows {b.argument}\nthe source gives:\n{engines.show(found[b.argument])}the portable text:\n{engines.show(got)}"
    con.close()
    return wrong


def on_postgres(binary, schemas, scratch, case, flags, text, found):
    scratch.reset()
    schema = translate.translate(binary, case.schema, flags)
    if engines.run_postgres(scratch.connection, schema.out).errors:
        return ""  # the engines suite says so
    out = engines.run_postgres(scratch.connection, text, case.params, "numbered")
    wrong = "".join(f"PostgreSQL: {e}\n" for e in out.errors)
    for b in case.rows:
        q, query = out, run.last(case.source)
        if b.argument:
            query = b.argument
            q = engines.run_postgres(scratch.connection,
                                     translate.translate(binary, query, flags + schemas.flags(case.schema, case.source)).out)
        how = engines.same_rows(found[b.argument], q.rows or [], q.types, engines.ordered(query))
        if how:
            wrong += f"rows {b.argument or '(of the statement)'}: {how}\n"
    return wrong


def spoiled(text, spoil):
    return text.replace(*spoil) if spoil[0] else text


def judge(binary, schemas, scratch, case, spoil=("", "")):
    """None where there is nothing to judge, else what is wrong."""
    flags = [o for o in case.options if not o.startswith("--params") and o != "psycopg"]
    problem, found, ran = run.sqlite_side(case)
    if problem or ran.errors:
        return None  # the engines suite says so
    known = flags + schemas.flags(case.schema)
    kept = translate.translate(binary, case.source, known + ["--portable"])
    if kept.has("manual"):
        alone = len(engines.split_sqlite(case.source)) == 1
        return "left for a person, and changed\n" if alone and kept.out != case.source else None
    if kept.out == case.source:
        return None
    numbered = translate.translate(binary, case.source, known + ["--portable", "--params=numbered"])
    kept.out, numbered.out = spoiled(kept.out, spoil), spoiled(numbered.out, spoil)
    if numbered.has("near"):
        return None  # what may differ stands on the rule's page, and the engines suite pins it
    wrong = on_sqlite(case, kept.out, found) + on_postgres(binary, schemas, scratch, case, flags, numbered.out, found)
    return wrong + (f"sent: {kept.out}" if wrong else "")


def judged(args, tally, schemas, scratch, spoil):
    """(case, what is wrong) of each case that is judged."""
    for case in goldens.select(args.files, os.path.join(HERE, "..", "rules"), args.k, tally):
        if not case.rows:
            continue
        try:
            wrong = judge(args.binary, schemas, scratch, case, spoil)
        except translate.Broken as e:
            wrong = f"{e}\n"
        if wrong is not None:
            yield case, wrong


def hunt(args, tally, *tools):
    for spoil in MUTANTS:
        caught = next((case for case, wrong in judged(args, tally, *tools, spoil) if wrong), None)
        if args.v and caught:
            print(f"{spoil[0]!r} as {spoil[1]!r}: {caught.name}")
        tally.case(f"{spoil[0]!r} as {spoil[1]!r}", "" if caught else "not caught")


def prove(args, tally, *tools):
    for case, wrong in judged(args, tally, *tools, ("", "")):
        if args.v and not wrong:
            print(f"ok {case.name}")
        tally.case(case.name, wrong)
    if not args.k and not args.files and tally.good + tally.bad < LEAST:
        tally.case("the number of texts", f"only {tally.good + tally.bad} were offered, fewer than {LEAST}")


def main():
    ap = argparse.ArgumentParser(description="Portable texts on both engines.")
    ap.add_argument("binary")
    ap.add_argument("files", nargs="*")
    ap.add_argument("-k", metavar="PATTERN", default="", help="only cases whose file or title matches")
    ap.add_argument("-v", action="store_true", help="name each case that was judged")
    ap.add_argument("--mutants", action="store_true")
    args = ap.parse_args()
    tally = Tally("portable")
    (hunt if args.mutants else prove)(args, tally, translate.Schemas(), servers.Scratch())
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
