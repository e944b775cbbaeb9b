/* BEGIN IMMEDIATE/EXCLUSIVE/DEFERRED is BEGIN; names of transactions go. */
#include "emit/rw.h"

static bool drop_name(Rw *rw, const Node *n, const Node *name)
{
    if (!name)
        return false;
    rw_exact(rw, n);
    rw_drop_back(rw, name->tok, name->end);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_COMMIT)
        return drop_name(rw, n, n->kid[COMMIT_NAME]);
    if (n->kind == ND_ROLLBACK)
        return drop_name(rw, n, n->kid[ROLLBACK_NAME]);
    bool named = drop_name(rw, n, n->kid[BEGIN_NAME]);
    if (n->op == 0)
        return named;
    uint32_t tok = rw_find(rw, n->tok, n->end, n->op);
    if (n->op == TK_DEFERRED)
        rw_exact(rw, n);
    else
        rw_near(rw, n,
                "SQLite locks the database for writing at once; PostgreSQL locks rows as they are written",
                "LOCK TABLE or SERIALIZABLE, where two writers must not interleave");
    rw_drop_back(rw, tok, tok + 1);
    return true;
}

const Rule rule_begin = {.code = 801,
                         .name = "txn/begin",
                         .title = "PostgreSQL has one kind of BEGIN",
                         .on = KINDS(ND_BEGIN, ND_COMMIT, ND_ROLLBACK),
                         .apply = apply};
