#!/usr/bin/python3
"""A file of many statements gives what one run for each statement gives.

usage: bulk.py BINARY [--statements N] [--singles N] [--seed N]      (default: 10000 statements, 700 of them singly)

The statements are made from a fixed seed.  The whole file is translated once with --schema; a sample of its statements is
translated one by one, with the same --schema, and must come out as the same text with the same claims.  Then the file
runs on SQLite and on PostgreSQL, statement by statement: rows of queries and of RETURNING must be the same, unless
a near claim says that they may not be, and so must all tables at the end.
It makes no statement whose translation depends on those before it (ids that follow explicit ones, last_insert_rowid()):
there a script knows more than a single run.  The last line is `bulk: N passed, N failed`.
"""
import argparse
import concurrent.futures
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import engines
import servers
import tally
import translate

SCHEMA = """
CREATE TABLE account(id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, visits INTEGER NOT NULL DEFAULT 0, is_active INTEGER DEFAULT 1, score REAL);
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT, changed TIMESTAMP);
CREATE TABLE counter(day DATE, what TEXT, n INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, what));
CREATE TABLE job(id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new', tries INTEGER DEFAULT 0, payload TEXT, run_at TIMESTAMP);
CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE account_tag(account_id INTEGER, tag_id INTEGER, PRIMARY KEY (account_id, tag_id));
CREATE TABLE log(id INTEGER PRIMARY KEY AUTOINCREMENT, level INTEGER, msg TEXT, at TIMESTAMP);
CREATE TABLE pair(a INTEGER UNIQUE, b TEXT UNIQUE, c REAL);
"""
TABLES = {"account": "id", "setting": "key", "counter": "day, what", "job": "id", "tag": "id", "account_tag": "1, 2",
          "log": "id", "pair": "a, b"}

# Each is filled with: i j small ids, n a number, w v words, d a day, t a time, f 0 or 1, r a fraction.
TEMPLATES = """
INSERT INTO account(id, email, name) VALUES ({i}, '{w}{i}@x', '{w}') ON CONFLICT(id) DO UPDATE SET visits = visits + 1
INSERT INTO account(id, email, name) VALUES ({i}, '{w}@x', '{v}') ON CONFLICT(email) DO UPDATE SET name = excluded.name || name WHERE length(name) < 20 ON CONFLICT DO NOTHING
INSERT OR IGNORE INTO account VALUES ({i}, '{w}@y', '{v}', {n}, {f}, {r})
INSERT OR REPLACE INTO account(id, email, name) VALUES ({i}, '{w}{j}@x', '{w}')
INSERT OR REPLACE INTO setting VALUES ('{w}', '{v}', '{t}')
REPLACE INTO setting(key, value) VALUES ('{w}', '{n}'), ('{v}{i}', '{w}')
REPLACE INTO setting(key, value) VALUES ('{w}', '1'), ('{w}', '2')
INSERT INTO setting(key, value) VALUES ('{w}', '{v}') ON CONFLICT DO UPDATE SET value = excluded.value, changed = NULL
INSERT INTO counter VALUES ('{d}', '{w}', 1) ON CONFLICT(day, what) DO UPDATE SET n = n + excluded.n
INSERT INTO counter(day, what, n) VALUES ('{d}', '{w}', 1), ('{d}', '{w}', 2), ('{d}', '{v}{j}', {n}) ON CONFLICT(day, what) DO UPDATE SET n = n + 1
INSERT OR IGNORE INTO counter(day, what) VALUES ('{d}', '{w}')
INSERT OR IGNORE INTO counter VALUES ('{d}', '{w}', NULL), ('{d}', '{v}', {n})
INSERT OR IGNORE INTO tag VALUES ({i}, '{w}')
INSERT INTO tag VALUES ({i}, '{w}') ON CONFLICT DO NOTHING
INSERT OR IGNORE INTO account_tag SELECT a.id, t.id FROM account a, tag t WHERE a.id < {j} AND t.name = '{w}'
INSERT OR IGNORE INTO account_tag VALUES ({i}, {j}), ({j}, {i})
INSERT INTO log(level, msg, at) VALUES ({f}, '{w}', '{t}')
INSERT INTO log(level, msg) SELECT {n}, name FROM account WHERE id < {j} ORDER BY id
INSERT INTO log(level, msg) VALUES ({n}, '{w}') RETURNING level, msg
INSERT INTO job(id, payload, run_at) SELECT {i}, '{w}', '{t}' WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = {i})
INSERT OR IGNORE INTO job(id) VALUES ({i})
REPLACE INTO pair VALUES ({i}, '{w}', {r})
REPLACE INTO pair(a, b, b) VALUES ({i}, NULL, 'x')
UPDATE account SET visits = visits + 1, name = '{v}' WHERE id = {i}
UPDATE account SET is_active = {f} WHERE email LIKE '%{w}%'
UPDATE account SET is_active = NOT is_active, score = score * 2 WHERE id IN ({i}, {j})
UPDATE account SET score = {r}, visits = CASE WHEN visits > {n} THEN 0 ELSE visits + 1 END WHERE is_active = 1 AND id > {i}
UPDATE OR IGNORE account SET email = '{w}@x' WHERE id = {i}
UPDATE OR IGNORE account_tag SET tag_id = {j} WHERE tag_id = {i}
UPDATE job SET state = 'running', tries = tries + 1 WHERE id = (SELECT id FROM job WHERE state = 'new' ORDER BY id LIMIT 1) RETURNING id, tries
UPDATE job SET state = 'new' WHERE state = 'running' AND tries < {i} AND (run_at IS NULL OR run_at < '{t}')
UPDATE job SET payload = '{w}', payload = '{v}' WHERE id = {i}
UPDATE job SET tries = 0 WHERE tries > 1 ORDER BY id LIMIT 2
UPDATE counter SET n = n + {n} WHERE day = '{d}' AND what IN ('{w}', '{v}')
UPDATE setting SET value = COALESCE(value, '') || '{w}' WHERE key = '{v}' AND length(value) < 30
UPDATE pair SET c = c + {r} FROM (SELECT max(a) AS top FROM pair) AS m WHERE pair.a = m.top
DELETE FROM setting WHERE key = '{w}'
DELETE FROM setting ORDER BY key LIMIT 1
DELETE FROM account_tag WHERE account_id = {i} AND tag_id NOT IN (SELECT id FROM tag WHERE name = '{w}')
DELETE FROM log WHERE id NOT IN (SELECT id FROM log ORDER BY id DESC LIMIT 40)
DELETE FROM pair WHERE rowid NOT IN (SELECT min(rowid) FROM pair GROUP BY a, b) OR c > 1000000
DELETE FROM job WHERE state == 'done' OR (tries > {n} AND id <> {i})
DELETE FROM counter WHERE day < '2024-01-03' RETURNING day, what, n
SELECT id, email, is_active FROM account WHERE id = {i}
SELECT count(*), sum(visits), max(score) FROM account WHERE is_active = {f}
SELECT key, ifnull(value, '{w}') FROM setting WHERE key >= '{w}' ORDER BY key LIMIT {i}
SELECT what, sum(n) AS total FROM counter GROUP BY what HAVING sum(n) > {i} ORDER BY total DESC, what
SELECT day, n FROM counter WHERE day BETWEEN '{d}' AND '2024-01-09' ORDER BY day, what
SELECT a.id, group_concat(t.name) FROM account a JOIN account_tag x ON x.account_id = a.id JOIN tag t ON t.id = x.tag_id WHERE t.id = {j} GROUP BY a.id ORDER BY a.id
SELECT id, state, tries / 2, tries % 2 FROM job WHERE state <> 'done' ORDER BY run_at, id
SELECT level, count(*) FROM log WHERE msg LIKE '{w}%' GROUP BY level ORDER BY level
SELECT strftime('%Y-%m', at), count(*) FROM log GROUP BY 1 ORDER BY 1
SELECT b, c IS NULL, iif(c > {r}, 'more', 'less') FROM pair WHERE a IS NOT {i} ORDER BY a, b
""".strip().splitlines()

WORDS = ["ash", "birch", "cedar", "elm", "fir", "it''s", "Oak", "50%", "a_b"]


def make(count, seed):
    """The statements, one a line."""
    r, out = random.Random(seed), []
    for _ in range(count):
        w, v = r.sample(WORDS, 2)
        out.append(r.choice(TEMPLATES).format(
            i=r.randint(1, 12), j=r.randint(1, 12), n=r.randint(0, 99), w=w, v=v, d=f"2024-01-{r.randint(1, 9):02}",
            t=f"2024-0{r.randint(1, 9)}-1{r.randint(0, 9)} 10:{r.randint(10, 59)}:00", f=r.randint(0, 1),
            r=r.choice([0.5, 1.25, 2.0, 10.75])))
    return out


def line_claims(result):
    by_line = {}
    for line, col, code, level in result.claims:
        by_line.setdefault(line, []).append((col, code, level))
    return by_line


def pieces(result, statements):
    """The output text of each statement: every source line ends in a mark that the translation keeps."""
    out, rest = [], result.out
    for i in range(len(statements)):
        part, mark, rest = rest.partition(f" -- {i}\n")
        if not mark:
            raise translate.Broken(f"statement {i} lost its comment")
        out.append(part)
    return out


def without_setval(text):
    """What a single run cannot know: that ids were set free before."""
    lines = text.split("\n")
    while lines and lines[0].startswith("SELECT setval("):
        lines.pop(0)
    return "\n".join(lines)


def singly(binary, flags, statements, texts, claims, sample):
    """Sentences on statements whose own run gives another text or other claims."""
    def one(i):
        got = translate.translate(binary, f"{statements[i]}; -- {i}\n", flags)
        if got.out != f"{without_setval(texts[i])} -- {i}\n":
            return f"{statements[i]}\n  in the file: {texts[i]}\n  alone: {got.out}"
        mine = [(c[1], c[2], c[3]) for c in got.claims]
        theirs = [c for c in claims.get(i + 1, []) if c[1] != "SX0306"]
        return None if mine == theirs else f"{statements[i]}\n  claims in the file: {theirs}\n  alone: {mine}"
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [p for p in pool.map(one, sample) if p]


def both(lite, con, statement, text, claims):
    """None, or how the two engines differ."""
    want, got = engines.run_sqlite(lite, statement), engines.run_postgres(con, text)
    near = any(c[2] == "near" for c in claims)
    if any(c[2] == "manual" for c in claims):
        return "left for a person"
    if bool(want.errors) != bool(got.errors):
        return f"SQLite: {want.errors or 'no error'}; PostgreSQL: {got.errors or 'no error'}"
    how = engines.same_rows(want.rows or [], got.rows or [], got.types, engines.ordered(statement))
    return None if near else how


def main():
    ap = argparse.ArgumentParser(description="One file of many statements, and one run for each.")
    ap.add_argument("binary")
    ap.add_argument("--statements", type=int, default=10000)
    ap.add_argument("--singles", type=int, default=700)
    ap.add_argument("--seed", type=int, default=20261128)
    args = ap.parse_args()
    statements = make(args.statements, args.seed)
    schemas = translate.Schemas()
    flags = schemas.flags(SCHEMA)
    whole = translate.translate(args.binary, "".join(f"{s}; -- {i}\n" for i, s in enumerate(statements)), flags)
    texts, claims = pieces(whole, statements), line_claims(whole)
    sample = random.Random(args.seed).sample(range(len(statements)), min(args.singles, len(statements)))
    bad = singly(args.binary, flags, statements, texts, claims, sample)
    good = len(sample) - len(bad)
    scratch, lite = servers.Scratch(), engines.open_sqlite()
    con = scratch.connection
    engines.run_sqlite(lite, SCHEMA)
    engines.run_postgres(con, translate.translate(args.binary, SCHEMA).out)
    for i, s in enumerate(statements):
        how = both(lite, con, s, texts[i], claims.get(i + 1, []))
        good += how is None
        if how:
            bad.append(f"statement {i}: {s}\n  {how}\n  sent: {texts[i]}")
            if len(bad) > 20:
                break
    for t, order in TABLES.items():
        q = f"SELECT * FROM {t} ORDER BY {order}"
        a, b = engines.run_sqlite(lite, q), engines.run_postgres(con, q)
        how = engines.same_rows(a.rows, b.rows, b.types, True)
        good += how is None
        if how:
            bad.append(f"at the end, {t}: {how}")
    for b in bad:
        print(f"FAIL {b}\n")
    return tally.end("bulk", good, len(bad))


if __name__ == "__main__":
    sys.exit(main())
