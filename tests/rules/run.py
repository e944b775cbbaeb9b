#!/usr/bin/python3
"""The golden runner: every case's source through the translator, output and claims compared byte for byte.

usage: run.py BINARY [-k PATTERN] [-j N] [FILE|FOLDER ...]      (default: the folder this file is in)

It needs no server and looks at no rows: that is tests/engines/run.py.  Exit status 0 when every case passed; the last
line is `golden: N passed, N failed`.  It refuses to pass when there was no case to run.
"""
import argparse
import concurrent.futures
import difflib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import goldens
import translate
from tally import Tally


def diff(what, wanted, got):
    lines = list(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), f"{what} wanted", f"{what} got"))
    return "".join(l if l.endswith("\n") else l + "\n\\ no newline at the end\n" for l in lines)


def status_wanted(case, result):
    """1 when something is left for a person (or --strict and near), else 0."""
    if "--exit-zero" in case.options:
        return 0
    if "--strict" in case.options and result.has("near"):
        return 1
    return 1 if result.has("manual") else 0


def check(binary, schemas, case):
    """What is wrong with a case, as text; empty when nothing is."""
    flags = case.options + schemas.flags(case.schema)
    try:
        got = translate.translate(binary, case.source, flags)
        wrong = ""
        if got.out != case.expected:
            wrong += diff("postgres", case.expected, got.out)
        if got.notes != case.notes:
            wrong += diff("notes", case.notes, got.notes)
        if got.status != status_wanted(case, got):
            wrong += f"exit status {got.status}, wanted {status_wanted(case, got)}\n"
        wanted = case.text("postgres schema")
        if wanted is not None:
            s = translate.translate(binary, case.schema, case.options)
            if s.out != wanted:
                wrong += diff("postgres schema", wanted, s.out)
        return wrong
    except translate.Broken as e:
        return f"{e}\n"


def main():
    ap = argparse.ArgumentParser(description="Golden tests: output and claims, without a server.")
    ap.add_argument("binary")
    ap.add_argument("files", nargs="*")
    ap.add_argument("-k", metavar="PATTERN", default="", help="only cases whose file or title matches")
    ap.add_argument("-j", type=int, default=2, help="processes at a time")
    args = ap.parse_args()
    tally, schemas = Tally("golden"), translate.Schemas()
    cases = goldens.select(args.files, os.path.dirname(os.path.abspath(__file__)), args.k, tally)
    for c in cases:
        schemas.flags(c.schema)  # written before the threads start
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        for case, wrong in zip(cases, pool.map(lambda c: check(args.binary, schemas, c), cases)):
            tally.case(case.name, wrong)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
