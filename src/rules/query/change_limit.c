/* UPDATE and DELETE with ORDER BY or LIMIT, UPDATE OR x, and a column set twice: forms that
   PostgreSQL does not have.  All but OR ABORT is left to a person. */
#include "emit/rw.h"

static const Node *set_twice(Rw *rw, const Node *sets)
{
    for (uint32_t i = 0; i < sets->nkids; i++)
        for (uint32_t k = 0; k < i; k++) {
            if (sets->kid[i]->kind != ND_SET || sets->kid[k]->kind != ND_SET)
                continue;
            const Node *a = sets->kid[i]->kid[SET_COLS], *b = sets->kid[k]->kid[SET_COLS];
            if (a->kind == ND_NAME && b->kind == ND_NAME && str_ieq(rw_name(rw, a), rw_name(rw, b)))
                return a;
        }
    return NULL;
}

static bool apply(Rw *rw, const Node *n)
{
    bool update = n->kind == ND_UPDATE;
    if (n->kid[update ? UPDATE_ORDER : DELETE_ORDER] || n->kid[update ? UPDATE_LIMIT : DELETE_LIMIT])
        return rw_manual(rw, n, "PostgreSQL has no ORDER BY or LIMIT on UPDATE and DELETE",
                         "write WHERE key IN (SELECT key ... ORDER BY ... LIMIT n)");
    const Node *again = update ? set_twice(rw, n->kid[UPDATE_SETS]) : NULL;
    if (again)
        return rw_manual(rw, again,
                         "a column is set twice: SQLite takes the last value, PostgreSQL refuses it",
                         "leave one out");
    if (!update || n->op == 0)
        return false;
    if (n->op == TK_ABORT) {
        uint32_t or = rw_find(rw, n->tok, n->end, TK_OR);
        rw_exact(rw, n);
        rw_drop(rw, or, rw_next(rw, or) + 1);
        return true;
    }
    return rw_manual(rw, n, "UPDATE OR IGNORE/REPLACE has no counterpart in PostgreSQL",
                     "add a WHERE NOT EXISTS for the rows that would collide");
}

const Rule rule_change_limit = {.code = 328,
                                .name = "query/change-limit",
                                .title = "OR ABORT is what PostgreSQL does",
                                .on = KINDS(ND_UPDATE, ND_DELETE),
                                .apply = apply};
