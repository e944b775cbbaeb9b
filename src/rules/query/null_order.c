/* NULLs sort first in SQLite and last in PostgreSQL.  Nothing is written where the key is proved not to be NULL, nor
   where the source says NULLS FIRST/LAST, nor under --nulls=skip. */
#include "emit/rw.h"

/* A term that is a number names a result column; one that is a result's alias means its expression. */
static const Node *meant(Rw *rw, const Node *term)
{
    const Node *x = sema_strip(term->kid[ORDERTERM_X]);
    const Node *select = term->parent->parent;
    int64_t v;
    if (select->kind == ND_SELECT && x->kind == ND_LITERAL && rw_integer(rw, x, &v)) {
        const Node *body = select->kid[SELECT_BODY];
        if (body->kind != ND_CORE || v < 1 || v > (int64_t)body->kid[CORE_COLUMNS]->nkids)
            return NULL;
        for (int64_t i = 0; i < v; i++)
            if (body->kid[CORE_COLUMNS]->kid[i]->kind != ND_RESULT)
                return NULL;
        return body->kid[CORE_COLUMNS]->kid[v - 1]->kid[RESULT_X];
    }
    if (select->kind == ND_SELECT && select->kid[SELECT_BODY]->kind != ND_CORE)
        return NULL;
    return x;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *owner = n->parent && n->parent->kind == ND_LIST ? n->parent->parent : NULL;
    if (!owner || (owner->kind != ND_SELECT && owner->kind != ND_WINDOW && owner->kind != ND_FUNC &&
                   owner->kind != ND_UPDATE && owner->kind != ND_DELETE))
        return false;
    if ((n->flags & (NF_NULLS_FIRST | NF_NULLS_LAST)) || rw_options(rw)->nulls == NULLS_SKIP)
        return false;
    const Node *x = meant(rw, n);
    if (x && (!rw_info(rw, x)->nullable || rw_info(rw, x)->constant))
        return false;
    if (x && rw_is_call(rw, x, "random"))
        return false;
    rw_exact(rw, n);
    rw_append(rw, n, n->flags & NF_DESC ? STR(" NULLS LAST") : STR(" NULLS FIRST"));
    return true;
}

const Rule rule_null_order = {.code = 321,
                              .name = "query/null-order",
                              .title = "NULLs sort first in SQLite and last in PostgreSQL",
                              .on = KINDS(ND_ORDERTERM),
                              .apply = apply};
