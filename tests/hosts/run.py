#!/usr/bin/python3
"""Runs the golden cases of the host languages, and laws about them, with a given binary.

usage: tests/hosts/run.py [--bless] [-k PATTERN] BINARY

A case is a title, ```python (the source), ```python out (left out: the source comes out as it went in), ```notes
(LINE:COL CODE LEVEL, left out: none), and perhaps ```sqlite schema and ```options; a schema before the first title
serves every case of its file.  For each case: the text and the notes agree; both texts compile; outside of string
literals nothing differs but placeholders made into lists and lastrowid; decoded literals hold no marker of a hole.
Then: the standard library's sources give no change and no finding.  --bless rewrites what the program says; read the
difference before it is kept.  It refuses unknown fences and titles used twice.
"""
import ast
import difflib
import io
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import tokenize

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from tally import Tally

KINDS = ("sqlite schema", "python", "python out", "notes", "options")
FENCE = re.compile(r"^(`{3,})\s*(.*?)\s*$")
# Files of the standard library that hold SQL for SQLite, or texts in another encoding.
REAL_SQL = re.compile(r"/(sqlite3/|dbm/sqlite3\.py|test/|site-packages/|dist-packages/|lib2to3/tests/|idlelib/idle_test/)")


class Case:
    def __init__(self, path, title, common):
        self.path, self.title, self.blocks, self.lines = path, title, {}, {}
        self.common = common

    def text(self, kind, default=""):
        return self.blocks.get(kind, default)

    @property
    def name(self):
        return f"{os.path.basename(self.path)}: {self.title}"


def parse(path):
    with open(path, encoding="utf-8", newline="") as f:
        lines = f.read().split("\n")
    cases, common, i = [], "", 0
    while i < len(lines):
        m = FENCE.match(lines[i])
        if m:
            close = next((j for j in range(i + 1, len(lines)) if lines[j].rstrip() == m.group(1)), None)
            if close is None or m.group(2) not in KINDS:
                sys.exit(f"{path}:{i + 1}: a fence that is unknown or never closes: {m.group(2)}")
            body = "".join(line + "\n" for line in lines[i + 1:close])
            if not cases:
                common = body
            elif m.group(2) in cases[-1].blocks:
                sys.exit(f"{path}:{i + 1}: a second '{m.group(2)}' in one case")
            else:
                cases[-1].blocks[m.group(2)] = body
                cases[-1].lines[m.group(2)] = (i, close)
            i = close
        elif lines[i].startswith("# "):
            title = lines[i][2:].strip()
            if any(c.title == title for c in cases):
                sys.exit(f"{path}:{i + 1}: a second case '{title}'")
            cases.append(Case(path, title, common))
        i += 1
    for c in cases:
        if "python" not in c.blocks:
            sys.exit(f"{c.name}: no python block")
    return cases


def translate(binary, case, folder, source=None):
    command = [binary, "--lang", "python", "--format=golden", *case.text("options").split()]
    schema = case.text("sqlite schema", case.common)
    if schema:
        with open(os.path.join(folder, "schema.sql"), "w", encoding="utf-8") as f:
            f.write(schema)
        command += ["--schema", f.name]
    source = case.blocks["python"] if source is None else source
    p = subprocess.run(command, input=source.encode(), capture_output=True, timeout=60, check=False)
    if p.returncode not in (0, 1):
        raise AssertionError(f"status {p.returncode}: {p.stderr.decode(errors='replace')[:2000]}")
    notes = p.stderr.decode()
    if p.returncode != (1 if " manual\n" in notes else 0):
        raise AssertionError(f"status {p.returncode} does not go with the notes")
    return p.stdout.decode(), notes


def outside(text):
    """The tokens outside of literals, layout included; a literal is one mark."""
    out, depth = [], 0
    for t in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        name = tokenize.tok_name[t.type]
        if name == "FSTRING_START":
            depth += 1
        if name in ("STRING", "FSTRING_START") and depth <= 1:
            out.append("<literal>")
        elif depth == 0 and name not in ("NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER"):
            out.append(t.string)
        elif depth == 0:
            out.append(name)
        if name == "FSTRING_END":
            depth -= 1
    return out


FETCH = ["fetchone", "(", ")", "[", "0", "]"]


def check_outside(source, output):
    a, b = outside(source), outside(output)
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        was, now = a[i1:i2], b[j1:j2]
        if was == ["lastrowid"]:  # rows that are dictionaries: fetchone()["id"]
            now = ["0" if t == "<literal>" else t for t in now]
        allowed = (op == "equal" or (op == "insert" and set(now) <= {"[", "]"})
                   or (was == ["lastrowid"] and now == FETCH)
                   or (op == "insert" and now == ["(", "await"]) or (was == ["lastrowid"] and now == FETCH[:3] + [")"] + FETCH[3:]))
        if not allowed:
            raise AssertionError(f"outside of the literals: {was} became {now}")


def check_marks(output):
    for node in ast.walk(ast.parse(output)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ("\x1a" in node.value or "\ue01a" in node.value):
            raise AssertionError("a marker of a hole was left in a literal")


def check_line_ends(binary, case, folder, out):
    """The same with a byte order mark and line ends of two bytes: they stay."""
    source = "\ufeff" + case.blocks["python"].replace("\n", "\r\n")
    got, _ = translate(binary, case, folder, source)
    if not got.startswith("\ufeff") or got[1:] != out.replace("\n", "\r\n"):
        raise AssertionError("with a mark and \\r\\n: " + differences("text", out, got[1:].replace("\r\n", "\n")))


def check_encodings(binary, folder):
    """Files in other encodings, and bytes that Python itself refuses, come out as they are, and that is said."""
    query = b"import sqlite3\ncur.execute('SELECT %s FROM t WHERE n == ?')\n"
    sources = {"latin-1": b"# -*- coding: latin-1 -*-\n" + query % b"\xe9", "overlong": query % b"\xc0\xaf",
               "a surrogate": query % b"\xed\xa0\x80", "cut short": query % b"\xe2\x82"}
    path = os.path.join(folder, "source.py")
    for name, source in sources.items():
        with open(path, "wb") as f:
            f.write(source)
        p = subprocess.run([binary, "--format=golden", path], capture_output=True, timeout=60, check=False)
        if p.stdout != source or p.returncode != 1 or b"SX0906 manual" not in p.stderr:
            raise AssertionError(f"{name}: status {p.returncode}, {p.stderr!r}")


def check(binary, case, folder):
    source = case.blocks["python"]
    ast.parse(source)
    out, notes = translate(binary, case, folder)
    try:
        ast.parse(out)
    except SyntaxError as e:
        raise AssertionError(f"the output does not compile: {e}\n{out}") from None
    check_outside(source, out)
    check_marks(out)
    check_line_ends(binary, case, folder, out)
    return out, notes


def differences(what, want, got):
    return "".join(difflib.unified_diff(want.splitlines(True), got.splitlines(True), "expected " + what, "got"))


def compare(case, out, notes):
    wrong = differences("text", case.text("python out", case.blocks["python"]), out)
    wrong += differences("notes", case.text("notes"), notes)
    if wrong:
        raise AssertionError(wrong)


def bless(path, answers):
    """answers: title -> (out, notes)."""
    for title, (out, notes) in answers.items():
        for kind, new in (("python out", out), ("notes", notes)):
            case = next(c for c in parse(path) if c.title == title)
            if case.text(kind, None) == new or (new == "" and kind not in case.blocks):
                continue
            if kind == "python out" and new == case.blocks["python"]:
                new = ""
            with open(path, encoding="utf-8", newline="") as f:
                lines = f.read().split("\n")
            block = ["```" + kind] + new.split("\n")[:-1] + ["```"] if new else []
            if kind in case.lines:
                first, last = case.lines[kind]
                lines[first:last + 1] = block
            else:
                at = max(last for _, last in case.lines.values()) + 1
                lines[at:at] = block
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write("\n".join(lines))


def standard_library(binary):
    """No change and no finding where there is no SQL.  Returns how many files were read, and what was wrong."""
    root = sysconfig.get_paths()["stdlib"]
    files = [os.path.join(d, n) for d, _, names in os.walk(root) for n in sorted(names) if n.endswith(".py")]
    files = [f for f in files if not REAL_SQL.search(f)]
    p = subprocess.run([binary, "-l", "--format=concise", *files], capture_output=True, timeout=600, check=False)
    return len(files), (p.stdout + p.stderr).decode(errors="replace")


def main():
    args = sys.argv[1:]
    blessing = "--bless" in args
    args = [a for a in args if a != "--bless"]
    pattern = args.pop(args.index("-k") + 1) if "-k" in args else ""
    args = [a for a in args if a != "-k"]
    if len(args) != 1:
        sys.exit(__doc__)
    binary, tally = os.path.abspath(args[0]), Tally("hosts")
    with tempfile.TemporaryDirectory(prefix="sqlxlate-hosts-") as folder:
        for path in sorted(os.path.join(HERE, n) for n in os.listdir(HERE) if n.endswith(".md") and n != "README.md"):
            answers = {}
            for case in parse(path):
                if not re.search(pattern, case.name):
                    continue
                try:
                    out, notes = check(binary, case, folder)
                    if blessing:
                        answers[case.title] = (out, notes)
                    else:
                        compare(case, out, notes)
                    tally.case(case.name, None)
                except (AssertionError, SyntaxError, subprocess.TimeoutExpired) as e:
                    tally.case(case.name, str(e) or repr(e))
            bless(path, answers)
    if not pattern:
        with tempfile.TemporaryDirectory(prefix="sqlxlate-hosts-") as folder:
            try:
                check_encodings(binary, folder)
                tally.case("encodings", None)
            except AssertionError as e:
                tally.case("encodings", e)
        n, wrong = standard_library(binary)
        tally.case(f"the standard library ({n} files)", wrong[:4000] or ("" if n >= 300 else "too few files"))
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
