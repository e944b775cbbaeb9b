#!/usr/bin/python3
"""Runs the stories of corpus/ on both engines and says what differs.

usage: corpus.py BINARY [--bless] [--pin] [STORY ...]

Every story: the translated files must be those in its folder expected/ (--bless rewrites them: read the difference),
and expected/claims.txt lists what is not exact.
A SQL story (schema.sql and scripts beside it): each query of a script, with what stands before it, runs on SQLite and
must give the rows pinned under it (`-- rows`, `-- a|b`; --pin rewrites them, from SQLite alone); then the translated
schema and script run on PostgreSQL, query by query, and must give SQLite's rows, unless a manual claim leaves the query
for a person: those are named in the output, and are in expected/claims.txt.
An application (webapp, blog): runs on SQLite as it is; then every module but db.py goes through the translator, pg/db.py takes
the place of db.py, and the program runs on PostgreSQL: it must print the same.
The last line is `corpus: N passed, N failed`.  It refuses to correct the translator's output in any way.
"""
import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import engines
import servers
import translate
from tally import Tally

CORPUS = os.path.join(ROOT, "corpus")
NAME = re.compile(r"^-- name: (.*)$")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as f:
        return f.read()


def write(text, *path):
    with open(os.path.join(*path), "w", encoding="utf-8", newline="", errors="surrogateescape") as f:
        f.write(text)


def diff(a, b, name_a, name_b, most=60):
    lines = list(difflib.unified_diff(a.splitlines(True), b.splitlines(True), name_a, name_b))
    more = [f"... {len(lines) - most} lines more\n"] if len(lines) > most else []
    return "".join(l if l.endswith("\n") else l + "\n" for l in lines[:most] + more)


# ---------------------------------------------------------------- scripts with pinned rows
class Probe:
    """What stands between two pinned queries: statements that change data, and the named query at its end."""

    def __init__(self, name, before, query, pinned, first, last):
        self.name, self.before, self.query, self.pinned = name, before, query, pinned
        self.first, self.last = first, last  # lines of the pinned block (with its head), empty when there is none
        self.start = first - query.count("\n") - (before.count("\n") + 1 if before else 0) - 1


def probes(text):
    """A script cut at its `-- name:` comments.  Comments come out of the translator in place, so both sides are cut alike."""
    lines, out, i, before = text.split("\n"), [], 0, []
    while i < len(lines):
        m = NAME.match(lines[i])
        if not m:
            before.append(lines[i])
            i += 1
            continue
        i, query = i + 1, []
        while i < len(lines):
            query.append(lines[i])
            i += 1
            if engines.split_postgres("\n".join(query)) and re.search(r";\s*(--.*)?$", lines[i - 1]) and \
                    _whole("\n".join(query)):
                break
        first, pinned = i, None
        if i < len(lines) and lines[i] == "-- rows":
            pinned, i = "", i + 1
            while i < len(lines) and lines[i].startswith("--") and not NAME.match(lines[i]) and lines[i] != "-- end":
                pinned += lines[i][3:] + "\n"
                i += 1
            if i < len(lines) and lines[i] == "-- end":
                i += 1
        out.append(Probe(m.group(1), "\n".join(before), "\n".join(query), pinned, first, i))
        before = []
    if engines.split_sqlite("\n".join(before)) and out:
        raise SystemExit(f"statements after the last query ({out[-1].name}) are not looked at: add a query")
    return out


def _whole(text):
    """Whether a statement ends at the end of the text (its semicolon is not inside a string or comment)."""
    parts = engines.split_postgres(text + "\nSELECT 0")
    return parts[-1].strip() == "SELECT 0"


def pin(path, con):
    """Rewrites the rows under each query of a script with what SQLite gives."""
    text = read(path)
    lines, done = text.split("\n"), []
    at = 0
    for p in probes(text):
        for part in (p.before, p.query):
            ran = engines.run_sqlite(con, part)
            if ran.errors:
                raise SystemExit(f"{path}: {p.name}: SQLite: {ran.errors[0]}")
        done += lines[at:p.first] + ["-- rows"] + ["-- " + l for l in engines.show(ran.rows).split("\n")[:-1]] + ["-- end"]
        at = p.last
    write("\n".join(done + lines[at:]), path)


# ---------------------------------------------------------------- expected/
class Expected:
    """The blessed output of a story's files, and its claims."""

    def __init__(self, binary, story, bless, tally):
        self.binary, self.story, self.bless, self.tally = binary, story, bless, tally
        self.folder, self.claims = os.path.join(CORPUS, story, "expected"), []

    def translate(self, name, flags=(), lang="sql"):
        source = read(CORPUS, self.story, name)
        r = translate.translate(self.binary, source, flags, lang)
        self.claims += [f"{name}:{l}:{c} {code} {level}" for l, c, code, level in r.claims if level != "exact"]
        self.compare(name, r.out)
        return r

    def compare(self, name, text):
        path = os.path.join(self.folder, name)
        if self.bless:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(text, path)
        elif not os.path.exists(path):
            self.tally.case(f"{self.story}/expected/{name}", "is not there; --bless writes it")
        else:
            old = read(path)
            self.tally.case(f"{self.story}/expected/{name}", diff(old, text, "expected", "got") if old != text else "")

    def finish(self):
        self.compare("claims.txt", "".join(c + "\n" for c in self.claims))


# ---------------------------------------------------------------- the stories
def sql_story(binary, story, scripts, scratch, args, tally):
    folder = os.path.join(CORPUS, story)
    schema = os.path.join(folder, "schema.sql")
    expected = Expected(binary, story, args.bless, tally)
    try:
        made = expected.translate("schema.sql")
        moved = {s: expected.translate(s, ["--schema", schema]) for s in scripts}
        expected.finish()
    except translate.Broken as e:
        tally.case(story, str(e))
        return
    lite = engines.open_sqlite()
    start = engines.run_sqlite(lite, read(schema))
    tally.case(f"{story}/schema.sql on SQLite", "\n".join(start.errors))
    if args.pin:
        for s in scripts:
            pin(os.path.join(folder, s), lite)
        lite = engines.open_sqlite()
        engines.run_sqlite(lite, read(schema))
    scratch.reset()
    tally.case(f"{story}/schema.sql on PostgreSQL", "\n".join(engines.run_postgres(scratch.connection, made.out).errors))
    for s in scripts:
        ours, theirs = probes(read(folder, s)), probes(moved[s].out)
        manual = {line for line, _, _, level in moved[s].claims if level == "manual"}
        if [p.name for p in ours] != [p.name for p in theirs]:
            tally.case(f"{story}/{s}", "the translated script does not have the queries of the source")
            continue
        for a, b in zip(ours, theirs):
            left = any(a.start < line <= a.first for line in manual)
            if left:
                print(f"left for a person: {story}/{s}: {a.name}")
            tally.case(f"{story}/{s}: {a.name}", probe(lite, scratch.connection, a, b, left))


def probe(lite, pg, a, b, left):
    """What is wrong with a query: a is SQLite's, b the translation; left: b is not expected to run."""
    did, query = engines.run_sqlite(lite, a.before), engines.run_sqlite(lite, a.query)
    if did.errors or query.errors:
        return "SQLite: " + (did.errors + query.errors)[0]
    if a.pinned is None:
        return "no rows are pinned under this query (--pin writes them)"
    if engines.show(query.rows) != a.pinned:
        return diff(a.pinned, engines.show(query.rows), "pinned", "SQLite gives")
    pdid, pquery = engines.run_postgres(pg, b.before), engines.run_postgres(pg, b.query)
    if left:
        return None
    if pdid.errors or pquery.errors:
        return "PostgreSQL: " + "\n".join(pdid.errors + pquery.errors)
    how = engines.same_rows(query.rows, pquery.rows, pquery.types, engines.ordered(a.query))
    return how and f"{how}\nsent: {b.query}"


def run_app(folder, database):
    p = subprocess.run(["/usr/bin/python3", "main.py"], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
                       env={**os.environ, "APP_DB": database, "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1"})
    return p.stdout, p.stderr if p.returncode else ""


def application(binary, story, scratch, args, tally):
    folder = os.path.join(CORPUS, story)
    schema = os.path.join(folder, "schema.sql")
    expected = Expected(binary, story, args.bless, tally)
    out, err = run_app(folder, ":memory:")
    tally.case(f"{story} on SQLite", err or ("" if out else "prints nothing"))
    with tempfile.TemporaryDirectory(prefix=f"sqlxlate-{story}-") as to:
        try:
            write(expected.translate("schema.sql").out, to, "schema.sql")
            for name in sorted(os.listdir(folder)):
                if not name.endswith(".py") or name == "db.py":
                    continue
                text = expected.translate(name, ["--schema", schema], "python").out
                write(text, to, name)
                try:
                    compile(text, name, "exec")
                    tally.case(f"{story}/{name} is Python", "")
                except SyntaxError as e:
                    tally.case(f"{story}/{name} is Python", str(e))
            expected.finish()
        except translate.Broken as e:
            tally.case(story, str(e))
            return
        shutil.copy(os.path.join(folder, "pg", "db.py"), to)
        scratch.reset()
        pg_out, pg_err = run_app(to, scratch.dsn)
        wrong = diff(out, pg_out, "SQLite", "PostgreSQL") + pg_err
        tally.case(f"{story} prints the same on both", wrong)


STORIES = {"webapp": lambda *a: application(a[0], "webapp", *a[1:]),
           "blog": lambda *a: application(a[0], "blog", *a[1:]),
           "shop-schema": lambda *a: sql_story(a[0], "shop-schema", ["queries.sql"], *a[1:]),
           "reports": lambda *a: sql_story(a[0], "reports", ["reports.sql"], *a[1:])}


def main():
    ap = argparse.ArgumentParser(description="The stories of corpus/ on both engines.")
    ap.add_argument("binary")
    ap.add_argument("stories", nargs="*", choices=[*STORIES, []])
    ap.add_argument("--bless", action="store_true", help="rewrite expected/")
    ap.add_argument("--pin", action="store_true", help="rewrite the rows under each query, from SQLite")
    args = ap.parse_args()
    binary = os.path.abspath(args.binary) if os.path.exists(args.binary) else args.binary
    os.environ["TZ"] = "UTC"
    tally, scratch = Tally("corpus"), servers.Scratch()
    for story in args.stories or STORIES:
        STORIES[story](binary, scratch, args, tally)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
