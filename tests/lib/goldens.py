"""Reads and writes golden test files: Markdown, several cases a file.

    # title of a case
    free prose
    ```sqlite schema          CREATE statements and data the case starts from
    ```sqlite                 the source under test
    ```options                extra command-line flags
    ```params                 a JSON list bound to the statement's parameters (engines only)
    ```postgres               the exact output; left out: the source comes out as it went in
    ```postgres schema        optional: the exact output for the schema
    ```notes                  the claims, one a line: LINE:COL SX0301 exact; left out: there are none
    ```rows QUERY             rows QUERY gives afterwards on SQLite (without QUERY: the rows of the last statement)
    ```postgres rows QUERY    only where a near rule is known to differ: what PostgreSQL gives instead, by hand

A `sqlite schema` before the first title serves every case of the file that has none.  A fence is three or more back
quotes; the same number closes it.  It refuses unknown fences, fences that never close, two fences of a kind that may
be given once, and titles used twice: a test that is not read asserts nothing.
"""
import json
import os
import re
import shlex

FENCE = re.compile(r"^(`{3,})\s*(.*?)\s*$")
ONCE = ("sqlite schema", "sqlite", "options", "params", "postgres", "postgres schema", "notes")
MANY = ("rows", "postgres rows")


class BadGolden(Exception):
    """Says file, line and what is wrong with a test file."""


class Block:
    """A fenced block: kind, argument (the query of rows), text with its newlines, the lines it stands on."""

    def __init__(self, kind, argument, text, first, last, fence):
        self.kind, self.argument, self.text = kind, argument, text
        self.first, self.last, self.fence = first, last, fence  # of the lines inside: [first, last)


class Case:
    def __init__(self, path, title, line, common):
        self.path, self.title, self.line, self.blocks = path, title, line, []
        self.common = common  # the file's own schema

    def block(self, kind):
        return next((b for b in self.blocks if b.kind == kind), None)

    def text(self, kind, default=None):
        b = self.block(kind)
        return b.text if b else default

    @property
    def schema(self):
        return self.text("sqlite schema", self.common)

    @property
    def source(self):
        return self.text("sqlite")

    @property
    def expected(self):
        return self.text("postgres", self.source)

    @property
    def notes(self):
        return self.text("notes", "")

    @property
    def options(self):
        return shlex.split(self.text("options", ""))

    @property
    def params(self):
        return json.loads(self.text("params", "null"))

    @property
    def rows(self):
        """Blocks `rows`, in order."""
        return [b for b in self.blocks if b.kind == "rows"]

    def other_rows(self, query):
        return next((b for b in self.blocks if b.kind == "postgres rows" and b.argument == query), None)

    @property
    def name(self):
        return f"{self.path}:{self.line}: {self.title}"


def _kind(info, where):
    for kind in MANY:
        if info == kind or info.startswith(kind + " "):
            return kind, info[len(kind):].strip()
    if info in ONCE:
        return info, ""
    raise BadGolden(f"{where}: unknown fence '{info}'")


def parse(path, text=None):
    """The cases of a file."""
    if text is None:
        with open(path, encoding="utf-8", newline="") as f:
            text = f.read()
    lines = text.split("\n")
    cases, common, i = [], "", 0
    while i < len(lines):
        m = FENCE.match(lines[i])
        where = f"{path}:{i + 1}"
        if m:
            kind, argument = _kind(m.group(2), where)
            close = next((j for j in range(i + 1, len(lines)) if lines[j].rstrip() == m.group(1)), None)
            if close is None:
                raise BadGolden(f"{where}: this fence never closes")
            body = "".join(line + "\n" for line in lines[i + 1:close])
            block = Block(kind, argument, body, i + 1, close, m.group(1))
            if not cases:
                if kind != "sqlite schema" or common:
                    raise BadGolden(f"{where}: only one 'sqlite schema' may stand before the first title")
                common = body
            else:
                here = cases[-1]
                if any(b.kind == kind and b.argument == argument for b in here.blocks):
                    raise BadGolden(f"{where}: a second '{m.group(2)}' in one case")
                here.blocks.append(block)
            i = close + 1
            continue
        if lines[i].startswith("# "):
            title = lines[i][2:].strip()
            if any(c.title == title for c in cases):
                raise BadGolden(f"{where}: a second case '{title}'")
            cases.append(Case(path, title, i + 1, common))
        i += 1
    for c in cases:
        if c.source is None:
            raise BadGolden(f"{c.name}: a case without a 'sqlite' block")
        for b in c.blocks:
            if b.kind == "postgres rows" and not any(r.argument == b.argument for r in c.rows):
                raise BadGolden(f"{c.name}: 'postgres rows' without the 'rows' it differs from")
        c.params  # must be JSON
    if not cases:
        raise BadGolden(f"{path}: no cases")
    return cases


def files(arguments, root):
    """The files named (folders are walked), or all below root."""
    out = []
    for a in arguments or [root]:
        if os.path.isdir(a):
            for folder, dirs, names in os.walk(a):
                dirs.sort()
                out += [os.path.join(folder, n) for n in sorted(names) if n.endswith(".md") and n != "README.md"]
        else:
            out.append(a)
    return [os.path.relpath(p) for p in out]


def select(arguments, root, pattern, tally):
    """The cases of these files whose file or title matches; a file that cannot be read is a failure of the tally."""
    out = []
    for path in files(arguments, root):
        try:
            out += [c for c in parse(path) if re.search(pattern, c.name)]
        except (BadGolden, OSError, ValueError) as e:
            tally.case(path, e)
    return out


def rewrite(path, changes):
    """changes: list of (case title, kind, argument, new text or None to remove).  Adds a block that is not there."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    for title, kind, argument, new in changes:
        lines = text.split("\n")
        case = next(c for c in parse(path, text) if c.title == title)
        block = next((b for b in case.blocks if b.kind == kind and b.argument == argument), None)
        body = None if new is None else new.split("\n")[:-1]
        if block and new is None:
            lines[block.first - 1:block.last + 1] = []
        elif block:
            lines[block.first:block.last] = body
        elif new is not None:
            after = [b for b in case.blocks if order(b.kind) <= order(kind)] or case.blocks
            at = max(b.last for b in after) + 1
            lines[at:at] = ["```" + (kind + " " + argument).strip()] + body + ["```"]
        text = "\n".join(lines)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def order(kind):
    """Where a block stands among the others of its case."""
    return ("sqlite schema", "sqlite", "options", "params", "postgres", "postgres schema", "notes", "rows",
            "postgres rows").index(kind)
