/* See habit.h.  No rule of its own. */
#include "rules/habit/habit.h"
#include "rules/query/grouping.h"

bool habit_may_limit(Rw *rw, const Node *limit)
{
    int64_t v;
    return limit && !(rw_integer(rw, limit->kid[limit->op == TK_COMMA ? LIMIT_B : LIMIT_A], &v) && v <= 0);
}

static bool one_row(Rw *rw, const Node *body)
{
    return body->kind != ND_COMPOUND && settled_rows(rw, body, (Terms){0});
}

/* INSERT ... SELECT that leaves the ids to the table: they follow the order of the rows. */
static bool numbers_rows(Rw *rw, const Node *ins)
{
    const Table *t = ins->kind == ND_INSERT ? rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    const Node *cols = ins->kind == ND_INSERT ? ins->kid[INSERT_COLS] : NULL;
    if (!t || !cols || t->rowid < 0)
        return false;
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (table_column_index(t, rw_name(rw, cols->kid[i])) == t->rowid)
            return false;
    return true;
}

bool habit_order_seen(Rw *rw, const Node *select)
{
    const Node *p = select->parent;
    bool seen = !p || numbers_rows(rw, p) || habit_may_limit(rw, select->kid[SELECT_LIMIT]) ||
                (p->kind == ND_SUBQUERY && p->parent->kind != ND_IN && select->kid[SELECT_ORDER]);
    return seen && !(p && p->kind == ND_EXISTS) && !one_row(rw, select->kid[SELECT_BODY]);
}

const char *habit_by_key(Rw *rw, const Node *core, bool ordered)
{
    const char *what = ordered ? "end the ORDER BY with" : "say ORDER BY with";
    if (core->kind == ND_CORE && core->kid[CORE_GROUP])
        return rw_fmt(rw, "%s the terms of GROUP BY", what).p;
    bool rows = core->kind == ND_CORE && !(core->flags & NF_DISTINCT);
    Str key = rows ? grouping_walk(rw, rw_sema(rw)->sources[core->id], false) : STR_NONE;
    if (!key.n || memchr(key.p, '.', key.n) || str_ieqz(key, "ctid"))
        return rw_fmt(rw, "%s columns that no two rows share", what).p;
    return ordered ? rw_fmt(rw, "end the ORDER BY with the key: %.*s", (int)key.n, key.p).p
                   : rw_fmt(rw, "say ORDER BY %.*s", (int)key.n, key.p).p;
}
