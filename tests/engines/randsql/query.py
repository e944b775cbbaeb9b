"""Random queries over a schema: joins of all kinds, groups, windows, compounds, CTEs, subqueries.

Rows are compared in order where a query orders them, so every ORDER BY is made total: the keys of its sources close it.
LIMIT stands only behind such an order, a window's frame only over one, and a scalar subquery gives one row.
It refuses what SQLite itself leaves open (a bare column beside two aggregates, group_concat over a join).
"""
import re

from . import expr, schema
from .schema import Column
from .tree import Node, items, opt

COMMON = ["int", "int", "int", "text", "text", "text", "real", "bool", "time", "date", "num", "isodate"]
JOINS = ["JOIN", "JOIN", "INNER JOIN", "LEFT JOIN", "LEFT JOIN", "LEFT OUTER JOIN", "CROSS JOIN", "RIGHT JOIN", "FULL JOIN", ","]


class Source:
    """alias, its columns, and the names of a key of it ([] when it has none)."""

    def __init__(self, alias, columns, key, node):
        self.alias, self.columns, self.key, self.node = alias, columns, key, node


class Queries:
    def __init__(self, r, tables, depth=2, loose=0.0):
        self.r, self.tables, self.counter = r, tables, 0
        self.x = expr.Expressions(r, depth, loose, self.piece)

    # ---- names
    def fresh(self, letter="s"):
        self.counter += 1
        return f"{letter}{self.counter}"

    def chance(self, share):
        return self.r.random() < share

    def inside(self, sources, outer=True):
        """Enters a scope: what x sees from here on.  Returns the scope to leave to."""
        old = self.x.scope
        mine = [(s.alias, s.columns) for s in sources]
        self.x.scope = mine + (old if outer else [])
        return old

    # ---- sources
    def table(self):
        t = self.r.choice(self.tables)
        alias = self.r.choice([None, None, self.fresh("a")])
        name = t.name if not alias else t.name + self.r.choice([" ", " AS "]) + alias
        return Source(alias or t.name, t.columns, t.key, Node("raw", name))

    def source(self, taken=()):
        if self.chance(0.12):
            kinds = [self.r.choice(COMMON) for _ in range(self.r.randint(1, 3))]
            old, self.x.scope = self.x.scope, []
            q, columns = self.select(kinds)
            self.x.scope = old
            alias = self.fresh("d")
            return Source(alias, columns, [], Node("raw", "(", q, f") {alias}"))
        s = self.table()
        while s.alias in taken:
            s = self.table()
            alias = self.fresh("a")
            s = Source(alias, s.columns, s.key, Node("raw", s.node.text().split(" ")[0] + " " + alias))
        return s

    def on(self, a, b, free=True):
        """A condition that joins: columns of one kind, or anything."""
        pairs = [(c, d) for c in a.columns for d in b.columns if c.kind == d.kind and c.kind in ("int", "text", "isodate", "date", "bool")]
        keys = [(c, d) for c, d in pairs if c.name.lower() == b.alias.strip('"').lower() + "_id" or d.name.lower() == a.alias.strip('"').lower() + "_id"]
        if not pairs and not free:
            return Node("cond", f"{a.alias}.{a.columns[0].name} IS {b.alias}.{b.columns[0].name}")
        if not pairs or free and self.chance(0.1):
            return self.x.make("cond", 1)
        c, d = self.r.choice(keys or pairs)
        n = Node("cond", f"{a.alias}.{c.name} = {b.alias}.{d.name}")
        return Node("cond", n, " AND ", self.x.make("cond", 1)) if free and self.chance(0.25) else n

    def sources(self):
        """(node of the FROM list, sources)"""
        first = self.source()
        found, parts = [first], [first.node]
        joins = [self.r.choice(JOINS) for _ in range(self.r.choice([0, 0, 0, 1, 1, 2]))]
        outer = any(j in ("RIGHT JOIN", "FULL JOIN") for j in joins)  # SQLite 3.40 is wrong about ON 0 beside them
        for join in joins:
            s = self.source([f.alias for f in found])
            old = self.inside(found + [s], False)
            on = self.on(self.r.choice(found), s, not outer)
            self.x.scope = old
            shared = [c.name for c in s.columns if len(found) == 1 and any(c.name == d.name and c.kind == d.kind for d in found[0].columns)]
            if join in (",", "CROSS JOIN"):
                parts.append(Node("opt", f"{'' if join == ',' else ' '}{join} ", s.node))
            elif shared and join in ("JOIN", "LEFT JOIN") and self.chance(0.15):
                name = self.r.choice(shared)
                parts.append(Node("opt", f" {join} ", s.node, f" USING ({name})"))
            else:
                parts.append(Node("opt", f" {join} ", s.node, " ON ", on))
            if join in ("RIGHT JOIN", "FULL JOIN"):  # keys of the left side may be NULL together: no total order
                found = [Source(f.alias, f.columns, f.key, f.node) for f in found]
            found.append(s)
        return Node("raw", *parts), found

    # ---- pieces of expressions
    def piece(self, what, depth):
        name, _, kind = what.partition(" ")
        old_depth, self.x.depth = self.x.depth, max(0, min(depth, 1))
        try:
            return getattr(self, "piece_" + name)(kind)
        finally:
            self.x.depth = old_depth

    def piece_scalar(self, kind):
        s = self.table()
        s = Source(self.fresh("q"), s.columns, s.key, s.node)
        s.node = Node("raw", s.node.text().split(" ")[0] + " " + s.alias)
        old = self.inside([s])
        where = self.where(0.7)
        forms = {"int": ["count(*)", "max", "min", "sum", "count"], "text": ["max", "min", "first"], "big": ["max", "sum"], "real": ["max", "sum", "avg", "total"]}
        form = self.r.choice(forms[kind])
        inner = self.x.scope
        if form == "first" and not s.key:
            form = "max"
        if form != "first" or self.chance(0.7):  # an aggregate of outer columns alone belongs to the outer query
            self.x.scope = inner[:1]
        if form == "first" or form == "count(*)":
            value = Node("raw", form) if form == "count(*)" else self.x.atom(kind, 0.95)
        else:
            value = Node("raw", f"{form}(", self.x.atom("text" if form == "count" else kind, 0.95), ")")
        tail = f" ORDER BY {', '.join(s.alias + '.' + k for k in s.key)} LIMIT 1" if form == "first" else ""
        self.x.scope = old
        return Node("raw", "(", Node("query", "SELECT ", value, " FROM ", s.node, where, tail), ")")

    def piece_column(self, kind):
        s = self.table()
        s = Source(self.fresh("q"), s.columns, s.key, Node("raw", s.node.text().split(" ")[0]))
        s.node.parts.append(" " + s.alias)
        old = self.inside([s], self.chance(0.3))
        value, where = self.x.atom(kind, 0.95), self.where(0.5)
        self.x.scope = old
        return Node("query", "SELECT ", value, " FROM ", s.node, where)

    def piece_exists(self, _):
        s = self.table()
        alias = self.fresh("q")
        node = Node("raw", s.node.text().split(" ")[0] + " " + alias)
        old = self.inside([Source(alias, s.columns, s.key, node)])
        where = self.where(0.9)
        self.x.scope = old
        return Node("query", f"SELECT {self.r.choice(['1', '*'])} FROM ", node, where)

    # ---- clauses
    def where(self, share=0.6):
        return opt(" WHERE ", self.x.make("cond")) if self.chance(share) else opt()

    def expressions(self, kinds, named=True):
        """(list of result columns, Columns of them)"""
        out, columns = [], []
        for k in kinds:
            e = self.x.make(k)
            if named:
                name = self.fresh("c")
                columns.append(Column(name, "", "int" if k == "cond" else k, True))
                out.append(Node("raw", e, self.r.choice([" AS ", " AS ", " "]) + name))
            else:
                out.append(e)
        return items(out), columns

    def kinds(self, most=4):
        return [self.r.choice(COMMON + ["cond", "big", "isotime"]) for _ in range(self.r.randint(1, most))]

    def key_terms(self, sources, most=2, extra=()):
        """Terms of a total ORDER BY; None when the sources have no keys."""
        if any(not s.key for s in sources):
            return None
        terms = []
        for _ in range(self.r.randint(0, most)):
            kind = self.r.choice(["int", "text", "text", "real", "bool", "time", "date", "num", "big"])
            e = self.x.make(kind, 1) if self.chance(0.3) else self.x.column(kind)
            if not e or re.match(r"[-+( ]*[\d']", e.text()):  # a constant is a position, or an error
                continue
            more = self.r.choice(["", "", " ASC", " DESC", " DESC", " COLLATE NOCASE" if kind == "text" else "", " NULLS LAST", " DESC NULLS FIRST"])
            terms.append(opt(e, more, ", "))
        keys = [f"{s.alias}.{k}" + (" DESC" if self.chance(0.1) else "") for s in sources for k in s.key]
        return Node("raw", *extra, *terms, ", ".join(keys))

    def limit(self, share=0.3):
        return opt(self.r.choice([" LIMIT 3", " LIMIT 2 OFFSET 1", " LIMIT 1, 2", " LIMIT 1", " LIMIT -1 OFFSET 2", " LIMIT 0"])) if self.chance(share) else opt()

    # ---- queries: each gives (node, columns)
    def select(self, kinds, where=None):
        """A plain SELECT of these kinds, named, unordered: for subqueries."""
        frm, sources = self.sources()
        old = self.inside(sources)
        out, columns = self.expressions(kinds)
        q = Node("query", "SELECT ", opt("DISTINCT ") if self.chance(0.1) else "", out, " FROM ", frm, self.where())
        self.x.scope = old
        return q, columns

    def plain(self):
        frm, sources = self.sources()
        old = self.inside(sources)
        if self.chance(0.15):
            out = Node("raw", "*")
        else:
            out, _ = self.expressions(self.kinds(), self.chance(0.5))
        where, terms = self.where(), self.key_terms(sources)
        tail = [opt(" ORDER BY ", terms), self.limit()] if terms else []
        self.x.scope = old
        if terms and tail[1].parts:
            tail = [Node("opt", " ORDER BY ", terms, tail[1])]
        return Node("query", "SELECT ", out, " FROM ", frm, where, *tail)

    def aggregate(self):
        x, r = self.x, self.r
        return r.choice([
            lambda: Node("raw", "count(*)"), lambda: Node("raw", "count(", x.make("text", 1), ")"), lambda: Node("raw", "sum(", x.make("int", 1), ")"),
            lambda: Node("raw", "max(", x.make(r.choice(COMMON), 1), ")"), lambda: Node("raw", "min(", x.make(r.choice(COMMON), 1), ")"),
            lambda: Node("raw", "avg(", x.make(r.choice(["int", "real"]), 1), ")"), lambda: Node("raw", "total(", x.atom(r.choice(["int", "real", "num"])), ")"),
            lambda: Node("raw", "sum(", x.atom("bool"), ")"), lambda: Node("raw", "sum(", x.make("cond", 1), ")"), lambda: Node("raw", "sum(", x.make("real", 1), ")"),
            lambda: Node("raw", "sum(", x.atom("num"), ")"), lambda: Node("raw", "count(DISTINCT ", x.atom(r.choice(["text", "int", "date", "bool"])), ")"),
            lambda: Node("raw", "max(", x.atom("bool"), ")"), lambda: Node("raw", "sum(CASE WHEN ", x.make("cond", 1), " THEN 1 ELSE 0 END)"),
            lambda: Node("raw", "round(avg(", x.atom(r.choice(["real", "int", "num"])), "), 2)"), lambda: Node("raw", "sum(big_or_int)".replace("big_or_int", x.atom("big").text())),
            lambda: Node("raw", "sum(", x.atom("int"), ") * 1.0 / count(*)"), lambda: Node("raw", "ifnull(sum(", x.atom("int"), "), 0)"),
            lambda: Node("raw", "count(*) FILTER (WHERE ", x.make("cond", 1), ")"), lambda: Node("raw", "max(", x.atom("date"), ")")])()

    def grouped(self):
        frm, sources = self.sources()
        old = self.inside(sources)
        keys = []
        for _ in range(self.r.choice([0, 1, 1, 1, 2])):
            k = self.x.make(self.r.choice(["int", "text", "bool", "date", "isodate", "real"]), 1) if self.chance(0.3) else self.x.column(self.r.choice(["int", "text", "bool", "date", "num", "time"]))
            if k and k.text()[0] not in "-'0123456789x(+N":
                keys.append(k)
        aggs = [self.aggregate() for _ in range(self.r.randint(1, 3))]
        where = self.where()
        named = [Node("raw", k, f" AS g{i}") for i, k in enumerate(keys)]
        out = Node("raw", *[Node("raw", n, ", ") for n in named], items(aggs))
        tail = []
        if keys:
            by = self.r.choice([", ".join(k.text() for k in keys), ", ".join(f"g{i}" for i in range(len(keys))), ", ".join(str(i + 1) for i in range(len(keys)))])
            if by[0] != "g" and not by[0].isdigit():
                by = Node("raw", *[p for i, k in enumerate(keys) for p in ((", ", k) if i else (k,))])
            having = opt(" HAVING ", self.r.choice([lambda: Node("raw", f"count(*) > {self.r.randint(0, 2)}"), lambda: Node("raw", aggs[0].text() + " > 1"),
                                                    lambda: Node("raw", "max(", self.x.atom("int"), ") >= 2"), lambda: Node("raw", "count(*) = 1 OR ", aggs[0].text(), " IS NULL")])()) if self.chance(0.35) else opt()
            order = ", ".join(str(i + 1) + self.r.choice(["", "", " DESC", " ASC"]) for i in range(len(keys)))
            first = self.r.choice(["count(*) DESC, ", "", "", f"{len(keys) + 1}, "])
            tail = [" GROUP BY ", by, having, opt(" ORDER BY ", opt(first), order)]
            if self.chance(0.2):
                tail[-1] = opt(" ORDER BY ", opt(first), order, self.limit(1))
        self.x.scope = old
        return Node("query", "SELECT ", out, " FROM ", frm, where, *tail)

    def bare(self):
        """max() or min() of a key, and columns of its row beside it."""
        keyed = [t for t in self.tables if t.key == ["id"]]
        if not keyed:
            return self.grouped()
        t = self.r.choice(keyed)
        old = self.inside([Source(t.name, t.columns, t.key, None)])
        by = self.x.column(self.r.choice(["int", "text", "bool", "date"]))
        bare = items([self.x.atom(self.r.choice(COMMON), 1) for _ in range(self.r.randint(1, 2))])
        agg = self.r.choice(["max(id)", "min(id)"])
        if by and self.chance(0.75):
            q = Node("query", "SELECT ", by, f", {agg}, ", bare, f" FROM {t.name}", self.where(0.4), " GROUP BY ", by, opt(" ORDER BY 1"))
        elif self.chance(0.5):
            q = Node("query", "SELECT id, ", bare, ", count(*)", f" FROM {t.name}", self.where(0.4), " GROUP BY id", opt(" ORDER BY id"))
        else:
            q = Node("query", f"SELECT {agg}, ", bare, f" FROM {t.name}", self.where(0.4))
        self.x.scope = old
        return q

    def distinct(self):
        frm, sources = self.sources()
        old = self.inside(sources)
        kinds = self.kinds(3)
        out, _ = self.expressions(kinds, self.chance(0.3))
        order = opt(" ORDER BY ", items([str(i + 1) + self.r.choice(["", " DESC"]) for i in range(len(kinds))]), self.limit())
        q = Node("query", "SELECT DISTINCT ", out, " FROM ", frm, self.where(), order if len(kinds) == len(out.parts) else "")
        self.x.scope = old
        return q

    def compound(self):
        kinds = [self.r.choice(COMMON) for _ in range(self.r.randint(1, 2))]
        arms = [self.select(kinds)[0] for _ in range(self.r.choice([2, 2, 2, 3]))]
        if self.chance(0.15):
            arms[-1] = Node("query", "VALUES ", items([Node("raw", "(", *[p for i, k in enumerate(kinds) for p in ((", ",) if i else ()) + (self.x.atom(k, 0),)], ")") for _ in range(2)]))
        parts = [arms[0]]
        for a in arms[1:]:
            parts.append(Node("opt", f" {self.r.choice(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'])} ", a))
        order = opt(" ORDER BY ", ", ".join(str(i + 1) + self.r.choice(["", " DESC"]) for i in range(len(kinds))), self.limit(0.3))
        return Node("query", *parts, order)

    def window(self):
        frm, sources = self.sources()
        if any(not s.key for s in sources):
            return self.plain()
        old = self.inside(sources)
        x, r = self.x, self.r
        part = x.column(r.choice(["text", "int", "bool", "date"]))
        by = Node("raw", opt("PARTITION BY ", part, " ") if part and self.chance(0.7) else "", "ORDER BY ", self.key_terms(sources, 1))
        frame = r.choice(["", "", "", " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW", " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING", " ROWS 2 PRECEDING"])
        f = r.choice([lambda: Node("raw", r.choice(["row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(3)"])),
                      lambda: Node("raw", r.choice(["sum", "avg", "max", "min", "count", "total"]), "(", x.atom("int"), ")"), lambda: Node("raw", "count(*)"),
                      lambda: Node("raw", "sum(", x.atom("bool"), ")"), lambda: Node("raw", r.choice(["lag", "lead"]), "(", x.atom(r.choice(COMMON)), opt(", ", r.choice("12"), opt(", NULL")), ")"),
                      lambda: Node("raw", "lag(", x.atom("int"), ", 1, 0)"), lambda: Node("raw", "max(", x.atom("bool"), ")"),
                      lambda: Node("raw", r.choice(["first_value", "last_value"]), "(", x.atom(r.choice(COMMON)), ")"), lambda: Node("raw", "nth_value(", x.atom("text"), ", 2)"),
                      lambda: Node("raw", "sum(", x.make("cond", 1), ")")])()
        keys = ", ".join(f"{s.alias}.{k}" for s in sources for k in s.key)
        if self.chance(0.3):
            q = Node("query", f"SELECT {keys}, ", f, " OVER w AS v", opt(", rank() OVER w"), " FROM ", frm, self.where(0.3), " WINDOW w AS (", by, opt(frame), ")", opt(" ORDER BY " + keys))
        else:
            q = Node("query", f"SELECT {keys}, ", f, " OVER (", by, opt(frame), ") AS v", opt(", ", x.make(r.choice(COMMON), 1)), " FROM ", frm, self.where(0.3), opt(" ORDER BY " + keys))
        self.x.scope = old
        return q

    def cte(self):
        name = self.fresh("w")
        q, columns = self.select([self.r.choice(COMMON) for _ in range(self.r.randint(1, 3))])
        s = Source(name, columns, [], Node("raw", name))
        other = self.table()
        old = self.inside([s] + ([other] if self.chance(0.4) else []), False)
        joined = len(self.x.scope) > 1
        out, _ = self.expressions(self.kinds(3), False)
        head = f"{name}({', '.join(c.name for c in columns)})" if self.chance(0.3) else name
        if self.chance(0.3) and not joined:
            keys = [self.x.column(c.kind) for c in columns[:1]]
            body = Node("query", "SELECT ", keys[0], ", ", items([self.aggregate()]), f" FROM {name}", self.where(0.3), " GROUP BY ", keys[0])
        else:
            body = Node("query", "SELECT ", out, f" FROM {name}", *([" JOIN ", other.node, " ON ", self.on(s, other)] if joined else []), self.where())
        self.x.scope = old
        return Node("query", f"WITH {head} AS {self.r.choice(['', '', 'MATERIALIZED '])}(", q, ") ", body)

    def recursive(self):
        name, top = self.fresh("r"), self.r.randint(2, 6)
        head = f"WITH RECURSIVE {name}(i, s) AS (SELECT 1, {self.r.choice(['NULL', chr(39) + 'a' + chr(39)])} UNION ALL SELECT i + 1, {self.r.choice(['s || i', 's', 'i'])} FROM {name} WHERE i < {top})"
        s = Source(name, [Column("i", "", "int", False), Column("s", "", "text", True)], ["i"], Node("raw", name))
        other = self.table()
        linked = [t for t in self.tables if t.key == ["id"]]
        if linked and self.chance(0.4):  # a walk along ids
            t = self.r.choice(linked)
            head = f"WITH RECURSIVE {name}(i, s) AS (SELECT min(id), 0 FROM {t.name} UNION {self.r.choice(['', 'ALL '])}SELECT t2.id, {name}.s + 1 FROM {t.name} AS t2 JOIN {name} ON t2.id = {name}.i + 1)"
            s.columns[1].kind = "int"
        joined = other.key and self.chance(0.4)
        old = self.inside([s] + ([other] if joined else []), False)
        out, _ = self.expressions(self.kinds(2), False)
        body = Node("query", "SELECT i, s, ", out, f" FROM {name}", *([" LEFT JOIN ", other.node, " ON ", self.on(s, other)] if joined else []), self.where(0.3))
        self.x.scope = old
        return Node("query", head, " ", body)

    def values(self):
        kinds = [self.r.choice(COMMON) for _ in range(self.r.randint(1, 3))]
        rows = [Node("raw", "(", *[p for i, k in enumerate(kinds) for p in ((", ",) if i else ()) + (self.x.atom(k, 0),)], ")") for _ in range(self.r.randint(1, 3))]
        v = Node("query", "VALUES ", items(rows))
        if self.chance(0.5):
            return Node("query", "SELECT ", self.r.choice(["*", "column1", "count(*)", "max(column1)"]), " FROM (", v, ")")
        return v

    def nothing(self):
        """A SELECT without FROM."""
        out, _ = self.expressions(self.kinds(), False)
        return Node("query", "SELECT ", out)

    def query(self):
        forms = [self.plain] * 7 + [self.grouped] * 5 + [self.bare, self.distinct, self.distinct, self.compound, self.compound, self.window, self.window, self.cte, self.cte,
                                                     self.recursive, self.values, self.nothing]
        self.x.scope = []
        return self.r.choice(forms)()

    def expression(self):
        """SELECT id, x FROM the first table: the law of single expressions."""
        t = self.tables[0]
        self.x.scope = [(t.name, t.columns)]
        kinds = [k for k in schema.VALUES] + ["int", "text", "real", "cond", "cond", "cond", "int", "text"]
        kind = self.r.choice(kinds)
        e = self.x.make(kind)
        where = opt(" WHERE ", self.x.make("cond")) if self.chance(0.25) else opt()
        return Node("query", "SELECT id, ", e, f" AS v FROM {t.name}", where, opt(" ORDER BY id"))
