/* What a rule may see and do.  A rule reads the source tree (never another rule's output), claims a node, and
   either edits tokens that its node owns or replaces the node by a template with child slots.  The renderer
   alone adds parentheses, casts, spaces and comments.

   A template is PostgreSQL text with slots: {0} is the first argument, {1} the second; {0:text} asks for that
   argument as a PostgreSQL type (spelled as in pgtype.def, in lower case); {*} is all arguments separated by
   ", "; {over} is the call's own FILTER (...) and OVER (...), {order} the ORDER BY inside its parentheses,
   DISTINCT stands in the template itself; a call whose template does not carry them is given up; {{ is a
   brace.  How tightly an argument must bind is read from the text around its slot. */
#ifndef SQLXLATE_RW_H
#define SQLXLATE_RW_H

#include "base/diag.h"
#include "emit/options.h"
#include "emit/pgtype.h"
#include "sema/sema.h"

typedef struct Rw Rw;

typedef struct Rule {
    uint16_t code;                /* 301 is SX0301 */
    const char *name;             /* area/slug: what the user wrote */
    const char *title;            /* said of an exact claim: one sentence, lower case */
    const uint16_t *on;           /* KINDS(...) of nodes it looks at */
    const char *const *funcs;     /* FUNCS(...): only function calls of these names (then `on` may be NULL) */
    const char *const *templates; /* SET(...): for the test that parses each with dummy fillings */
    bool (*apply)(Rw *rw, const Node *n); /* true when it claimed the node */
    bool portable; /* what it writes runs on SQLite, too, with the same result (or portable.c sees that it
                      does not) */
} Rule;

#define KINDS(...) ((const uint16_t[]){__VA_ARGS__, UINT16_MAX})
#define FUNCS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SET(...)   ((const char *const[]){__VA_ARGS__, NULL})

/* ---- looking ---- */
Arena *rw_arena(Rw *rw);
const Stmt *rw_stmt(const Rw *rw);
const Sema *rw_sema(const Rw *rw);
const Catalog *rw_catalog(const Rw *rw);
const Options *rw_options(const Rw *rw);
const Info *rw_info(const Rw *rw, const Node *n);
PgType rw_want(const Rw *rw);          /* the type the place of the node being rewritten asks for */
PgType rw_type(Rw *rw, const Node *n); /* the PostgreSQL type it has where nobody asks for another */
PgType rw_column_type(Rw *rw, const Table *t, const Column *c);
/* Term i of the key is over lower(column): it ignores case, and the column is not CITEXT by itself. */
bool rw_key_folds(Rw *rw, const Table *t, const Key *k, uint16_t i);
bool rw_read_by_name(const Rw *rw, Str column); /* the program has a literal that says so: row["count(*)"] */
bool rw_answer_read(const Rw *rw);              /* a host program may read the rows of this statement */
Str rw_layout(Rw *rw, const char *sql);         /* text of several lines; on one line where it has to be */
Str rw_text(const Rw *rw, const Node *n);       /* source bytes */
Str rw_name(Rw *rw, const Node *name);          /* decoded; empty for NULL */
bool rw_is_call(Rw *rw, const Node *n, const char *function); /* ignoring case and parentheses */
const Function *rw_function(Rw *rw, const Node *call);        /* SQLite's built-in function; NULL: none */
bool rw_is_aggregate(Rw *rw, const Node *n);  /* a call of an aggregate function, and no window */
bool rw_has_aggregate(Rw *rw, const Node *n); /* it or something in it, subqueries left out; n may be NULL */
const Node *rw_arg(const Node *func, uint32_t i);             /* NULL when there is none */
const Table *rw_table(Rw *rw, const Node *tableref_or_qname); /* NULL when not in the catalog */
bool rw_table_is_open(const Rw *rw, const Node *tableref);    /* its name comes from the program */
bool rw_string(Rw *rw, const Node *n, Str *value); /* a constant string literal (parentheses ignored) */
bool rw_constant_text(Rw *rw, const Node *n, Str *value); /* the same, or such literals joined by || */
bool rw_integer(Rw *rw, const Node *n, int64_t *value);   /* a constant integer literal, signed */
double rw_double(Rw *rw, Str number);      /* the value of such a literal, or of any text that is a number */
bool rw_repeatable(Rw *rw, const Node *n); /* may be written twice: column, literal, numbered parameter */
bool rw_pure(Rw *rw, const Node *n); /* the same when it is computed twice: no subquery, no randomness, no
                                        parameter without a number in it */
bool rw_names_boolean(const Rw *rw, Str column); /* is_x, has_x, ... by --boolean */
bool rw_names_time(Str column); /* created_at, due_date, ...: for columns nothing is known of */

typedef struct LastInsert { /* what last_insert_rowid() means */
    const Table *table;     /* NULL: not known */
    enum { ID_UNKNOWN, ID_OF_SEQUENCE, ID_WRITTEN } known;
    int64_t id;    /* ID_WRITTEN */
    bool may_skip; /* the row may not have been inserted */
    bool seen;     /* there was an INSERT */
} LastInsert;

/* What the statements of a script so far have left behind for those that follow. */
typedef struct Flow {
    bool in_transaction;
    char opener[64];    /* the SAVEPOINT that opened it, in lower case; empty: BEGIN did */
    uint32_t same_name; /* inner savepoints of that name */
    LastInsert inserted,
        before;      /* the last INSERT, which may be the statement at work; and the one before it */
    bool error_said; /* rules/habit: what an error in a transaction undoes */
} Flow;
Flow *rw_flow(Rw *rw); /* NULL where statements do not run one after the other */

/* ---- what the host asks ---- */
bool rw_in_script(const Rw *rw);      /* a .sql file, whose statements run one after the other */
bool rw_in_batch(const Rw *rw);       /* one of several statements in one text of a program */
bool rw_wants_id(const Rw *rw);       /* the program reads lastrowid after this INSERT */
void rw_grant_id(Rw *rw, Str column); /* the statement now returns it, under this name */

/* ---- spelling ---- */
Str rw_ident(Rw *rw, Str name);           /* a PostgreSQL identifier, quoted only where needed */
Str rw_bound(Rw *rw, const Node *name);   /* an alias or CTE as PostgreSQL keeps it: folded where bare */
Str rw_spelled(Rw *rw, const Node *name); /* the same written anew: bare where the source wrote it bare */
const Node *rw_binding(const Source *s);  /* the alias or CTE name it goes by; NULL: the table's own */
Str rw_source_name(Rw *rw,
                   const Source *s); /* as its columns are qualified; empty for a subquery without alias */
/* The table of a TABLEREF or QNAME written anew; a hole of the program stays a hole.  t may be NULL. */
Str rw_table_name(Rw *rw, const Node *ref, const Table *t);
/* A hole that stands for a name which is declared as `want`: as it is, in quotes, or empty where neither
   gives it. */
Str rw_hole(Rw *rw, const Node *hole, Str want);
Str rw_literal(Rw *rw, Str value);         /* a string literal with its quotes */
Str rw_joined(Rw *rw, Str list, Str item); /* "list, item"; item alone where the list is empty */
Str rw_dotted(Rw *rw, Str table,
              Str column); /* "table.column", spelled already; column alone without a table */
Str rw_fmt(Rw *rw, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

const char *rw_written(const Rw *rw, const Node *n); /* the template a rule gave it already; NULL: none */

/* ---- claiming: what is said, once a node ---- */
void rw_exact(Rw *rw, const Node *n);
void rw_near(Rw *rw, const Node *n, const char *why, const char *hint); /* hint may be NULL */
void rw_risk(Rw *rw, const Node *n, const char *why, const char *hint); /* claims nothing */
bool rw_manual(Rw *rw, const Node *n, const char *why,
               const char *hint); /* gives the statement up; always true */
/* The statement holds `what` (kept), which is PostgreSQL's and not SQLite's: should it be left for a person,
   and should PostgreSQL's grammar take it as it stands, then it counts as PostgreSQL's already. */
void rw_postgres(Rw *rw, Str what);
/* COLLATE with a name that SQLite does not know: the application's own, or PostgreSQL's; always true. */
bool rw_foreign_collation(Rw *rw, const Node *n, Str name);

/* ---- editing ---- */
typedef struct RwArg {
    const Node *node; /* rendered in the slot; or NULL and ... */
    Str text;         /* ... PostgreSQL text put there as it is */
} RwArg;
#define RW_NODE(n) ((RwArg){.node = (n)})
#define RW_TEXT(s) ((RwArg){.text = (s)})

/* The node becomes `tmpl`, of type `type`.  `tmpl` must live as long as the statement (a constant, rw_fmt).
 */
void rw_template(Rw *rw, const Node *n, const char *tmpl, PgType type, const RwArg *args, uint32_t nargs);
/* What only a function in the database can do: with --compat the node becomes `tmpl`, which calls functions
   of the schema sqlite_compat (their text: rules/compat/), and is exact; without, the statement is given up
   and `why` and `hint` (may be NULL) are said, and that --compat would help.  Always true. */
bool rw_compat(Rw *rw, const Node *n, const char *why, const char *hint, const char *tmpl, PgType type,
               const RwArg *args, uint32_t nargs);
/* The same, for a call: the slots are its arguments. */
void rw_call(Rw *rw, const Node *func, const char *tmpl, PgType type);
/* The same with up to three nodes. */
void rw_as(Rw *rw, const Node *n, const char *tmpl, PgType type, const Node *a, const Node *b, const Node *c);

/* What the node becomes, its own edits and all, is put in slot {0} of `tmpl`; the slots {1} ... are `args`.
 */
void rw_around(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs);

/* The same, but only where the rows have been grouped: not where WHERE or GROUP BY means it by an alias. */
void rw_around_grouped(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs);

/* Own tokens [from, to) go, with the blanks after them; comments stay.  Children inside go with them. */
void rw_drop(Rw *rw, uint32_t from, uint32_t to);
void rw_drop_back(Rw *rw, uint32_t from,
                  uint32_t to);                  /* the same, but the blanks before go, not those after */
void rw_put(Rw *rw, uint32_t tok, Str text);     /* an own token is spelled otherwise */
void rw_insert(Rw *rw, uint32_t tok, Str text);  /* before an own token, or before a child's first token */
void rw_append(Rw *rw, const Node *n, Str text); /* after the node's last token */
/* After the node's last token, with children that stand elsewhere in the source (and are not rendered there).
 */
void rw_append_template(Rw *rw, const Node *n, const char *tmpl, const RwArg *args, uint32_t nargs);
void rw_prefix(Rw *rw, const Node *n, Str text);      /* before the node, each time a template writes it */
void rw_wish(Rw *rw, const Node *child, PgType type); /* the type asked of a child that stays in place */
void rw_wish_assign(Rw *rw, const Node *child, PgType type); /* the same, for a value stored in a column */
void rw_wish_cast(Rw *rw, const Node *child, PgType type);   /* the same, where a bare literal or NULL would
                                                                become   text: it gets its cast */
void rw_split_rows(Rw *rw, uint32_t row);  /* row `row` of the VALUES of this INSERT, and those after it,
                                              become a  statement of their own; rows in ascending order */
void rw_before_statement(Rw *rw, Str sql); /* statements of their own, without ';' */
void rw_after_statement(Rw *rw, Str sql);
/* ALTER TABLE child change, once the input has made `table` (CREATE TABLE, RENAME TO, or the index of that
   name), or at its end when it never does.  The child is followed when it is renamed; when it is dropped,
   the change is dropped, too. */
void rw_after_table(Rw *rw, Str table, Str child, Str change);
/* The same, when it is the child itself that gets the name `table`; else nothing. */
void rw_after_rename(Rw *rw, Str table, Str child, Str change);
void rw_at_end(Rw *rw, Str sql); /* a statement of its own at the end of the input */
void rw_replace_statement(Rw *rw,
                          Str sql); /* the whole statement becomes this text (may be empty: dropped) */

/* ---- tokens: the first own token of kind `kind` in [from, to), or UINT32_MAX ---- */
uint32_t rw_find(const Rw *rw, uint32_t from, uint32_t to, uint16_t kind);
uint32_t rw_prev(const Rw *rw, uint32_t tok); /* the token before, blanks and comments skipped */
uint32_t rw_next(const Rw *rw, uint32_t tok);

#endif
