/* The renderer: one statement's tree and tokens to segments.  For pipe/ and for the other files of emit/;
   rules see rw.h only. */
#ifndef SQLXLATE_RENDER_H
#define SQLXLATE_RENDER_H

#include "base/seg.h"
#include "emit/rw.h"

/* Rw.assign: stored in a column; ... and a literal needs its cast; even one to text */
enum { ASSIGN = 1, ASSIGN_CAST = 2, ASSIGN_CAST_TEXT = 3 };
enum { DROP_FORWARD = 1, DROP_BACK = 2 }; /* which blanks go with a dropped token */

typedef struct TokEdit {
    uint8_t drop;
    Str put;    /* replaces the token when p is not NULL */
    Str before; /* inserted */
} TokEdit;

typedef struct Edit { /* a node's template, when it has one */
    const char *tmpl;
    PgType type;
    const RwArg *args;
    uint32_t nargs;
    bool grouped; /* of around[]: only where rows have been grouped */
} Edit;

typedef struct Res { /* what a rendered node turned out to be */
    PgType type;
    int prec; /* PgPrec */
} Res;

typedef struct Later { /* ALTER TABLE child change, to be written once `table` is there; without a child,
                          `change` is the whole statement */
    Str table, child, change;
    bool renamed; /* only when it is the child that gets the name `table` */
} Later;

struct Rw {
    Arena *a;
    const Stmt *stmt;
    const Sema *sema;
    const Catalog *cat;
    const Options *opts;
    const struct RuleSet *rules;
    SegVec out;
    size_t barrier; /* segments before this one are not added to: text may yet be put between */
    DiagVec diags;
    VEC(Str) before, after; /* statements of their own */
    VEC(Later) later;
    VEC(uint32_t) cuts;        /* rows of VALUES that begin a statement of their own: the pipe renders each */
    uint32_t row_from, row_to; /* such a statement: the rows it has; row_to 0: all */
    Edit *edit;                /* by node id */
    Edit *around;              /* by node id: put around what the node became; its slot {0} */
    bool *asked;               /* by node id: its rules have looked at it; what they add, they add once */
    bool again; /* the rules at work have looked at this node before: it is rendered a second time */
    Str *prefix, *append;   /* by node id: text before the node, inside its casts and parentheses; after it */
    Edit **tail;            /* by node id: a template after the node; NULL: no node has one */
    TokEdit **tokedit;      /* by token index - stmt->first; NULL: none */
    uint8_t *wish, *assign; /* by node id: PgType asked for; stored in a column */
    uint8_t *type;          /* by node id: memo of rw_type, 255: not yet */
    uint8_t *printed;       /* by token index - stmt->first: a comment that was written */
    const char *hole_judged; /* Seg.judged of the hole that is being rendered */
    const Rule *rule;        /* the one at work */
    const Node *cur;
    PgType want;
    bool plain; /* before the rows are grouped: nothing is put around (an alias stands for its expression) */
    bool manual, replaced;
    Str replacement;
    Flow *flow;   /* the script's, owned by the pipe */
    SkipFn *skip; /* rules that are not wanted; NULL: all are */
    void *skip_arg;
    bool script;      /* a .sql file, whose statements run one after the other */
    bool batch;       /* a statement of several in one text of a program */
    bool answer_read; /* a host reads the rows */
    Str program;      /* the host's source; empty for a script */
    bool one_line;    /* no newline may be written */
    bool infers;      /* the server infers the types of parameters: see param.c */
    bool last_id;     /* the host wants the inserted id back */
    Str id_column;    /* granted */
    Str postgres;     /* see rw_postgres */
};

typedef struct RuleSet RuleSet; /* rules by node kind and function name; rules/ makes it */
struct RuleSet {
    const Rule *const *by_kind[ND_COUNT]; /* NULL-terminated lists */
    const Rule *(*by_function)(Str name);
};

/* Render the statement; rw->out, diags, before, after, later hold the answer.  When rw->manual is set the
   caller copies the source instead. */
void render_statement(Rw *rw);

/* For the other files of emit/. */
Res render_expr(Rw *rw, const Node *n, PgType want, int min_prec);
Res render_template(Rw *rw, const Node *n, const Edit *e);
/* The text of `e` around what was rendered since `mark`: slot {0}; {1} ... are its arguments. */
Res render_around(Rw *rw, size_t mark, const Edit *e, Res inner);
void render_call_order(Rw *rw, const Node *call); /* the ORDER BY inside them, with the blank before it */
void render_call_tail(Rw *rw, const Node *call);  /* what stands after a call's parentheses: FILTER, OVER */
Res render_wrap(Rw *rw, size_t mark, const char *tmpl, PgType type, Res inner);
void render_text(Rw *rw, Str s);
void render_comments(Rw *rw, uint32_t from, uint32_t to); /* those of [from, to) not printed yet */
void want_wish(Rw *rw, const Node *n,
               PgType t); /* asked of a child of whom nothing is asked yet; n may be NULL */
void want_kids(Rw *rw, const Node *n, PgType want); /* want.c */
/* param.c, where the server infers the types of parameters. */
void param_kids(Rw *rw, const Node *n);
void param_branches(Rw *rw, const Node *const *b, uint32_t count,
                    PgType t); /* of CASE, COALESCE: they become t */
/* call.c: says so when nobody knows the function. */
void call_known(Rw *rw, const Node *call);
PgType type_of(Rw *rw, const Node *n);                                 /* type.c */
PgType type_unify_nodes(Rw *rw, const Node *const *n, uint32_t count); /* PG_UNKNOWN: nothing in common */
bool type_is_open_column(Rw *rw, const Node *n); /* of a table whose name the program puts in */
PgType type_in_any_table(Rw *rw, Str column, bool *mixed);
bool type_some_table(Rw *rw, Str column, PgType type); /* some table has a column of that name and type */
#define OPEN_MIXED                                                                                           \
    "the table's name comes from the program: this column is a boolean in some tables and a number in "      \
    "others"
#define OPEN_MIXED_HINT "write one statement for each table"
#define OPEN_COLUMN                                                                                          \
    "the table's name comes from the program: the column is taken for what it is in all tables of the "      \
    "schema"
#define OPEN_COLUMN_HINT "write the table's name where it may be none of them"
bool type_is_boolean_column(Rw *rw,
                            const Node *n); /* a column that is boolean in PostgreSQL, not a comparison */
bool type_is_flag_column(Rw *rw, const Node *const *x,
                         uint32_t n); /* one of them is; then all are booleans */
/* What SQLite's affinity takes for a number, for ~*. */
#define NUMBER_REGEX "'^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?\\s*$'"
/* coerce.c: the template that turns `have` into `want`, NULL when none is needed. */
const char *coerce_template(Rw *rw, const Node *n, PgType have, PgType want, uint8_t assign, PgType *type);
/* literal.c: true when the literal (or TRUE, FALSE) is written as `want` would have it, by the template *e.
 */
bool literal_as(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e);
bool literal_is_iso(Str s); /* HH:MM[:SS], YYYY-MM-DD, YYYY-MM-DD HH:MM[:SS[.SSS]] */
bool literal_is_day(Str s); /* the second of these */
/* compare.c: asks the sides of the comparison `op` for types that compare as in SQLite. */
void compare_sides(Rw *rw, const Node *op, const Node *l, const Node *r);
/* Of a side of a comparison; members of an IN list have none. */
uint8_t compare_affinity(Rw *rw, const Node *op, const Node *n);
/* A column that is text in PostgreSQL and of another affinity in SQLite may hold numbers as well. */
bool compare_holds_both(const Column *c);
/* decide.c: true when the comparison got a template of its own. */
bool decide_compare(Rw *rw, const Node *op);
bool decide_between(Rw *rw, const Node *between);
bool decide_in(Rw *rw, const Node *in); /* IN with a list */
void emit_note(Rw *rw, const Node *n, int note, Safety safety, const char *why, const char *hint);

typedef struct Note { /* claims that the renderer itself makes; see notes.def */
    uint16_t code;
    const char *name, *title;
} Note;
enum {
#define NOTE(id, code, name, title) NOTE_##id,
#include "emit/notes.def"
#undef NOTE
    NOTE_COUNT
};
extern const Note EMIT_NOTES[];

#endif
