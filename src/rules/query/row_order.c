/* See row_order.h.  SQLite walks a table by its rowid, or by an index that serves the query; a sorted
   subquery gives its rows as they are sorted.  PostgreSQL takes rows as they lie, and may sort them in order
   to group them: what is not said inside the call is lost. */
#include "rules/query/row_order.h"
#include "rules/query/grouping.h"

static bool rows_ordered(Rw *rw, const Node *core, int depth);

static bool body_ordered(Rw *rw, const Node *body, int depth)
{
    if (body->kind == ND_COMPOUND)
        return (body->flags & NF_ALL) && body_ordered(rw, body->kid[COMPOUND_L], depth) &&
               body_ordered(rw, body->kid[COMPOUND_R], depth);
    return body->kind != ND_CORE ||
           (!(body->flags & NF_DISTINCT) && !body->kid[CORE_GROUP] && rows_ordered(rw, body, depth));
}

static bool select_ordered(Rw *rw, const Node *select, int depth)
{
    return select->kid[SELECT_ORDER] || body_ordered(rw, select->kid[SELECT_BODY], depth);
}

static bool is_key_column(const Key *k, const Table *t, const Column *c)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] != UINT16_MAX && &t->cols[k->cols[i]] == c)
            return true;
    return false;
}

/* Nothing of the table but columns of this key is looked at: SQLite may walk its index. */
static bool only_key(Rw *rw, const Node *n, const Source *s, const Key *k)
{
    if (n->kind == ND_COLREF) {
        const Info *i = rw_info(rw, n);
        return i->source != s || i->name == NAME_ROWID || is_key_column(k, s->table, i->col);
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && !only_key(rw, n->kid[i], s, k))
            return false;
    return n->kind != ND_STAR;
}

/* `c` = something, under nothing but AND. */
static bool has_equal(Rw *rw, const Node *cond, const Source *s, const Column *c)
{
    cond = cond ? sema_strip(cond) : NULL;
    if (!cond || cond->kind != ND_BINARY)
        return false;
    if (cond->op == TK_AND)
        return has_equal(rw, cond->kid[BINARY_L], s, c) || has_equal(rw, cond->kid[BINARY_R], s, c);
    for (int i = 0; cond->op == TK_EQ && i < 2; i++) {
        const Node *x = sema_strip(cond->kid[i]);
        if (x->kind == ND_COLREF && rw_info(rw, x)->source == s && rw_info(rw, x)->col == c)
            return true;
    }
    return false;
}

static bool is_walk_key(const Table *t, const Key *k)
{
    return k->primary && (t->rowid >= 0 || t->without_rowid);
}

/* The one index of a table without an INTEGER PRIMARY KEY serves the query: it has all that is asked, or its
   first column is compared.  Its columns are the order, as far as they are bytes. */
static bool walks_index(Rw *rw, const Node *core, const Source *s, Str *by)
{
    const Table *t = s->table;
    const Key *k = t->nkeys == 1 ? &t->keys[0] : NULL;
    if (!k || k->partial || is_walk_key(t, k) || catalog_indexed(rw_catalog(rw), t->name))
        return false;
    const Column *first = k->cols[0] == UINT16_MAX ? NULL : &t->cols[k->cols[0]];
    bool equal = first && has_equal(rw, core->kid[CORE_WHERE], s, first);
    if (!equal && !only_key(rw, core, s, k))
        return false;
    *by = STR_NONE;
    for (uint16_t i = 0; i < k->ncols; i++) {
        const Column *c = k->cols[i] == UINT16_MAX ? NULL : &t->cols[k->cols[i]];
        if (!c || c->collation.n)
            return false;
        if ((i == 0 && equal) || grouping_has_column(rw, core, s, c))
            continue;
        Str name = rw_ident(rw, c->name);
        const char *nulls = c->not_null || k->primary ? "" : " NULLS FIRST";
        *by = rw_joined(rw, *by, rw_fmt(rw, "%.*s%s", (int)name.n, name.p, nulls));
    }
    return true;
}

/* One table with several keys: by the one whose first column is compared, or by its rows. */
static Str likely_walk(Rw *rw, const Node *core, const Source *s)
{
    const Table *t = s->table;
    Str by = STR_NONE;
    for (uint16_t k = 0; k < t->nkeys && !by.n && !t->is_view; k++) {
        const Key *key = &t->keys[k];
        if (key->partial || key->ncols < 2 || key->cols[0] == UINT16_MAX ||
            !has_equal(rw, core->kid[CORE_WHERE], s, &t->cols[key->cols[0]]))
            continue;
        for (uint16_t i = 1; i < key->ncols; i++)
            if (key->cols[i] != UINT16_MAX)
                by = rw_joined(rw, by, rw_ident(rw, t->cols[key->cols[i]].name));
    }
    return by.n || t->rowid < 0 ? by : grouping_walk(rw, s, false);
}

/* The order of a join that loops over its tables from left to right, each by its key: likely, no more. Tables
   whose row the groups settle say nothing in it. */
static Str likely_order(Rw *rw, const Node *core)
{
    Str by = STR_NONE;
    for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next) {
        const Table *t = s->table;
        if (!t || t->is_view || t->is_virtual || s->is_cte || s->node->kind != ND_TABLEREF)
            return STR_NONE;
        if (core->kid[CORE_GROUP] && grouping_determines(rw, core, s) != PROOF_NONE)
            continue;
        Str name = rw_source_name(rw, s);
        bool key = t->nkeys && t->keys[0].primary;
        for (uint16_t i = 0; key && i < t->keys[0].ncols; i++) {
            const Column *c = t->keys[0].cols[i] == UINT16_MAX ? NULL : &t->cols[t->keys[0].cols[i]];
            if (c && !(core->kid[CORE_GROUP] && grouping_has_column(rw, core, s, c)))
                by = rw_joined(rw, by, rw_dotted(rw, name, rw_ident(rw, c->name)));
        }
        if (!key)
            by = rw_joined(rw, by, rw_dotted(rw, name, STR("ctid")));
    }
    return by;
}

/* SQLite walks the table by its key, unless another index serves a condition or holds all that is asked. */
static bool walks_key(Rw *rw, const Node *core, const Source *s)
{
    const Table *t = s->table;
    bool conditions = core->kid[CORE_WHERE] != NULL;
    if (t->is_view || t->is_virtual ||
        (conditions && (t->nkeys > 1 || catalog_indexed(rw_catalog(rw), t->name))))
        return false;
    for (uint16_t k = 0; k < t->nkeys; k++)
        if (!is_walk_key(t, &t->keys[k]) && (conditions || only_key(rw, core, s, &t->keys[k])))
            return false;
    return true;
}

static bool rows_ordered(Rw *rw, const Node *core, int depth)
{
    const Source *s = rw_sema(rw)->sources[core->id];
    if (!s || depth == 0)
        return !s;
    if (s->next)
        return false;
    if (s->cte && s->is_cte)
        return s->cte->kid[CTE_SELECT]->kid[SELECT_BODY]->kind == ND_COMPOUND ||
               select_ordered(rw, s->cte->kid[CTE_SELECT], depth - 1);
    if (s->node->kind == ND_FROMSUB)
        return select_ordered(rw, s->node->kid[FROMSUB_SELECT], depth - 1);
    return !s->table || walks_key(rw, core, s);
}

/* What an outer query calls the expression of a subquery's ORDER BY; empty when it cannot. */
static Str shown_as(Rw *rw, const Node *core, const Node *x)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    bool column = x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_COLUMN;
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *r = cols->kid[i];
        if (r->kind == ND_STAR && column && !r->kid[STAR_TABLE])
            return rw_ident(rw, rw_info(rw, x)->col->name);
        if (r->kind != ND_RESULT || !grouping_same(rw, r->kid[RESULT_X], x))
            continue;
        if (r->kid[RESULT_ALIAS])
            return rw_spelled(rw, r->kid[RESULT_ALIAS]);
        return column                 ? rw_ident(rw, rw_info(rw, x)->col->name)
               : x->kind == ND_COLREF ? rw_spelled(rw, x->kid[COLREF_COLUMN])
                                      : STR_NONE;
    }
    return STR_NONE;
}

static bool has_result_named(Rw *rw, const Node *core, Str name)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *r = cols->kid[i], *x = r->kind == ND_RESULT ? sema_strip(r->kid[RESULT_X]) : NULL;
        const Node *given = !x                     ? NULL
                            : r->kid[RESULT_ALIAS] ? r->kid[RESULT_ALIAS]
                            : x->kind == ND_COLREF ? x->kid[COLREF_COLUMN]
                                                   : NULL;
        if (!x || (given && str_ieq(rw_name(rw, given), name)))
            return true;
    }
    return false;
}

static bool is_collector(Rw *rw, const Node *n)
{
    return n->kind == ND_FUNC && !n->kid[FUNC_ORDER] && !n->kid[FUNC_OVER] && !(n->flags & NF_DISTINCT) &&
           (rw_is_call(rw, n, "group_concat") || rw_is_call(rw, n, "json_group_array") ||
            rw_is_call(rw, n, "json_group_object"));
}

static const Node *first_collector(Rw *rw, const Node *n)
{
    if (!n || n->kind == ND_SELECT || is_collector(rw, n))
        return n && n->kind != ND_SELECT ? n : NULL;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *found = first_collector(rw, n->kid[i]);
        if (found)
            return found;
    }
    return NULL;
}

/* A column that a subquery is sorted by and does not give: it gives it as well, where nobody counts them. */
static Str given_as_well(Rw *rw, const Node *select, const Node *outer, const Node *call, const Node *x)
{
    const Node *core = select->kid[SELECT_BODY], *cols = core->kid[CORE_COLUMNS];
    bool column = x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_COLUMN;
    if (!column || (core->flags & NF_DISTINCT) || core->kid[CORE_GROUP] || rw_has_aggregate(rw, cols) ||
        select->parent->kind != ND_FROMSUB || has_result_named(rw, core, rw_info(rw, x)->col->name))
        return STR_NONE;
    for (uint32_t i = 0; i < outer->kid[CORE_COLUMNS]->nkids; i++)
        if (outer->kid[CORE_COLUMNS]->kid[i]->kind != ND_RESULT)
            return STR_NONE;
    if (first_collector(rw, outer->kid[CORE_COLUMNS]) == call) {
        Str name = grouping_column(rw, x);
        rw_append(rw, cols->kid[cols->nkids - 1], rw_fmt(rw, ", %.*s", (int)name.n, name.p));
    }
    return rw_ident(rw, rw_info(rw, x)->col->name);
}

/* The ORDER BY of a subquery, said again over what it gives. */
static bool order_again(Rw *rw, const Node *select, const Node *outer, const Node *call, Str *by)
{
    const Node *core = select->kid[SELECT_BODY], *order = select->kid[SELECT_ORDER];
    if (core->kind != ND_CORE)
        return false;
    for (uint32_t i = 0; i < order->nkids; i++) {
        const Node *t = order->kid[i], *x = grouping_term(rw, core, t->kid[ORDERTERM_X]);
        Str name = shown_as(rw, core, x);
        if (!name.n)
            name = given_as_well(rw, select, outer, call, x);
        if (!name.n || grouping_sorts(rw, x).n || x->kind == ND_COLLATE ||
            (t->flags & (NF_NULLS_FIRST | NF_NULLS_LAST)))
            return false;
        const char *desc = t->flags & NF_DESC ? " DESC" : "";
        const char *nulls = !rw_info(rw, x)->nullable ? "" : *desc ? " NULLS LAST" : " NULLS FIRST";
        *by = rw_joined(rw, *by, rw_fmt(rw, "%.*s%s%s", (int)name.n, name.p, desc, nulls));
    }
    return true;
}

bool row_order(Rw *rw, const Node *call, Str *by)
{
    const Node *core = call->parent;
    *by = STR_NONE;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (call->kid[FUNC_ORDER] || call->kid[FUNC_OVER] || !core)
        return true;
    const Source *s = rw_sema(rw)->sources[core->id];
    if (s && !s->next && s->table && !s->is_cte && s->node->kind == ND_TABLEREF && !s->table->is_view &&
        walks_index(rw, core, s, by))
        return true;
    if (!rows_ordered(rw, core, 8)) {
        *by = s && s->next                  ? likely_order(rw, core)
              : s && s->table && !s->is_cte ? likely_walk(rw, core, s)
                                            : STR_NONE;
        return false;
    }
    if (!s)
        return true;
    const Node *select = s->is_cte && s->cte           ? s->cte->kid[CTE_SELECT]
                         : s->node->kind == ND_FROMSUB ? s->node->kid[FROMSUB_SELECT]
                                                       : NULL;
    bool grouped = core->kid[CORE_GROUP] != NULL; /* else they come as the subquery gives them */
    if (select)
        return !grouped || (select->kid[SELECT_ORDER] && order_again(rw, select, core, call, by));
    bool key = s->table && (s->table->rowid >= 0 || s->table->without_rowid) && s->table->nkeys;
    *by = s->table && (key || grouped) ? grouping_walk(rw, s, false) : STR_NONE;
    return key || !s->table;
}
