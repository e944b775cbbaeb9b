/* A subquery that stands for a value gives its first row in SQLite; PostgreSQL refuses more than one. Nothing
   is written where one row is proved: an aggregate without GROUP BY, LIMIT 1, a whole unique key compared. */
#include "emit/rw.h"

static bool names_source(Rw *rw, const Node *n, const Source *s)
{
    if (n->kind == ND_COLREF && rw_info(rw, n)->source == s)
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && names_source(rw, n->kid[i], s))
            return true;
    return false;
}

/* Of a table that nobody described, `id` is taken for its key. */
static bool is_key(Rw *rw, const Node *x, const Column *col)
{
    const Info *i = rw_info(rw, x);
    if (x->kind != ND_COLREF || (col && i->col != col))
        return false;
    return col || (i->name == NAME_OPAQUE && str_ieqz(rw_name(rw, x->kid[COLREF_COLUMN]), "id"));
}

/* Is `col` (NULL: a column called id) compared for equality with something that is not of its own row? */
static bool equated(Rw *rw, const Node *cond, const Column *col)
{
    cond = cond ? sema_strip(cond) : NULL;
    if (!cond || cond->kind != ND_BINARY)
        return false;
    if (cond->op == TK_AND)
        return equated(rw, cond->kid[BINARY_L], col) || equated(rw, cond->kid[BINARY_R], col);
    if (cond->op != TK_EQ && cond->op != TK_IS)
        return false;
    for (int i = 0; i < 2; i++) {
        const Node *x = sema_strip(cond->kid[i]), *y = sema_strip(cond->kid[1 - i]);
        bool opaque_other = !col && y->kind == ND_COLREF && !y->kid[COLREF_TABLE];
        if (is_key(rw, x, col) && !opaque_other && !names_source(rw, y, rw_info(rw, x)->source))
            return true;
    }
    return false;
}

static bool one_row(Rw *rw, const Node *core)
{
    if (core->kind != ND_CORE)
        return core->kind == ND_VALUES && core->nkids == 1;
    if (!core->kid[CORE_FROM])
        return true;
    if (!core->kid[CORE_GROUP] && rw_has_aggregate(rw, core->kid[CORE_COLUMNS]))
        return true;
    const Node *from = core->kid[CORE_FROM];
    const Table *t = from->kind == ND_TABLEREF ? rw_table(rw, from) : NULL;
    if (from->kind == ND_TABLEREF && !t)
        return equated(rw, core->kid[CORE_WHERE], NULL);
    for (uint16_t k = 0; t && k < t->nkeys; k++) {
        bool all = !t->keys[k].partial;
        for (uint16_t c = 0; c < t->keys[k].ncols && all; c++)
            all = t->keys[k].cols[c] != UINT16_MAX &&
                  equated(rw, core->kid[CORE_WHERE], &t->cols[t->keys[k].cols[c]]);
        if (all)
            return true;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == ND_IN && p->kid[IN_RHS] == n)
        return false;
    const Node *select = n->kid[SUBQUERY_SELECT];
    const Node *limit = select->kid[SELECT_LIMIT];
    if (limit)
        return false;
    if (one_row(rw, select->kid[SELECT_BODY]))
        return false;
    if (select->kid[SELECT_ORDER])
        rw_exact(rw, n);
    else
        rw_near(rw, n, "where several rows match, SQLite takes the first it meets; which one is not defined",
                NULL);
    rw_append(rw, select, STR(" LIMIT 1"));
    return true;
}

const Rule rule_scalar_subquery = {.code = 324,
                                   .name = "query/scalar-subquery",
                                   .title = "a subquery that stands for a value gives one row",
                                   .on = KINDS(ND_SUBQUERY),
                                   .portable = true,
                                   .apply = apply};
