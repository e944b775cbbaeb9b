#!/usr/bin/python3
"""Measures the translator against a catalogue of SQLite constructs: a folder of expr_*.jsonl and stmt_*.jsonl files.

usage: catalogue.py BINARY DIR [--area RE] [--id RE] [--level wrong,invalid] [--compat] [--habit]
       [-o FILE] [-v]

Every row's SQLite text runs on SQLite, and through the translator on PostgreSQL, from tables that are translated too.
    exact    same rows, no near or manual claim      near     translated with a near claim (rows may differ)
    manual   left for a person                       skip     not runnable here (documentation, newer SQLite)
    invalid  PostgreSQL refuses it, no manual claim  wrong    other rows, no near or manual claim
    crash    the translator itself failed
Of the near and manual ones, `needless` counts those whose rows came out the same all the same.  The catalogue's own
advice is printed beside each failure but never compared with our text: rows are the judge.  Those wrong and invalid
are listed in FILE (default catalogue-report.txt) with source, output and both outcomes.

Plain text whose rows come in another order, whose columns have another name, whose parameters are of another type, or
whose errors and foreign keys are handled otherwise counts as wrong or invalid: nothing is said of it unless it is asked
for (in all, eight rows wrong and eight invalid when this was written).  --habit asks (--select default,habit), and what a
note of habit/ says counts as near; it explains its own kind of difference and no other.

It is a measuring device: its exit status is 0 unless --most-wrong N / --most-invalid N say otherwise.  It refuses to
pass judgement on rows that SQLite itself does not accept.
"""
import argparse
import collections
import concurrent.futures
import ctypes
import ctypes.util
import glob
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import engines
import servers
import translate

TYPE_ERRORS = ("42804", "42883")  # the driver's value has another type than the column: what SX1105 says
HABITS = {"SX1101": "rows", "SX1102": "rows", "SX1103": "rows", "SX1104": "rows errors", "SX1105": "errors",
          "SX1106": "names", "SX1107": "errors"}  # what each explains; nothing else, and nothing where all is the same
LEVELS = ["exact", "near", "manual", "wrong", "invalid", "crash", "skip"]


class Verdict:
    def __init__(self, row, kind):
        self.row, self.kind = row, kind
        self.level, self.why, self.same = "skip", "", None
        self.source, self.output, self.claims, self.sqlite, self.postgres = "", "", [], None, None

    def text(self):
        r = self.row
        lines = [f"== {self.level} {r['id']} [{r['area']}] {self.why}"]
        if r.get("expect", "same") != "same":
            lines.append(f"   catalogue expects: {r['expect']}")
        lines += [f"   source:    {self.source}", f"   output:    {self.output}"]
        if self.claims:
            lines.append("   claims:    " + ", ".join("%d:%d %s %s" % c for c in self.claims))
        for name, o in (("sqlite", self.sqlite), ("postgres", self.postgres)):
            if o is not None:
                rows = o.rows if o.rows is None or len(o.rows) <= 40 else o.rows[:40] + ["..."]
                lines.append(f"   {name + ':':10} rows={rows} " + (f"errors={o.errors}" if o.errors else ""))
        lines.append(f"   catalogue: {r.get('postgres')!r} {r.get('strict') and 'strict: ' + r['strict'] or ''} {r.get('note', '')}")
        return "\n".join(lines) + "\n"


def settle(v, agree, why):
    """The level of a verdict whose rows agree or not."""
    if v.row.get("expect") in ("sqlite_error", "error-sqlite"):
        v.why = "not SQLite"
        return v
    v.same = agree
    kind = "" if agree else "errors" if v.postgres and v.postgres.errors and not (v.sqlite and v.sqlite.errors) else \
        "names" if why and why.startswith("names ") else "rows"
    v.claims = [c for c in v.claims if c[2] not in HABITS or (kind and kind in HABITS[c[2]])]
    manual = any(c[3] == "manual" for c in v.claims)
    near = any(c[3] == "near" for c in v.claims)
    values = TYPE_ERRORS if any(c[2] == "SX1105" for c in v.claims) else ()
    broken = v.postgres is not None and v.postgres.errors and not (v.sqlite and v.sqlite.errors) and \
        not (near and v.postgres.only_refusals(values))
    v.level = "manual" if manual else "near" if near and not broken else "exact" if agree else "invalid" if broken else "wrong"
    if v.level in ("wrong", "invalid"):
        v.why = v.postgres.errors[0][:200] if broken else why or "other rows"
    return v


# ---------------------------------------------------------------- expressions
def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(l) for l in f if l.strip()]


def version(text):
    return tuple(int(x) for x in text.split("."))


def unsupported(row):
    if version(row.get("sqlite_min", "3.0")) > sqlite3.sqlite_version_info:
        return "needs SQLite " + row["sqlite_min"]
    if row.get("sqlite_max") and version(row["sqlite_max"]) < sqlite3.sqlite_version_info[:2]:
        return "SQLite up to " + row["sqlite_max"]
    if "%d.%d" % sqlite3.sqlite_version_info[:2] in row.get("sqlite_not", []):
        return "not for this SQLite"
    return ""


def build(row, where):
    """The statement of an expression row."""
    ctx, expr, table = row.get("ctx", "value"), row["sqlite"], row.get("from")
    cond = f" WHERE {where}" if where else ""
    if ctx == "value":
        return f"SELECT id, {expr} FROM {table}{cond} ORDER BY id" if table else f"SELECT {expr}"
    if ctx == "cond":
        return f"SELECT id FROM {table} WHERE {expr} ORDER BY id"
    if ctx == "agg":
        return f"SELECT {expr} FROM {table}{cond}" if table else f"SELECT {expr}"
    return expr


class Expressions:
    """The expr_*.jsonl rows, over the fixture tables."""

    FLAGS = ["--integers=bigint"]  # the fixtures hold 64-bit numbers

    PREC = "CREATE TABLE operands(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER, d INTEGER, x INTEGER, y INTEGER)"
    PREC_ROWS = [(1, 1, 2, 3, 4, 5, 6), (2, 0, 0, 0, 0, 4, 3), (3, 1, 1, 1, 1, 7, 2), (4, None, 1, 2, 1, 0, 1),
                 (5, 3, None, 1, 2, 2, 1), (6, -1, 10, 2, 0, -2, 9), (7, 12, 1, 0, None, 2, 3), (8, 7, 3, -2, 1, 5, 8)]

    def __init__(self, binary, folder, scratch):
        self.binary, self.scratch, self.schemas = binary, scratch, translate.Schemas()
        self.fixtures = load(os.path.join(folder, "expr_fixtures.jsonl"))
        self.schema = "".join(f"CREATE TABLE {f['name']} ({f['sqlite']});\n" for f in self.fixtures)
        self.problems = []
        self.flags = self.FLAGS + self.schemas.flags(self.schema)
        self.prec_flags = self.schemas.flags(self.PREC + ";\n")
        lib = ctypes.util.find_library("pg_query")
        self.pg_query = ctypes.CDLL(lib) if lib else None

    @staticmethod
    def value(v):
        return bytes.fromhex(v["blob"]) if isinstance(v, dict) else v

    def sqlite(self):
        con = engines.open_sqlite()
        con.executescript(self.schema)
        for f in self.fixtures:
            if f["rows"]:
                marks = ",".join("?" * len(f["rows"][0]))
                con.executemany(f"INSERT INTO {f['name']} VALUES ({marks})", [[self.value(v) for v in r] for r in f["rows"]])
        return con

    def prepare(self):
        """The fixtures on both engines; a table that our DDL makes unfit for its rows is made as the catalogue does."""
        self.scratch.reset()
        self.lite = self.fixture_data()
        with self.scratch.connection.cursor() as cur:
            cur.execute(self.operands())
        for f in self.fixtures:
            ours = translate.translate(self.binary, f"CREATE TABLE {f['name']} ({f['sqlite']});\n", self.FLAGS)
            how = self.fill(f, ours.out)
            if how:
                self.problems.append(f"fixture {f['name']}: {how}; made as the catalogue has it")
                how = self.fill(f, f"CREATE TABLE {f['name']} ({f['postgres']})")
                if how:
                    self.problems.append(f"fixture {f['name']}: not even so: {how}")

    def operands(self):
        return self.PREC + ";\n" + "".join(f"INSERT INTO operands VALUES {str(r).replace('None', 'NULL')};\n" for r in self.PREC_ROWS)

    def fixture_data(self):
        lite = self.sqlite()
        lite.executescript(self.operands())
        return lite

    def fill(self, f, ddl):
        con = self.scratch.connection
        with con.cursor() as cur:
            cur.execute(f"DROP TABLE IF EXISTS {f['name']} CASCADE")
            try:
                cur.execute(ddl)
                cur.execute(f"SELECT * FROM {f['name']}")
                types = [d[1] for d in cur.description]
                for r in f["rows"]:
                    vals = [self.value(v) for v in r]
                    vals = [bool(v) if t == engines.BOOL and v is not None else v for v, t in zip(vals, types)]
                    marks = ",".join(["%s"] * len(vals))
                    text = [str(v) if t in (25, 1043) and v is not None and not isinstance(v, str) else v for v, t in zip(vals, types)]
                    cur.execute(f"INSERT INTO {f['name']} VALUES ({marks})", text)
                return None
            except Exception as e:  # psycopg2.Error or a value Python refuses
                return str(e).splitlines()[0]

    # -- translating: any thread
    def translate(self, row):
        """What must be known before the servers are asked: {text: Result}, or the reason it could not be had."""
        flags, out = list(self.flags), {}
        setup = "".join(s + ";\n" for s in row.get("setup", []))
        if setup:
            out["setup"] = translate.translate(self.binary, setup, flags)
            flags += self.schemas.flags(setup)
        if "pg_args" in row or ("args" in row and "pg_numbered" not in row):
            flags.append("--params=psycopg")
        ctx = row.get("ctx", "value")
        if ctx == "prec":
            for k in ("sqlite", "sqlite_means"):
                out[k] = translate.translate(self.binary, f"SELECT {row[k]} FROM operands", self.prec_flags)
            out["rows"] = translate.translate(self.binary, self.prec_rows(row["sqlite"]), self.prec_flags)
        elif ctx == "keyword":
            for role in row["roles"]:
                out[role] = translate.translate(self.binary, self.keyword(role, row["sqlite"]), self.FLAGS)
        else:
            where = row.get("where")
            out["sqlite"] = translate.translate(self.binary, build(row, where), flags)
        return out

    @staticmethod
    def keyword(role, w):
        return {"column": f"CREATE TABLE t1({w} INTEGER, z INTEGER);\nSELECT {w} FROM t1 WHERE {w} = 5 ORDER BY {w};\n",
                "table": f"CREATE TABLE {w}(z INTEGER);\nSELECT z FROM {w} WHERE {w}.z = 1;\n",
                "as_label": f"SELECT 1 AS {w};\n",
                "bare_label": f"SELECT 1 {w};\n",
                "table_alias": f"CREATE TABLE t2(z INTEGER);\nSELECT {w}.z FROM t2 {w};\n"}[role]

    # -- judging: one thread
    def judge(self, row, made):
        v = Verdict(row, "expr")
        why = unsupported(row)
        ctx = row.get("ctx", "value")
        if ctx in ("info", "pragma") or why:
            v.why = why or "documentation"
            return v
        if isinstance(made, Exception):
            v.level, v.why = "crash", str(made)
            return v
        if ctx == "prec":
            return self.judge_precedence(v, made)
        if ctx == "keyword":
            return self.judge_keyword(v, made)
        return self.judge_rows(v, made)

    def tree(self, sql):
        class Error(ctypes.Structure):
            _fields_ = [("message", ctypes.c_char_p)]

        class Parsed(ctypes.Structure):
            _fields_ = [("tree", ctypes.c_char_p), ("stderr", ctypes.c_char_p), ("error", ctypes.POINTER(Error))]
        self.pg_query.pg_query_parse.restype = Parsed
        self.pg_query.pg_query_parse.argtypes = [ctypes.c_char_p]
        r = self.pg_query.pg_query_parse(sql.encode())
        return None if r.error else re.sub(r'"(location|stmt_len|stmt_location)":-?\d+,?', "", r.tree.decode())

    @staticmethod
    def prec_rows(expr):
        return f"SELECT id, {expr} FROM operands ORDER BY id"

    def judge_precedence(self, v, made):
        a, b = made["sqlite"], made["sqlite_means"]
        v.source, v.output, v.claims = f"{v.row['sqlite']}   meaning   {v.row['sqlite_means']}", a.out, a.claims
        if not self.pg_query:
            v.why = "no libpg_query for parse trees"
            return v
        x, y = self.tree(a.out), self.tree(b.out)
        levels = {c[3] for c in a.claims}
        v.same = x is not None and x == y
        v.level = "manual" if "manual" in levels else "invalid" if x is None else "exact" if v.same else "wrong"
        if v.level == "wrong":
            v.why = f"groups otherwise than the parenthesised text, which gives {b.out}"
        if v.level != "exact":
            return v
        v.sqlite = engines.run_sqlite(self.lite, self.prec_rows(v.row["sqlite"]))
        if v.sqlite.errors:  # REGEXP and kin: the data is not for them
            return v
        v.postgres = engines.run_postgres(self.scratch.connection, made["rows"].out)
        how = self.compare(v)
        return settle(v, how is None, how)

    def judge_keyword(self, v, made):
        v.level, worst = "exact", []
        for role, r in made.items():
            lite = engines.run_sqlite(engines.open_sqlite(), self.keyword(role, v.row["sqlite"]))
            if lite.errors:
                continue
            cur = self.scratch.connection.cursor()
            cur.execute("CREATE SCHEMA sx_kw; SET search_path TO sx_kw")
            pg = engines.run_postgres(self.scratch.connection, r.out)
            cur.execute("SET search_path TO public; DROP SCHEMA sx_kw CASCADE")
            how = engines.same_rows(lite.rows or [], pg.rows or [], pg.types)
            level = "manual" if r.has("manual") else "invalid" if pg.errors else "wrong" if how else "exact"
            if level != "exact":
                worst.append((level, role, r, lite, pg))
        for level in ("manual", "wrong", "invalid"):
            for w in worst:
                if w[0] == level:
                    v.level, v.why = level, f"as {w[1]}: {(w[4].errors or [''])[0][:160]}"
                    v.output, v.claims, v.sqlite, v.postgres = w[2].out, w[2].claims, w[3], w[4]
        v.source, v.same = v.row["sqlite"], v.level == "exact"
        return v

    def judge_rows(self, v, made):
        row, con, r = v.row, self.scratch.connection, made["sqlite"]
        v.source, v.output, v.claims = build(row, row.get("where")), r.out, list(r.claims)
        v.claims += [c for c in made["setup"].claims if c[3] != "exact"] if "setup" in made else []
        args, how = row.get("args"), None
        for _ in range(row.get("retry", 1)):
            lite = self.lite
            lite.execute("BEGIN")
            begun = engines.run_sqlite(lite, "".join(s + ";\n" for s in row.get("setup", [])))
            v.sqlite = engines.run_sqlite(lite, v.source, args)
            if lite.in_transaction:
                lite.execute("ROLLBACK")
            if any("PRAGMA" in s.upper() for s in row.get("setup", [])):  # a setting outlives the transaction
                self.lite = self.fixture_data()
            if begun.errors:
                v.level, v.why = "skip", f"SQLite refuses the setup: {begun.errors[0]}"
                return v
            with con.cursor() as cur:
                cur.execute("BEGIN")
                if "setup" in made:
                    start = engines.run_postgres(con, made["setup"].out)
                    if start.errors:
                        cur.execute("ROLLBACK")
                        v.output, v.postgres = made["setup"].out + r.out, start
                        return settle(v, False, "setup")
                style = "psycopg"
                values = row.get("pg_args", args)
                if "pg_numbered" in row:
                    style, values = "numbered", row["pg_numbered"]
                v.postgres = engines.run_postgres(con, r.out, values, style)
                cur.execute("ROLLBACK")
            how = self.compare(v)
            if how is None:
                break
        return settle(v, how is None, how)

    @staticmethod
    def compare(v):
        if v.sqlite.errors:
            return None if v.postgres.errors else "SQLite refuses it, PostgreSQL does not"
        if v.postgres.errors:
            return v.postgres.errors[0]
        in_order = v.row.get("ctx") != "query" or engines.ordered(v.source)
        return engines.same_rows(v.sqlite.rows, v.postgres.rows, v.postgres.types, in_order and not v.row.get("unordered"))


# ---------------------------------------------------------------- statements
class Statements:
    """The stmt_*.jsonl rows, each from a setup of its own."""

    def __init__(self, binary, scratch):
        self.binary, self.scratch, self.schemas = binary, scratch, translate.Schemas()
        self.problems = []

    def translate(self, row):
        setup = row.get("setup_sqlite", "")
        flags = self.schemas.flags(setup)
        style = ["--params=psycopg"] if row.get("params") else []
        out = {"setup": translate.translate(self.binary, setup)} if setup else {}
        out["sqlite"] = translate.translate(self.binary, row["sqlite"], flags + style)
        if row.get("check_sql"):
            out["check"] = translate.translate(self.binary, row["check_sql"], flags + self.schemas.flags(row["sqlite"]))
        return out

    def judge(self, row, made):
        v = Verdict(row, "stmt")
        v.source = (row.get("setup_sqlite", "") + "\n-- under test:\n").lstrip() + row["sqlite"] + \
            (f"\n-- check:\n{row['check_sql']}" if row.get("check_sql") else "")
        if isinstance(made, Exception):
            v.level, v.why = "crash", str(made)
            return v
        setup = made["setup"].out if "setup" in made else ""
        v.output = setup + "\n-- under test:\n" + made["sqlite"].out + ("\n-- check:\n" + made["check"].out if "check" in made else "")
        v.claims = [c for r in made.values() for c in r.claims if c[3] != "exact"]
        lite = engines.open_sqlite()
        begun = engines.run_sqlite(lite, row.get("setup_sqlite", ""))
        if begun.errors:
            v.level, v.why = "skip", "SQLite refuses the setup: " + begun.errors[0]
            return v
        v.sqlite = engines.run_sqlite(lite, row["sqlite"], row.get("params"))
        lite_check = engines.run_sqlite(lite, row["check_sql"]) if row.get("check_sql") else None
        lite.close()
        self.scratch.reset()
        con = self.scratch.connection
        start = engines.run_postgres(con, setup)
        if start.errors:
            v.postgres = start
            return settle(v, False, "setup")
        v.postgres = engines.run_postgres(con, made["sqlite"].out, row.get("params"), "psycopg")
        pg_check = engines.run_postgres(con, made["check"].out) if "check" in made else None
        how = self.compare(row, v.sqlite, v.postgres, lite_check, pg_check)
        if lite_check is not None:  # shown: what was compared
            for o, c in ((v.sqlite, lite_check), (v.postgres, pg_check)):
                o.rows = c.rows if o.rows is None else [o.rows, c.rows]
                o.errors = o.errors + ["check: " + e for e in c.errors]
        return settle(v, how is None, how)

    @staticmethod
    def compare(row, a, b, ca, cb):
        kind = row.get("compare") or ("check" if row.get("check_sql") else "rows")
        if bool(a.errors) != bool(b.errors):
            return f"SQLite: {a.errors or 'no error'}; PostgreSQL: {b.errors or 'no error'}"
        if kind == "runs":
            return None
        how = None
        if kind in ("rows", "both", "names"):
            how = engines.same_rows(a.rows or [], b.rows or [], b.types, row.get("ordered", engines.ordered(row["sqlite"])))
        if not how and kind == "names" and a.names != b.names:
            how = f"names {a.names} and {b.names}"
        if not how and kind in ("check", "both"):
            if bool(ca.errors) != bool(cb.errors):
                return f"check: SQLite: {ca.errors}; PostgreSQL: {cb.errors}"
            how = engines.same_rows(ca.rows or [], cb.rows or [], cb.types, row.get("ordered", engines.ordered(row["check_sql"])))
        return how


# ---------------------------------------------------------------- all of it
def attempt(f, row):
    try:
        return f(row)
    except translate.Broken as e:
        return e


def table(verdicts):
    areas = collections.defaultdict(collections.Counter)
    for v in verdicts:
        for name in (f"{v.kind} {v.row['area']}", "all"):
            areas[name][v.level] += 1
            if v.level in ("near", "manual") and v.same:
                areas[name]["needless"] += 1
    head = LEVELS[:3] + ["needless"] + LEVELS[3:]
    print(f"{'area':34}" + "".join(f"{h:>9}" for h in head))
    for name in sorted(areas, key=lambda n: (n == "all", n)):
        print(f"{name:34}" + "".join(f"{areas[name][h] or '.':>9}" for h in head))
    return areas["all"]


def main():
    ap = argparse.ArgumentParser(description="Outcome of every row of a catalogue.")
    ap.add_argument("binary")
    ap.add_argument("folder")
    ap.add_argument("--area", default="", help="regular expression on the area")
    ap.add_argument("--id", default="", help="regular expression on the row's id")
    ap.add_argument("--level", default="wrong,invalid,crash", help="levels to list in the report")
    ap.add_argument("-o", metavar="FILE", default="catalogue-report.txt", help="the report")
    ap.add_argument("--compat", action="store_true", help="translate with --compat, its functions installed")
    ap.add_argument("--habit", action="store_true",
                    help="translate with --select default,habit: what nobody promises is said, and near where it was wrong or invalid")
    ap.add_argument("-v", action="store_true", help="print the report as well")
    ap.add_argument("--most-wrong", type=int, default=None, help="status 1 when more are wrong")
    ap.add_argument("--most-invalid", type=int, default=None, help="status 1 when more are invalid or crash")
    args = ap.parse_args()
    os.environ["TZ"] = "UTC"
    scratch = servers.Scratch()
    verdicts, binary = [], args.binary
    if args.compat:
        scratch.always = translate.compat_sql(binary)
        binary += " --compat"
    if args.habit:
        binary += " --select=default,habit"
    fixed = Expressions(binary, args.folder, scratch)
    groups = [(fixed, [p for p in sorted(glob.glob(os.path.join(args.folder, "expr_*.jsonl")))
                       if not p.endswith(("_fixtures.jsonl", "_helpers.jsonl"))]),
              (Statements(binary, scratch), sorted(glob.glob(os.path.join(args.folder, "stmt_*.jsonl"))))]
    for group, paths in groups:
        rows = [r for p in paths for r in load(p) if re.search(args.area, r["area"]) and re.search(args.id, r["id"])]
        if not rows:
            continue
        if group is fixed:
            group.prepare()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for row, made in zip(rows, pool.map(lambda r, g=group: attempt(g.translate, r), rows)):
                verdicts.append(group.judge(row, made))
        for p in group.problems:
            print(p)
    total = table(verdicts)
    wanted = args.level.split(",")
    report = "".join(v.text() for v in sorted(verdicts, key=lambda v: LEVELS.index(v.level)) if v.level in wanted)
    with open(args.o, "w", encoding="utf-8", errors="surrogateescape") as f:
        f.write(report)
    if args.v:
        print(report)
    print(f"report: {args.o}")
    if not verdicts:
        print("no rows found")
        return 1
    too_many = args.most_wrong is not None and total["wrong"] > args.most_wrong
    too_many |= args.most_invalid is not None and total["invalid"] + total["crash"] > args.most_invalid
    bad = total["wrong"] + total["invalid"] + total["crash"]
    print(f"catalogue: {len(verdicts) - total['skip'] - bad} passed, {bad} failed")
    return 1 if too_many else 0


if __name__ == "__main__":
    sys.exit(main())
