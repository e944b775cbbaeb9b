/* What resolve.c (names) and infer.c (values) share; for src/sema only. */
#ifndef SQLXLATE_SEMA_INTERNAL_H
#define SQLXLATE_SEMA_INTERNAL_H

#include "sema/sema.h"

typedef struct Cte Cte;
struct Cte {
    Str name;
    const Node *node;
    ResultCol *cols;
    uint32_t ncols;
    bool open, recursive; /* it is being visited; it was named meanwhile */
    bool known;           /* cols are complete */
    uint64_t null; /* columns (bits; the last one for all beyond it) that a recursive part was seen to give
                      NULL for */
    Cte *outer;
};

typedef struct Scope Scope;
struct Scope {
    Source *sources;     /* the items of FROM, left to right */
    const Node *results; /* LIST of RESULT whose aliases can be named; NULL while they cannot */
    bool aliases_first;  /* ORDER BY: an alias wins over a column */
    Scope *outer;
};

typedef struct Ctx {
    Sema *s;
    Arena *a;
    Scope *scope;
    Cte *ctes;
    uint32_t rounds; /* of recursive CTEs, in all: nested ones multiply */
} Ctx;

/* resolve.c */
void resolve_colref(Ctx *c, const Node *n, Info *out);
Source *source_new(Ctx *c, Source **last, Str name, const Node *node);
void source_of_table(Ctx *c, Source *src, Str table);
const Table *
builtin_table(Str name); /* sqlite_master, pragma_table_info, ...; NULL when it is none of them */
ResultCol *first_columns(const Sema *s, Arena *a, const Node *core, uint32_t *n, bool *known);
ResultCol *result_columns(const Sema *s, Arena *a, const Node *select, uint32_t *n, bool *known);

/* infer.c */
void infer_expr(Ctx *c, const Node *n, Info *out);
void info_of_column(const Column *col, Info *out);

/* sema.c: visit a subtree in the present scope */
void sema_expr(Ctx *c, const Node *n);
void sema_select(Ctx *c, const Node *select);

#endif
