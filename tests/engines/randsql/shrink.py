"""Makes a failing case small and prints it as a golden.

A smaller case counts when it still fails in the same way (the same error of PostgreSQL, or other rows).  It refuses to
reason about SQL: candidates come from the tree, and SQLite refuses those that mean nothing.
"""
import re

import engines

from . import schema
from .runner import Case
from .tree import opt, smaller

CHUNK = 24


class Shrinker:
    def __init__(self, judge, case, sort):
        self.judge, self.case, self.sort, self.opened = judge, case, sort, None

    def fails(self, cases):
        """The first of cases with one schema that still fails."""
        if not cases:
            return None
        if self.opened is not cases[0].tables:
            bad = self.judge.open(schema.text(cases[0].tables))
            self.opened = cases[0].tables
            if bad:
                self.opened = None
                return cases[0] if bad.kind == "wrong" and bad.sort == self.sort else None
        for c, v in zip(cases, self.judge.judge(cases)):
            if v.kind == "wrong" and v.sort == self.sort:
                return c
        return None

    def accept(self, case):
        if case:
            self.case = case
        return bool(case)

    def statements(self):
        """Fewer statements, and smaller ones."""
        again = True
        while again:
            again = False
            c = self.case
            tries = []
            if len(c.statements) > 1:
                tries += [Case(c.tables, c.statements[:i] + c.statements[i + 1:], c.look, c.name) for i in range(len(c.statements))]
            if len(c.look) > 1:
                tries += [Case(c.tables, c.statements, [one], c.name) for one in c.look]
            for i, s in enumerate(c.statements):
                size = len(s.text())
                less = [t for t in smaller(s) if len(t.text()) < size or t.text().count("SELECT") < s.text().count("SELECT")]
                less.sort(key=lambda t: len(t.text()))
                tries += [Case(c.tables, c.statements[:i] + [t] + c.statements[i + 1:], c.look, c.name) for t in less]
            for at in range(0, len(tries), CHUNK):
                if self.accept(self.fails(tries[at:at + CHUNK])):
                    again = True
                    break

    def with_tables(self, tables):
        return self.accept(self.fails([Case(tables, self.case.statements, [q for q in self.case.look if any(f"FROM {t.name} " in q.text() + " " for t in tables)], self.case.name)]))

    def data(self):
        """Fewer tables, columns and rows."""
        words = " ".join(self.case.texts())
        for t in list(self.case.tables):
            if len(self.case.tables) > 1:
                self.with_tables([x for x in self.case.tables if x is not t])
        for i in range(len(self.case.tables)):
            def put(changed):
                tables = list(self.case.tables)
                tables[i] = changed
                return self.with_tables(tables)
            t = self.case.tables[i]
            idle = [n for n, c in enumerate(t.columns) if not re.search(r"\b" + re.escape(c.name.strip('"')) + r"\b", words) and c.name not in t.key]
            put(t.without(columns=idle)) or [put(self.case.tables[i].without(columns=[n])) for n in reversed(range(len(t.columns))) if n < len(self.case.tables[i].columns)]
            for n in reversed(range(len(self.case.tables[i].columns))):
                if len(self.case.tables[i].columns) > 1:
                    put(self.case.tables[i].without(columns=[n]))
            t = self.case.tables[i]
            half = len(t.rows) // 2
            put(t.without(rows=range(len(t.rows)))) or put(t.without(rows=range(half))) or put(t.without(rows=range(half, len(t.rows))))
            for n in reversed(range(len(self.case.tables[i].rows))):
                put(self.case.tables[i].without(rows=[n]))

    def run(self):
        self.statements()
        self.data()
        self.statements()
        return self.case


def skeleton(case):
    """What tells one cause from another, roughly: the statements without names and values."""
    text = " ".join(s.text() for s in case.statements)
    kinds = {c.name: c.kind for t in case.tables for c in t.columns}
    text = re.sub(r"'(?:[^']|'')*'", "?", text)
    text = re.sub(r"[A-Za-z_]\w*\.(?=[\w\"])", "", text)
    text = re.sub(r"\"\w+\"|\b\w+\b", lambda m: kinds.get(m.group(0), m.group(0)), text)
    return re.sub(r"\b[acdqrsw]?\d+\b", "#", text)


def golden(case, verdict):
    """The case as a golden file has it, with SQLite's rows; what PostgreSQL got stands behind it."""
    lite = engines.open_sqlite()
    lite.execute("PRAGMA foreign_keys = ON")
    engines.run_sqlite(lite, schema.text(case.tables))
    out = f"# {case.name}: {verdict.why.splitlines()[0] if verdict.why else ''}\n```sqlite schema\n{schema.text(case.tables)}```\n```sqlite\n"
    source = "".join(s.text() + ";\n" for s in case.statements)
    ran = engines.run_sqlite(lite, source)
    out += source + "```\n"
    if not case.look or ran.rows is not None:
        out += f"```rows\n{engines.show(ran.rows)}```\n"
    for q in case.look:
        out += f"```rows {q.text()}\n{engines.show(engines.run_sqlite(lite, q.text()).rows)}```\n"
    claims = " ".join(f"{code} {level}" for code, level in verdict.claims)
    return out + f"{verdict.why}\nclaims: {claims or 'none'}\nsent:\n{verdict.out}\n"
