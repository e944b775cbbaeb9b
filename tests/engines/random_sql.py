#!/usr/bin/python3
"""The law of the engines: random statements over small random data give the same rows on both, or carry a claim.

usage: random_sql.py BINARY [--seed N] [--cases N] [--depth N] [--most-manual PERCENT] [--mutants] [--show]

Every case has tables of typed columns with a few rows (NULLs, empty text, both letter cases, zero, month ends), perhaps
some changes of the data, and a query.  The same seed makes the same cases.  What is generated is what applications
write: expressions whose types a person would find sensible; it refuses to test overflow, text order beyond ASCII and
functions of the clock, which other tests have.
--mutants runs the cases through broken translators (the real one with its output spoiled in one way) and fails unless
every one of them is caught.  The last line is `random: N passed, N failed`.
"""
import argparse
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, HERE)
import pairs
import translate

DATES = ["2024-01-31", "2024-02-29", "2023-12-31", "2024-03-01", "2024-07-15"]
TIMES = ["2024-01-31 00:00:00", "2024-02-29 12:30:45", "2023-12-31 23:59:59", "2024-03-01 08:00:00", "2024-07-15 17:05:00"]
WORDS = ["a", "B", "abc", "ABC", "Zebra", "zebra", "", "x y", "50%", "a_b", "it''s", "0"]
LIKES = ["a%", "%b%", "ABC", "%", "_", "%50\\%%", "it%"]


class Table:
    def __init__(self, name, columns):
        self.name, self.columns = name, columns  # [(name, declaration, type, can be NULL)]


T = Table("t", [("id", "INTEGER PRIMARY KEY", "int", False), ("n", "INTEGER", "int", True), ("m", "INTEGER NOT NULL", "int", False),
                ("r", "REAL", "real", True), ("s", "TEXT", "text", True), ("u", "TEXT NOT NULL", "text", False),
                ("is_ok", "INTEGER DEFAULT 0", "bool", True), ("flag", "BOOLEAN NOT NULL DEFAULT 1", "bool", False),
                ("ts", "DATETIME", "time", True), ("d", "DATE NOT NULL", "date", False)])
P = Table("p", [("id", "INTEGER PRIMARY KEY AUTOINCREMENT", "int", False), ("t_id", "INTEGER REFERENCES t(id)", "int", True),
                ("k", "VARCHAR(20)", "text", True), ("v", "INTEGER", "int", True), ("day", "TEXT", "isodate", True)])
UNIQUE = "CREATE TABLE kv(k TEXT PRIMARY KEY, v INTEGER DEFAULT 0, w TEXT);\n"


class Gen:
    def __init__(self, seed, depth, loose=False):
        self.r, self.depth, self.loose = random.Random(seed), depth, loose
        self.scope = []  # [(alias, Table)]

    # ---- data
    def value(self, kind, nullable):
        r = self.r
        if nullable and r.random() < 0.2:
            return "NULL"
        return {"int": lambda: str(r.choice([0, 1, 2, 3, 5, -1, -7, 10, 42])), "real": lambda: r.choice(["0.0", "1.5", "-2.25", "3.0", "0.125", "10.0"]),
                "text": lambda: "'" + r.choice(WORDS) + "'", "bool": lambda: r.choice("01"),
                "time": lambda: "'" + r.choice(TIMES) + "'", "date": lambda: "'" + r.choice(DATES) + "'",
                "isodate": lambda: "'" + r.choice(DATES) + "'"}[kind]()

    def schema(self):
        out = ""
        for t in (T, P):
            out += f"CREATE TABLE {t.name}(\n    " + ",\n    ".join(f"{n} {d}" for n, d, _, _ in t.columns) + "\n);\n"
        out += UNIQUE
        for i in range(1, self.r.randint(3, 8)):
            out += f"INSERT INTO t VALUES ({i}, " + ", ".join(self.value(k, nul) for _, _, k, nul in T.columns[1:]) + ");\n"
            self.rows = i
        for i in range(self.r.randint(0, 7)):
            t_id = self.r.choice(["NULL"] + [str(x) for x in range(1, self.rows + 1)] * 2)
            out += f"INSERT INTO p(t_id, k, v, day) VALUES ({t_id}, " + ", ".join(self.value(k, nul) for _, _, k, nul in P.columns[2:]) + ");\n"
        out += "INSERT INTO kv VALUES ('a', 1, 'x'), ('b', NULL, NULL);\n"
        return out

    # ---- expressions: each returns text that binds tighter than any operator around it, or is put in parentheses
    def column(self, kind):
        found = [(a, c) for a, t in self.scope for c in t.columns if c[2] == kind]
        if not found:
            return None
        a, c = self.r.choice(found)
        many = len(self.scope) > 1
        return f"{a}.{c[0]}" if many or self.r.random() < 0.2 else c[0]

    def atom(self, kind):
        c = self.column(kind)
        if c and self.r.random() < 0.75:
            return c
        return self.value(kind, self.r.random() < 0.05)

    def expr(self, kind, depth=None):
        depth = self.depth if depth is None else depth
        if self.loose and depth > 0 and self.r.random() < 0.3:
            return self.mixed(kind, depth - 1)
        if depth <= 0 or self.r.random() < 0.25:
            return self.atom(kind)
        return getattr(self, kind)(depth - 1)

    def int(self, d):
        e, r = self.expr, self.r
        return r.choice([
            lambda: f"({e('int', d)} + {e('int', d)})", lambda: f"({e('int', d)} - {e('int', d)})", lambda: f"({self.atom('int')} * {self.atom('int')})",
            lambda: f"({e('int', d)} / {e('int', d)})", lambda: f"({e('int', d)} % {self.atom('int')})", lambda: f"(- {e('int', d)})",
            lambda: f"abs({e('int', d)})", lambda: f"length({e('text', d)})", lambda: f"ifnull({e('int', d)}, {e('int', d)})",
            lambda: f"coalesce({e('int', d)}, {e('int', d)}, 0)", lambda: f"nullif({e('int', d)}, {self.atom('int')})",
            lambda: f"max({e('int', d)}, {e('int', d)})", lambda: f"min({e('int', d)}, {e('int', d)})", lambda: f"instr({e('text', d)}, {self.word()})",
            lambda: f"CASE WHEN {self.cond(d)} THEN {e('int', d)} ELSE {e('int', d)} END", lambda: f"iif({self.cond(d)}, {e('int', d)}, {e('int', d)})",
            lambda: f"({self.cond(d)})", lambda: f"CAST({self.atom('real')} AS INTEGER)", lambda: f"({self.atom('int')} & {self.atom('int')})",
            lambda: f"CAST(strftime('%{r.choice('YmdHMj')}', {self.atom(r.choice(['time', 'date']))}) AS INTEGER)",
            lambda: f"({self.atom('bool')} + {e('int', d)})", lambda: self.subquery("int")])()

    def real(self, d):
        e, r = self.expr, self.r
        return r.choice([
            lambda: f"({e('real', d)} + {e(r.choice(['int', 'real']), d)})", lambda: f"({e('real', d)} * {self.atom('int')})",
            lambda: f"({e('real', d)} / {e('int', d)})", lambda: f"({e('int', d)} * 1.0 / {self.atom('int')})", lambda: f"abs({e('real', d)})",
            lambda: f"round({e('real', d)}, {r.choice('123')})", lambda: f"ifnull({e('real', d)}, 0.5)", lambda: f"max({e('real', d)}, {self.atom('real')})",
            lambda: f"CASE WHEN {self.cond(d)} THEN {e('real', d)} ELSE 0.25 END", lambda: f"CAST({e('int', d)} AS REAL)"])()

    def mixed(self, kind, d):
        """What SQLite lets pass: types that do not fit, read as SQLite reads them."""
        e, r, a = self.expr, self.r, self.atom
        return r.choice({
            "int": [lambda: f"({e('text', d)} + 0)", lambda: f"CAST({e('text', d)} AS INTEGER)", lambda: f"length({e('int', d)})", lambda: f"({a('real')} % 3)",
                    lambda: f"abs({a('text')})", lambda: f"({a('int')} || '')", lambda: f"coalesce({a('int')}, {self.word()})",
                    lambda: "(SELECT count(*) FROM p WHERE k IN (SELECT s FROM t))", lambda: f"({a('int')} << {r.choice('0123')})", lambda: f"(~{a('int')})",
                    lambda: f"julianday({a('date')}) - julianday({r.choice(['d', 'day'] if len(self.scope) > 1 else ['d'])})", lambda: f"ifnull({a('bool')}, 2)",
                    lambda: f"unicode({e('text', d)})", lambda: f"round({a('int')})", lambda: f"(SELECT group_concat(k) FROM p WHERE t_id = {a('int')})"],
            "real": [lambda: f"({a('real')} || '')", lambda: f"({a('text')} * 1.5)", lambda: f"round({a('real')})", lambda: f"({a('int')} / 2)",
                     lambda: f"CAST({a('text')} AS REAL)", lambda: f"max({a('int')}, {a('real')})"],
            "text": [lambda: f"upper({e('int', d)})", lambda: f"substr({e('int', d)}, 1, 1)", lambda: f"({a('real')} || 'x')", lambda: f"hex({a('text')})",
                     lambda: f"typeof({e(r.choice(['int', 'text', 'real', 'bool']), d)})", lambda: f"quote({e(r.choice(['int', 'text']), d)})", lambda: f"CASE WHEN {self.cond(d)} THEN {a('int')} ELSE {a('text')} END",
                     lambda: f"ifnull({e('int', d)}, 'none')", lambda: "date('2024-02-30')", lambda: f"ltrim({a('text')}, 'aA')", lambda: f"char({r.randint(65, 90)}, 66)",
                     lambda: f"printf('%d-%s', {e('int', d)}, {e('text', d)})", lambda: f"printf('%.2f', {a('real')})", lambda: f"max({a('text')}, {a('text')})", lambda: "(flag || '')"],
        }.get(kind, [lambda: a(kind)]))()

    def loose_cond(self, d):
        e, r, a = self.expr, self.r, self.atom
        op = r.choice(["=", "<>", "<", ">="])
        return r.choice([
            lambda: f"{a('int')} {op} '{r.choice(['1', '2', '10', 'x', '', '1.0'])}'", lambda: f"{a('text')} {op} {r.choice(['0', '5', '10'])}", lambda: f"{e('int', d - 1)} {op} {e('text', d - 1)}",
            lambda: f"{a('int')}", lambda: f"{a('text')}", lambda: f"{a('real')}", lambda: f"{a('int')} LIKE '1%'", lambda: f"{a('time')} LIKE '2024-%'", lambda: f"{a('date')} > {a('time')}",
            lambda: f"{a('text')} NOT IN (SELECT k FROM p)", lambda: f"{a('int')} NOT IN (SELECT t_id FROM p)", lambda: f"({a('int')}, {a('text')}) = ({a('int')}, {a('text')})",
            lambda: f"{a('bool')} > 0", lambda: f"{a('bool')} IS {r.choice(['1', '0', 'NOT 1', 'NULL', 'TRUE', 'NOT FALSE'])}", lambda: f"{a('bool')} = {a('int')}", lambda: f"{a('bool')} IN (0, 1)",
            lambda: f"{a('text')} = {a('text')} COLLATE NOCASE", lambda: f"{a('text')} BETWEEN 'A' AND 'b'", lambda: f"substr({a('time')}, 1, 7) = '2024-02'", lambda: f"{a('time')} = '2024-02-29'",
            lambda: f"strftime('%Y', {a('date')}) = 2024", lambda: f"strftime('%m', {a('time')}) > '02'", lambda: f"{a('text')} || {a('text')} LIKE '%b'", lambda: f"{a('text')} LIKE {a('text')}",
            lambda: f"({self.cond(d - 1)}) = 1", lambda: f"({self.cond(d - 1)}) + 1 > 1", lambda: f"({self.cond(d - 1)}) IS NOT NULL", lambda: f"{a('text')} IS {self.word()}"])()

    def word(self):
        return "'" + self.r.choice([w for w in WORDS if w]) + "'"

    def text(self, d):
        e, r = self.expr, self.r
        return r.choice([
            lambda: f"({e('text', d)} || {e('text', d)})", lambda: f"({e('text', d)} || {e('int', d)})", lambda: f"upper({e('text', d)})",
            lambda: f"lower({e('text', d)})", lambda: f"substr({e('text', d)}, {r.choice(['1', '2', '-1', '-2', '0'])}, {r.choice('123')})",
            lambda: f"substr({e('text', d)}, {r.choice(['2', '-2'])})", lambda: f"trim({e('text', d)})", lambda: f"replace({e('text', d)}, {self.word()}, '-')",
            lambda: f"ifnull({e('text', d)}, 'none')", lambda: f"coalesce({e('text', d)}, {e('text', d)})", lambda: f"nullif({e('text', d)}, '')",
            lambda: f"CASE {self.atom('int')} WHEN 1 THEN 'one' WHEN {self.atom('int')} THEN {e('text', d)} ELSE 'many' END",
            lambda: f"CASE WHEN {self.cond(d)} THEN {e('text', d)} END", lambda: f"iif({self.cond(d)}, {e('text', d)}, 'no')",
            lambda: f"CAST({e('int', d)} AS TEXT)", lambda: f"date({self.stamp()})", lambda: f"datetime({self.stamp()})",
            lambda: f"strftime('{r.choice(['%Y-%m', '%Y', '%m', '%d.%m.%Y', '%H:%M', '%w'])}', {self.atom(r.choice(['time', 'date']))})"])()

    def bool(self, d):
        return f"({self.cond(d)})"

    def time(self, d):
        return self.atom("time")

    def date(self, d):
        return self.atom("date")

    def isodate(self, d):
        return self.atom("isodate")

    def stamp(self):
        base = self.atom(self.r.choice(["time", "date"]))
        mods = ["", "", ", '+1 day'", ", '-7 days'", ", '+36 hours'", ", 'start of month'", ", 'start of year'", ", 'start of month', '+1 month', '-1 day'", ", '+90 minutes'"]
        return base + self.r.choice(mods)

    # ---- conditions
    def cond(self, d=None):
        d = self.depth if d is None else d
        r, e = self.r, self.expr
        d = max(d, 0)
        if self.loose and r.random() < 0.4:
            return self.loose_cond(d)
        kind = r.choice(["int", "int", "text", "real", "bool", "date", "time"])
        op = r.choice(["=", "==", "<>", "!=", "<", "<=", ">", ">="])
        simple = [
            lambda: f"{e(kind, d - 1)} {op} {e(kind, d - 1)}" if kind in ("int", "text", "real") else f"{self.atom(kind)} {op} {self.value(kind, False)}",
            lambda: f"{e(kind, d - 1)} IS {r.choice(['', 'NOT '])}NULL", lambda: f"{self.atom('int')} IS {r.choice(['', 'NOT '])}{self.atom('int')}",
            lambda: f"{self.atom('text')} LIKE '{r.choice(LIKES)}'",
            lambda: f"{self.atom('text')} GLOB '{r.choice(['a*', '*b*', '[A-Z]*', '?', '*'])}'",
            lambda: f"{e('int', d - 1)} BETWEEN {self.atom('int')} AND {self.atom('int')}",
            lambda: f"{e('int', d - 1)} {r.choice(['', 'NOT '])}IN (1, 2, {self.atom('int')})", lambda: f"{self.atom('text')} IN ('a', {self.word()})",
            lambda: f"{self.column('bool') or '1'} = {r.choice('01')}", lambda: f"{self.column('bool') or '0'}",
            lambda: f"NOT {self.column('bool') or '0'}", lambda: f"{self.atom('int')} IN (SELECT t_id FROM p)",
            lambda: f"date({self.atom('time')}) {op} '{r.choice(DATES)}'", lambda: f"{self.atom('time')} >= datetime('2024-02-01', '-{r.randint(1, 40)} days')",
            lambda: f"EXISTS (SELECT 1 FROM p AS q WHERE q.t_id = {self.atom('int')} AND q.v {op} {self.atom('int')})"]
        if d > 0 and r.random() < 0.5:
            return r.choice([lambda: f"({self.cond(d - 1)} AND {self.cond(d - 1)})", lambda: f"({self.cond(d - 1)} OR {self.cond(d - 1)})",
                             lambda: f"NOT ({self.cond(d - 1)})", lambda: f"({self.cond(d - 1)}) = ({self.cond(d - 1)})"])()
        return r.choice(simple)()

    def subquery(self, kind):
        agg = self.r.choice(["count(*)", "max(v)", "sum(v)", "min(length(k))", "count(DISTINCT k)"])
        where = self.r.choice(["", f" WHERE p.v > {self.value('int', False)}", f" WHERE p.t_id = {self.atom('int')}"])
        return f"(SELECT {agg} FROM p{where})"

    # ---- queries
    def item(self):
        return self.expr(self.r.choice(["int", "int", "text", "text", "real", "bool", "time", "date"]))

    def query(self):
        self.scope = [("t", T)]
        return self.r.choice([self.plain, self.plain, self.plain, self.joined, self.grouped, self.grouped, self.distinct, self.compound, self.window, self.cte])()

    def where(self, share=0.6):
        return f" WHERE {self.cond()}" if self.r.random() < share else ""

    def keys(self, n):
        out = []
        for _ in range(self.r.randint(0, n)):
            kind = self.r.choice(["int", "text", "real", "bool", "time", "date"])
            out.append((self.column(kind) or "1=1") + self.r.choice(["", " ASC", " DESC", "", " COLLATE NOCASE" if kind == "text" else " DESC"]))
        return out

    def plain(self):
        items = ", ".join(self.item() + self.r.choice(["", "", f" AS c{i}"]) for i in range(self.r.randint(1, 4)))
        limit = self.r.choice(["", "", " LIMIT 3", " LIMIT 1, 2", " LIMIT 2 OFFSET 1"])
        return f"SELECT {items} FROM t{self.where()} ORDER BY {', '.join(self.keys(2) + ['id'])}{limit}"

    def joined(self):
        self.scope = [("t", T), ("p", P)]
        join = self.r.choice(["t JOIN p ON p.t_id = t.id", "t LEFT JOIN p ON p.t_id = t.id", "t, p",
                              f"t INNER JOIN p ON t.id = p.t_id AND {self.cond(1)}", f"t LEFT JOIN p ON p.t_id = t.id AND p.v > {self.value('int', False)}"])
        where = self.where() if join != "t, p" else f" WHERE t.id = p.t_id AND {self.cond(1)}"
        items = ", ".join(self.item() for _ in range(self.r.randint(1, 4)))
        return f"SELECT {items} FROM {join}{where} ORDER BY {', '.join(self.keys(1) + ['t.id', 'p.id'])}"

    def aggregate(self):
        return self.r.choice([
            lambda: "count(*)", lambda: f"count({self.expr('text', 1)})", lambda: f"sum({self.expr('int', 1)})", lambda: f"max({self.expr('int', 1)})",
            lambda: f"min({self.expr('text', 1)})", lambda: f"max({self.expr('text', 1)})", lambda: f"avg({self.expr('int', 1)})", lambda: f"total({self.atom('int')})",
            lambda: f"sum({self.atom('bool')})", lambda: f"sum({self.cond(1)})", lambda: f"count(DISTINCT {self.atom('text')})", lambda: f"max({self.atom('time')})",
            lambda: f"sum(CASE WHEN {self.cond(1)} THEN 1 ELSE 0 END)", lambda: f"round(avg({self.atom('real')}), 2)", lambda: f"min({self.atom('date')})"])()

    def grouped(self):
        keys = [self.r.choice([lambda: self.column("text"), lambda: self.column("bool"), lambda: self.column("int"), lambda: self.expr("int", 1),
                               lambda: f"strftime('%Y-%m', {self.column('time')})", lambda: f"date({self.column('time')})"])() for _ in range(self.r.randint(0, 2))]
        keys = [k for k in keys if not re.fullmatch(r"-?\d+|NULL|\(- NULL\)", k)]
        aggs = [self.aggregate() for _ in range(self.r.randint(1, 3))]
        if not keys:
            return f"SELECT {', '.join(aggs)} FROM t{self.where()}"
        named = [f"{k} AS g{i}" for i, k in enumerate(keys)]
        by = self.r.choice([", ".join(keys), ", ".join(f"g{i}" for i in range(len(keys))), ", ".join(str(i + 1) for i in range(len(keys)))])
        having = self.r.choice(["", "", f" HAVING count(*) > {self.r.randint(0, 2)}", f" HAVING {aggs[0]} > 1", f" HAVING max(m) >= {self.value('int', False)}"])
        return f"SELECT {', '.join(named + aggs)} FROM t{self.where()} GROUP BY {by}{having} ORDER BY {', '.join(str(i + 1) + self.r.choice(['', ' DESC']) for i in range(len(keys)))}"

    def distinct(self):
        n = self.r.randint(1, 3)
        return f"SELECT DISTINCT {', '.join(self.item() for _ in range(n))} FROM t{self.where()} ORDER BY {', '.join(str(i + 1) for i in range(n))}"

    def compound(self):
        kinds = [self.r.choice(["int", "text"]) for _ in range(self.r.randint(1, 2))]
        part = lambda: f"SELECT {', '.join(self.expr(k) for k in kinds)} FROM t{self.where()}"
        op = self.r.choice(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"])
        return f"{part()} {op} {part()} ORDER BY {', '.join(str(i + 1) for i in range(len(kinds)))}"

    def window(self):
        over = f"(PARTITION BY {self.column('text')} ORDER BY {', '.join(self.keys(1) + ['id'])})"
        f = self.r.choice(["row_number()", "rank()", "sum(m)", "count(*)", "lag(n)", "lead(m, 1, 0)", "max(n)", "first_value(s)", "avg(m)"])
        return f"SELECT id, {f} OVER {over} AS w, {self.item()} FROM t{self.where(0.3)} ORDER BY id"

    def cte(self):
        inner = f"SELECT id, {self.expr('int')} AS x, {self.expr('text')} AS y FROM t{self.where()}"
        if self.r.random() < 0.5:
            return f"WITH q AS ({inner}) SELECT q.y, q.x, t.u FROM q JOIN t ON t.id = q.id WHERE q.x {self.r.choice(['>', '<=', 'IS NOT'])} {self.value('int', False)} ORDER BY q.id"
        return f"SELECT y, count(*), sum(x) FROM ({inner}) GROUP BY y ORDER BY y"

    # ---- changes
    def change(self):
        self.scope = [("t", T)]
        r = self.r
        return r.choice([
            lambda: f"UPDATE t SET n = {self.expr('int')}, s = {self.expr('text')}{self.where()};\n",
            lambda: f"UPDATE t SET is_ok = {r.choice(['1', '0', 'NOT is_ok', '(n > 1)'])}{self.where()};\n",
            lambda: f"UPDATE t SET ts = datetime({self.stamp()}), r = {self.expr('real')} WHERE id = {r.randint(1, 4)};\n",
            lambda: f"DELETE FROM p{r.choice(['', ' WHERE v > 1', ' WHERE k IS NULL', ' WHERE t_id IN (SELECT id FROM t WHERE is_ok = 1)'])};\n",
            lambda: f"INSERT INTO t(n, m, u, d) VALUES ({self.value('int', True)}, {self.value('int', False)}, {self.word()}, '{r.choice(DATES)}');\n" if r.random() < 0 else
            f"INSERT INTO p(t_id, k, v) SELECT id, substr(u, 1, 5), {self.expr('int', 1)} FROM t{self.where()} ORDER BY id;\n",
            lambda: f"INSERT OR IGNORE INTO kv(k, v) VALUES ('{r.choice('abc')}', {r.randint(0, 9)});\n",
            lambda: f"INSERT OR REPLACE INTO kv(k, w) VALUES ('{r.choice('abc')}', 'new');\n",
            lambda: f"INSERT INTO kv(k, v) VALUES ('{r.choice('abc')}', 1) ON CONFLICT(k) DO UPDATE SET v = ifnull(v, 0) + excluded.v;\n"])()

    def case(self):
        schema = self.schema()
        if self.r.random() < 0.25:
            statements = "".join(self.change() for _ in range(self.r.randint(1, 2)))
            query = self.r.choice(["SELECT * FROM t ORDER BY id", "SELECT id, t_id, k, v FROM p ORDER BY id", "SELECT * FROM kv ORDER BY k"])
            return {"schema": schema, "statements": statements, "query": query}
        return {"schema": schema, "query": self.query()}


# ---------------------------------------------------------------- broken translators
MUTANTS = [("no NULLS FIRST", r" NULLS (FIRST|LAST)", ""), ("LIKE minds letters", r"\bILIKE\b", "LIKE"), ("no NULLIF under a division", r"NULLIF\(([^()]*), 0\)", r"\1"),
           ("strpos the other way round", r"strpos\(", "octet_length(\"left\"("), ("GREATEST skips NULLs", r"CASE WHEN [^()]*? IS NOT NULL (?:AND [^()]*? IS NOT NULL )?THEN (GREATEST|LEAST)(\([^()]*\)) END", r"\1\2"),
           ("offset and limit change places", r"LIMIT (\d+) OFFSET (\d+)", r"LIMIT \2 OFFSET \1"), ("IS is =", r"IS NOT DISTINCT FROM", "="),
           ("EXCLUDED keeps the old", r"EXCLUDED\.v\b", "kv.v"), ("months are days", r"INTERVAL '1 month'", "INTERVAL '30 days'"), ("a day too many", r"CURRENT_DATE|'7 days'", "'8 days'")]


class Mutant(pairs.Runner):
    """The translator with its output changed in one way."""

    def __init__(self, binary, pattern, instead):
        super().__init__(binary)
        self.pattern, self.instead, self.hits = re.compile(pattern), instead, 0
        self.real, self.scratch_real = translate.translate, None

    def judge(self, case):
        def spoiled(binary, source, flags=(), lang="sql"):
            r = self.real(binary, source, flags, lang)
            out = self.pattern.sub(self.instead, r.out)
            self.hits += out != r.out
            r.out = out
            return r
        translate.translate = spoiled
        try:
            return super().judge(case)
        finally:
            translate.translate = self.real


def cases(args):
    for i in range(args.cases):
        c = Gen(args.seed * 1000003 + i, args.depth, args.loose).case()
        c["id"] = f"seed {args.seed} case {i}"
        yield c


def show(case, verdict, why):
    print(f"{verdict} {case['id']}\n{case['schema']}{case.get('statements', '')}{case['query']}\n{why}\n")


def main():
    ap = argparse.ArgumentParser(description="Random statements on both engines.")
    ap.add_argument("binary")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--cases", type=int, default=400)
    ap.add_argument("--depth", type=int, default=2)
    ap.add_argument("--most-manual", type=float, default=25.0, metavar="PERCENT")
    ap.add_argument("--loose", action="store_true", help="with types that do not fit together")
    ap.add_argument("--mutants", action="store_true")
    ap.add_argument("--show", action="store_true", help="print the near and manual ones as well")
    ap.add_argument("--json", action="store_true", help="print the cases for pairs.py and stop")
    args = ap.parse_args()
    if args.json:
        for c in cases(args):
            print(json.dumps(c))
        return 0
    good = bad = 0
    if args.mutants:
        for name, pattern, instead in MUTANTS:
            runner, caught = Mutant(args.binary, pattern, instead), None
            for c in cases(args):
                before = runner.hits
                verdict, _ = runner.judge(c)
                if verdict == "wrong" and runner.hits > before:
                    caught = c["id"]
                    break
            runner.scratch.close()
            print(f"mutant {name}: " + (f"caught by {caught}" if caught else f"NOT caught ({runner.hits} outputs were changed)"))
            good, bad = good + bool(caught), bad + (not caught)
        print(f"random: {good} passed, {bad} failed")
        return 1 if bad else 0
    runner, count = pairs.Runner(args.binary), dict.fromkeys(("same", "near", "manual", "skip", "wrong"), 0)
    for c in cases(args):
        verdict, why = runner.judge(c)
        count[verdict] += 1
        if verdict in ("wrong", "skip") or args.show and verdict != "same":
            show(c, "FAIL" if verdict == "wrong" else verdict, why)
    judged = args.cases - count["skip"]
    print(", ".join(f"{v} {k}" for k, v in count.items()))
    bad = count["wrong"] + (10 * count["skip"] > args.cases)
    if 100 * count["manual"] > args.most_manual * judged:
        print(f"{count['manual']} of {judged} cases were left for a person, more than {args.most_manual} %")
        bad += 1
    print(f"random: {judged - count['wrong']} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
