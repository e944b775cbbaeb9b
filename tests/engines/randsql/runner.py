"""Judges cases on both engines, many at a time: one translator process a batch, one transaction of PostgreSQL a schema.

A batch shares its schema.  Each statement is preceded by a comment `-- @N`, which the translator keeps, so that its
output can be cut apart again and each claim found its statement.  What a case changes is rolled back, and the sequences
it moved are put back.

Verdicts: same; near (rows or a refused value differ, and a near claim says so); manual; skip (SQLite itself refuses a
query); wrong.  A difference is explained by a claim on a statement of the case and by nothing else.
"""
import bisect
import os
import re
import sqlite3
import tempfile

import psycopg2

import engines
import servers
import translate

MARK = re.compile(r"^-- @(\d+)\n", re.M)


class Case:
    """tables: the schema; statements: nodes, whose rows are compared one by one; look: queries on what they left."""

    def __init__(self, tables, statements, look=(), name=""):
        self.tables, self.statements, self.look, self.name = tables, list(statements), list(look), name

    def texts(self):
        return [s.text() for s in self.statements] + [s.text() for s in self.look]


class Verdict:
    """kind as above; sort: what failures of one cause have in common; why: for people; claims: [(code, level)]."""

    def __init__(self, kind, claims=(), why="", sort="", differs=False, out=""):
        self.kind, self.claims, self.why, self.sort, self.differs, self.out = kind, claims, why, sort, differs, out


class Statement:
    """One statement on both sides: SQLite's rows or error, PostgreSQL's text, claims."""

    def __init__(self, text):
        self.text, self.rows, self.error, self.fatal, self.skipped, self.out, self.claims = text, None, "", False, False, "", []


class Judge:
    def __init__(self, binary, spoil=None):
        self.binary, self.spoil = binary, spoil or (lambda text: text)
        self.scratch = servers.Scratch("C")
        self.cur = self.scratch.connection.cursor()
        self.file = tempfile.NamedTemporaryFile("w", suffix=".sql", prefix="sqlxlate-", encoding="utf-8")
        self.lite, self.depth = None, 0

    # ---- the schema of a batch
    def open(self, schema):
        """A Verdict when the schema itself does not pass, else None."""
        self.close()
        self.lite = engines.open_sqlite()
        self.lite.execute("PRAGMA foreign_keys = ON")
        start = engines.run_sqlite(self.lite, schema)
        if start.errors:
            return Verdict("skip", why=start.errors[0])
        self.file.seek(0)
        self.file.truncate()
        self.file.write(schema)
        self.file.flush()
        try:
            got = translate.translate(self.binary, schema)
        except translate.Broken as e:
            return Verdict("wrong", why=str(e), sort="broken")
        claims = [(c[2], c[3]) for c in got.claims]
        if got.has("manual"):
            return Verdict("manual", claims)
        self.cur.execute("BEGIN")
        self.depth = 1
        for s in engines.split_postgres(self.spoil(got.out)):
            try:
                self.cur.execute(s)
            except psycopg2.Error as e:
                return Verdict("wrong", claims, f"schema: {str(e).splitlines()[0]}\nsent: {s}", f"schema {e.pgcode}", out=got.out)
        self.cur.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S'")
        calls = []
        for (name,) in self.cur.fetchall():
            self.cur.execute(f"SELECT last_value, is_called FROM {name}")
            calls.append("setval('{}', {}, {})".format(name.replace("'", "''"), *self.cur.fetchone()))
        self.sequences = "SELECT " + ", ".join(calls) if calls else ""
        self.cur.execute("SAVEPOINT base")
        return None

    def close(self):
        if self.depth:
            self.cur.execute("ROLLBACK")
            self.depth = 0
        if self.lite:
            self.lite.close()
            self.lite = None

    # ---- the three parties
    def translated(self, statements):
        """Gives each its output and claims.  Raises Broken."""
        source, starts, line = "", [], 1
        for n, s in enumerate(statements):
            piece = f"-- @{n}\n{s.text};\n"
            starts.append(line)
            source += piece
            line += piece.count("\n")
        got = translate.translate(self.binary, source, ["--schema", self.file.name])
        cut = MARK.split(got.out)
        if [int(x) for x in cut[1::2]] != list(range(len(statements))):
            raise translate.Broken("comments before the statements are lost or out of order")
        for s, out in zip(statements, cut[2::2]):
            s.out = self.spoil(out)
        for where, _, code, level in got.claims:
            statements[bisect.bisect_right(starts, where) - 1].claims.append((code, level))

    def sqlite(self, s, change):
        try:
            cur = self.lite.execute(s.text)
            s.rows = cur.fetchall() if cur.description else None
        except sqlite3.IntegrityError as e:
            s.error, s.fatal = str(e), not change
        except (sqlite3.Error, sqlite3.Warning, OverflowError) as e:
            s.error, s.fatal = str(e), True

    def postgres(self, text):
        """(rows, types, error text, code) of all the statements in text that give rows."""
        parts = [text] if text.rstrip().rstrip(";").count(";") == 0 else engines.split_postgres(text)
        rows = types = None
        try:
            for i, p in enumerate(parts):
                self.cur.execute(("RELEASE s; SAVEPOINT s; " if self.depth > 1 else "SAVEPOINT s; ") + p if not i else p)
                self.depth = 2
                if self.cur.description and not p.startswith("SELECT setval("):  # one INSERT may have become several
                    rows, types = (rows or []) + self.cur.fetchall(), [d[1] for d in self.cur.description]
        except psycopg2.Error as e:
            self.depth = 2
            self.cur.execute("ROLLBACK TO s")
            return None, None, str(e).splitlines()[0], e.pgcode or "?"
        return rows, types, "", ""

    # ---- cases
    def judge(self, cases):
        """Verdicts of cases that share the schema opened before."""
        work = []
        for c in cases:
            work.append([Statement(t) for t in c.texts()])
            changes = len(work[-1]) > 1 or bool(c.look)
            if changes:
                self.lite.execute("SAVEPOINT base")
            refused = False
            for s, change in zip(work[-1], [changes] * len(c.statements) + [False] * len(c.look)):
                s.skipped = change and refused  # a refused INSERT has taken an id from PostgreSQL's sequence
                if not s.skipped:
                    self.sqlite(s, change)
                    refused = refused or bool(s.error)
                if s.fatal:
                    break
            if changes:
                self.lite.execute("ROLLBACK TO base")
                self.lite.execute("RELEASE base")
        good = [statements for statements in work if not any(s.fatal for s in statements)]
        broken = {}
        try:
            self.translated([s for statements in good for s in statements])
        except translate.Broken:
            for statements in good:  # one by one: whose fault is it
                for s in statements:
                    s.claims = []
                try:
                    self.translated(statements)
                except translate.Broken as e:
                    broken[id(statements)] = str(e)
        out = []
        for c, statements in zip(cases, work):
            if id(statements) in broken:
                out.append(Verdict("wrong", why=broken[id(statements)], sort="broken"))
            elif any(s.fatal for s in statements):
                out.append(Verdict("skip", why=next(s.error for s in statements if s.fatal)))
            else:
                out.append(self.compare(statements, bool(c.look)))
        return out

    def compare(self, statements, changes):
        claims = [c for s in statements for c in s.claims]
        sent = "".join(s.out for s in statements).strip()
        if any(level == "manual" for _, level in claims):
            return Verdict("manual", claims, out=sent)
        near, verdict = False, None
        for s in statements:
            if s.skipped:
                continue
            near = near or any(level == "near" for _, level in s.claims)
            rows, types, error, code = self.postgres(s.out)
            if error and not s.error:
                verdict = ("near" if near and engines.refuses(code) else "wrong", f"PostgreSQL: {error}", code + " " + re.sub(r'"[^"]*"|\d+', "", error))
            elif s.error and not error:
                verdict = ("near" if near else "wrong", f"SQLite refuses what PostgreSQL runs: {s.error}", "accepted")
            elif s.error and not (engines.refuses(code) and (near or code[:2] != "21")):
                verdict = ("wrong", f"PostgreSQL: {error}", code + " " + re.sub(r'"[^"]*"|\d+', "", error))
            elif not s.error and s.rows is not None:
                how = engines.same_rows(s.rows, rows, types, engines.ordered(s.text))
                verdict = ("near" if near else "wrong", how, "rows") if how else None
            if verdict:
                break
        if changes:
            self.cur.execute("ROLLBACK TO base; " + self.sequences)
            self.depth = 1
        if not verdict:
            return Verdict("near" if near else "same", claims, out=sent)
        return Verdict(verdict[0], claims, verdict[1], verdict[2], True, sent)
