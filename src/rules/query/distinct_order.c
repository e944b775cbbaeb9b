/* SELECT DISTINCT with ORDER BY something that is not selected: PostgreSQL refuses it.  Compounds ordered by
   an expression likewise. */
#include "emit/rw.h"

static bool selected(Rw *rw, const Node *cols, const Node *x, bool compound)
{
    int64_t v;
    x = sema_strip(x);
    if (x->kind == ND_LITERAL && rw_integer(rw, x, &v))
        return true;
    Str text = rw_text(rw, x);
    Str name = x->kind == ND_COLREF ? rw_name(rw, x->kid[COLREF_COLUMN]) : STR_NONE;
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *r = cols->kid[i];
        if (r->kind == ND_STAR)
            return x->kind == ND_COLREF;
        if (r->kind != ND_RESULT)
            return true;
        const Node *e = sema_strip(r->kid[RESULT_X]);
        if (compound) { /* by the name it shows, which an alias hides */
            const Node *shown = r->kid[RESULT_ALIAS]   ? r->kid[RESULT_ALIAS]
                                : e->kind == ND_COLREF ? e->kid[COLREF_COLUMN]
                                                       : NULL;
            if (shown && x->kind == ND_COLREF && !x->kid[COLREF_TABLE] && str_ieq(rw_name(rw, shown), name))
                return true;
            continue;
        }
        if (str_ieq(rw_text(rw, e), text) ||
            (r->kid[RESULT_ALIAS] && str_ieq(rw_name(rw, r->kid[RESULT_ALIAS]), name)))
            return true;
        if (e->kind == ND_COLREF && x->kind == ND_COLREF && rw_info(rw, e)->col &&
            rw_info(rw, e)->col == rw_info(rw, x)->col)
            return true;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *body = n->kid[SELECT_BODY], *order = n->kid[SELECT_ORDER];
    if (!order || (body->kind == ND_CORE && !(body->flags & NF_DISTINCT)))
        return false;
    bool compound = body->kind != ND_CORE;
    while (body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    if (body->kind != ND_CORE)
        return false;
    for (uint32_t i = 0; i < order->nkids; i++) {
        const Node *x = sema_strip(order->kid[i]->kid[ORDERTERM_X]);
        bool simple = !compound || x->kind == ND_COLREF || x->kind == ND_LITERAL;
        if (!simple || !selected(rw, body->kid[CORE_COLUMNS], x, compound))
            return rw_manual(rw, order->kid[i],
                             compound ? "a compound can be ordered by its result columns only in PostgreSQL"
                                      : "SELECT DISTINCT is ordered by something that is not selected",
                             "select it as well, or order in an outer query");
    }
    return false;
}

const Rule rule_distinct_order = {.code = 327,
                                  .name = "query/distinct-order",
                                  .title = "ORDER BY something that DISTINCT or UNION does not give",
                                  .on = KINDS(ND_SELECT),
                                  .apply = apply};
