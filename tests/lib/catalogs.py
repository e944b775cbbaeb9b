"""The schema of a database as both engines' catalogs tell it, in one form that can be compared.

sqlite(con) reads SQLite's pragmas and sqlite_master, postgres(con) reads pg_catalog; differences(a, b) names what does
not agree, a line each.  SQLite's side is turned into what PostgreSQL should have: types by EXPECTED below (a list of
its own, which knows nothing of the translator's), INTEGER PRIMARY KEY counted by a sequence, NOCASE keys as lower(x).
It refuses to look into expressions: a CHECK, a DEFAULT and a trigger's body are counted, not read; and a trigger that runs
BEFORE where SQLite's ran AFTER is the same, for one that changes its own row has to.
"""
import re

# A declared type, in lower case: the types that PostgreSQL may have for it.  The first that matches holds.
EXPECTED = [
    (r"bool(ean)?$", "boolean"),
    (r"(datetime|timestamp)(\(\d+\))?$", "timestamp"),
    (r"date$", "date"), (r"time$", "time"),
    (r"(tinyint\(1\))$", "boolean integer smallint"),
    (r"(bigint|int8)$|.*unsigned", "bigint integer"),
    (r".*int.*", "integer boolean bigint smallint"),
    (r"n?(var)?char(acter)?( varying)?\(\d+\)$", "varchar(n) integer"),
    (r"varchar$|string$", "varchar text"),
    (r".*(char|clob|text).*", "text varchar"),
    (r"blob$", "bytea"),
    (r"(real|float|double).*", "double precision"),
    (r"(numeric|decimal)\(.*\)$", "numeric(n)"),
    (r"(numeric|decimal|num)$", "numeric"),
    (r"json$", "jsonb"), (r"uuid$", "uuid"),
]


def plain_type(text):
    """PostgreSQL's name of a type, shortened; lengths as n."""
    text = text.replace("character varying", "varchar").replace(" without time zone", "")
    return re.sub(r"\(\d+(,-?\d+)?\)", "(n)", re.sub(r"^timestamp\(\d\)", "timestamp", text))


def types_for(declared):
    for pattern, types in EXPECTED:
        if re.match(pattern + r"\Z", declared.strip().lower()):
            return set(types.replace("double precision", "double_precision").split())
    return None


class Column:
    def __init__(self, name, types, not_null, default, generated):
        self.name, self.types, self.not_null, self.default, self.generated = name, types, not_null, default, generated

    def told(self):
        return (("not null " if self.not_null else "") + ("default " if self.default else "") +
                ("generated " if self.generated else "")).strip()


class Table:
    def __init__(self):
        self.columns, self.primary, self.uniques, self.indexes, self.foreign, self.checks = [], (), [], {}, [], 0


class Schema:
    def __init__(self):
        self.tables, self.views, self.triggers = {}, {}, {}


# ---------------------------------------------------------------- SQLite
def code_of(sql):
    """The text without comments and strings."""
    return re.sub(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", " ", sql or "", flags=re.S)


def _q(name):
    return '"' + name.replace('"', '""') + '"'


def _sqlite_terms(con, index):
    terms = []
    for _, cid, name, desc, coll, key in con.execute(f"PRAGMA index_xinfo({_q(index)})"):
        if key:
            term = "expression" if cid == -2 else f"lower({name})" if coll.upper() == "NOCASE" else name
            terms.append(term + (" desc" if desc else ""))
    return tuple(terms)


def _sqlite_foreign(con, table, sql):
    keys = {}
    for fk, _, parent, col, ref, on_update, on_delete, _ in con.execute(f"PRAGMA foreign_key_list({_q(table)})"):
        keys.setdefault(fk, [parent, on_update, on_delete, []])[3].append((col, ref))
    late = len(re.findall(r"DEFERRABLE\s+INITIALLY\s+DEFERRED", code_of(sql), re.I))
    out = []
    for parent, on_update, on_delete, pairs in keys.values():
        info = con.execute(f"PRAGMA table_info({_q(parent)})").fetchall()
        real = con.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", (parent,)).fetchone()
        primary = [r[1] for r in sorted(info, key=lambda r: r[5]) if r[5]]
        refs = [ref or primary[i] for i, (_, ref) in enumerate(pairs)]
        spelled = {r[1].lower(): r[1] for r in info}
        out.append((tuple(c for c, _ in pairs), real[0] if real else parent, tuple(spelled.get(r.lower(), r) for r in refs),
                    "on update " + on_update.lower(), "on delete " + on_delete.lower()))
    return sorted(out), late


def sqlite(con):
    s = Schema()
    master = con.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    for kind, name, table, sql in master:
        if kind == "table":
            t = s.tables[name] = Table()
            info = con.execute(f"PRAGMA table_xinfo({_q(name)})").fetchall()
            pk = [r for r in sorted(info, key=lambda r: r[5]) if r[5]]
            rowid = len(pk) == 1 and pk[0][2].upper() == "INTEGER"
            t.primary = tuple(r[1] for r in pk)
            for _, col, declared, not_null, default, key, hidden in info:
                has = default is not None and default.upper() != "NULL"
                counted = bool(key and rowid)
                t.columns.append(Column(col, types_for(declared), bool(not_null or key), (has or counted) and hidden == 0, hidden in (2, 3)))
            t.foreign, t.late = _sqlite_foreign(con, name, sql)
            code = code_of(sql)
            t.checks = len(re.findall(r"\bCHECK\s*\(", code, re.I)) - len(re.findall(r"\bCHECK\s*\(\s*\"?\w+\"?\s+IN\s*\(\s*0\s*,\s*1\s*\)\s*\)", code, re.I))
            for _, index, unique, origin, partial in con.execute(f"PRAGMA index_list({_q(name)})"):
                terms = _sqlite_terms(con, index)
                if origin == "u" or (origin == "c" and unique):
                    t.uniques.append((terms, bool(partial)))
                if origin == "c":
                    t.indexes[index] = (terms, bool(unique), bool(partial))
        elif kind == "view":
            s.views[name] = [r[1] for r in con.execute(f"PRAGMA table_info({_q(name)})")]
        elif kind == "trigger":
            m = re.search(r"\b(BEFORE|AFTER|INSTEAD\s+OF)?\s*\b(DELETE|INSERT|UPDATE)\b", code_of(sql)[len("CREATE TRIGGER"):], re.I)
            s.triggers[name] = (table, "INSTEAD" if (m.group(1) or "").upper().startswith("INSTEAD") else "ROW", m.group(2).upper())
    return s


# ---------------------------------------------------------------- PostgreSQL
ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}


def _terms(cur, index):
    cur.execute("""SELECT pg_get_indexdef(indexrelid, k, true), indoption[k - 1] & 1
                   FROM pg_index, generate_series(1, indnkeyatts) k WHERE indexrelid = %s ORDER BY k""", (index,))
    terms = []
    for text, desc in cur.fetchall():
        text = text.replace('"', "")
        lower = re.match(r"lower\(\(?(\w+)\)?(::text)?\)$", text)
        term = f"lower({lower.group(1)})" if lower else text if re.match(r"\w+$", text) else "expression"
        terms.append(term + (" desc" if desc else ""))
    return tuple(terms)


def _postgres_table(cur, oid):
    t = Table()
    cur.execute("""SELECT attname, format_type(atttypid, atttypmod), attnotnull, attgenerated = '' AND pg_get_expr(adbin, adrelid) NOT LIKE 'NULL%%',
                          attgenerated <> '', attidentity <> ''
                   FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum""", (oid,))
    for name, kind, not_null, default, generated, identity in cur.fetchall():
        t.columns.append(Column(name, {plain_type(kind).replace("double precision", "double_precision")}, not_null, bool(default or identity), generated))
    names = "(SELECT array_agg(attname::text ORDER BY k) FROM unnest({1}) WITH ORDINALITY u(n, k) JOIN pg_attribute ON attrelid = {0} AND attnum = n)"
    cur.execute(f"""SELECT contype, {names.format('conrelid', 'conkey')}, confrelid::regclass::text, {names.format('confrelid', 'confkey')},
                           confupdtype, confdeltype, condeferred FROM pg_constraint WHERE conrelid = %s""", (oid,))
    t.late = 0
    for kind, cols, parent, refs, upd, dele, late in cur.fetchall():
        if kind == "p":
            t.primary = tuple(cols)
        elif kind == "c":
            t.checks += 1
        elif kind == "f":
            t.late += late
            t.foreign.append((tuple(cols), parent.replace('"', ""), tuple(refs), "on update " + ACTIONS[upd], "on delete " + ACTIONS[dele]))
    t.foreign.sort()
    cur.execute("""SELECT i.indexrelid, c.relname, i.indisunique, i.indpred IS NOT NULL, i.indisprimary,
                          EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype = 'u')
                   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s AND i.indisvalid""", (oid,))
    for index, name, unique, partial, primary, constraint in cur.fetchall():
        terms = _terms(cur, index)
        if unique and not primary:
            t.uniques.append((terms, partial))
        if not primary and not constraint:
            t.indexes[name] = (terms, unique, partial)
    return t


def postgres(con):
    s = Schema()
    with con.cursor() as cur:
        cur.execute("SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')")
        for oid, name, kind in cur.fetchall():
            if kind == "r":
                s.tables[name] = _postgres_table(cur, oid)
            else:
                cur.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s AND attnum > 0 ORDER BY attnum", (oid,))
                s.views[name] = [r[0] for r in cur.fetchall()]
        cur.execute("""SELECT tgname, relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal""")
        for name, table, text in cur.fetchall():
            m = re.search(r"\b(BEFORE|AFTER|INSTEAD OF) (DELETE|INSERT|UPDATE)", text)
            s.triggers[name] = (table, "INSTEAD" if m.group(1) == "INSTEAD OF" else "ROW", m.group(2))
    return s


# ---------------------------------------------------------------- both
def _sets(what, a, b):
    return [f"{what}: {x} is in SQLite only" for x in a if x not in b] + [f"{what}: {x} is in PostgreSQL only" for x in b if x not in a]


def _columns(name, a, b):
    out = []
    theirs = {c.name: c for c in b.columns}
    for c in a.columns:
        d = theirs.get(c.name)
        if not d:
            continue
        if c.types is not None and not c.types & d.types:
            out.append(f"{name}.{c.name}: of type {' '.join(d.types)}, should be {' or '.join(sorted(c.types))}")
        if c.told() != d.told():
            out.append(f"{name}.{c.name}: {c.told() or 'nothing'} in SQLite, {d.told() or 'nothing'} in PostgreSQL")
    if [c.name for c in a.columns] != [c.name for c in b.columns]:
        out.append(f"{name}: columns {[c.name for c in a.columns]} in SQLite, {[c.name for c in b.columns]} in PostgreSQL")
    return out


def _as(ours, theirs):
    """Index terms of PostgreSQL with those that are an expression in SQLite called so."""
    return tuple("expression" if a.startswith("expression") and not re.match(r"\w+( desc)?$", b) else b for a, b in zip(ours, theirs)) \
        if len(ours) == len(theirs) else theirs


def _table(name, a, b):
    out = _columns(name, a, b)
    if a.primary != b.primary:
        out.append(f"{name}: primary key {a.primary} in SQLite, {b.primary} in PostgreSQL")
    out += _sets(f"{name}: foreign key", a.foreign, b.foreign)
    if len(a.foreign) != len(b.foreign) or a.late != b.late:
        out.append(f"{name}: {len(a.foreign)} foreign keys ({a.late} deferred) in SQLite, {len(b.foreign)} ({b.late}) in PostgreSQL")
    if a.checks != b.checks:
        out.append(f"{name}: {a.checks} checks in SQLite, {b.checks} in PostgreSQL")
    for i in set(a.indexes) & set(b.indexes):
        b.indexes[i] = (_as(a.indexes[i][0], b.indexes[i][0]), *b.indexes[i][1:])
    b.uniques = [(next((_as(x, terms) for x, _ in a.uniques if _as(x, terms) == x), terms), partial) for terms, partial in b.uniques]
    out += _sets(f"{name}: unique", sorted(a.uniques), sorted(b.uniques))
    extra = [i for i, (terms, unique, _) in b.indexes.items() if i not in a.indexes and unique]  # a NOCASE key
    theirs = {i: x for i, x in b.indexes.items() if i not in extra}
    return out + _sets(f"{name}: index", sorted(a.indexes.items()), sorted(theirs.items()))


def differences(a, b):
    """What schema b (PostgreSQL's) has otherwise than a (SQLite's); an empty list when they agree."""
    out = _sets("table", sorted(a.tables), sorted(b.tables)) + _sets("view", sorted(a.views), sorted(b.views))
    for name in sorted(set(a.tables) & set(b.tables)):
        out += _table(name, a.tables[name], b.tables[name])
    for name in sorted(set(a.views) & set(b.views)):
        if a.views[name] != b.views[name]:
            out.append(f"view {name}: columns {a.views[name]} in SQLite, {b.views[name]} in PostgreSQL")
    return out + _sets("trigger", sorted(a.triggers.items()), sorted(b.triggers.items()))
