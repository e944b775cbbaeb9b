/* The catalog's insides, shared by the files of this folder and by nobody else. */
#ifndef SQLXLATE_CATALOG_INTERNAL_H
#define SQLXLATE_CATALOG_INTERNAL_H

#include "catalog/catalog.h"

/* ---- what values say (value.c) ---- */

typedef struct Value {
    enum { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BLOB } kind;
    int64_t i;
    double r;
    Str s; /* text only */
} Value;

/* Bits that hold for at least one of the values seen; they do not depend on the column's type, because a
   value may be seen before the CREATE TABLE is. */
enum Fact {
    FACT_NULL = 1 << 0,
    FACT_01 = 1 << 1,          /* a number equal to 0 or 1 */
    FACT_INT = 1 << 2,         /* another whole number */
    FACT_BIG = 1 << 3,         /* ... beyond 32 bits */
    FACT_REAL = 1 << 4,        /* stored as REAL, whole or not */
    FACT_FRACTION = 1 << 5,    /* ... not whole, or beyond 64 bits */
    FACT_TEXT = 1 << 6,        /* any text */
    FACT_TEXT_NOT_01 = 1 << 7, /* text other than '0' and '1' */
    FACT_TEXT_INT = 1 << 8,    /* text that numeric affinity turns into a whole number */
    FACT_TEXT_REAL = 1 << 9,   /* ... into a fraction */
    FACT_TEXT_PLAIN = 1 << 10, /* ... leaves alone */
    FACT_BLOB = 1 << 11,
    FACT_NOT_DATE = 1 << 12,   /* text that is no YYYY-MM-DD */
    FACT_NOT_STAMP = 1 << 13,  /* text that is no date with an optional time of day */
    FACT_NEAR_STAMP = 1 << 14, /* a time stamp in a spelling that would not come back the same */
    FACT_NOT_ZONED = 1 << 15,  /* text that is no time stamp with an optional zone */
    FACT_NOT_TIME = 1 << 16,
    FACT_NEAR_TIME = 1 << 17,
    FACT_NOT_JSON = 1 << 18,
    FACT_NOT_UUID = 1 << 19,
    FACT_ODD_STAMP =
        1 << 21, /* a time stamp that is neither a plain date nor spelled as SQLite's datetime() does */
    FACT_PADDED_STAMP = 1 << 22, /* a time stamp of six fractional digits that ends in 0 */
    FACT_WIDE = 1 << 20,         /* a whole number beyond 16 bits */
};

typedef enum How { HOW_ASSIGNED, HOW_COMPARED, HOW_STORED, HOW_COUNT } How;

typedef struct Flow Flow; /* flow.c */

/* All that was seen of one column, kept by name: the table may not be known yet, or be created again; with
   another declared type the column is another one. */
typedef struct Facts {
    Str table, column;
    Str type; /* as declared when it was seen; `typed`: the column was known then */
    bool typed;
    uint32_t position;        /* from 1, of an INSERT without column list into an unknown table; else 0 */
    uint32_t bits[HOW_COUNT]; /* Fact */
    uint32_t length;          /* characters of the longest text */
    uint32_t whole, scale;    /* most digits before and after the point */
    uint32_t direct;          /* ColumnEvidence known without a value */
    Flow *flows;              /* columns whose values it is given */
    struct Facts *next;
} Facts;

void value_add(Facts *f, const Value *v, How how);
/* What the facts mean for a column so declared: ColumnEvidence bits. */
uint32_t value_evidence(const Facts *f, const Column *c);
/* The whole of `s` is a number as SQLite's numeric affinity reads one (blanks around it allowed). */
bool value_number(Str s, bool *whole, int64_t *i);

/* ---- the store (catalog.c) ---- */

enum { TABLE_BUCKETS = 512, FACT_BUCKETS = 2048 };

typedef struct LooseKey { /* a CREATE UNIQUE INDEX whose table was not known */
    Str table;
    Key key;
    struct LooseKey *next;
} LooseKey;

typedef struct LooseAlter { /* an ALTER TABLE ADD whose table was not known */
    Str table, sql;
    bool from_input;
    struct LooseAlter *next;
} LooseAlter;

typedef struct Coming Coming;

struct Catalog {
    Arena arena;   /* everything that stays */
    Arena scratch; /* one statement's needs */
    Table *bucket[TABLE_BUCKETS];
    VEC(Table *) tables; /* in order of creation */
    Facts *facts[FACT_BUCKETS];
    Index *indexes;
    Trigger *triggers;
    LooseKey *loose;
    LooseAlter *alters; /* the newest last */
    uint32_t created;   /* CREATE TABLEs so far */
    uint64_t declared;  /* statements that declare anything */
    Facts unheard;      /* for tables that are sealed */
    Catalog *now;       /* the schema where pass 2 stands (live.c); NULL in that one itself */
    Coming *comings[TABLE_BUCKETS];
    VEC(bool) quiet; /* by number of the input's PRAGMAs about foreign keys: see catalog_is_quiet */
    size_t quiet_from, quiet_seen; /* the first that is not closed yet; those gone past */
    bool off_now, keys_off;        /* PRAGMA foreign_keys = OFF: where pass 1 stands; rows change under it */
    bool deferred_now, keys_deferred; /* PRAGMA defer_foreign_keys = ON likewise */
    bool dump_now; /* between PRAGMA foreign_keys = OFF and ON, as .dump begins: rows without a list are data
                    */
    bool keys_on;  /* some PRAGMA foreign_keys = ON was seen */
    bool begun_now, begun_rows; /* BEGIN: where pass 1 stands in the input; rows change behind one */
    bool open;                  /* columns are added to tables that cannot be seen */
    bool present;               /* tables show the definition they have where pass 2 stands */
    bool down;                  /* in a section that takes a migration back */
};

Table *catalog_find(Catalog *c, Str name); /* NULL when there is none */
/* Puts `t` (in the catalog's arena) under its name; a table of that name is overwritten where it stands. */
Table *catalog_put(Catalog *c, const Table *t);
void catalog_remove(Catalog *c, Str name);                            /* quietly nothing when there is none */
void catalog_learn_schema(Catalog *c, const Stmt *s);                 /* catalog_learn without evidence */
Column *catalog_keep_former(Catalog *c, Table *t, const Column *col); /* a copy, which stays where it is */
/* The references and the evidence of one table's columns, by what the whole catalog knows. */
void catalog_settle(const Catalog *c, Table *t);
void catalog_resolve_references(const Catalog *c, Table *t);
void catalog_add_key(Catalog *c, Table *t,
                     const Key *k);               /* primary goes first; the same name twice is one key */
void catalog_attach_alters(Catalog *c);           /* of tables that are known by now */
bool catalog_resolve_key(const Table *t, Key *k); /* fills cols from text */
Facts *catalog_facts(Catalog *c, Str table, Str column, uint32_t position);
bool facts_are_of(const Facts *f, const Column *col); /* by the declared type; the names are not asked */
Facts *catalog_facts_at(Catalog *c, Str table, Str column, uint32_t position); /* of a sealed table, too */

/* ---- live.c ---- */
void live_expect(Catalog *c, const Stmt *s); /* pass 1: the input makes, drops, renames */
void live_step(Catalog *now, const Stmt *s); /* s->root is not NULL */

/* ---- flow.c ---- */
/* Values of the column `from` are given to `to`.  width: computed with, so that only their size counts. */
void flow_add(Catalog *c, Facts *to, const Facts *from, bool width);
void flow_all(Catalog *c);

/* ---- evidence.c ---- */
void evidence_learn(Catalog *c, const Stmt *s, const Node *root);

#endif
