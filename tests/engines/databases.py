#!/usr/bin/python3
"""Databases with clean and with dirty data, moved the way a user moves them.

usage: databases.py BINARY [-v] [FILE.sql ...]        (FILE: tests/databases/*.sql)

A file makes a SQLite database; after the line `-- queries` come statements, one after the other.  The database's .dump
goes through the filter and is loaded into PostgreSQL: every table must hold the same rows.  The types must be those
that --schema of the database itself decides.  Then the statements run on both engines, translated with --schema of the
database: each SELECT must give the same rows.  Two kinds of exception: a statement with a manual claim does not run on
either engine, and one with a near claim may differ; -v names them.  `-- may differ: TABLE` excuses a table's rows.
The last line is `databases: N passed, N failed`.
"""
import argparse
import glob
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import engines
import servers
import translate
from tally import Tally

COLUMNS = """SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position"""


class Excusing(Tally):
    def __init__(self, verbose):
        super().__init__("databases")
        self.verbose = verbose

    def take(self, what, wrong, excuse=""):
        if excuse and self.verbose:
            print(f"{excuse}: {what}: {wrong or 'same'}")
        self.case(what, "" if excuse else wrong)


def tables(con):
    """Name and columns of each table a user made, virtual ones too."""
    names = con.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') "
                        "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY 1").fetchall()
    return [(n, [c[0] for c in con.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1", (n,))])
            for (n,) in names]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def shell(path, command):
    return subprocess.run(["sqlite3", "-batch", path, command], capture_output=True, text=True, check=True).stdout


def load(binary, pg, path, tally, name):
    """The translated dump in PostgreSQL, after its types were compared with those of --schema."""
    alone = translate.translate(binary, shell(path, ".schema"), ["--schema", path])
    pg.reset()
    engines.run_postgres(pg.connection, alone.out)
    want = engines.run_postgres(pg.connection, COLUMNS).rows
    pg.reset()
    dump = translate.translate(binary, shell(path, ".dump"))
    ran = engines.run_postgres(pg.connection, dump.out)
    tally.take(f"{name}: loading the dump", "; ".join(ran.errors[:3]))
    have = engines.run_postgres(pg.connection, COLUMNS).rows
    differs = [f"{a} in the dump, {b} by --schema" for a, b in zip(have, want) if a != b]
    tally.take(f"{name}: types", "; ".join(differs) or (len(have) != len(want) and f"{have} {want}"))


def statement(binary, lite, pg, flags, text, tally, name):
    p = translate.translate(binary, text + ";", flags)
    if p.has("manual"):
        tally.take(f"{name}: {text}", p.notes, "manual")
        return
    a, b = engines.run_sqlite(lite, text), engines.run_postgres(pg.connection, p.out)
    if a.errors:
        wrong = "SQLite refuses it"
    else:
        wrong = b.errors[0] if b.errors else engines.same_rows(a.rows, b.rows, b.types, engines.ordered(text))
    tally.take(f"{name}: {text}", wrong and f"{wrong}\n  {p.out.strip()}", "near" if p.has("near") else "")


def judge(binary, file, pg, tally):
    with open(file, encoding="utf-8") as f:
        text = f.read()
    name = os.path.basename(file)
    make, _, queries = text.partition("\n-- queries\n")
    excused = re.findall(r"^-- may differ: (.*)$", make, re.M)
    with tempfile.TemporaryDirectory(prefix="sqlxlate-db-") as folder:
        path = os.path.join(folder, "app.db")
        lite = sqlite3.connect(path, isolation_level=None)
        lite.executescript(make)
        load(binary, pg, path, tally, name)
        for table, columns in tables(lite):
            select = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}"
            a, b = engines.run_sqlite(lite, select), engines.run_postgres(pg.connection, select)
            wrong = b.errors[0] if b.errors else engines.same_rows(a.rows, b.rows, b.types)
            tally.take(f"{name}: rows of {table}", wrong, "excused" if table in excused else "")
        with sqlite3.connect(os.path.join(folder, "given.db")) as copy:  # what --schema sees does not change
            lite.backup(copy)
        copy.close()
        for s in engines.split_sqlite(queries):
            statement(binary, lite, pg, ["--schema", os.path.join(folder, "given.db")], s.strip().rstrip(";"), tally, name)
        lite.close()


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("binary")
    p.add_argument("-v", action="store_true", help="name what is excused")
    p.add_argument("files", nargs="*")
    args = p.parse_args()
    pg, tally = servers.Scratch(), Excusing(args.v)
    for file in args.files or sorted(glob.glob(os.path.join(HERE, "..", "databases", "*.sql"))):
        judge(args.binary, file, pg, tally)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
