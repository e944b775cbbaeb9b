"""Random expressions, from the forms in grammar.txt.

It refuses to know what a query is: pieces such as {@scalar int} are made by the generator that owns it.
"""
import os
import re

from . import schema
from .tree import Node

HOLE = re.compile(r"\{([^{}]*)\}")
KINDS = set(schema.VALUES) | {"cond", "stamp"}


def _load():
    forms = {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "grammar.txt"), encoding="utf-8") as f:
        for line in f:
            m = re.match(r"(\w+~?)(?: (\d+))? : (.*)", line)
            if not m:
                continue
            pieces, at, body = [], 0, m.group(3)
            for h in HOLE.finditer(body):
                name = h.group(1)
                hole = name.startswith("@") or name.rstrip(".#") in KINDS
                if not hole and "|" not in name:
                    continue  # braces that are SQL's own
                pieces += [body[at:h.start()], (name,) if hole else name.split("|")]
                at = h.end()
            pieces.append(body[at:])
            forms.setdefault(m.group(1), []).extend([[p for p in pieces if p != ""]] * int(m.group(2) or 1))
    return forms


FORMS = _load()


class Expressions:
    """Expressions over the columns of `scope`: [(alias, [Column])].  pieces: what makes the {@...} of the grammar."""

    def __init__(self, r, depth, loose, pieces=None):
        self.r, self.depth, self.loose, self.pieces, self.scope = r, depth, loose, pieces, []

    def column(self, kind):
        """A column of that kind, spelled so that it is not ambiguous; None when there is none."""
        found = [(a, c) for a, columns in self.scope for c in columns if c.kind == kind]
        if not found:
            return None
        a, c = self.r.choice(found)
        many = sum(d.name.lower() == c.name.lower() for _, columns in self.scope for d in columns) > 1
        return Node(kind, f"{a}.{c.name}" if many or self.r.random() < 0.25 or len(self.scope) > 1 and self.r.random() < 0.5 else c.name)

    def atom(self, kind, share=0.75):
        c = self.column(kind) if self.r.random() < share else None
        return c or Node(kind, schema.value(self.r, kind, share < 0.8 and self.r.random() < 0.15, 0.3))

    def make(self, kind, depth=None):
        """An expression of a kind (also 'cond', an unparenthesised condition, and 'stamp', arguments of a date function)."""
        depth = self.depth if depth is None else depth
        r = self.r
        if kind in schema.VALUES and (depth <= 0 or r.random() < 0.15):
            return self.atom(kind)
        loose = self.loose and r.random() < self.loose and kind + "~" in FORMS
        forms = FORMS[kind + "~" if loose else kind]
        for _ in range(20):
            form = r.choice(forms)
            # at the bottom, only forms without expressions inside
            if depth > 0 or not any(isinstance(p, tuple) and p[0] == "cond" for p in form):
                break
        return Node(kind, *[self.piece(p, depth - 1) for p in form])

    def piece(self, p, depth):
        if isinstance(p, str):
            return p
        if isinstance(p, list):
            return self.r.choice(p)
        name = p[0]
        if name.startswith("@"):
            return self.pieces(name[1:], depth)
        if name.endswith("."):
            return self.atom(name[:-1])
        if name.endswith("#"):
            return self.column(name[:-1]) or self.atom(name[:-1])
        return self.make(name, depth)
