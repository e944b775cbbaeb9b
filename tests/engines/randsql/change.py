"""Random changes of data: INSERT in all its forms, upserts, UPDATE, DELETE, RETURNING.

Values are chosen so that most statements pass; some break a key or NOT NULL on purpose, for then both engines must
refuse.  It refuses what depends on the order in which rows are visited (keys that are moved).
"""
from . import schema
from .query import Queries, Source
from .tree import Node, items, opt


class Changes(Queries):
    def given(self, t, column):
        """A value for a column: a literal of its kind, seldom an expression without columns."""
        k = column.kind
        if column.name == "id" and t.auto:
            return Node("int", "NULL" if self.null_id else self.r.choice(["1", "3", "7", "20"]))
        if "REFERENCES" in column.more:
            return Node("int", self.r.choice(["1", "2", "3", "5", "8"] if not column.nullable else ["NULL", "1", "2", "3", "5"]))
        if column.name in t.key:
            return Node("raw", self.r.choice(["1", "2", "3", "0"]) if k == "int" else schema.value(self.r, k))
        if self.chance(0.15) and k in ("int", "text", "real"):
            return self.x.make(k, 1)
        return Node(k, schema.value(self.r, k, column.nullable or self.chance(0.03)))

    def chosen(self, t):
        """Some columns, those that need a value among them."""
        out = []
        for c in t.columns:
            needed = not c.nullable and "DEFAULT" not in c.more or c.name in t.key and not t.auto
            if needed or self.chance(0.1 if c.name == "id" else 0.6):
                out.append(c)
        return out or [t.columns[-1]]

    def row(self, t, columns):
        return Node("raw", "(", *[p for i, c in enumerate(columns) for p in ((", ",) if i else ()) + (self.given(t, c),)], ")")

    def returning(self, t):
        if not self.chance(0.2):
            return opt()
        old = self.inside([Source(t.name, t.columns, t.key, None)], False)
        self.x.scope = [(t.name, t.columns)]
        out = self.r.choice([lambda: Node("raw", "*"), lambda: self.x.atom("int", 1), lambda: items([self.x.make("text", 1), self.x.atom("bool", 1)])])()
        self.x.scope = old
        if "SELECT" in out.text():  # SQLite 3.40 turns the text of a column into a number behind IN (SELECT ...) there
            out = Node("raw", t.columns[0].name)
        return opt(" RETURNING ", out)

    def insert(self, t, most=3):
        columns = self.chosen(t)
        if self.chance(0.15):
            columns = t.columns
        names = "" if columns is t.columns and self.chance(0.5) else "(" + ", ".join(c.name for c in columns) + ")"
        self.null_id = self.chance(0.2)
        rows = items([self.row(t, columns) for _ in range(self.r.choice([1, 1, 1, 2, 3]) if most > 1 else 1)])
        return names, columns, Node("raw", " VALUES ", rows)

    def insert_plain(self, t):
        names, _, rows = self.insert(t)
        return Node("raw", f"INSERT INTO {t.name}{names}", rows, self.returning(t))

    def insert_or(self, t):
        names, _, rows = self.insert(t, 1 if t.auto else 3)
        verb = self.r.choice(["INSERT OR IGNORE", "INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE", "INSERT OR REPLACE", "INSERT OR ABORT"])
        return Node("raw", f"{verb} INTO {t.name}{names}", rows)

    def insert_select(self, t):
        columns = [c for c in self.chosen(t) if c.name != "id"]
        if not columns or any("REFERENCES" in c.more or c.name in t.key for c in columns) or "id" not in t.key and t.key:
            return self.insert_plain(t)
        q, _ = self.select([c.kind for c in columns])
        if t.auto:  # the order of the rows decides their ids
            keyed = [s for s in self.tables if s.key]
            s = self.r.choice(keyed)
            old = self.inside([Source(s.name, s.columns, s.key, None)], False)
            out, _ = self.expressions([c.kind for c in columns], False)
            q = Node("query", "SELECT ", out, f" FROM {s.name}", self.where(), f" ORDER BY {', '.join(s.key)}")
            self.x.scope = old
        return Node("raw", f"INSERT INTO {t.name}(" + ", ".join(c.name for c in columns) + ") ", q)

    def upsert(self, t):
        if not t.uniques:
            return self.insert_plain(t)
        names, columns, rows = self.insert(t, 1 if t.auto else 3)
        key = self.r.choice(t.uniques)
        rest = [c for c in columns if c.name not in key and c.name not in t.key and "UNIQUE" not in c.more and "REFERENCES" not in c.more]
        target = "(" + ", ".join(key) + ")"
        if not rest or self.chance(0.2):
            return Node("raw", f"INSERT INTO {t.name}{names}", rows, f" ON CONFLICT {self.r.choice([target + ' ', ''])}DO NOTHING")
        c = self.r.choice(rest)
        name = c.name
        forms = [f"{name} = excluded.{name}", f"{name} = excluded.{name}"]
        forms += {"int": [f"{name} = {name} + 1", f"{name} = {name} + excluded.{name}", f"{name} = max({name}, excluded.{name})", f"{name} = ifnull({name}, 0) + 1"],
                  "text": [f"{name} = {name} || excluded.{name}", f"{name} = coalesce(excluded.{name}, {name})"],
                  "bool": [f"{name} = 1", f"{name} = NOT {name}"], "real": [f"{name} = {name} * 2"]}.get(c.kind, [])
        sets = items([self.r.choice(forms)] + [f"{d.name} = excluded.{d.name}" for d in rest if d is not c and self.chance(0.5)])
        where = opt(f" WHERE {self.r.choice([f'{name} IS NOT excluded.{name}', f'excluded.{name} IS NOT NULL', f'{t.name}.{name} IS NULL'])}") if self.chance(0.2) else opt()
        return Node("raw", f"INSERT INTO {t.name}{names}", rows, f" ON CONFLICT{target} DO UPDATE SET ", sets, where, self.returning(t))

    def settable(self, t):
        return [c for c in t.columns if c.name not in t.key and "UNIQUE" not in c.more and "REFERENCES" not in c.more]

    def update(self, t):
        free = self.settable(t)
        if not free:
            return self.delete(t)
        old = self.x.scope
        self.x.scope = [(t.name, t.columns)]
        sets = []
        for c in self.r.sample(free, min(len(free), self.r.choice([1, 1, 2]))):
            e = self.x.make(c.kind, 2) if self.chance(0.7) else Node(c.kind, schema.value(self.r, c.kind, c.nullable))
            if c.kind == "bool" and self.chance(0.5):
                e = Node("bool", self.r.choice(["1", "0", f"NOT {c.name}", f"1 - {c.name}"]))
            sets.append(Node("raw", f"{c.name} = ", e))
        node = Node("raw", f"UPDATE {t.name} SET ", items(sets), self.where(0.8), self.returning(t))
        self.x.scope = old
        return node

    def update_from(self, t):
        free = [c for c in self.settable(t) if c.nullable]
        linked = [(c, p) for c in t.columns for p in self.tables if "REFERENCES " + p.name in c.more]
        if not free or not linked:
            return self.update(t)
        ref, p = self.r.choice(linked)
        c = self.r.choice(free)
        old = self.x.scope
        self.x.scope = [("p1", p.columns)]
        e = self.x.atom(c.kind, 0.95)
        self.x.scope = old
        if self.chance(0.5):
            return Node("raw", f"UPDATE {t.name} SET {c.name} = (SELECT ", e, f" FROM {p.name} p1 WHERE p1.id = {t.name}.{ref.name})", opt(f" WHERE {ref.name} IS NOT NULL"))
        return Node("raw", f"UPDATE {t.name} SET {c.name} = ", e, f" FROM {p.name} AS p1 WHERE p1.id = {t.name}.{ref.name}")

    def delete(self, t):
        old = self.x.scope
        self.x.scope = [(t.name, t.columns)]
        node = Node("raw", f"DELETE FROM {t.name}", self.where(0.9), self.returning(t))
        self.x.scope = old
        return node

    def changes(self):
        """Statements that change one table.  A sequence skips the ids of rows that were not inserted, and SQLite gives the
        id of a deleted last row again (upsert/sequence says so): no INSERT follows what may leave such a gap."""
        t = self.r.choice(self.tables)
        self.x.scope = []
        forms = [self.insert_plain, self.insert_or, self.insert_or, self.insert_select, self.upsert, self.upsert, self.update, self.update, self.update, self.update_from, self.delete]
        out, gap = [], False
        for _ in range(self.r.choice([1, 1, 2, 3])):
            form = self.r.choice(forms)
            if gap and form not in (self.update, self.update_from, self.delete):
                form = self.update
            gap = t.auto and (gap or form in (self.insert_or, self.upsert, self.delete))
            out.append(form(t))
        return out

    def look(self):
        """A query for each table that shows what became of it."""
        return [Node("query", f"SELECT * FROM {t.name}" + (f" ORDER BY {', '.join(t.key)}" if t.key else "")) for t in self.tables]
