/* UPDATE and DELETE with ORDER BY or LIMIT, and UPDATE OR x: forms that PostgreSQL does not have. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    bool update = n->kind == ND_UPDATE;
    if (n->kid[update ? UPDATE_ORDER : DELETE_ORDER] || n->kid[update ? UPDATE_LIMIT : DELETE_LIMIT])
        return rw_manual(rw, n, "PostgreSQL has no ORDER BY or LIMIT on UPDATE and DELETE",
                         "write WHERE key IN (SELECT key ... ORDER BY ... LIMIT n)");
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
