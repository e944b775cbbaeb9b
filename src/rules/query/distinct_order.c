/* ORDER BY as SQLite takes it where PostgreSQL wants it selected: SELECT DISTINCT ordered by something else
   is grouped by its columns and ordered by the least (or greatest) of each group; a compound ordered by a
   name of one of its parts is ordered by the place, or from outside where it is ordered by an expression.  A
   * that hides the columns, and DISTINCT beside aggregates, are left to a person. */
#include "rules/query/grouping.h"

static const char LEAST[] = "min({0})";
static const char MOST[] = "max({0})";
static const char FIRST[] = "(array_agg({0} ORDER BY {1}))[1]";

static bool selected(Rw *rw, const Node *cols, const Node *x)
{
    int64_t v;
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
        if (str_ieq(rw_text(rw, e), text) ||
            (r->kid[RESULT_ALIAS] && str_ieq(rw_name(rw, r->kid[RESULT_ALIAS]), name)) ||
            grouping_same(rw, e, x))
            return true;
    }
    return false;
}

/* ---- SELECT DISTINCT ---- */

/* Nothing but columns that are selected: a group has one value of it. */
static bool over_selected(Rw *rw, const Node *cols, const Node *x)
{
    if (selected(rw, cols, x))
        return true;
    if (x->kind == ND_COLREF || x->kind == ND_SUBQUERY)
        return false;
    for (uint32_t i = 0; i < x->nkids; i++)
        if (x->kid[i] && x->kid[i]->kind != ND_NAME && !over_selected(rw, cols, x->kid[i]))
            return false;
    return true;
}

static bool has_window(const Node *n)
{
    if (n->kind == ND_FUNC && n->kid[FUNC_OVER])
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && n->kind != ND_SELECT && has_window(n->kid[i]))
            return true;
    return false;
}

static bool can_group(Rw *rw, const Node *core, const Node *order)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    if (core->kid[CORE_GROUP] || rw_has_aggregate(rw, cols) || rw_has_aggregate(rw, order) ||
        core->kid[CORE_WINDOWS])
        return false;
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (cols->kid[i]->kind != ND_RESULT || has_window(cols->kid[i]))
            return false;
    return true;
}

static bool group_instead(Rw *rw, const Node *core, const Node *order)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    Str by = STR(" GROUP BY ");
    bool least = false;
    uint32_t distinct = rw_find(rw, core->tok, cols->tok, TK_DISTINCT);
    for (uint32_t i = 0; i < cols->nkids; i++)
        by = rw_fmt(rw, "%.*s%s%u", (int)by.n, by.p, i ? ", " : "", i + 1);
    for (uint32_t i = 0; i < order->nkids; i++) {
        const Node *t = order->kid[i], *x = sema_strip(t->kid[ORDERTERM_X]);
        if (over_selected(rw, cols, x))
            continue;
        const Info *c = rw_info(rw, x);
        bool key = x->kind == ND_COLREF && c->table && c->table->rowid >= 0 &&
                   c->col == &c->table->cols[c->table->rowid];
        RwArg by_key = RW_TEXT(grouping_walk(rw, rw_sema(rw)->sources[core->id], false));
        bool first = by_key.text.n && (!key || rw_sema(rw)->sources[core->id]->next);
        rw_around(rw, t->kid[ORDERTERM_X], first ? FIRST : t->flags & NF_DESC ? MOST : LEAST, &by_key, first);
        least = true;
    }
    if (least)
        rw_near(rw, order,
                "rows that DISTINCT makes one are ordered by one of theirs, the first that SQLite meets: "
                "here the first by key",
                "select it as well");
    else
        rw_exact(rw, order);
    rw_drop(rw, distinct, distinct + 1);
    rw_append(rw, core, by);
    return false;
}

static bool distinct(Rw *rw, const Node *core, const Node *order)
{
    for (uint32_t i = 0; i < order->nkids; i++) {
        if (selected(rw, core->kid[CORE_COLUMNS], sema_strip(order->kid[i]->kid[ORDERTERM_X])))
            continue;
        if (can_group(rw, core, order))
            return group_instead(rw, core, order);
        return rw_manual(rw, order->kid[i], "SELECT DISTINCT is ordered by something that is not selected",
                         "select it as well, or order in an outer query");
    }
    return false;
}

/* ---- compounds ---- */

static bool shows(Rw *rw, const Node *r, const Node *x)
{
    if (r->kind != ND_RESULT)
        return false;
    const Node *e = sema_strip(r->kid[RESULT_X]);
    if (r->kid[RESULT_ALIAS] && x->kind == ND_COLREF && !x->kid[COLREF_TABLE] &&
        str_ieq(rw_name(rw, r->kid[RESULT_ALIAS]), rw_name(rw, x->kid[COLREF_COLUMN])))
        return true;
    if (e->kind == ND_COLREF && x->kind == ND_COLREF)
        return str_ieq(rw_name(rw, e->kid[COLREF_COLUMN]), rw_name(rw, x->kid[COLREF_COLUMN]));
    return str_ieq(rw_text(rw, e), rw_text(rw, x));
}

/* The place of the column that a term means, from 1: the leftmost part that has it decides. */
static uint32_t place_in(Rw *rw, const Node *body, const Node *x)
{
    uint32_t at = body->kind == ND_COMPOUND ? place_in(rw, body->kid[COMPOUND_L], x) : 0;
    const Node *core = body->kind == ND_COMPOUND ? body->kid[COMPOUND_R] : body;
    for (uint32_t i = 0; !at && core->kind == ND_CORE && i < core->kid[CORE_COLUMNS]->nkids; i++) {
        if (core->kid[CORE_COLUMNS]->kid[i]->kind == ND_STAR)
            return 0;
        if (shows(rw, core->kid[CORE_COLUMNS]->kid[i], x))
            at = i + 1;
    }
    return at;
}

static const Node *leftmost(const Node *body)
{
    while (body->kind == ND_COMPOUND)
        body = body->kid[COMPOUND_L];
    return body;
}

/* PostgreSQL finds the term by itself: by the name that the first part shows. */
static bool by_name(Rw *rw, const Node *first, const Node *x)
{
    if (first->kind != ND_CORE)
        return true;
    for (uint32_t i = 0; i < first->kid[CORE_COLUMNS]->nkids; i++) {
        const Node *r = first->kid[CORE_COLUMNS]->kid[i];
        if (r->kind != ND_RESULT)
            return true;
        const Node *e = sema_strip(r->kid[RESULT_X]);
        const Node *name = r->kid[RESULT_ALIAS]   ? r->kid[RESULT_ALIAS]
                           : e->kind == ND_COLREF ? e->kid[COLREF_COLUMN]
                                                  : NULL;
        if (name && str_ieq(rw_name(rw, name), rw_name(rw, x->kid[COLREF_COLUMN])))
            return true;
    }
    return false;
}

static bool compound_term(Rw *rw, const Node *select, const Node *term, bool *outside)
{
    const Node *x = sema_strip(term->kid[ORDERTERM_X]), *first = leftmost(select->kid[SELECT_BODY]);
    int64_t v;
    if (x->kind == ND_LITERAL && rw_integer(rw, x, &v))
        return true;
    bool collated = x->kind == ND_COLLATE;
    const Node *y = collated ? sema_strip(x->kid[COLLATE_X]) : x;
    if (y->kind == ND_COLREF && !y->kid[COLREF_TABLE] && by_name(rw, first, y)) {
        *outside |= collated && !str_ieqz(rw_name(rw, x->kid[COLLATE_NAME]), "binary");
        return true;
    }
    uint32_t at = collated ? 0 : place_in(rw, select->kid[SELECT_BODY], y);
    if (!at)
        return false;
    RwArg arg = RW_TEXT(rw_fmt(rw, "%u", at));
    rw_exact(rw, x);
    rw_template(rw, term->kid[ORDERTERM_X], "{0}", PG_UNKNOWN, &arg, 1);
    return true;
}

static bool compound(Rw *rw, const Node *select, const Node *order)
{
    bool outside = false;
    for (uint32_t i = 0; i < order->nkids; i++)
        if (!compound_term(rw, select, order->kid[i], &outside))
            return rw_manual(rw, order->kid[i],
                             "a compound can be ordered by its result columns only in PostgreSQL",
                             "select it as well, or order in an outer query");
    if (outside) {
        rw_exact(rw, order);
        rw_insert(rw, select->kid[SELECT_BODY]->tok, STR("SELECT * FROM ("));
        rw_append(rw, select->kid[SELECT_BODY], rw_fmt(rw, ") AS sub%u", select->id));
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *body = n->kid[SELECT_BODY], *order = n->kid[SELECT_ORDER];
    if (!order || body->kind == ND_VALUES)
        return false;
    if (body->kind == ND_COMPOUND)
        return compound(rw, n, order);
    return (body->flags & NF_DISTINCT) && distinct(rw, body, order);
}

const Rule rule_distinct_order = {.code = 327,
                                  .name = "query/distinct-order",
                                  .title = "ORDER BY something that DISTINCT or UNION does not give",
                                  .on = KINDS(ND_SELECT),
                                  .templates = SET(LEAST, MOST, FIRST),
                                  .portable = true,
                                  .apply = apply};
