/* FROM as SQLite is easy about it: subqueries without alias, joins without ON, INDEXED BY, CROSS JOIN ... ON. */
#include "emit/rw.h"

static bool subquery(Rw *rw, const Node *n)
{
    if (n->kid[FROMSUB_ALIAS])
        return false;
    rw_exact(rw, n);
    rw_append(rw, n, rw_fmt(rw, " AS sub%u", n->id));
    return true;
}

static bool hints(Rw *rw, const Node *n)
{
    if (!n->kid[TABLEREF_INDEXED] && !(n->flags & NF_NOT))
        return false;
    const Node *before = n->kid[TABLEREF_ALIAS] ? n->kid[TABLEREF_ALIAS] : n->kid[TABLEREF_NAME];
    rw_exact(rw, n);
    rw_drop_back(rw, rw_next(rw, before->end - 1), n->end);
    return true;
}

/* The tokens between the two sides: "LEFT OUTER JOIN", ",", ... */
static bool join(Rw *rw, const Node *n)
{
    const Node *l = n->kid[JOIN_L], *r = n->kid[JOIN_R];
    bool condition = n->kid[JOIN_ON] || n->kid[JOIN_USING];
    uint32_t first = rw_next(rw, l->end - 1);
    if (n->op & NJ_COMMA) {
        if (!condition)
            return false;
        rw_exact(rw, n);
        rw_put(rw, first, STR(" JOIN"));
        return true;
    }
    if ((n->op & NJ_CROSS) && condition) {
        rw_exact(rw, n);
        rw_drop(rw, first, rw_next(rw, first));
        return true;
    }
    if (condition || (n->op & (NJ_NATURAL | NJ_CROSS)))
        return false;
    rw_exact(rw, n);
    if (n->op & (NJ_LEFT | NJ_RIGHT)) {
        rw_append(rw, r, STR(" ON TRUE"));
        return true;
    }
    if (n->op & NJ_INNER)
        rw_put(rw, first, STR("CROSS"));
    else
        rw_insert(rw, first, STR("CROSS "));
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_FROMSUB: return subquery(rw, n);
    case ND_TABLEREF: return hints(rw, n);
    default: return join(rw, n);
    }
}

const Rule rule_from = {.code = 322,
                        .name = "query/from",
                        .title = "PostgreSQL wants this part of FROM spelled out",
                        .on = KINDS(ND_FROMSUB, ND_TABLEREF, ND_JOIN),
                        .apply = apply};
