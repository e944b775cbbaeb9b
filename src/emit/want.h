/* What the files share that say which types places ask of their children; the renderer asks want_kids() and
   nothing else. */
#ifndef SQLXLATE_WANT_H
#define SQLXLATE_WANT_H

#include "emit/render.h"

/* NULL alone has no type in PostgreSQL: where none can be found around it, it gets this one. */
void want_typed_null(Rw *rw, const Node *k, PgType t);
/* Expressions that become one value: of CASE, COALESCE(); `n` is what they stand in. */
void want_branches(Rw *rw, const Node *n, const Node *const *b, uint32_t count, PgType want);
/* Nothing but 0, 1, NULL and comparisons. */
bool want_all_flags(Rw *rw, const Node *const *b, uint32_t count);
/* What PostgreSQL still has to find a type for: NULL, a quoted literal, a parameter. */
static inline bool want_open(PgType t)
{
    return t == PG_NULL || t == PG_LIT || t == PG_PARAM;
}

/* ---- call.c ---- */
void call_wishes(Rw *rw, const Node *call, PgType want);

/* ---- compound.c ---- */
void compound_wishes(Rw *rw, const Node *select);

/* ---- store.c ---- */
void store_insert(Rw *rw, const Node *insert);
void store_set(Rw *rw, const Node *set);
const Node *store_target(const Node *set); /* the table whose column a SET changes; NULL: not to be seen */
/* 0 and 1 that the program passes for a boolean column of `t` (of those named; NULL: any) are refused: once.
 */
void store_say_booleans(Rw *rw, const Node *n, const Table *t, const Node *names);

#endif
