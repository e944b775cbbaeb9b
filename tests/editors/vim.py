#!/usr/bin/python3
"""The filter inside a real Vim: `:%!sqlxlate --stdin-filename %`, on a .sql and on a .py file.

usage: vim.py BINARY

The buffer that Vim writes afterwards must be what the plain filter prints; a second case translates only the lines that
are selected, and a third must leave the buffer alone when the program fails.  It refuses to pass without a Vim.
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import translate
from tally import Tally

CORPUS = os.path.normpath(os.path.join(HERE, "..", "..", "corpus"))
FILES = ["webapp/schema.sql", "webapp/settings.py", "webapp/tags.py", "reports/reports.sql"]


def vim(commands, path, cwd):
    """Runs Ex commands on a file, without anybody's settings; Vim's messages."""
    program = shutil.which("vim") or shutil.which("vim.tiny") or shutil.which("vi")
    if not program:
        sys.exit("no vim (Debian: apt-get install vim)")
    command = [program, "-u", "NONE", "-i", "NONE", "-n", "-N", "-e", "-s"]
    for c in ["set noswapfile nofixeol encoding=utf-8 shell=/bin/sh shellredir=>%s"] + commands + ["wq"]:
        command += ["-c", c]
    p = subprocess.run(command + [path], cwd=cwd, input="", capture_output=True, text=True, timeout=60, check=False,
                       env={**translate.environment(), "TERM": "dumb", "LC_ALL": "C.UTF-8"})
    return p.stdout + p.stderr


def check(name, wanted, got, said, tally):
    tally.case(name, "" if wanted == got else f"vim said: {said}\nwanted:\n{wanted[:2000]}\ngot:\n{got[:2000]}")


def main():
    binary, tally = os.path.abspath(sys.argv[1]), Tally("editors")
    schema = os.path.join(CORPUS, "webapp", "schema.sql")
    with tempfile.TemporaryDirectory(prefix="sqlxlate-vim-") as folder:
        for name in FILES:
            path = os.path.join(folder, os.path.basename(name))
            shutil.copy(os.path.join(CORPUS, name), path)
            base = os.path.basename(name)
            flags = ["--exit-zero", "--quiet", "--schema", schema]
            with open(path, encoding="utf-8") as f:
                source = f.read()
            status, plain, err = translate.run([binary, "--stdin-filename", base, *flags], source)
            if status:
                tally.case(name, f"exit status {status} of the plain filter\n{err}")
                continue
            said = vim([f"%!{binary} --stdin-filename % {' '.join(flags)}"], base, folder)
            with open(path, encoding="utf-8") as f:
                check(f"{name}: whole buffer", plain, f.read(), said, tally)
            if plain == source:
                tally.case(name, "it would not change: it proves nothing")

        # only some lines: the whole buffer goes through, --lines says which statements
        path = os.path.join(folder, "lines.sql")
        text = "SELECT ifnull(NULL, 1);\nSELECT ifnull(NULL, 2);\n\nSELECT ifnull(NULL, 3);\n"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        said = vim([f"%!{binary} --stdin-filename % --exit-zero -q --lines 2:2"], "lines.sql", folder)
        _, plain, _ = translate.run([binary, "--lang", "sql", "--exit-zero", "-q", "--lines", "2:2"], text)
        with open(path, encoding="utf-8") as f:
            got = f.read()
        check("--lines 2:2", plain, got, said, tally)
        check("--lines 2:2 translates line 2 alone", text.replace("ifnull(NULL, 2)", "COALESCE(NULL, 2)"), got, said, tally)

        # a program that fails prints nothing: undo brings the buffer back, nothing is half-written
        path = os.path.join(folder, "bad.sql")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        said = vim([f"%!{binary} --stdin-filename % --no-such-option", "if v:shell_error | silent undo | endif"], "bad.sql", folder)
        with open(path, encoding="utf-8") as f:
            check("an unknown option says status 2 and prints nothing", text, f.read(), said, tally)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
