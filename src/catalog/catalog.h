/* What is known of the schema: tables, columns, keys, as SQLite declares them, from CREATE/ALTER/DROP
   statements and from .db files.  Facts only: nothing here hears of PostgreSQL.  Names are looked up without
   ASCII case, as in SQLite; the declared spelling is kept. */
#ifndef SQLXLATE_CATALOG_H
#define SQLXLATE_CATALOG_H

#include "ast/ast.h"
#include "base/diag.h"

typedef enum Affinity {
    AFF_NONE,
    AFF_TEXT,
    AFF_NUMERIC,
    AFF_INTEGER,
    AFF_REAL
} Affinity; /* AFF_NONE: BLOB */

/* Contradictions and proofs found in data or in literals; a column starts with none. */
enum ColumnEvidence {
    EV_NOT_01 = 1 << 0,     /* a literal, DEFAULT, comparison or stored value other than 0, 1, NULL */
    EV_CHECK_01 = 1 << 1,   /* a CHECK says 0/1 */
    EV_BIG_INT = 1 << 2,    /* an integer beyond 32 bits */
    EV_TEXT_VALUE = 1 << 3, /* text that is no number, in a column of numeric affinity */
    EV_REAL_VALUE =
        1 << 4, /* a fraction in a column of INTEGER or NUMERIC affinity; any REAL in one without a type */
    EV_TOO_LONG = 1 << 5, /* text longer than the declared length */
    EV_NOT_DATE = 1 << 6, /* a value that does not round-trip as the declared DATE/DATETIME/TIME */
    EV_EPOCH = 1 << 7,    /* numbers in a column declared DATE/DATETIME */
    EV_NOT_JSON = 1 << 8, /* a value that is no JSON, in a column declared JSON */
    EV_NOT_UUID = 1 << 9,
    EV_NUMERIC_SCALE = 1 << 10, /* more digits than NUMERIC(p,s) declares */
    EV_BLOB_VALUE = 1 << 11,    /* a blob, in a column of any type */
    EV_HAS_NULL = 1 << 12,      /* stored NULL (of a .db); NULL given to a PRIMARY KEY column, or nothing */
    EV_INT_VALUE = 1 << 13,     /* integers and no fractions seen, in a column of NUMERIC or no affinity */
    EV_PLAIN_TEXT = 1 << 14,    /* text seen in a column without a type, or stored in a BLOB column */
    EV_EMPTY = 1 << 15,         /* data of a .db was looked at and the column holds nothing but NULL */
    EV_WIDE_INT = 1 << 16,      /* an integer beyond 16 bits */
    EV_NUMBER_TEXT = 1 << 17,   /* a TEXT column of a .db that holds numbers and NULLs only */
};

typedef struct Table Table;
typedef struct FreshRows FreshRows;

typedef struct Column {
    Str name; /* declared spelling, quotes off */
    Str type; /* declared type's text, one blank between words; empty when none */
    Affinity aff;
    bool not_null; /* NOT NULL written, or rowid alias, or PRIMARY KEY of a WITHOUT ROWID/STRICT table */
    uint16_t null_conflict; /* ON CONFLICT clause of NOT NULL: TK_REPLACE ..., 0 none */
    bool autoincrement;
    bool generated, hidden;   /* hidden: a full-text table's rowid, its last column */
    bool unindexed;           /* of a full-text table */
    bool text_only;           /* of CREATE TABLE AS and views: its expression never gives a number */
    bool default_null;        /* no DEFAULT, or DEFAULT NULL */
    Str deflt;                /* DEFAULT's expression text as written, empty when none */
    Str collation;            /* as declared, empty when none */
    uint16_t pk;              /* position in the primary key from 1; 0: not in it */
    uint32_t evidence;        /* ColumnEvidence */
    const Table *ref;         /* single-column foreign key: the table referred to, when known */
    int ref_column;           /* ... and the column's index there, or -1 */
    Str ref_name;             /* ... and the table's name as written (known even when the table is not) */
    const struct Column *was; /* the column of another name that this one was before ALTER TABLE RENAME
                          COLUMN: one column in the database, so one type */
    int pgtype;               /* emit/coltype.c keeps its decision here; 0: not decided */
} Column;

typedef struct Key { /* PRIMARY KEY, UNIQUE or CREATE UNIQUE INDEX */
    Str name;        /* of the constraint or index; may be empty */
    uint16_t *cols;  /* column indexes; UINT16_MAX for an expression */
    Str *text;       /* source text of each term (for expression keys), column name otherwise */
    uint16_t ncols;
    bool primary, partial; /* partial: has a WHERE */
    bool index;            /* made by CREATE UNIQUE INDEX, not by the table */
    uint32_t order;    /* position of that CREATE UNIQUE INDEX among the CREATE statements, as Table.order */
    uint64_t nocase;   /* bit i: term i ignores case (the first 64 terms) */
    uint64_t collated; /* bit i: term i has a COLLATE of its own, whatever its column's is */
    Str where;         /* text of a partial index's condition */
    uint16_t conflict; /* ON CONFLICT clause of the constraint: TK_REPLACE ..., 0 none */
} Key;

static inline bool key_folds(const Key *k, uint16_t term)
{
    return term < 64 && (k->nocase >> term & 1);
}

typedef struct ForeignKey {
    Str name;  /* of the constraint; may be empty */
    Str table; /* referred to, as written */
    uint16_t *cols;
    Str *ref_cols; /* ref_cols NULL: none written */
    uint16_t ncols;
    uint16_t op; /* NFK_* of ast.h */
} ForeignKey;

struct Table {
    Str name; /* declared spelling, quotes off */
    Column *cols;
    uint16_t ncols;
    Key *keys;
    uint16_t nkeys; /* primary key first when there is one */
    ForeignKey *fks;
    uint16_t nfks;
    int rowid; /* index of the INTEGER PRIMARY KEY column (rowid alias), or -1 */
    bool without_rowid, strict, temp, is_view, is_virtual, autoincrement;
    bool from_select; /* CREATE TABLE AS: the columns come from the SELECT in `sql` */
    bool from_input;  /* created by the text being translated, not by --schema */
    bool open;        /* the program adds columns whose names cannot be seen */
    bool has_triggers;
    bool dropped;                            /* some DROP names it */
    Str copied_to, left_behind, copied_from; /* rules/risk: where all rows went and which columns did not,
                                                where they come from */
    bool keys_said;                          /* rules/habit/foreign_keys.c: that PostgreSQL checks its keys */
    bool late_rows; /* rules/txn/late_key.c: rows of this transaction wait for a check */
    bool ids_ahead; /* rules/upsert/sequence.c keeps its state here: ids that the sequence does not know */
    bool ids_taken; /* ... likewise: ids taken from the sequence since BEGIN */
    bool ids_free;  /* ... likewise: ids that the sequence gave and no row has */
    bool ids_gone;  /* ... likewise: AUTOINCREMENT has given ids that no row has */
    bool ids_maybe; /* ... likewise: if the table had rows before the script */
    struct FreshRows *fresh; /* rules/upsert/fresh_rows.c keeps its record here */
    bool ids_asked;          /* some INSERT leaves the id out: the table gives it */
    bool ids_said;           /* ... likewise: that a program gives ids that the sequence does not know */
    bool has_check;  /* some CHECK constraint, of a column or of the table, ALTER TABLE ADD included */
    bool sealed;     /* given by --schema: later statements are no evidence against its types */
    bool cascades;   /* some table's foreign key has ON DELETE CASCADE/SET NULL/SET DEFAULT on this one */
    bool referenced; /* some table's foreign key points here */
    uint32_t order;  /* position among the CREATE TABLEs, for forward references */
    uint32_t filled; /* `order` that the next CREATE had when rows first came in; 0: no INSERT was seen */
    Str module;      /* CREATE VIRTUAL TABLE's module */
    Str tokenizer;   /* of a full-text table: the option tokenize, in lower case; empty: none written */
    Str content, content_key; /* ... likewise: the table its rows come from, and that table's key */
    Column **former;
    uint16_t nformer;     /* columns it had before a rename, a DROP COLUMN or another CREATE TABLE: for
                 statements that stand earlier in the input */
    struct Table *newest; /* while catalog_present() shows an earlier definition: the newest */
    bool altered;         /* ALTER TABLE changed it: `sql` is not all */
    Str sql;              /* the CREATE statement's text (views: to be parsed again by sema) */
    Table *next;          /* hash chain */
};

typedef struct Index {
    Str name, table;
    struct Index *next;
} Index;
typedef struct Change { /* what a statement in a trigger's body does */
    Str table;
    uint32_t events; /* NT_INSERT, NT_UPDATE, NT_DELETE of ast.h */
    Str *cols;       /* that an UPDATE sets; none: any */
    uint16_t ncols;
} Change;

typedef struct Trigger {
    Str name, table;
    Str *of; /* one of these columns has to change (UPDATE OF, WHEN); none: any */
    uint16_t nof, nchanges;
    Change *changes;
    Str sql;        /* the CREATE statement's text */
    uint32_t op;    /* NT_* of ast.h: when it fires */
    uint32_t order; /* position among the CREATE statements, as Table.order */
    struct Trigger *next;
} Trigger;

typedef struct Catalog Catalog;

/* A table of one of the modules fts3, fts4, fts5. */
static inline bool table_is_fts(const Table *t)
{
    return t && t->is_virtual && t->module.n == 4 && str_istarts(t->module, "fts");
}

Catalog *catalog_new(jmp_buf *oom);
void catalog_free(Catalog *c);
Arena *catalog_arena(Catalog *c);

/* NULL when there is none.  `schema` (main, temp, an attached name) may be empty and is ignored. */
const Table *catalog_table(const Catalog *c, Str name);
const Column *table_column(const Table *t,
                           Str name); /* NULL when there is none; rowid/oid/_rowid_ are not columns;
                                         former columns are found after the present ones */
int table_column_index(const Table *t, Str name); /* -1 when there is none */
const Trigger *catalog_trigger(const Catalog *c, Str name);
const Trigger *catalog_triggers(const Catalog *c); /* the first of all; ->next leads on */
const Index *catalog_index(const Catalog *c, Str name);
uint64_t catalog_learnt(const Catalog *c);                 /* grows with each statement on the schema */
bool catalog_indexed(const Catalog *c, Str table);         /* some CREATE INDEX on it was seen */
size_t catalog_tables(const Catalog *c);                   /* how many tables and views are known */
const Table *catalog_table_at(const Catalog *c, size_t i); /* in order of creation */

/* Learn from one parsed statement: CREATE TABLE/INDEX/VIEW/TRIGGER/VIRTUAL TABLE, ALTER TABLE; DROP is
   ignored (a script that drops and creates again keeps the newest definition); INSERT/UPDATE/SELECT only add
   evidence. `from_input` as in Table. */
void catalog_learn(Catalog *c, const Stmt *s, bool from_input);

/* What this one CREATE TABLE or ALTER TABLE ADD describes by itself (of ADD: a table of that one column),
   with what the catalog knows of values and of other tables.  For statements that later ones overtook: a
   table created twice, or altered.  Lives in `a`; NULL when the statement is another one. */
const Table *catalog_describe(const Catalog *c, Arena *a, const Stmt *s);

/* Pass 2 has gone past this statement.  What --schema gave counts as gone past. */
void catalog_step(Catalog *c, const Stmt *s);
/* The schema as it stands there: tables, keys and foreign keys by the names they have at that moment (nothing
   about values, no references between columns). */
const Catalog *catalog_now(const Catalog *c);
/* From now on tables show the definition that they have there, with what the newest one's values say; or,
   off, the newest one again.  For scripts, whose statements run in their order. */
void catalog_present(Catalog *c, bool on);
const Table *catalog_newest(const Catalog *c, Str name); /* as catalog_table with that off */
/* Looks at the comments before the statement for the marks of goose, sql-migrate, dbmate and their like. What
   stands in a "down" section is not learnt and does not count as gone past.  A new file begins up.  The token
   of the mark that begins a down section, or UINT32_MAX. */
uint32_t catalog_section(Catalog *c, const Stmt *s);
void catalog_section_up(Catalog *c);
void catalog_section_down(Catalog *c); /* the file says so by its name */
bool catalog_is_down(const Catalog *c);
/* Pass 2 is at a PRAGMA that switches the checks of foreign keys off, or puts them off: do only definitions
   and copies of whole tables stand between it and the next one that switches them on? */
bool catalog_is_quiet(const Catalog *c);
/* Will the input still make a table of that name, by CREATE TABLE or RENAME TO? */
bool catalog_comes_again(const Catalog *c, Str name);
bool catalog_comes_empty(const Catalog *c, Str name); /* by CREATE TABLE: its rows come later */

bool catalog_keys_off(const Catalog *c);      /* the input changes rows under PRAGMA foreign_keys = OFF */
bool catalog_keys_deferred(const Catalog *c); /* ... under PRAGMA defer_foreign_keys = ON */
bool catalog_keys_on(const Catalog *c);       /* some PRAGMA foreign_keys = ON was seen */
bool catalog_begun_rows(const Catalog *c);    /* the input changes rows between BEGIN and COMMIT */

/* INSERT INTO sqlite_schema ... 'CREATE VIRTUAL TABLE ...', as .dump writes it: the table that it makes; NULL
   when the statement is another one.  Lives as long as the catalog. */
const Table *catalog_dumped_vtable(const Catalog *c, Arena *a, const Stmt *s);

/* The virtual table that keeps its data in the table `name` (docs for docs_data); NULL when none does. */
const Table *catalog_shadowed(const Catalog *c, Str name);

/* Resolve what needs the whole schema: references between tables, cascades.  Call after learning, idempotent.
 */
void catalog_finish(Catalog *c);

/* The tables known so far are as --schema gives them: statements learnt from here on add no evidence about
   their columns, so that a query's odd literal cannot change a type that the schema has decided. */
void catalog_seal(Catalog *c);

/* Read a SQLite database file, read-only (never creates, never waits for locks longer than 2 s).  The data is
   scanned for evidence up to `max_rows` rows a table (0: all).  Returns false with a message in *error. */
bool catalog_load_db(Catalog *c, const char *path, uint64_t max_rows, Str *error);

/* The NAME node of the column that this CHECK expression confines to 0 and 1 (IN (0,1), BETWEEN 0 AND 1, = 0
   OR = 1, with or without OR IS NULL); NULL when it says anything else. */
const Node *catalog_check_01(const Stmt *s, const Node *check);

/* SQLite's rule for the affinity of a declared type (https://sqlite.org/datatype3.html section 3.1). */
Affinity catalog_affinity(Str declared);
bool catalog_is_serial(Str type); /* is the declared type one of PostgreSQL's counters? */

#endif
