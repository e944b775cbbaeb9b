"""Random schemas and the rows in them.

Tables have a key (INTEGER PRIMARY KEY, a text key, a composite one, or none), columns of every declared type that
applications use, foreign keys to earlier tables, names in small and mixed case and names that PostgreSQL reserves.
Values are what such columns hold in practice, and its edges: NULL, negative, beyond 2^31, near 2^53, empty, beyond
ASCII, both letter cases, month ends.  It refuses to put a value into a column that the declared PostgreSQL type cannot
hold: what becomes of such data is the dump's business.
"""
from .tree import Node, items

WORDS = ["a", "B", "abc", "ABC", "Zebra", "zebra", "", "x y", "50%", "a_b", "it''s", "0", "12", "3.5", " 7 ", "-4", "12abc", "été", "ÉTÉ", "日本語",
         "straße", "a\\b", "NULL", "b,c", "x", "😀!"]
VALUES = {
    "int": "0 1 2 3 5 -1 -7 10 42 100".split(),
    "big": "0 1 -1 3000000000 9007199254740992 9007199254740993 -9007199254740991 1700000000 -2147483649 2147483648".split(),
    "real": "0.0 1.5 -2.25 3.0 0.125 10.0 0.1 1234.5625 -0.5".split(),
    "num": "0 1.5 19.99 100 -3.25 7 0.5".split(),
    "text": ["'" + w + "'" for w in WORDS],
    "bool": ["0", "1"],
    "time": ["'2024-01-31 00:00:00'", "'2024-02-29 12:30:45'", "'2023-12-31 23:59:59'", "'2024-03-01 08:00:00'", "'1999-07-15 17:05:00'"],
    "date": ["'2024-01-31'", "'2024-02-29'", "'2023-12-31'", "'2024-03-01'", "'1999-07-15'"],
    "json": ["'{\"a\": 1, \"b\": [1, 2, 3], \"c\": \"x\"}'", "'{\"a\": 2.5, \"b\": [], \"c\": null}'", "'{\"a\": \"12\", \"c\": true}'", "'{}'", "'{\"b\": [\"x\", {\"a\": 5}], \"a\": null}'"],
    "blob": ["x''", "x'00ff'", "x'616263'", "x'41'"],
}
VALUES["isodate"], VALUES["isotime"] = VALUES["date"], VALUES["time"]
DECLARED = {"int": ["INTEGER", "INTEGER", "INT", "INTEGER"], "big": ["BIGINT", "INT8"], "real": ["REAL", "DOUBLE", "FLOAT", "DOUBLE PRECISION"],
            "num": ["NUMERIC", "DECIMAL(10,2)", "NUMERIC(12,4)"], "text": ["TEXT", "TEXT", "VARCHAR(40)", "CHARACTER VARYING(60)"],
            "bool": ["BOOLEAN", "BOOL", "INTEGER"], "time": ["DATETIME", "TIMESTAMP"], "date": ["DATE"], "isodate": ["TEXT"], "isotime": ["TEXT"],
            "json": ["TEXT"], "blob": ["BLOB"]}
NAMES = {"int": ["n", "qty", "rank_no", "userAge", "level", "size"], "big": ["big", "bytes_total", "viewCount"], "real": ["r", "score", "ratio", "Weight"],
         "num": ["price", "total", "unitCost"], "text": ["s", "name", "email", "title", "Label", "\"order\"", "kind"],
         "bool": ["is_ok", "has_mail", "is_admin", "isOpen", "is_new"], "time": ["created_at", "updated_at", "seenAt", "ts"], "date": ["birthday", "due_date", "day"],
         "isodate": ["iso_day", "from_day"], "isotime": ["iso_ts", "logged"], "json": ["doc", "meta", "props"], "blob": ["raw", "hash"]}
TABLES = ["t", "items", "users", "Orders", "tags", "log_entries", "\"group\"", "parent"]
MIX = ["int"] * 5 + ["text"] * 5 + ["real", "real", "num", "bool", "bool", "time", "time", "date", "isodate", "isotime", "json", "big", "blob"]


class Column:
    def __init__(self, name, declared, kind, nullable, more=""):
        self.name, self.declared, self.kind, self.nullable, self.more = name, declared, kind, nullable, more

    def text(self):
        return f"{self.name} {self.declared}" + ("" if self.nullable or "PRIMARY KEY" in self.more else " NOT NULL") + self.more


class Table:
    """key: names of columns that are unique together and never NULL; [] when there are none.  rows: lists of text."""

    def __init__(self, name, columns, key, constraints, rows, auto=False, uniques=()):
        self.name, self.columns, self.key, self.constraints, self.rows = name, columns, key, constraints, rows
        self.auto, self.uniques = auto, list(uniques)

    def text(self):
        body = ",\n    ".join([c.text() for c in self.columns] + self.constraints)
        out = f"CREATE TABLE {self.name}(\n    {body}\n);\n"
        if self.rows:
            out += f"INSERT INTO {self.name} VALUES\n    " + ",\n    ".join("(" + ", ".join(r) + ")" for r in self.rows) + ";\n"
        return out

    def without(self, columns=(), rows=()):
        """The table without these column and row numbers."""
        kept = [i for i in range(len(self.columns)) if i not in columns]
        return Table(self.name, [self.columns[i] for i in kept], self.key, self.constraints,
                     [[r[i] for i in kept] for n, r in enumerate(self.rows) if n not in rows], self.auto, self.uniques)


def value(r, kind, nullable=False, share=0.2):
    return "NULL" if nullable and r.random() < share else r.choice(VALUES[kind])


def column(r, kind, used):
    name = r.choice(NAMES[kind])
    while name.lower() in used:
        name = name.strip('"') + str(r.randint(2, 9))
    used.add(name.lower())
    declared, more = r.choice(DECLARED[kind]), ""
    if kind == "bool" and declared == "INTEGER" and not name.startswith(("is_", "has_")):
        more = f" CHECK ({name} IN (0, 1))"
    if r.random() < 0.15 and kind in ("int", "text", "bool", "real"):
        more = f" DEFAULT {r.choice(['0', '1'] if kind == 'bool' else VALUES[kind])}" + more
    return Column(name, declared, kind, r.random() < 0.6, more)


def _keyed(r, name, earlier, used):
    """(columns, key, constraints, rows of the key columns, auto)"""
    n = r.randint(0, 7)
    form = r.choice(["id", "id", "id", "id", "auto", "text", "pair", "none"])
    if form in ("id", "auto"):
        used.add("id")
        ids = sorted(r.sample(range(1, 12), n))
        return [Column("id", "INTEGER", "int", True, " PRIMARY KEY" + (" AUTOINCREMENT" if form == "auto" else ""))], ["id"], [], [[str(i)] for i in ids], True
    if form == "text":
        used.add("code")
        return [Column("code", "TEXT", "text", False, " PRIMARY KEY")], ["code"], [], [["'" + w + "'"] for w in r.sample(WORDS, n)], False
    if form == "pair":
        used.update(("a_id", "pos"))
        pairs = r.sample([(i, j) for i in (1, 2, 3, 5) for j in (0, 1, 2)], n)
        return ([Column("a_id", "INTEGER", "int", False), Column("pos", "INTEGER", "int", False)], ["a_id", "pos"], ["PRIMARY KEY (a_id, pos)"],
                [[str(i), str(j)] for i, j in pairs], False)
    return [], [], [], [[] for _ in range(n)], False


def table(r, name, earlier, kinds):
    used = set()
    columns, key, constraints, rows, auto = _keyed(r, name, earlier, used)
    uniques = [key] if key else []
    for t in earlier:  # a foreign key
        if t.key == ["id"] and r.random() < 0.5:
            c = Column(t.name.strip('"').lower() + "_id", "INTEGER", "int", r.random() < 0.7, f" REFERENCES {t.name}(id)")
            if c.name in used or not (c.nullable or t.rows):
                continue
            used.add(c.name)
            columns.append(c)
            ids = [row[0] for row in t.rows]
            for row in rows:
                row.append("NULL" if not ids or c.nullable and r.random() < 0.2 else r.choice(ids))
    for kind in kinds:
        c = column(r, kind, used)
        columns.append(c)
        if not c.more and kind == "text" and r.random() < 0.15:
            c.more = " UNIQUE"
            uniques.append([c.name])
            words = r.sample(WORDS, len(rows))
            for row, w in zip(rows, words):
                row.append("'" + w + "'")
            continue
        for row in rows:
            row.append(value(r, kind, c.nullable))
    return Table(name, columns, key, constraints, rows, auto, uniques)


def schema(r, wide=False):
    """Tables.  wide: the first one has a column of every kind and an id, for expressions."""
    names = r.sample(TABLES, r.randint(2, 4))
    tables = []
    for i, name in enumerate(names):
        kinds = list(VALUES) + ["int", "text"] if wide and not i else [r.choice(MIX) for _ in range(r.randint(2, 6))]
        t = table(r, name, tables, kinds)
        while wide and not i and (t.key != ["id"] or len(t.rows) < 4):
            t = table(r, name, tables, kinds)
        tables.append(t)
    return tables


def text(tables):
    return "".join(t.text() for t in tables)
