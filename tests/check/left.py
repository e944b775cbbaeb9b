"""What is left out and what decides: comments, selection, baselines, configuration, the walk, exit statuses, bad input."""
import json
import os
import signal
import subprocess

from base import Tree

BAD = "SELECT ifnull(a, 1) FROM t WHERE b == 2;\n"  # SX0110, SX0210
CODES = [("a.sql", 1, "SX0110"), ("a.sql", 1, "SX0210")]


def only(t, *args):
    return [(line, code) for _, line, code in t.golden(*args)]


def comments(binary, tally):
    cases = [
        ("behind a statement", BAD[:-1] + " -- sqlxlate: ignore: reason\n", []),
        ("one code", BAD[:-1] + " -- sqlxlate: ignore SX0110: reason\n", [(1, "SX0210")]),
        ("a name, a slug, an area", BAD[:-1] + " /* sqlxlate: ignore func/ifnull, double-equals */\n", []),
        ("an area", BAD[:-1] + " -- sqlxlate: ignore op\n", [(1, "SX0110")]),
        ("the beginning of codes", BAD[:-1] + " -- sqlxlate: ignore SX02,SX01: all\n", []),
        ("before a statement", "-- sqlxlate: ignore SX0110\nSELECT 1,\n ifnull(a, 1) FROM t;\n" + BAD, [(4, "SX0110"), (4, "SX0210")]),
        ("the end of a long statement", "SELECT a\nFROM t WHERE b == 2\n AND c = 1; -- sqlxlate: ignore\n", []),
        ("a line in the middle", "SELECT a FROM t\nWHERE b == 2 -- sqlxlate: ignore SX0210\n AND c == 1 AND d = 1;\n", [(3, "SX0210")]),
        ("the next line in the middle", "SELECT a FROM t\nWHERE b == 2\n-- sqlxlate: ignore SX0210\n AND c == 1\n AND d == 1;\n",
         [(2, "SX0210"), (5, "SX0210")]),
        ("a range", "-- sqlxlate: ignore-start SX0210\n" + BAD + BAD + "-- sqlxlate: ignore-end\n" + BAD,
         [(2, "SX0110"), (3, "SX0110"), (5, "SX0110"), (5, "SX0210")]),
        ("ranges in each other", "-- sqlxlate: ignore-start op\n-- sqlxlate: ignore-start func\n" + BAD +
         "-- sqlxlate: ignore-end\n" + BAD + "-- sqlxlate: ignore-end\n" + BAD, [(5, "SX0110"), (7, "SX0110"), (7, "SX0210")]),
        ("a range that does not end", BAD + "-- sqlxlate: ignore-start\n" + BAD, [(1, "SX0110"), (1, "SX0210")]),
        ("a file", BAD + "-- sqlxlate: ignore-file SX0110\n" + BAD, [(1, "SX0210"), (3, "SX0210")]),
        ("in a string it is no comment", "SELECT '-- sqlxlate: ignore' FROM t WHERE b == 2;\n", [(1, "SX0210")]),
        ("one that is not needed", "SELECT 1; -- sqlxlate: ignore SX0110: reason\n", [(1, "SX0951")]),
        ("of two codes one is enough", BAD[:-1] + " -- sqlxlate: ignore SX0110, SX0214, SX0210\n", []),
        ("no such code", "SELECT 1; -- sqlxlate: ignore SX9999: reason\n", [(1, "SX0952")]),
        ("no such word", "SELECT 1; -- sqlxlate: skip\n", [(1, "SX0952")]),
        ("an end without a start", "SELECT 1; -- sqlxlate: ignore-end\n", [(1, "SX0952")]),
        ("no colon before the reason", "SELECT 1; -- sqlxlate: ignore SX0110 (reason)\n", [(1, "SX0952")]),
    ]
    for name, source, expected in cases:
        with Tree(binary, {"a.sql": source}) as t:
            tally.same(f"comments: {name}", only(t), expected)


def comments_of_python(binary, tally):
    call = 'cur.execute("SELECT a FROM t WHERE b == 2")'
    cases = [
        ("behind a call", call + "  # sqlxlate: ignore SX0210: reason\n", []),
        ("above a call", "# sqlxlate: ignore op\n" + call + "\n" + call + "\n", [(3, "SX0210")]),
        ("behind a long string", 'cur.execute("""SELECT a\nFROM t WHERE b == 2\nAND c = 1""")  # sqlxlate: ignore\n', []),
        ("SQL's comment in a string", 'cur.execute("""SELECT a\nFROM t WHERE b == 2 -- sqlxlate: ignore op\nAND c == 1""")\n', [(3, "SX0210")]),
        ("a # in a string is none", 'cur.execute("""SELECT a\nFROM t WHERE b == 2 AND c = \'# sqlxlate: ignore op\'""")\n', [(2, "SX0210")]),
        ("the connection", "import sqlite3\nc = sqlite3.connect('x')  # sqlxlate: ignore host: by hand\n", []),
        ("a block", "# sqlxlate: ignore-start\n" + call + "\n" + call + "\n# sqlxlate: ignore-end\n" + call + "\n", [(5, "SX0210")]),
        ("a module", "# sqlxlate: ignore-file: generated\n" + call + "\n", []),
        ("not needed", "x = 1  # sqlxlate: ignore\n", [(1, "SX0951")]),
    ]
    for name, source, expected in cases:
        with Tree(binary, {"a.py": source}) as t:
            tally.same(f"comments of Python: {name}", only(t), expected)


def comments_in_the_filter(binary, tally):
    cases = [
        ("a statement is left", BAD[:-1] + " -- sqlxlate: ignore: reason\n" + BAD,
         BAD[:-1] + " -- sqlxlate: ignore: reason\nSELECT COALESCE(a, 1) FROM t WHERE b = 2;\n"),
        ("a rule is left", BAD[:-1] + " -- sqlxlate: ignore SX0210\n",
         "SELECT COALESCE(a, 1) FROM t WHERE b == 2; -- sqlxlate: ignore SX0210\n"),
        ("a file is left", "-- sqlxlate: ignore-file\n" + BAD, "-- sqlxlate: ignore-file\n" + BAD),
        ("a line is left", "SELECT a FROM t\nWHERE b == 2 -- sqlxlate: ignore op\nAND c == 1;\n",
         "SELECT a FROM t\nWHERE b == 2 -- sqlxlate: ignore op\nAND c = 1;\n"),
    ]
    for name, source, expected in cases:
        with Tree(binary, {"a.sql": source}) as t:
            tally.same(f"filter: {name}", t.run("a.sql"), (0, expected, ""))
            tally.same(f"filter: {name}, from a pipe", t.run(stdin=source.encode()), (0, expected, ""))
    with Tree(binary) as t:
        python = 'cur.execute("SELECT a FROM t WHERE b == 2")  # sqlxlate: ignore\ncur.execute("SELECT a FROM t WHERE b == 2")\n'
        expected = python.replace("b == 2\")\n", "b = 2\")\n")
        tally.same("filter: Python", t.run("--lang=python", stdin=python.encode()), (0, expected, ""))
        manual = b"VACUUM INTO 'x'; -- sqlxlate: ignore: by hand\n"
        tally.same("filter: what is left for a person may be ignored", t.run(stdin=manual), (0, manual.decode(), ""))
        tally.same("filter: --ignore", t.run("--ignore=op", stdin=BAD.encode())[1], "SELECT COALESCE(a, 1) FROM t WHERE b == 2;\n")
        tally.same("filter: --select", t.run("--select=op", stdin=BAD.encode())[1], "SELECT ifnull(a, 1) FROM t WHERE b = 2;\n")


def selection(binary, tally):
    with Tree(binary, {"a.sql": BAD, "sub/b.sql": "SELECT a FROM t WHERE b == ? AND c = ?;\n"}) as t:
        for args, expected in [
            (["--select=SX0110"], [("a.sql", "SX0110")]),
            (["--select", "op"], [("a.sql", "SX0210"), ("sub/b.sql", "SX0210")]),
            (["--ignore=double-equals"], [("a.sql", "SX0110")]),
            (["--select=all", "--ignore=SX0,op,habit"], []),
            (["--select=default,habit", "--ignore=op,func,column-name"], [("a.sql", "SX1102"), ("sub/b.sql", "SX1102")]),
            (["--select=default,params", "--ignore=op,func"], [("sub/b.sql", "SX0953")]),
            (["--per-file-ignores=sub/*:op"], [("a.sql", "SX0110"), ("a.sql", "SX0210")]),
            (["--per-file-ignores=*.sql:all"], []),
        ]:
            tally.same(f"selection: {' '.join(args)}", [(f, c) for f, _, c in t.golden(*args)], expected)
        tally.same("selection: no such rule", t.check("--select=SX77")[0], 2)
        tally.same("selection: unused comments are not known of with part of the codes",
                   t.golden("--select=func,check", "-", "--stdin-filename=x.sql", stdin=b"SELECT 1; -- sqlxlate: ignore op\n"), [])


def baseline(binary, tally):
    with Tree(binary, {"a.sql": BAD, "sub/b.py": "cur.execute('SELECT ifnull(a, 1) FROM t')\n"}) as t:
        tally.same("baseline: writing it is no failure", t.check("--write-baseline=base.json", "-q")[0], 0)
        tally.same("baseline: what is known is not found", t.check("--baseline=base.json"), (0, "", ""))
        tally.same("baseline: from another folder", t.check("--baseline=../base.json", "b.py", cwd="sub"), (0, "", ""))
        t.write("a.sql", "\n\n-- moved\n  SELECT   ifnull(a, 1)\nFROM t WHERE b == 2;\n" + "SELECT 1;\n")
        tally.same("baseline: lines and blanks may change", [c for c in t.golden("--baseline=base.json")], [])
        t.write("a.sql", BAD + BAD)
        tally.same("baseline: a second one is new", only(t, "--baseline=base.json"), [(2, "SX0110"), (2, "SX0210")])
        t.write("a.sql", BAD.replace("2", "3"))
        tally.same("baseline: another text is new", only(t, "--baseline=base.json"), [(1, "SX0110"), (1, "SX0210")])
        status, _, err = t.check("--baseline=base.json", "-v")
        tally.same("baseline: those that are gone", "2 findings of the baseline are gone" in err, True)
        known = json.loads(t.read("base.json"))
        tally.same("baseline: sorted", [f["file"] for f in known["findings"]], ["a.sql", "a.sql", "sub/b.py"])
        for name, text in [("no JSON", "{"), ("another file", "[]"), ("another version", '{"version":9,"findings":[]}'), ("empty", ""),
                           ("a number", "7"), ("no code", '{"version":1,"findings":[{"file":"a"}]}')]:
            t.write("bad.json", text)
            tally.same(f"baseline: {name} is refused", t.check("--baseline=bad.json")[0], 2)
        tally.same("baseline: not there", t.check("--baseline=none.json")[0], 2)
        t.write(b"\xff.sql", BAD)
        t.check("--write-baseline=base.json", "-q")
        tally.same("baseline: a name that is no text", t.check("--baseline=base.json")[0], 0)


def configuration(binary, tally):
    files = {"a.sql": BAD, "sub/a.sql": BAD, "sub/deep/a.sql": BAD, "sub/deep/b.py": "cur.execute('SELECT ifnull(a, 1) FROM t')\n"}
    with Tree(binary, files) as t:
        t.write(".sqlxlate.ini", "; the outer one\nignore = SX0110\n")
        t.write("sub/.sqlxlate.ini", "[sqlxlate]\nignore = op\n[deep/*]\nselect = op\nignore =\n  SX0110\n[*.py]\nselect = func\n")
        expected = [("a.sql", "SX0210"), ("sub/a.sql", "SX0110"), ("sub/deep/b.py", "SX0110")]
        tally.same("configuration: the nearest one", [(f, c) for f, _, c in t.golden()], expected[:2])
        t.write("sub/.sqlxlate.ini", "[sqlxlate]\nignore = op\n[*.py]\nselect = func\n")
        tally.same("configuration: sections", [(f, c) for f, _, c in t.golden()],
                   expected[:2] + [("sub/deep/a.sql", "SX0110"), ("sub/deep/b.py", "SX0110")])
        tally.same("configuration: from below", [(f, c) for f, _, c in t.golden("a.sql", cwd="sub/deep")], [("a.sql", "SX0110")])
        tally.same("configuration: --isolated", len(t.golden("--isolated")), 7)
        tally.same("configuration: --config", [(f, c) for f, _, c in t.golden("--config=.sqlxlate.ini", "sub/a.sql")], [("sub/a.sql", "SX0210")])
        tally.same("configuration: the command line comes last", [c for _, _, c in t.golden("--select=op,func", "a.sql")], ["SX0210"])
        shown = t.check("--show-settings", "sub/deep/b.py")[1]
        tally.same("configuration: --show-settings", ("sub/.sqlxlate.ini" in shown, "select = func\n" in shown, "ignore = op\n" in shown),
                   (True, True, True))
    with Tree(binary, {"db/schema.sql": "CREATE TABLE t (a INT, ok BOOLEAN NOT NULL);\n", "q/a.sql": "SELECT a FROM t WHERE ok = 1;\n",
                       "q/b.py": 'cur.execute("SELECT a FROM t WHERE a = ?", (1,))\n'}) as t:
        t.write(".sqlxlate.ini", "schema = db/schema.sql\nexclude = db/\nboolean = declared\n[*.py]\nparams = numbered\n")
        tally.same("configuration: a schema by its path", t.golden("q/a.sql"), [("q/a.sql", 1, "SX0201")])
        tally.same("configuration: excluded", t.golden(), [("q/a.sql", 1, "SX0201")])
        tally.same("configuration: in the filter", t.run("q/a.sql")[1], "SELECT a FROM t WHERE ok = TRUE;\n")
        tally.same("configuration: sections in the filter", t.run("q/b.py")[1], 'cur.execute("SELECT a FROM t WHERE a = $1", (1,))\n')
        tally.same("configuration: by the name of standard input",
                   t.run("--stdin-filename=q/x.py", stdin=b'cur.execute("SELECT a FROM t WHERE a = ?", (1,))\n')[1],
                   'cur.execute("SELECT a FROM t WHERE a = $1", (1,))\n')
    with Tree(binary, {"alter.sql": "ALTER TABLE t ADD COLUMN ok BOOLEAN DEFAULT 0;\n", "made.sql": "CREATE TABLE t (a INTEGER PRIMARY KEY);\n",
                       "q.sql": "SELECT a FROM t WHERE ok = 1;\n"}) as t:
        tally.same("schema: ALTER before CREATE", t.run("--schema=alter.sql", "--schema=made.sql", "q.sql")[1:],
                   ("SELECT a FROM t WHERE ok = TRUE;\n", ""))
        tally.same("schema: ALTER in a file that comes first", ("q.sql", 1, "SX0201") in t.golden(), True)
        tally.same("schema: a file that declares nothing", t.run("--schema=q.sql", "made.sql")[2],
                   "sqlxlate: q.sql: no table, view or index is declared in this schema\n")
    with Tree(binary, {"1.down.sql": "DELETE FROM t WHERE a = 1;\nDROP TABLE t;\n", "1.up.sql": "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);\n",
                       "2_b/down.sql": "ALTER TABLE t RENAME COLUMN c TO b;\n", "2_b/up.sql": "ALTER TABLE t RENAME COLUMN b TO c;\nINSERT INTO t VALUES (1, 'x');\nINSERT INTO t (c) VALUES ('y');\n"}) as t:
        out = t.run("1.down.sql", "1.up.sql", "2_b/down.sql", "2_b/up.sql")
        tally.same("schema: files that take a migration back are translated and not run", out[1:],
                   ("DELETE FROM t WHERE a = 1;\nDROP TABLE t;\nCREATE TABLE t (a SERIAL PRIMARY KEY, b TEXT);\nALTER TABLE t RENAME COLUMN c TO b;\n"
                    "ALTER TABLE t RENAME COLUMN b TO c;\nINSERT INTO t VALUES (1, 'x');\n"
                    "SELECT setval(pg_get_serial_sequence('t', 'a'), GREATEST(max(a), 0) + 1, false) FROM t;\nINSERT INTO t (c) VALUES ('y');\n", ""))
    with Tree(binary, {"crlf.sql": b"CREATE TABLE a (id INTEGER PRIMARY KEY,\r\n  t TEXT COLLATE NOCASE UNIQUE);\r\nINSERT INTO a VALUES (1, 'x');\r\n"}) as t:
        out = t.run("crlf.sql")[1]
        tally.same("lines that end in CR LF end so in what is new, too", (out.count("\r\n"), out.count("\n")), (6, 6))
    for name, text in [("an unknown setting", "colour = blue\n"), ("a value that is none", "boolean = maybe\n"),
                       ("no setting at all", "hello\n"), ("a rule that is none", "select = SX9999\n"),
                       ("a schema in a section", "[*.py]\nschema = x.sql\n"), ("a long line", "exclude = " + "x" * 200 + "\n"),
                       ("a schema that is not there", "schema = nowhere.sql\n")]:
        with Tree(binary, {"a.sql": BAD, ".sqlxlate.ini": "# first\n" + text if "hello" in text else text}) as t:
            status, out, err = t.check()
            tally.same(f"configuration: {name}", (status, ".sqlxlate.ini" in err or "nowhere" in err), (2, True))
    with Tree(binary, {"a.sql": BAD}) as t:
        tally.same("configuration: --config of nothing", t.check("--config=none.ini")[0], 2)


def walk(binary, tally):
    files = {"a.sql": BAD, "b.txt": BAD, "c.md": BAD, "lib/x.py": "cur.execute('SELECT ifnull(a, 1) FROM t')\n", "out/gen.sql": BAD,
             "out/keep.sql": BAD, "node_modules/m.sql": BAD, ".git/config": "", ".git/h.sql": BAD, "deep/build/y.sql": BAD,
             "deep/log1.sql": BAD, "deep/.gitignore": "log?.sql\n!log2.sql\n", "deep/log2.sql": BAD,
             ".gitignore": "# made\n/out/*\n!/out/keep.sql\nbuild/\n", "script": "#!/usr/bin/env python3\ncur.execute('SELECT ifnull(a, 1) FROM t')\n",
             "notes": BAD, "zip.sql": b"PK\x00\x01\x02" * 50}
    with Tree(binary, files) as t:
        names = lambda *args, **more: sorted({f for f, _, _ in t.golden(*args, **more)})
        tally.same("walk: as git sees it", names(), ["a.sql", "deep/log2.sql", "lib/x.py", "out/keep.sql", "script"])
        tally.same("walk: from below", names(cwd="deep"), ["log2.sql"])
        tally.same("walk: a named folder", names("deep", "a.sql", "./a.sql"), ["./a.sql", "a.sql", "deep/log2.sql"])
        tally.same("walk: a named file is checked", names("deep/log1.sql"), ["deep/log1.sql"])
        tally.same("walk: --no-gitignore", "deep/log1.sql" in names("--no-gitignore"), True)
        tally.same("walk: --exclude", names("--exclude=deep/", "--exclude=*.py"), ["a.sql", "out/keep.sql", "script"])
        tally.same("walk: --exclude of a named file", names("--exclude=a.sql", "a.sql"), ["a.sql"])
        tally.same("walk: --force-exclude", names("--exclude=deep", "--force-exclude", "a.sql", "deep/log2.sql"), ["a.sql"])
        tally.same("walk: what language is it", t.check("b.txt")[0], 2)
        tally.same("walk: --lang", names("--lang=sql", "b.txt"), ["b.txt"])
        os.symlink("..", os.path.join(t.path, "deep", "loop"))
        os.symlink("a.sql", os.path.join(t.path, "link.sql"))
        os.mkfifo(os.path.join(t.path, "pipe.sql"))
        tally.same("walk: links and pipes are passed by", "link.sql" in names(), False)


def statuses(binary, tally):
    with Tree(binary, {"a.sql": BAD, "clean.sql": "SELECT 1;\n", "unused.sql": "SELECT 1; -- sqlxlate: ignore\n", "empty/.keep": ""}) as t:
        for args, expected in [(["clean.sql"], 0), (["a.sql"], 1), (["--exit-zero", "a.sql"], 0), (["none.sql"], 2), (["none.sql", "a.sql"], 2),
                               (["--exit-zero", "none.sql"], 2), (["--nonsense"], 2), (["--format=nonsense"], 2), (["-j", "x"], 2),
                               (["unused.sql"], 0), (["--strict", "unused.sql"], 1), (["empty"], 0), (["--diff"], 2)]:
            tally.same(f"status of {args}", t.check(*args)[0], expected)
        tally.same("status: the others are checked all the same", "SX0110" in t.check("none.sql", "a.sql")[1], True)
        tally.same("standard input", [(f, c) for f, _, c in t.golden("-", stdin=BAD.encode())], [("<stdin>", "SX0110"), ("<stdin>", "SX0210")])
        tally.same("standard input by name", t.golden("-", "--stdin-filename=x/y.py", stdin=b"cur.execute('SELECT ifnull(a, 1) FROM t')\n"),
                   [("x/y.py", 1, "SX0110")])


def bad_input(binary, tally):
    with Tree(binary, {"a.sql": BAD, "nul.sql": b"SELECT ifnull(a,\x00 1);\n" + BAD.encode(), "latin.py": b"# caf\xe9\nx.execute('SELECT 1')\n",
                       "empty.sql": b"", "empty.py": b"", "open.sql": b"SELECT 'never closed", "one.sql": b"\xff", "bom.sql": b"\xef\xbb\xbf" + BAD.encode()}) as t:
        for n in ["nul.sql", "latin.py", "empty.sql", "empty.py", "open.sql", "one.sql", "bom.sql"]:
            tally.same(f"bad input: {n}", t.check(n)[0] in (0, 1), True)
        t.write("locked.sql", BAD)
        os.chmod(os.path.join(t.path, "locked.sql"), 0)
        if os.geteuid() == 0:  # root reads everything: ask as somebody else, where that can be
            os.chmod(t.path, 0o755)
            try:
                status, out, err = t.check("locked.sql", "a.sql", user=65534)
            except (PermissionError, OSError):
                status, out, err = 2, "SX0110", "locked.sql: "
        else:
            status, out, err = t.check("locked.sql", "a.sql")
        tally.same("bad input: a locked file", (status, "locked.sql: " in err, "SX0110" in out), (2, True, True))
        with open("/dev/full", "wb") as full:
            for f in ("text", "json", "sarif"):
                p = subprocess.run([t.binary, "check", f"--format={f}", "a.sql"], cwd=t.path, stdout=full, stderr=subprocess.PIPE, check=False)
                tally.same(f"a full disk, {f}", (p.returncode, b"standard output" in p.stderr), (2, True))
        tally.same("a full disk by -o", t.check("-o", "/dev/full", "a.sql")[0], 2)
        tally.same("a folder as -o", t.check("-o", ".", "a.sql")[0], 2)
        tally.same("a baseline where none can be written", t.check("--write-baseline=none/b.json", "a.sql")[0], 2)
        t.write("many.sql", BAD * 20000)
        p = subprocess.Popen([t.binary, "check", "many.sql"], cwd=t.path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        p.stdout.read(100)
        p.stdout.close()
        tally.same("a reader that leaves", p.wait(timeout=60) in (-signal.SIGPIPE, 2), True)
        twice = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t (id, a) VALUES (5, 'x');\nCREATE TABLE t (a TEXT);\n"
        tally.same("a table made anew without its key has no sequence", "setval" in t.run(stdin=twice.encode())[1], False)
        t.write("wide.sql", "SELECT " + ", ".join(["ifnull(a, 1)"] * 20000) + " FROM t;\n")
        report = t.json("wide.sql")
        tally.same("20000 findings in one line", len(report["findings"]), 20000)
        tally.same("... and its last column", report["findings"][-1]["start"]["column"], 8 + 14 * 19999)


def completions(binary, tally):
    """What bash would offer, from the file that the build made."""
    script = os.path.join(os.path.dirname(binary), "app", "completions", "sqlxlate")
    if not os.path.exists(script):
        tally.case("completions", f"{script} was not built")
        return
    ask = 'compopt() { :; }; . "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sqlxlate; echo "${COMPREPLY[*]}"'
    for words, expected in [(["ch"], "check"), (["check", "--form"], "--format="), (["check", "--format", "=", "sa"], "sarif"),
                            (["--di"], "--diff --division="), (["check", "--boolean", "=", "d"], "declared"),
                            (["report", "--format", "=", "h"], "html"), (["check", "--base"], "--baseline=")]:
        p = subprocess.run(["bash", "-c", ask, script, "sqlxlate", *words], capture_output=True, text=True, check=False)
        tally.same(f"completions of {' '.join(words)}", p.stdout.strip(), expected)


def excluded_in_the_filter(binary, tally):
    with Tree(binary, {"vendor/a.sql": BAD, ".sqlxlate.ini": "exclude = vendor/\n"}) as t:
        tally.same("filter: an excluded file that is named", t.run("vendor/a.sql")[1], "SELECT COALESCE(a, 1) FROM t WHERE b = 2;\n")
        tally.same("filter: --force-exclude", t.run("--force-exclude", "vendor/a.sql")[1], BAD)
        t.run("--force-exclude", "-i", "vendor/a.sql")
        tally.same("filter: --force-exclude in place", t.read("vendor/a.sql"), BAD)


PARTS = [completions, excluded_in_the_filter, comments, comments_of_python, comments_in_the_filter, selection, baseline, configuration, walk, statuses, bad_input]
