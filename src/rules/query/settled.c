/* See settled.h.  A table's row is settled once all columns of one of its keys are: named by a term, equal to
   something that is the same for all rows, or equal to a column of a row that is settled.  The tables of a
   FROM are gone through until nothing new is settled. */
#include "rules/query/settled.h"
#include "rules/query/given.h"
#include "rules/query/grouping.h"

typedef struct Rows { /* of one FROM */
    Rw *rw;
    const Node *core; /* NULL: of an UPDATE or DELETE */
    const Node *where, *from;
    const Source *first;
    Terms by;
    uint64_t settled; /* a bit a source, from the left */
} Rows;

/* Its place from the left; -1: it belongs to another query. */
static int place(const Rows *q, const Source *s)
{
    int i = 0;
    for (const Source *k = q->first; k; k = k->next, i++)
        if (k == s)
            return i;
    return -1;
}

static bool is_settled(const Rows *q, const Source *s)
{
    int i = place(q, s);
    return i >= 0 && i < 64 && (q->settled >> i & 1);
}

/* Does `x` name this column?  Without a column: the rowid, or `id` of a table that nobody described. */
static bool names_column(const Rows *q, const Node *x, const Source *s, const Column *c)
{
    const Info *i = rw_info(q->rw, x);
    if (x->kind != ND_COLREF)
        return false;
    if (c)
        return (i->name == NAME_COLUMN || i->name == NAME_ROWID) && i->source == s && i->col == c;
    if (i->name == NAME_ROWID)
        return i->source == s;
    return !s->table && s->node->kind == ND_TABLEREF && !s->is_cte && i->name == NAME_OPAQUE &&
           str_ieqz(rw_name(q->rw, x->kid[COLREF_COLUMN]), "id") &&
           (i->source == s || (!i->source && !q->first->next));
}

static bool is_term(const Rows *q, const Node *x)
{
    for (uint32_t i = 0; i < q->by.n; i++)
        if (grouping_same(q->rw, q->by.at[i], x))
            return true;
    return false;
}

static bool column_settled(const Rows *q, const Source *s, const Column *c);

/* The same for all rows that agree in the terms; `ask_where`: conditions on columns count, too. */
static bool expr_settled(const Rows *q, const Node *x, bool ask_where)
{
    x = sema_strip(x);
    if (is_term(q, x))
        return true;
    if (x->kind == ND_COLREF) {
        const Info *i = rw_info(q->rw, x);
        if (i->name == NAME_ALIAS)
            return expr_settled(q, i->def, ask_where);
        if (i->name == NAME_UNKNOWN || (i->name == NAME_OPAQUE && !i->source))
            return false;
        return !i->source || place(q, i->source) < 0 || is_settled(q, i->source) ||
               (ask_where && i->col && i->name == NAME_COLUMN && column_settled(q, i->source, i->col));
    }
    if (rw_is_aggregate(q->rw, x) || rw_is_call(q->rw, x, "random") || rw_is_call(q->rw, x, "randomblob") ||
        (x->kind == ND_FUNC && x->kid[FUNC_OVER]))
        return false;
    for (uint32_t i = 0; i < x->nkids; i++)
        if (x->kid[i] && x->kid[i]->kind != ND_NAME && !expr_settled(q, x->kid[i], ask_where))
            return false;
    return true;
}

/* Does the condition say that the column equals something that is settled? */
static bool equated(const Rows *q, const Node *cond, const Source *s, const Column *c)
{
    cond = cond ? sema_strip(cond) : NULL;
    if (!cond || cond->kind != ND_BINARY)
        return false;
    const Node *l = cond->kid[BINARY_L], *r = cond->kid[BINARY_R];
    if (cond->op == TK_AND)
        return equated(q, l, s, c) || equated(q, r, s, c);
    if (cond->op != TK_EQ && (cond->op != TK_IS || cond->flags & NF_NOT))
        return false;
    for (int i = 0; i < 2; i++)
        if (names_column(q, sema_strip(cond->kid[i]), s, c) && !sema_is_null(cond->kid[1 - i]) &&
            expr_settled(q, cond->kid[1 - i], false))
            return true;
    return false;
}

static bool stands_in(const Node *n, const Node *tree)
{
    while (n && n != tree)
        n = n->parent;
    return n != NULL;
}

/* USING (c) of a join to `s`: the column equals the first one of that name to the left. */
static bool equated_by_name(const Rows *q, const Node *names, const Source *s, const Column *c)
{
    bool named = false;
    for (uint32_t i = 0; c && names && i < names->nkids; i++)
        named |= str_ieq(rw_name(q->rw, names->kid[i]), c->name);
    for (const Source *p = q->first; named && p && p != s; p = p->next) {
        const Column *left = p->table ? table_column(p->table, c->name) : NULL;
        for (uint32_t k = 0; left && k < q->by.n; k++)
            if (names_column(q, q->by.at[k], p, left))
                return true;
        if (left)
            return is_settled(q, p);
    }
    return false;
}

/* The ON conditions that hold for the rows of this source: of inner joins; with `found`, also of the LEFT
   JOIN to it, which hold where it found a row. */
static bool joined(const Rows *q, const Node *from, const Source *s, const Column *c, bool found)
{
    if (!from || from->kind != ND_JOIN || from->op & NJ_RIGHT)
        return false;
    const Node *right = from->kid[JOIN_R];
    bool holds = !(from->op & NJ_LEFT) || (found && stands_in(s->node, right));
    return (holds && equated(q, from->kid[JOIN_ON], s, c)) ||
           (holds && right == s->node && equated_by_name(q, from->kid[JOIN_USING], s, c)) ||
           joined(q, from->kid[JOIN_L], s, c, found) || (holds && joined(q, right, s, c, found));
}

static bool column_settled(const Rows *q, const Source *s, const Column *c)
{
    for (uint32_t i = 0; i < q->by.n; i++)
        if (names_column(q, q->by.at[i], s, c))
            return true;
    return equated(q, q->where, s, c) || joined(q, q->from, s, c, false);
}

/* A key's column; one that may hold NULL tells rows apart where it is not NULL only. */
static bool key_column_settled(const Rows *q, const Source *s, const Column *c, bool null)
{
    for (uint32_t i = 0; i < q->by.n; i++)
        if (names_column(q, q->by.at[i], s, c) &&
            (!null || (q->core && given_not_null(q->rw, q->core, q->by.at[i]))))
            return true;
    return equated(q, q->where, s, c) || joined(q, q->from, s, c, true);
}

static bool key_settled(const Rows *q, const Source *s, const Key *k)
{
    bool all = !k->partial && k->ncols > 0;
    for (uint16_t i = 0; i < k->ncols && all; i++) {
        const Column *c = k->cols[i] == UINT16_MAX ? NULL : &s->table->cols[k->cols[i]];
        all = c && (!c->collation.n || k->nocase) && key_column_settled(q, s, c, !c->not_null && !k->primary);
    }
    return all;
}

/* Does the condition say that this column of a subquery equals something that is settled? */
static bool equated_derived(const Rows *q, const Node *cond, const Source *s, const Node *def)
{
    cond = cond ? sema_strip(cond) : NULL;
    if (!cond || cond->kind != ND_BINARY)
        return false;
    const Node *l = cond->kid[BINARY_L], *r = cond->kid[BINARY_R];
    if (cond->op == TK_AND)
        return equated_derived(q, l, s, def) || equated_derived(q, r, s, def);
    for (int i = 0; cond->op == TK_EQ && i < 2; i++) {
        const Node *x = sema_strip(cond->kid[i]);
        if (x->kind == ND_COLREF && rw_info(q->rw, x)->source == s && rw_info(q->rw, x)->def == def &&
            expr_settled(q, cond->kid[1 - i], false))
            return true;
    }
    return false;
}

/* A subquery or CTE: the terms that are columns of it, and those that WHERE settles, as it computes them. */
static bool subquery_settled(const Rows *q, const Source *s)
{
    const Node *select = s->cte                        ? s->cte->kid[CTE_SELECT]
                         : s->node->kind == ND_FROMSUB ? s->node->kid[FROMSUB_SELECT]
                                                       : NULL;
    const Node *core = select ? select->kid[SELECT_BODY] : NULL;
    const Node *limit = select ? select->kid[SELECT_LIMIT] : NULL;
    int64_t v;
    if (limit && rw_integer(q->rw, limit->kid[limit->op == TK_COMMA ? LIMIT_B : LIMIT_A], &v) &&
        (v == 0 || v == 1))
        return true;
    if (!core || core->kind == ND_COMPOUND)
        return false;
    Terms inner = {ARENA_ARRAY(rw_arena(q->rw), const Node *, q->by.n + s->ncols + 1), 0};
    for (uint32_t k = 0; k < s->ncols; k++)
        if (s->cols[k].def && equated_derived(q, q->where, s, s->cols[k].def))
            inner.at[inner.n++] = sema_strip(s->cols[k].def);
    for (uint32_t i = 0; i < q->by.n; i++) {
        const Info *x = rw_info(q->rw, q->by.at[i]);
        if (q->by.at[i]->kind == ND_COLREF && x->source == s && x->def)
            inner.at[inner.n++] = sema_strip(x->def);
    }
    return settled_rows(q->rw, core, inner);
}

static bool source_settled(const Rows *q, const Source *s)
{
    const Table *t = s->table;
    if (s->node->kind != ND_TABLEREF || s->is_cte)
        return subquery_settled(q, s);
    if (key_column_settled(q, s, NULL, false))
        return true;
    for (uint16_t k = 0; t && !t->is_view && k < t->nkeys; k++)
        if (key_settled(q, s, &t->keys[k]))
            return true;
    return false;
}

/* True when all sources are settled. */
static bool settle(Rows *q)
{
    for (bool more = true; more;) {
        bool all = true;
        int i = 0;
        more = false;
        for (const Source *s = q->first; s; s = s->next, i++) {
            if (i < 64 && !(q->settled >> i & 1) && source_settled(q, s)) {
                q->settled |= (uint64_t)1 << i;
                more = true;
            }
            all &= is_settled(q, s);
        }
        if (all)
            return true;
    }
    return false;
}

static Rows rows_of(Rw *rw, const Node *at, Terms by)
{
    Rows q = {.rw = rw, .first = rw_sema(rw)->sources[at->id], .by = by};
    switch (at->kind) {
    case ND_CORE: q.core = at, q.where = at->kid[CORE_WHERE], q.from = at->kid[CORE_FROM]; break;
    case ND_UPDATE: q.where = at->kid[UPDATE_WHERE], q.from = at->kid[UPDATE_FROM]; break;
    default: q.where = at->kid[DELETE_WHERE]; break;
    }
    return q;
}

bool settled_result(Rw *rw, const Node *core, Terms by)
{
    Rows q = rows_of(rw, core, by);
    const Node *cols = core->kid[CORE_COLUMNS];
    settle(&q);
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *x = cols->kid[i]->kind == ND_RESULT ? sema_strip(cols->kid[i]->kid[RESULT_X]) : NULL;
        bool folded = x && rw_info(rw, x)->collation.n && !is_settled(&q, rw_info(rw, x)->source);
        if (!x || folded || !expr_settled(&q, x, true))
            return false;
    }
    return true;
}

bool settled_rows(Rw *rw, const Node *at, Terms by)
{
    if (at->kind == ND_VALUES)
        return at->nkids == 1;
    Rows q = rows_of(rw, at, by);
    if (at->kind != ND_CORE)
        return settle(&q);
    const Node *group = at->kid[CORE_GROUP];
    if (!at->kid[CORE_FROM] || (!group && rw_has_aggregate(rw, at->kid[CORE_COLUMNS])))
        return true;
    if (settle(&q) || ((at->flags & NF_DISTINCT) && settled_result(rw, at, by)))
        return true;
    bool all = group != NULL;
    for (uint32_t i = 0; group && i < group->nkids; i++)
        all &= expr_settled(&q, grouping_term(rw, at, group->kid[i]), true);
    return all;
}
