/* Columns that stand beside aggregates without being grouped.  SQLite takes them from some row of the group;
   PostgreSQL takes them only where the grouped key determines them.  What is not proved is left to a person. */
#include "emit/rw.h"

static bool aggregate_call(Rw *rw, const Node *n)
{
    if (n->kind != ND_FUNC || n->kid[FUNC_OVER])
        return false;
    const Function *f =
        sema_function(rw_name(rw, n->kid[FUNC_NAME]), n->kid[FUNC_ARGS]->nkids, (n->flags & NF_STAR) != 0);
    return f && f->kind == FN_AGGREGATE;
}

static bool has_aggregate(Rw *rw, const Node *n)
{
    if (!n || n->kind == ND_SELECT)
        return false;
    if (aggregate_call(rw, n))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (has_aggregate(rw, n->kid[i]))
            return true;
    return false;
}

/* What a GROUP BY term means: a position, an alias, or itself. */
static const Node *term_of(Rw *rw, const Node *core, const Node *g)
{
    int64_t v;
    g = sema_strip(g);
    const Node *cols = core->kid[CORE_COLUMNS];
    if (g->kind == ND_LITERAL && rw_integer(rw, g, &v) && v >= 1 && v <= (int64_t)cols->nkids)
        return cols->kid[v - 1]->kind == ND_RESULT ? sema_strip(cols->kid[v - 1]->kid[RESULT_X]) : g;
    if (g->kind == ND_COLREF && rw_info(rw, g)->name == NAME_ALIAS)
        return sema_strip(rw_info(rw, g)->def);
    return g;
}

static bool same_expr(Rw *rw, const Node *a, const Node *b)
{
    a = sema_strip(a);
    b = sema_strip(b);
    if (a->kind != b->kind || a->op != b->op || a->nkids != b->nkids)
        return false;
    if (a->kind == ND_COLREF) {
        const Info *x = rw_info(rw, a), *y = rw_info(rw, b);
        if (x->col || y->col)
            return x->col == y->col && x->source == y->source;
        return str_ieq(rw_name(rw, a->kid[COLREF_COLUMN]), rw_name(rw, b->kid[COLREF_COLUMN]));
    }
    if (a->nkids == 0)
        return str_ieq(rw_text(rw, a), rw_text(rw, b));
    for (uint32_t i = 0; i < a->nkids; i++) {
        if (!a->kid[i] != !b->kid[i])
            return false;
        if (a->kid[i] && !same_expr(rw, a->kid[i], b->kid[i]))
            return false;
    }
    return true;
}

static bool grouped(Rw *rw, const Node *core, const Node *x)
{
    const Node *g = core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++)
        if (same_expr(rw, term_of(rw, core, g->kid[i]), x))
            return true;
    return false;
}

/* Is the declared PRIMARY KEY of the column's table grouped?  Then PostgreSQL knows the column is determined. */
static bool determined(Rw *rw, const Node *core, const Info *c)
{
    const Table *t = c->table;
    const Key *k = t && t->nkeys && t->keys[0].primary ? &t->keys[0] : NULL;
    if (!k || c->name != NAME_COLUMN)
        return false;
    for (uint16_t i = 0; i < k->ncols; i++) {
        bool found = false;
        const Node *g = core->kid[CORE_GROUP];
        for (uint32_t j = 0; g && j < g->nkids && !found; j++) {
            const Node *x = term_of(rw, core, g->kid[j]);
            const Info *gi = rw_info(rw, x);
            found = x->kind == ND_COLREF && gi->source == c->source && k->cols[i] != UINT16_MAX &&
                    gi->col == &t->cols[k->cols[i]];
        }
        if (!found)
            return false;
    }
    return true;
}

static const Node *first_bare(Rw *rw, const Node *core, const Node *n)
{
    if (!n || aggregate_call(rw, n) || n->kind == ND_SELECT || grouped(rw, core, n))
        return NULL;
    if (n->kind == ND_STAR)
        return n;
    if (n->kind == ND_COLREF) {
        const Info *i = rw_info(rw, n);
        if (i->name == NAME_ALIAS)
            return first_bare(rw, core, i->def);
        bool column = i->name == NAME_COLUMN || i->name == NAME_DERIVED || i->name == NAME_OPAQUE || i->name == NAME_ROWID;
        bool outer = true; /* of an enclosing query: constant here */
        for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next)
            outer &= s != i->source;
        return column && !outer && !determined(rw, core, i) ? n : NULL;
    }
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *b = n->kind == ND_RESULT && i == RESULT_ALIAS ? NULL : first_bare(rw, core, n->kid[i]);
        if (b)
            return b;
    }
    return NULL;
}

static bool apply(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    if (!core->kid[CORE_GROUP] && !has_aggregate(rw, cols) && !has_aggregate(rw, core->kid[CORE_HAVING]))
        return false;
    const Node *bare = first_bare(rw, core, cols);
    if (!bare)
        bare = first_bare(rw, core, core->kid[CORE_HAVING]);
    const Node *select = core->parent;
    if (!bare && select && select->kind == ND_SELECT && select->kid[SELECT_ORDER])
        for (uint32_t i = 0; i < select->kid[SELECT_ORDER]->nkids && !bare; i++)
            bare = first_bare(rw, core, select->kid[SELECT_ORDER]->kid[i]->kid[ORDERTERM_X]);
    if (!bare)
        return false;
    return rw_manual(rw, bare, "this column is neither grouped nor inside an aggregate: SQLite takes it from some row",
                     "add it to GROUP BY, or say which value is meant: min(), max()");
}

const Rule rule_bare_column = {.code = 326,
                               .name = "query/bare-column",
                               .title = "a column beside aggregates that is not grouped",
                               .on = KINDS(ND_CORE),
                               .apply = apply};
