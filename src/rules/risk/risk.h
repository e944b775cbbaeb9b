/* What the rules of risk/ share.  They look and never edit; a statement that takes a migration back is left
   alone. */
#ifndef SQLXLATE_RULES_RISK_H
#define SQLXLATE_RULES_RISK_H

#include "base/risk_codes.h"
#include "emit/rw.h"

static inline bool risk_asked(Rw *rw, const Node *n)
{
    return rw_options(rw)->asked & ASKED_RISK && !n->parent && !catalog_is_down(rw_catalog(rw));
}

/* The table as it stands at this point of the input; NULL when it is not there. */
static inline Table *risk_table(Rw *rw, Str name)
{
    return (Table *)(uintptr_t)catalog_table(catalog_now(rw_catalog(rw)), name);
}

typedef struct RiskCopy { /* INSERT INTO to SELECT list FROM from */
    Table *from, *to;
    const Node *list;
} RiskCopy;

/* The copy that an INSERT makes of all rows of a table, which is noted; from is NULL when it makes none. */
RiskCopy risk_copy(Rw *rw, const Node *ins);

static inline bool risk_was_copied(Rw *rw, const Table *t)
{
    return t->copied_to.n && risk_table(rw, t->copied_to);
}

/* No condition, or one that holds for every row. */
static inline bool risk_every_row(Rw *rw, const Node *where)
{
    int64_t v;
    const Node *x = where ? sema_strip(where) : NULL;
    return !x || (rw_integer(rw, x, &v) && v != 0) || sema_info(rw_sema(rw), x)->name == NAME_TRUE;
}

#endif
