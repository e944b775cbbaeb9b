#!/usr/bin/python3
"""The hooks of .pre-commit-hooks.yaml under the real pre-commit, in throw-away repositories: a commit with SQL for SQLite is
stopped with a message that says why, a clean one passes, sqlxlate-fix rewrites.

usage: tests/precommit/run.py BINARY     BINARY serves sqlxlate-system; the others build their own

Nothing is downloaded: the hooks' repository is a copy of this tree, given by its path.  The last line is
`precommit: N passed, N failed`.
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tally import Tally

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BAD = "SELECT ifnull(a, 1) FROM t;\n"
GOOD = "SELECT coalesce(a, 1) FROM t;\n"
PYTHON = 'def f(cur):\n    cur.execute("SELECT a FROM t WHERE b == ?", (1,))\n'


class Story(Tally):
    def __init__(self, binary):
        super().__init__("precommit")
        self.dir = tempfile.mkdtemp(prefix="sqlxlate-precommit-")
        home, tools = os.path.join(self.dir, "home"), os.path.join(self.dir, "bin")
        os.mkdir(home)
        os.mkdir(tools)
        os.symlink(os.path.abspath(binary), os.path.join(tools, "sqlxlate"))
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "XDG_"))}
        self.env = {**keep, "HOME": home, "PRE_COMMIT_HOME": os.path.join(self.dir, "pre-commit"), "PRE_COMMIT_COLOR": "never",
                    "PATH": tools + ":" + os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        with open(os.path.join(home, ".gitconfig"), "w", encoding="utf-8") as f:
            f.write("[user]\nname = Somebody\nemail = somebody@example.org\n[init]\ndefaultBranch = main\n"
                    "[protocol \"file\"]\nallow = always\n[safe]\ndirectory = *\n")

    def run(self, where, *command):
        p = subprocess.run(command, cwd=where, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return p.returncode, p.stdout + p.stderr

    def must(self, where, *command):
        status, out = self.run(where, *command)
        if status:
            sys.exit(f"{' '.join(command)}: status {status}\n{out}")
        return out

    def hooks(self):
        """A repository with this tree as it is now, committed or not."""
        top = os.path.join(self.dir, "hooks")
        names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True,
                               check=True).stdout.decode().split("\0")
        for n in filter(None, names):
            if os.path.isfile(os.path.join(ROOT, n)) and not n.startswith(("tests/rules/", "corpus/")):
                os.makedirs(os.path.dirname(os.path.join(top, n)), exist_ok=True)
                shutil.copy2(os.path.join(ROOT, n), os.path.join(top, n))
        self.must(top, "git", "init", "-q")
        self.must(top, "git", "add", "-A")
        self.must(top, "git", "commit", "-qm", "hooks")
        return top, self.must(top, "git", "rev-parse", "HEAD").strip()

    def project(self, name, hook, top, rev):
        where = os.path.join(self.dir, name)
        os.mkdir(where)
        self.write(where, ".pre-commit-config.yaml", f"repos:\n- repo: {top}\n  rev: {rev}\n  hooks:\n  - id: {hook}\n")
        self.must(where, "git", "init", "-q")
        self.must(where, "pre-commit", "install")
        return where

    @staticmethod
    def write(where, name, text):
        os.makedirs(os.path.dirname(os.path.join(where, name)), exist_ok=True)
        with open(os.path.join(where, name), "w", encoding="utf-8") as f:
            f.write(text)

    def commit(self, where, **files):
        for name, text in files.items():
            self.write(where, name.replace("__", "/").replace("_", "."), text)
        self.must(where, "git", "add", "-A")
        return self.run(where, "git", "commit", "-qm", "change")


def stopping(s, hook, top, rev):
    where = s.project(hook, hook, top, rev)
    status, out = s.commit(where, bad_sql=BAD, app_py=PYTHON, notes_txt=BAD)
    s.same(f"{hook}: a commit with SQL for SQLite is stopped", status, 1, out)
    for text in ("SQL that runs on SQLite only", "bad.sql:1:8: exact: SX0110 ifnull() is COALESCE() [func/ifnull]",
                 "postgres: COALESCE(a, 1)", "app.py:2:40: exact: SX0210"):
        s.same(f"{hook}: it says {text}", text in out, True, out)
    status, out = s.commit(where, bad_sql=GOOD, app_py=PYTHON.replace("==", "="))
    s.same(f"{hook}: a clean commit passes", status, 0, out)
    s.write(where, ".sqlxlate.ini", "exclude = vendor/\n")
    status, out = s.commit(where, vendor__bad_sql=BAD)
    s.same(f"{hook}: excluded files do not count", status, 0, out)
    status, out = s.commit(where, bad_sql=BAD.replace(";", "; -- sqlxlate: ignore func/ifnull: both have it here"))
    s.same(f"{hook}: a comment lets it pass", status, 0, out)


def fixing(s, top, rev):
    where = s.project("fix", "sqlxlate-fix", top, rev)
    status, out = s.commit(where, bad_sql=BAD, app_py=PYTHON)
    s.same("sqlxlate-fix: the first commit is stopped, for files changed", (status, "files were modified by this hook" in out), (1, True), out)
    with open(os.path.join(where, "bad.sql"), encoding="utf-8") as f:
        s.same("sqlxlate-fix: SQL", f.read(), "SELECT COALESCE(a, 1) FROM t;\n")
    with open(os.path.join(where, "app.py"), encoding="utf-8") as f:
        s.same("sqlxlate-fix: Python", f.read(), PYTHON.replace("==", "=").replace("?", "%s"))
    status, out = s.commit(where)
    s.same("sqlxlate-fix: the second one passes", status, 0, out)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: run.py BINARY")
    s = Story(sys.argv[1])
    try:
        top, rev = s.hooks()
        stopping(s, "sqlxlate", top, rev)
        stopping(s, "sqlxlate-system", top, rev)
        fixing(s, top, rev)
        builds = os.listdir(os.path.join(s.env["HOME"], ".cache", "sqlxlate"))
        s.same("one build serves all", len([b for b in builds if len(b) == 20]), 1, str(builds))
    finally:
        shutil.rmtree(s.dir, ignore_errors=True)
    sys.exit(s.end())


main()
