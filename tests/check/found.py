"""What is found: planted constructs, corpora, the cases of other suites.  Counts what is missed and what is there too much."""
import collections
import difflib
import os
import re
import sys

from base import HERE, ROOT, Tree

sys.path.insert(0, os.path.join(ROOT, "tests", "hosts"))
import goldens  # noqa: E402
import run as hosts  # noqa: E402

FILTER_SAYS = "--select=default,limit-parameter,syntax/postgres,ddl/serial"  # what the filter says without being asked
EXPECT = re.compile(r"expect: ((?:SX\d{4} ?)+)")


def expected_of(folder):
    expected = []
    for where, _, names in os.walk(folder):
        for n in names:
            with open(os.path.join(where, n), encoding="utf-8") as f:
                for number, line in enumerate(f, 1):
                    m = EXPECT.search(line)
                    for code in m.group(1).split() if m else ():
                        expected.append((os.path.relpath(os.path.join(where, n), folder), number, code))
    return expected


def compare(tally, name, found, expected):
    missed = collections.Counter(expected) - collections.Counter(found)
    extra = collections.Counter(found) - collections.Counter(expected)
    print(f"{name}: {len(expected)} expected, {sum(missed.values())} missed, {sum(extra.values())} too much")
    tally.case(f"{name}: missed", "\n     ".join(map(str, sorted(missed))))
    tally.case(f"{name}: too much", "\n     ".join(map(str, sorted(extra))))


def planted(binary, tally):
    """Files with their findings written beside them."""
    with Tree(binary) as t:
        folder = os.path.join(HERE, "planted")
        compare(tally, "planted", t.golden(".", cwd=folder), expected_of(folder))
        found = t.golden("-j1", ".", cwd=folder)
        tally.same("planted: one process finds what several find", t.golden("-j3", ".", cwd=folder), found)
        many = {f"m{i:02}.py": 'cur.execute("SELECT ifnull(a, 1) FROM t WHERE on_it = 1")\n' for i in range(40)}
        many["z.sql"] = "CREATE TABLE t (a INT, on_it BOOLEAN);\n"
        many["y.py"] = 'cur.execute("CREATE TABLE IF NOT EXISTS u (id INTEGER PRIMARY KEY, t INT REFERENCES t (a))")\n'
        for name, text in many.items():
            t.write(name, text)
        found = t.check("--format=json", "-j1", ".")
        for jobs in ("-j2", "-j7", "-j0"):
            tally.same(f"files: {jobs} finds what one process finds", t.check("--format=json", jobs, "."), found)


def covered(t, name, tally):
    """Nothing changes where nothing is found, and what is said to change does."""
    report = t.json("--params=keep", ".")
    statements = collections.defaultdict(set)
    empty = []
    for f in report["findings"]:
        first, last = f["statement"]["lines"]
        statements[f["file"]].update(range(first, last + 1))
        if f["safety"] == "exact" and f["before"] == f["after"]:
            empty.append((f["file"], f["start"], f["code"]))
    print(f"{name}: {len(report['findings'])} findings, {len(empty)} of them change nothing", end="; ")
    tally.case(f"{name}: found, but nothing changes", "\n     ".join(map(str, empty)))
    files = sorted(os.path.relpath(os.path.join(w, n), t.path) for w, _, names in os.walk(t.path) for n in names
                   if n.endswith((".sql", ".py")))
    before = {f: t.read(f).split("\n") for f in files}
    t.run("--params=keep", "-q", "-i", *files)
    silent = []
    for f in files:
        for tag, first, last, _, _ in difflib.SequenceMatcher(None, before[f], t.read(f).split("\n"), False).get_opcodes():
            if tag in ("replace", "delete"):
                silent += [(f, n + 1, before[f][n]) for n in range(first, last) if n + 1 not in statements[f] and before[f][n].strip()]
    print(f"{len(silent)} lines change without a finding")
    tally.case(f"{name}: changes, but nothing is found", "\n     ".join(map(str, silent)))


def corpora(binary, tally):
    for story in sorted(os.listdir(os.path.join(ROOT, "corpus"))):
        with Tree(binary) as t:
            top = os.path.join(ROOT, "corpus", story)
            for where, dirs, names in os.walk(top):
                dirs[:] = [d for d in dirs if d not in ("expected", "pg", "__pycache__")]
                for n in names:
                    if n.endswith((".sql", ".py")):
                        with open(os.path.join(where, n), "rb") as f:
                            t.write(os.path.relpath(os.path.join(where, n), top), f.read())
            files = sorted((os.path.relpath(os.path.join(w, n), t.path) for w, _, names in os.walk(t.path) for n in names),
                           key=lambda n: (n.endswith(".py"), n))  # .sql files are learnt first
            _, _, says = t.run("-v", "--format=concise", "-o", os.devnull, *files)
            compare(tally, f"corpus {story}", t.check(FILTER_SAYS, "--format=concise", ".")[1].splitlines(), says.splitlines())
            covered(t, f"corpus {story}", tally)


def cases(binary, tally):
    """The cases of golden and hosts, each in a folder with a configuration of its own: check says what the filter says."""
    with Tree(binary) as t:
        expected = collections.defaultdict(list)
        count = 0

        def add(case, suffix, source, schema, options, notes):
            nonlocal count
            if options:
                return  # those may be the filter's own
            folder = f"c{count}"
            count += 1
            t.write(f"{folder}/main.{suffix}", source)
            if schema:
                t.write(f"{folder}/schema/given.sqlite3.sql", schema)
            t.write(f"{folder}/.sqlxlate.ini", ("schema = schema/given.sqlite3.sql\n" if schema else "") + "exclude = schema/\n")
            expected[f"{folder}/main.{suffix}"] = (case, sorted(notes.split("\n")[:-1]))

        for where, _, names in os.walk(os.path.join(ROOT, "tests", "rules")):
            for n in sorted(names):
                if n.endswith(".md"):
                    for c in goldens.parse(os.path.join(where, n)):
                        add(f"{n}: {c.title}", "sql", c.source, c.schema, c.options, c.notes)
        for n in sorted(os.listdir(os.path.join(ROOT, "tests", "hosts"))):
            if n.endswith(".md"):
                for c in hosts.parse(os.path.join(ROOT, "tests", "hosts", n)):
                    add(f"{n}: {c.title}", "py", c.text("python"), c.text("sqlite schema", c.common), c.text("options"),
                        c.text("notes"))
        status, out, err = t.check(FILTER_SAYS, "--format=golden", ".")
        found = collections.defaultdict(list)
        for line in out.splitlines():
            name, rest = line.split(":", 1)
            found[name].append(rest)
        for name, (case, notes) in expected.items():
            tally.same(f"as the filter says, {case}", sorted(found[name]), notes)


PARTS = [planted, corpora, cases]
