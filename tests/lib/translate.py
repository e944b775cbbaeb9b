"""Runs the translator as its users do: a process, source on stdin, result on stdout, claims on stderr.

It refuses to guess: a run that ends by a signal, with status 2 or with stderr lines that are no claims is a Broken.
"""
import os
import re
import subprocess
import tempfile
import threading

CLAIM = re.compile(r"^(\d+):(\d+) (SX\d{4}) (exact|near|manual|risk)$")
TIMEOUT = 60


class Broken(Exception):
    """The program crashed, hung or refused its arguments."""


class Result:
    """out: the output; claims: [(line, column, code, level)]; notes: the claims as printed; status: exit status."""

    def __init__(self, out, notes, status):
        self.out, self.notes, self.status = out, notes, status
        self.claims = []
        for line in notes.splitlines():
            m = CLAIM.match(line)
            if not m:
                raise Broken(f"this line on stderr is no claim: {line!r}")
            self.claims.append((int(m.group(1)), int(m.group(2)), m.group(3), m.group(4)))

    def has(self, level):
        return any(c[3] == level for c in self.claims)


def environment():
    """Sanitizers report to stderr and end the process; leaks count where they can be looked for."""
    e = dict(os.environ)
    e.setdefault("ASAN_OPTIONS", "detect_leaks=1:exitcode=99")
    e.setdefault("LSAN_OPTIONS", "print_suppressions=0:suppressions=" + os.path.join(os.path.dirname(__file__), "leaks.supp"))
    e.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1:exitcode=99")
    e["TZ"] = "UTC"
    return e


def run(command, source):
    """(status, stdout, stderr), all text."""
    try:
        p = subprocess.run(command, input=source.encode("utf-8", "surrogateescape"), capture_output=True,
                           timeout=TIMEOUT, env=environment(), check=False)
    except subprocess.TimeoutExpired:
        raise Broken(f"no answer within {TIMEOUT} s: {' '.join(command)}") from None
    return (p.returncode, p.stdout.decode("utf-8", "surrogateescape"), p.stderr.decode("utf-8", "surrogateescape"))


class Schemas:
    """Schema texts as files, for --schema; each text is written once."""

    def __init__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="sqlxlate-schema-")
        self._paths = {}
        self._lock = threading.Lock()  # two threads may ask at once

    def path(self, text):
        with self._lock:
            if text not in self._paths:
                p = os.path.join(self._dir.name, f"s{len(self._paths)}.sql")
                with open(p, "w", encoding="utf-8", newline="") as f:
                    f.write(text)
                self._paths[text] = p
            return self._paths[text]

    def flags(self, *texts):
        return [a for t in texts if t for a in ("--schema", self.path(t))]


def compat_sql(binary):
    """The functions that translations under --compat call."""
    status, out, err = run(binary.split() + ["compat-sql"], "")
    if status:
        raise Broken(f"compat-sql: exit status {status}\n{err}")
    return out


def translate(binary, source, flags=(), lang="sql"):
    """A Result.  Broken when the program did not do its work."""
    command = binary.split() + ["--lang", lang, "--format=golden", *flags]
    status, out, err = run(command, source)
    if status not in (0, 1):
        raise Broken(f"exit status {status} of {' '.join(command)}\n{err}")
    return Result(out, err, status)
