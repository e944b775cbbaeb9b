/* See given.h.  Only what holds for every row counts: AND is taken apart, OR must prove it on both sides.
   WHERE settles a division in the result columns of the statement itself only: a subquery's may be computed
   before its own conditions once PostgreSQL has merged it with the query around it. */
#include "rules/query/given.h"
#include "rules/query/grouping.h"

/* ---- NULL ---- */

/* `e` is NULL when `x` is: x itself, or arithmetic and text made of it. */
static bool strict(Rw *rw, const Node *e, const Node *x)
{
    e = sema_strip(e);
    if (grouping_same(rw, e, x))
        return true;
    if (e->kind == ND_UNARY)
        return strict(rw, e->kid[UNARY_X], x);
    if (e->kind != ND_BINARY || e->op == TK_AND || e->op == TK_OR || e->op == TK_IS)
        return false;
    return strict(rw, e->kid[BINARY_L], x) || strict(rw, e->kid[BINARY_R], x);
}

/* The condition is not true where `x` is NULL. */
static bool rejects_null(Rw *rw, const Node *c, const Node *x)
{
    c = sema_strip(c);
    switch (c->kind) {
    case ND_BINARY:
        if (c->op == TK_AND)
            return rejects_null(rw, c->kid[BINARY_L], x) || rejects_null(rw, c->kid[BINARY_R], x);
        if (c->op == TK_OR)
            return rejects_null(rw, c->kid[BINARY_L], x) && rejects_null(rw, c->kid[BINARY_R], x);
        if (c->op == TK_IS)
            return (c->flags & NF_NOT) && sema_is_null(c->kid[BINARY_R]) && strict(rw, c->kid[BINARY_L], x);
        return sema_compares(c) && (strict(rw, c->kid[BINARY_L], x) || strict(rw, c->kid[BINARY_R], x));
    case ND_UNARY: {
        const Node *under = sema_strip(c->kid[UNARY_X]);
        return c->op == TK_NOT && (sema_compares(under) || under->kind == ND_COLREF) && strict(rw, under, x);
    }
    case ND_ISNULL: return (c->flags & NF_NOT) && strict(rw, c->kid[ISNULL_X], x);
    case ND_LIKE: return strict(rw, c->kid[LIKE_X], x) || strict(rw, c->kid[LIKE_PATTERN], x);
    case ND_BETWEEN: return strict(rw, c->kid[BETWEEN_X], x) && !(c->flags & NF_NOT);
    case ND_IN: {
        const Node *rhs = c->kid[IN_RHS];
        bool some = rhs->kind == ND_PAREN_LIST && rhs->kid[PAREN_LIST_ITEMS]->nkids;
        return (some || !(c->flags & NF_NOT)) && strict(rw, c->kid[IN_X], x);
    }
    default: return strict(rw, c, x);
    }
}

static bool outer_join(const Node *from)
{
    return from && from->kind == ND_JOIN &&
           ((from->op & (NJ_LEFT | NJ_RIGHT | NJ_OUTER)) || outer_join(from->kid[JOIN_L]) ||
            outer_join(from->kid[JOIN_R]));
}

static bool joined(Rw *rw, const Node *from, const Node *x)
{
    return from && from->kind == ND_JOIN &&
           ((from->kid[JOIN_ON] && rejects_null(rw, from->kid[JOIN_ON], x)) ||
            joined(rw, from->kid[JOIN_L], x) || joined(rw, from->kid[JOIN_R], x));
}

/* A column of a subquery or CTE whose own conditions say so. */
static bool given_inside(Rw *rw, const Node *x)
{
    const Info *i = rw_info(rw, x);
    if (i->name != NAME_DERIVED || !i->def || !i->source || i->source->nullable)
        return false;
    const Node *core = i->def->parent;
    while (core && core->kind != ND_CORE && core->kind != ND_SELECT)
        core = core->parent;
    return core && core->kind == ND_CORE && core->parent->kind == ND_SELECT &&
           given_not_null(rw, core, i->def);
}

bool given_not_null(Rw *rw, const Node *core, const Node *x)
{
    x = sema_strip(x);
    if (x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_ALIAS)
        x = sema_strip(rw_info(rw, x)->def);
    if (x->kind != ND_COLREF || core->kind != ND_CORE)
        return false;
    const Node *from = core->kid[CORE_FROM];
    return (core->kid[CORE_WHERE] && rejects_null(rw, core->kid[CORE_WHERE], x)) ||
           (!outer_join(from) && joined(rw, from, x)) || given_inside(rw, x);
}

/* ---- zero ---- */

static double sign_of(Rw *rw, const Node *n, bool *known)
{
    n = sema_strip(n);
    *known = n->kind == ND_LITERAL && (n->op == TK_INTEGER || n->op == TK_FLOAT);
    if (n->kind == ND_UNARY && n->op == TK_MINUS)
        return -sign_of(rw, n->kid[UNARY_X], known);
    return *known ? rw_double(rw, rw_text(rw, n)) : 0;
}

/* `d op v` is not true where d is zero. */
static bool excludes_zero(uint16_t op, double v)
{
    switch (op) {
    case TK_EQ: return v < 0 || v > 0;
    case TK_NE: return !(v < 0 || v > 0);
    case TK_GT: return v >= 0;
    case TK_GE: return v > 0;
    case TK_LT: return v <= 0;
    case TK_LE: return v < 0;
    default: return false;
    }
}

/* The condition is not true where `d` is zero. */
static bool rejects_zero(Rw *rw, const Node *c, const Node *d)
{
    c = sema_strip(c);
    bool known;
    if (grouping_same(rw, c, d))
        return true;
    if (c->kind == ND_BINARY && c->op == TK_AND)
        return rejects_zero(rw, c->kid[BINARY_L], d) || rejects_zero(rw, c->kid[BINARY_R], d);
    if (c->kind == ND_BINARY && c->op == TK_OR)
        return rejects_zero(rw, c->kid[BINARY_L], d) && rejects_zero(rw, c->kid[BINARY_R], d);
    if (!sema_compares(c))
        return false;
    double r = sign_of(rw, c->kid[BINARY_R], &known);
    if (known && grouping_same(rw, c->kid[BINARY_L], d))
        return excludes_zero(c->op, r);
    double l = sign_of(rw, c->kid[BINARY_L], &known);
    return known && grouping_same(rw, c->kid[BINARY_R], d) && excludes_zero(sema_mirrored(c->op), l);
}

/* The condition is true where `d` is zero. */
static bool asks_zero(Rw *rw, const Node *c, const Node *d)
{
    c = sema_strip(c);
    bool known;
    if (c->kind == ND_BINARY && c->op == TK_OR)
        return asks_zero(rw, c->kid[BINARY_L], d) || asks_zero(rw, c->kid[BINARY_R], d);
    if (!sema_compares(c) || !grouping_same(rw, c->kid[BINARY_L], d))
        return false;
    double v = sign_of(rw, c->kid[BINARY_R], &known);
    bool zero = !(v < 0 || v > 0);
    return known && ((c->op == TK_EQ && zero) || (c->op == TK_LE && v >= 0) || (c->op == TK_LT && v > 0));
}

/* What stands behind a branch of CASE: its own WHEN held, those before it did not. */
static bool asked_by_case(Rw *rw, const Node *c, const Node *branch, const Node *d)
{
    const Node *whens = c->kid[CASE_WHENS];
    if (c->kid[CASE_BASE])
        return false;
    for (uint32_t i = 0; i < whens->nkids; i++) {
        const Node *w = whens->kid[i];
        if (w == branch)
            return rejects_zero(rw, w->kid[WHEN_COND], d);
        if (asks_zero(rw, w->kid[WHEN_COND], d))
            return true;
    }
    return false;
}

static bool asked_by_iif(Rw *rw, const Node *call, const Node *branch, const Node *d)
{
    if (!(rw_is_call(rw, call, "iif") || rw_is_call(rw, call, "if")) || !rw_arg(call, 1))
        return false;
    if (branch == rw_arg(call, 1))
        return rejects_zero(rw, rw_arg(call, 0), d);
    return branch == rw_arg(call, 2) && asks_zero(rw, rw_arg(call, 0), d);
}

/* Is a result column's alias used in this condition?  It is written out there. */
static bool names_alias(Rw *rw, const Node *c, const Node *result)
{
    if (c->kind == ND_COLREF)
        return rw_info(rw, c)->name == NAME_ALIAS && rw_info(rw, c)->def == result->kid[RESULT_X];
    for (uint32_t i = 0; i < c->nkids; i++)
        if (c->kid[i] && names_alias(rw, c->kid[i], result))
            return true;
    return false;
}

/* A result column of the statement itself. */
static bool asked_by_query(Rw *rw, const Node *core, const Node *list, const Node *result, const Node *d)
{
    bool alone = core->kind == ND_CORE && list == core->kid[CORE_COLUMNS] && core->parent &&
                 core->parent->kind == ND_SELECT && !core->parent->parent;
    if (!alone)
        return false;
    const Node *c = core->kid[rw_has_aggregate(rw, d) ? CORE_HAVING : CORE_WHERE];
    return c && result && result->kind == ND_RESULT && rejects_zero(rw, c, d) && !names_alias(rw, c, result);
}

/* PostgreSQL computes the arguments of aggregates and window functions before it looks at a CASE around them.
 */
static bool computed_first(Rw *rw, const Node *call)
{
    return rw_is_aggregate(rw, call) || call->kid[FUNC_OVER];
}

static bool asked(Rw *rw, const Node *n, const Node *d)
{
    bool first = false;
    const Node *result = NULL;
    for (const Node *p = n->parent; p && p->kind != ND_SELECT; n = p, p = p->parent) {
        bool yes = false;
        if (p->kind == ND_CORE)
            return asked_by_query(rw, p, n, result, d);
        if (p->kind == ND_RESULT)
            result = p;
        if (p->kind == ND_FUNC)
            first |= computed_first(rw, p);
        else if (p->kind == ND_WHEN && n == p->kid[WHEN_THEN])
            yes = asked_by_case(rw, p->parent->parent, p, d);
        else if (p->kind == ND_CASE && n == p->kid[CASE_ELSE])
            yes = asked_by_case(rw, p, NULL, d);
        else if (p->kind == ND_LIST && p->parent && p->parent->kind == ND_FUNC)
            yes = asked_by_iif(rw, p->parent, n, d);
        if (yes && !first)
            return true;
    }
    return false;
}

/* Something that may differ from one look to the next. */
static bool fickle(Rw *rw, const Node *n)
{
    if (n->kind == ND_SUBQUERY || rw_is_call(rw, n, "random") || (n->kind == ND_FUNC && n->kid[FUNC_OVER]))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && fickle(rw, n->kid[i]))
            return true;
    return false;
}

/* count(*) of a group: it has a row. */
static bool counts_group(Rw *rw, const Node *d)
{
    if (!rw_is_call(rw, d, "count") || !(d->flags & NF_STAR) || d->kid[FUNC_FILTER] || d->kid[FUNC_OVER])
        return false;
    const Node *p = d->parent;
    while (p && p->kind != ND_CORE && p->kind != ND_SELECT)
        p = p->parent;
    if (p && p->kind == ND_SELECT)
        p = p->kid[SELECT_BODY];
    return p && p->kind == ND_CORE && p->kid[CORE_GROUP];
}

static bool never_zero(Rw *rw, const Node *d)
{
    int64_t v;
    bool known;
    d = sema_strip(d);
    double c = sign_of(rw, d, &known);
    if (known)
        return c < 0 || c > 0;
    if (d->kind == ND_BINARY && d->op == TK_STAR) /* 60 * 60 */
        return never_zero(rw, d->kid[BINARY_L]) && never_zero(rw, d->kid[BINARY_R]) &&
               rw_info(rw, d)->constant;
    if (rw_is_call(rw, d, "nullif"))
        return rw_arg(d, 1) && rw_integer(rw, rw_arg(d, 1), &v) && v == 0;
    return counts_group(rw, d);
}

bool given_not_zero(Rw *rw, const Node *n, const Node *d)
{
    d = sema_strip(d);
    return never_zero(rw, d) ||
           (pg_family(rw_type(rw, d)) == FAM_NUMBER && !fickle(rw, d) && asked(rw, n, d));
}
