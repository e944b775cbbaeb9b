/* What SQLite does with a statement: which column each name means, and for each expression which storage
   classes can occur, its affinity, whether it can be NULL and what the value means.  Side tables by node id;
   the tree stays frozen.  Nothing here hears of PostgreSQL, and nothing here reports: an unknown name is
   marked, and the rules decide what to say. */
#ifndef SQLXLATE_SEMA_H
#define SQLXLATE_SEMA_H

#include "catalog/catalog.h"

enum StorageClass { /* bits of Info.classes; 0 is never used: nothing known is CLS_ANY */
                    CLS_INTEGER = 1,
                    CLS_REAL = 2,
                    CLS_TEXT = 4,
                    CLS_BLOB = 8,
                    CLS_NUMBER = CLS_INTEGER | CLS_REAL,
                    CLS_ANY = CLS_NUMBER | CLS_TEXT | CLS_BLOB,
};

typedef enum Meaning {
    MEAN_NONE,
    MEAN_BOOL,     /* 0, 1 or NULL, computed by a comparison or a logical operator */
    MEAN_DATE,     /* text YYYY-MM-DD */
    MEAN_TIME,     /* text HH:MM:SS */
    MEAN_DATETIME, /* text YYYY-MM-DD HH:MM:SS */
    MEAN_DIGITS,   /* text of digits, as strftime('%Y', ...) gives it */
    MEAN_JSON,
} Meaning;

typedef enum NameKind {               /* what a COLREF turned out to be */
                        NAME_UNKNOWN, /* not found; the sources in scope are all known */
                        NAME_OPAQUE,  /* may be a column of a table whose columns are not known */
                        NAME_COLUMN,  /* a table's column: Info.col, Info.table */
                        NAME_DERIVED, /* a column of a subquery, CTE or VALUES: Info.def (NULL for a VALUES
                                         column or a mixed compound) */
                        NAME_ALIAS,   /* a result column's alias: Info.def is its expression */
                        NAME_ROWID,   /* rowid, oid, _rowid_ that is no declared column: Info.table */
                        NAME_STRING,  /* a "double-quoted" name that SQLite reads as a string */
                        NAME_TRUE,
                        NAME_FALSE,
                        NAME_FTS,      /* a full-text table's name as a column: what MATCH looks at */
                        NAME_FTS_RANK, /* a full-text table's rank */
                        NAME_PSEUDO,   /* excluded.x, new.x, old.x: Info.col when known */
} NameKind;

typedef struct Source Source;

typedef struct ResultCol { /* a column that a source offers */
    Str name;
    Str text;           /* of a computed column without alias: what SQLite calls it; its name is empty */
    const Column *col;  /* of a table ... */
    const Table *table; /* ... this one */
    const Node *def;    /* the expression behind it (subqueries, CTEs) */
    /* of a compound or of VALUES: what its other rows have in this column, next to `def` */
    const Node **more;
    uint32_t nmore;
    uint8_t classes;  /* bits of StorageClass that only they may have */
    bool nullable;    /* one of them can be NULL */
    const Node *star; /* the * of a subquery that gives it */
} ResultCol;

struct Source { /* one item of FROM, or the target of a statement */
    Str name;   /* alias, or the table's name */
    Str alias;  /* empty when there is none */
    const Node *node;
    const Node *cte;    /* its ND_CTE */
    const Table *table; /* NULL: subquery, CTE, table function, unknown table */
    ResultCol *cols;
    uint32_t ncols;
    uint32_t nformer; /* cols[ncols ...]: columns the table had before it was altered; not in a * */
    bool opaque;      /* the columns are not known */
    bool open;        /* ... because the program puts its name in: it may be any table */
    bool nullable;    /* on the outer side of an outer join */
    bool is_cte, pseudo;
    Source *next; /* to the right in FROM */
};

typedef struct Info {
    uint8_t classes; /* StorageClass bits that can occur besides NULL */
    uint8_t aff;     /* Affinity; AFF_NONE for what has none */
    uint8_t meaning; /* Meaning */
    uint8_t name;    /* NameKind, COLREF only */
    bool nullable;   /* can be NULL */
    bool constant;   /* no column, no parameter, no clock, no randomness */
    bool named;      /* a computed result column that an outer query names by its text */
    bool shadowed; /* a result column (or one of a *) of a name that an outer query uses for one further left
                    */
    const Column *col;
    const Table *table;
    const Source *source;
    const Node *def;
    Str collation; /* in force for comparisons; empty: BINARY */
} Info;

typedef struct Sema {
    const Stmt *stmt;
    const Catalog *cat;
    Info *info;       /* by node id */
    Source **sources; /* by node id of a CORE, UPDATE, DELETE, INSERT, UPSERT, FROMPAREN
                         with an alias: its first source */
} Sema;

/* Everything about one statement; lives in `a`. */
Sema *sema_run(Arena *a, const Stmt *s, const Catalog *c);

static inline const Info *sema_info(const Sema *s, const Node *n)
{
    return &s->info[n->id];
}

/* The columns a SELECT gives, in order: *n of them; `known` is false when a * over an unknown table hides
   some. Names are as SQLite reports them for plain columns and aliases, empty for computed ones. */
const ResultCol *sema_result(const Sema *s, Arena *a, const Node *select, uint32_t *n, bool *known);

/* A node without the PARENs around it. */
const Node *sema_strip(const Node *n);
/* The literal NULL, parentheses ignored. */
bool sema_is_null(const Node *n);
/* rowid, oid, _rowid_: names of the key that SQLite gives every row, where no column has them. */
bool sema_is_rowid_name(Str name);
/* The whole condition in which `n` stands under nothing but AND, OR and parentheses (n itself when it is
   alone): false and NULL lead to the same rows in all of it when it is a WHERE. */
const Node *sema_whole_condition(const Node *n);
bool sema_is_where(const Node *condition); /* of a SELECT, UPDATE or DELETE */
bool sema_compares(const Node *n);         /* = <> < <= > >= */
uint16_t sema_mirrored(uint16_t op);       /* the operator when the sides change places */

typedef enum FuncKind { FN_SCALAR, FN_AGGREGATE, FN_WINDOW } FuncKind;

typedef struct Function { /* facts of one SQLite function, from functions.def */
    const char *name;
    int8_t min, max; /* arity; max -1: any number */
    uint8_t kind;    /* FuncKind */
    uint8_t classes; /* result */
    uint8_t meaning;
    char null; /* 'n' never NULL, 's' NULL when an argument is NULL, '?' may be NULL anyway */
} Function;

/* NULL when SQLite 3.50 has no built-in function of that name and arity. */
const Function *sema_function(Str name, uint32_t nargs, bool star);

#endif
