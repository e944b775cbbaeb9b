#!/usr/bin/python3
"""Migration files as people have them: they load in PostgreSQL, and its catalogs agree with SQLite's.

usage: migrations.py BINARY [--bless] [--mutants] [STORY ...]

A story is a folder of corpus/ with migrations/ (all .sql files in it, in the order of their paths; files named *rows*
hold what an application had written meanwhile) and queries.sql; corpus/shop-schema, which has one schema.sql, is one, too.
The files are translated one by one, each with the ones before it as --schema (the output must be that in expected/), and
all at once, as `cat` would give them.  Each way they must run without an error, leave a schema that
tests/lib/catalogs.py cannot tell from SQLite's, and the same rows in every table; then the queries must give SQLite's rows.
--mutants spoils the translation instead (a NOT NULL lost, a foreign key lost, ...): each mutant must be noticed.
The last line is `migrations: N passed, N failed`.  It refuses to correct the translator's output in any way.
"""
import argparse
import datetime
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lib"), HERE]
import catalogs
import corpus
import engines
import servers
import translate
from tally import Tally

STORIES = ["prisma", "drizzle", "django", "alembic", "rails", "goose", "dbmate", "dump", "dot-schema", "shop-schema"]
MUTANTS = {  # a name: (pattern, replacement), all over the translation of one story
    "a lost NOT NULL": (r"(?i)(?<!serial) not null(?! primary)", ""),
    "a lost foreign key": (r"(?im)^alter table [^;]* add (constraint \S+ )?foreign key[^;]*;$", ""),
    "a lost REFERENCES": (r'(?i) references "?\w+"? ?(\("?\w+"?\))?( on (update|delete) (cascade|restrict|set null|set default))*( deferrable initially deferred)?(?=[,\s)])', ""),
    "a lost ON DELETE": (r"(?i) on delete (cascade|set null|restrict)", ""),
    "a lost UNIQUE": (r"(?i) unique(?=[,\s)])(?! ?\(| index)", ""),
    "an index that is not unique": (r"(?i)create unique index", "CREATE INDEX"),
    "a partial index made whole": (r"(?im)^(create (?:unique )?index [^;]*?) where [^;]*;", r"\1;"),
    "a lost DEFAULT": (r"(?i) default (false|true|\d+|'[^']*'|current_timestamp|\(current_timestamp\))", ""),
    "a number as text": (r"(?i)\b(numeric\(\d+,\s*\d+\)|decimal|double precision)(?=[ ,])", "TEXT"),
    "a lost index": (r"(?im)^create index [^;]*;$", ""),
    "a lost trigger": (r"(?ims)^create trigger [^;]*;$", ""),
}


def files_of(story):
    folder = os.path.join(corpus.CORPUS, story)
    found = []
    for base, _, names in os.walk(os.path.join(folder, "migrations")):
        found += [os.path.relpath(os.path.join(base, n), folder) for n in names if n.endswith(".sql")]
    return sorted(found) or ["schema.sql"]


def one_by_one(binary, story, files, bless, tally):
    expected, out = corpus.Expected(binary, story, bless, tally), ""
    flags = []
    for name in files:
        out += expected.translate(name, flags).out + "\n"
        flags += ["--schema", os.path.join(corpus.CORPUS, story, name)]
    if files != ["schema.sql"]:  # its claims are the corpus suite's
        expected.finish()
    return out


def timeless(rows):
    """The rows with every time of the last minutes as one word: the engines do not run at the same instant."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)

    def one(v):
        try:
            at = v if isinstance(v, datetime.datetime) else datetime.datetime.fromisoformat(v)
        except (TypeError, ValueError):
            return v
        return "(now)" if abs(now - at) < datetime.timedelta(minutes=10) else v
    return [tuple(map(one, r)) for r in rows or []]


def rows_of_tables(lite, pg, schema):
    wrong = []
    for name, table in sorted(schema.tables.items()):
        cols = ", ".join('"' + c.name + '"' for c in table.columns)
        a = engines.run_sqlite(lite, f'SELECT {cols} FROM "{name}"')
        b = engines.run_postgres(pg, f'SELECT {cols} FROM "{name}"')
        how = b.errors[0] if b.errors else engines.same_rows(timeless(a.rows), timeless(b.rows), b.types, False)
        if how:
            wrong.append(f"rows of {name}: {how}")
    return wrong


def load(scratch, text):
    scratch.reset()
    return engines.run_postgres(scratch.connection, text).errors


def judge(lite, scratch, text, rows=True):
    """What is wrong with the translation `text`, line by line."""
    errors = load(scratch, up_only(text))
    if errors:
        return [e[:400] for e in errors[:5]]
    schema = catalogs.sqlite(lite)
    wrong = catalogs.differences(schema, catalogs.postgres(scratch.connection))
    return wrong + (rows_of_tables(lite, scratch.connection, schema) if rows else [])


def up_only(text):
    """What the tool runs of its files: not the parts that take a migration back (they are translated all the same)."""
    out, up = [], True
    for line in text.splitlines(True):
        mark = re.match(r"--\s*(?:\+goose|\+migrate|migrate:)\s*(up|down)\b", line, re.I)
        up = mark.group(1).lower() == "up" if mark else up
        out.append(line if up or mark else "")
    return "".join(out)


def source(story, files):
    return "".join(corpus.read(corpus.CORPUS, story, f) for f in files)


def fresh(story, files):
    lite = engines.open_sqlite()
    ran = engines.run_sqlite(lite, up_only(source(story, files)))
    return lite, [e for e in ran.errors if "reserved for internal use" not in e]


def query(lite, scratch, binary, story, files, tally):
    schemas = [a for f in files for a in ("--schema", os.path.join(corpus.CORPUS, story, f))]
    text = corpus.read(corpus.CORPUS, story, "queries.sql")
    moved = translate.translate(binary, text, schemas).out
    for a, b in zip(corpus.probes(text), corpus.probes(moved)):
        a.pinned = None
        tally.case(f"{story}: {a.name}", probe(lite, scratch.connection, a, b))


def probe(lite, pg, a, b):
    did, rows = engines.run_sqlite(lite, a.before), engines.run_sqlite(lite, a.query)
    pdid, prows = engines.run_postgres(pg, b.before), engines.run_postgres(pg, b.query)
    errors = did.errors + rows.errors + pdid.errors + prows.errors
    if errors:
        return "\n".join(errors)
    return engines.same_rows(rows.rows, prows.rows, prows.types, engines.ordered(a.query))


def run(binary, story, scratch, args, tally):
    files = files_of(story)
    lite, errors = fresh(story, files)
    tally.case(f"{story} on SQLite", "\n".join(errors))
    one = one_by_one(binary, story, files, args.bless, tally)
    tally.case(f"{story} file by file", "\n".join(judge(lite, scratch, one)))
    at_once = translate.translate(binary, source(story, files))
    tally.case(f"{story} in one go", "\n".join(judge(lite, scratch, at_once.out)))
    if story != "shop-schema" and os.path.exists(os.path.join(corpus.CORPUS, story, "queries.sql")):
        query(lite, scratch, binary, story, files, tally)


def mutants(binary, stories, scratch, tally):
    """Every mutant has to be noticed in each story whose translation it changes and which still loads."""
    texts = {s: translate.translate(binary, source(s, files_of(s))).out for s in stories}
    for name, (pattern, new) in MUTANTS.items():
        noticed, missed = 0, []
        for story, text in texts.items():
            spoilt = re.sub(pattern, new, text)
            if spoilt == text:
                continue
            if judge(fresh(story, files_of(story))[0], scratch, spoilt, rows=False):
                noticed += 1
            else:
                missed.append(story)
        tally.case(f"mutant: {name}", f"not noticed in {', '.join(missed)}" if missed else "" if noticed else "it changes nothing")


def main():
    ap = argparse.ArgumentParser(description="Migration files on both engines.")
    ap.add_argument("binary")
    ap.add_argument("stories", nargs="*", choices=[*STORIES, []])
    ap.add_argument("--bless", action="store_true", help="rewrite expected/")
    ap.add_argument("--mutants", action="store_true", help="spoil the translation: it must be noticed")
    args = ap.parse_args()
    binary = os.path.abspath(args.binary) if os.path.exists(args.binary) else args.binary
    os.environ["TZ"] = "UTC"
    tally, scratch = Tally("migrations"), servers.Scratch()
    if args.mutants:
        mutants(binary, args.stories or STORIES, scratch, tally)
    else:
        for story in args.stories or STORIES:
            run(binary, story, scratch, args, tally)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
