"""SQL as a tree of pieces that knows how it may be made smaller.

A node has a kind and parts (text or nodes); its text is the parts one after the other.  Kinds say what may stand in a
node's place: an expression by a smaller one of its kind, a clause by nothing, a list by fewer items, a query by a query
inside it.  It refuses to know SQL: whether a smaller text still means something is for SQLite to say.
"""


class Node:
    """kind: 'int', 'text', ... (an expression of that kind), 'opt' (may go), 'list' (items may go), 'query', 'raw'."""

    __slots__ = ("kind", "parts", "sep", "least")

    def __init__(self, kind, *parts, sep="", least=0):
        self.kind, self.parts, self.sep, self.least = kind, list(parts), sep, least

    def text(self):
        return self.sep.join(p if isinstance(p, str) else p.text() for p in self.parts)

    __str__ = text

    def copy(self, instead=None):
        """The tree with the nodes of `instead` (by identity) replaced by text or nodes."""
        if instead and id(self) in instead:
            return instead[id(self)]
        kids = [p if isinstance(p, str) else p.copy(instead) for p in self.parts]
        return Node(self.kind, *kids, sep=self.sep, least=self.least)

    def walk(self):
        yield self
        for p in self.parts:
            if not isinstance(p, str):
                yield from p.walk()


def items(nodes, sep=", ", least=1):
    """A list whose items may go, down to `least` of them."""
    return Node("list", *nodes, sep=sep, least=least)


def opt(*parts):
    """A clause that may go."""
    return Node("opt", *parts)


SIMPLE = {"int": ["1", "0", "NULL"], "big": ["1", "3000000000", "NULL"], "real": ["1.5", "0.0", "NULL"], "num": ["1.5", "NULL"], "text": ["'a'", "''", "NULL"],
          "bool": ["1", "0", "NULL"], "cond": ["1", "0"], "time": ["'2024-01-31 00:00:00'", "NULL"], "date": ["'2024-01-31'", "NULL"],
          "isodate": ["'2024-01-31'", "NULL"], "isotime": ["'2024-01-31 00:00:00'", "NULL"], "json": ["'{\"a\":1}'", "NULL"],
          "blob": ["x'61'", "NULL"], "stamp": ["'2024-01-31'"]}
EXPRESSIONS = set(SIMPLE)


def smaller(root):
    """Trees that are root with one thing less, the boldest first."""
    every = list(root.walk())
    for n in every:
        size = len(n.text())
        if n.kind == "opt" and n.parts:
            yield root.copy({id(n): Node("opt")})
        elif n.kind == "list" and len(n.parts) > n.least:
            for i in range(len(n.parts)):
                yield root.copy({id(n): Node("list", *n.parts[:i], *n.parts[i + 1:], sep=n.sep, least=n.least)})
        elif n.kind in EXPRESSIONS or n.kind == "query":
            inner = [k for k in n.walk() if k is not n and k.kind == n.kind and len(k.text()) < size]
            if n.kind in EXPRESSIONS:
                inner += [k for k in n.walk() if k.kind in EXPRESSIONS and k.kind != n.kind and len(k.text()) < size]
            for k in inner[:12]:
                yield root.copy({id(n): k})
            for s in SIMPLE.get(n.kind, ()):
                if len(s) < size or size > 8:
                    yield root.copy({id(n): Node("raw", s)})
