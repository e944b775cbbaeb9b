"""What the parts of the check suite share: running the program in a folder, and counting.

It refuses a run that ends by a signal or with a sanitizer's status, whatever the test expects.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from tally import Tally


class Tree:
    """A folder with files in it; bytes or text."""

    def __init__(self, binary, files=()):
        self.binary = binary
        self.dir = tempfile.TemporaryDirectory(prefix="sqlxlate-check-")
        self.path = self.dir.name
        for name, text in dict(files).items():
            self.write(name, text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.dir.cleanup()

    def write(self, name, text):
        path = os.path.join(os.fsencode(self.path), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(os.path.join(self.path, name), encoding="utf-8", newline="") as f:
            return f.read()

    def run(self, *args, stdin=b"", cwd=None, env=None, **more):
        """(status, stdout, stderr); both decoded with surrogateescape."""
        p = subprocess.run([self.binary, *args], input=stdin, capture_output=True, timeout=120, check=False,
                           cwd=os.path.join(self.path, cwd or "."), env={**os.environ, **(env or {})}, **more)
        if p.returncode < 0 or p.returncode > 2:
            raise AssertionError(f"status {p.returncode} of {args}: {p.stderr.decode(errors='replace')[-3000:]}")
        return p.returncode, p.stdout.decode("utf-8", "surrogateescape"), p.stderr.decode("utf-8", "surrogateescape")

    def check(self, *args, **more):
        return self.run("check", *args, **more)

    def golden(self, *args, **more):
        """[(file, line, code)] of a check."""
        status, out, err = self.check("--format=golden", *args, **more)
        if status == 2:
            raise AssertionError(err)
        found = []
        for line in out.splitlines():
            place, code, _ = line.rsplit(" ", 2)
            name, number, _ = place.rsplit(":", 2)
            found.append((name, int(number), code))
        return found

    def json(self, *args, **more):
        return json.loads(self.check("--format=json", *args, **more)[1])


def main(parts):
    if len(sys.argv) != 2:
        sys.exit("usage: run.py BINARY")
    tally = Tally("check")
    for part in parts:
        try:
            part(os.path.abspath(sys.argv[1]), tally)
        except AssertionError as e:
            tally.case(part.__name__, str(e))
    sys.exit(tally.end())
