#!/usr/bin/python3
"""What came out is PostgreSQL: translated once more, it stays as it is.

usage: again.py BINARY [-k PATTERN] [-v] [FILE|FOLDER ...]                            (default: tests/rules)

Each golden's schema and statement go through the translator as one script; what comes out goes through it again, as
a hook does on every commit.  The second time must change nothing, may claim nothing to be exact (nothing was
rewritten) and must leave nothing for a person.  Scripts of which something was left for a person the first time are
not judged.  What the two languages spell alike and mean differently is named in AMBIGUOUS, each with its reason; a
title there that does come out the same is a failure, too.  The last line is `again: N passed, N failed`.
"""
import argparse
import difflib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import goldens
import translate
from tally import Tally

LIKE = "LIKE minds letter case in PostgreSQL alone"
TEXT = "an operator on a jsonb column works on its text in SQLite"
NULLABLE = "what cannot be NULL is not seen through a derived table"
TWICE = "the guard that was written the first time is not recognised"
AMBIGUOUS = {
    "a calendar that begins with a DATE column stays one of dates": "a date plus 7 is its year plus 7 in SQLite",
    "keys that SQLite does not number": "INTEGER PRIMARY KEY numbers its rows in SQLite alone",
    "GLOB with a star is LIKE with case": LIKE,
    "the wildcards of LIKE are plain characters": LIKE,
    "1, 0, true and false": TEXT,
    "sorted as jsonb": TEXT,
    "a flat patch": TEXT,
    "a length that may be NULL": TWICE,
    "an argument without parameters may be computed twice": TWICE,
    "rows with deferred keys, and then an index": TWICE,
    "a compound sorted by a column with a collation: by its place": NULLABLE,
    "a double-quoted name that is no column, and NULL": "a sort key that is NULL in every row is not recognised",
}


def without(options, *names):
    """The options but those of these names, with their arguments."""
    out, skip = [], False
    for o in options:
        gone = o.split("=")[0] in names
        if not gone and not skip:
            out.append(o)
        skip = gone and "=" not in o
    return out


def judge(binary, case):
    """None where there is nothing to judge, else what is wrong."""
    script = (case.schema or "") + case.source
    options = without(case.options, "--params", "--select")
    once = translate.translate(binary, script, options)
    if once.has("manual"):
        return None
    twice = translate.translate(binary, once.out, options)
    wrong = "".join(difflib.unified_diff(once.out.splitlines(1), twice.out.splitlines(1), n=0))
    return wrong + "".join(f"{c}\n" for c in twice.notes.splitlines() if not c.endswith(" near"))


def main():
    ap = argparse.ArgumentParser(description="What came out stays as it is.")
    ap.add_argument("binary")
    ap.add_argument("files", nargs="*")
    ap.add_argument("-k", metavar="PATTERN", default="", help="only cases whose file or title matches")
    ap.add_argument("-v", action="store_true", help="name each case that was judged")
    args = ap.parse_args()
    tally = Tally("again")
    for case in (c for path in goldens.files(args.files, HERE) for c in goldens.parse(path)):
        wrong = judge(args.binary, case) if re.search(args.k, case.name) else None
        if wrong is None:
            continue
        if case.title in AMBIGUOUS:
            wrong = "" if wrong else "it stays as it is: take it out of AMBIGUOUS"
        if args.v and not wrong:
            print(f"ok {case.name}")
        tally.case(case.name, wrong)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
