/* Columns that stand beside aggregates without being grouped.  SQLite takes them from some row of the group;
   PostgreSQL takes them only where the grouped PRIMARY KEY of their table determines them.  Where another
   grouped key does (a UNIQUE NOT NULL column, the other side of a join's equality), they are added to GROUP
   BY, which changes no group.  What is not proved is left to a person. */
#include "emit/rw.h"

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

typedef struct Search {
    Rw *rw;
    const Node *core;
    VEC(const Node *) add; /* columns to be grouped as well */
} Search;

typedef enum Proof { NONE, ADDED, KNOWN } Proof; /* KNOWN: to PostgreSQL itself */

static bool is_column(const Info *i, const Source *s, const Column *c)
{
    return i->name == NAME_COLUMN && i->source == s && i->col == c;
}

static bool grouped_column(const Search *q, const Source *s, const Column *c)
{
    const Node *g = q->core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++) {
        const Node *x = term_of(q->rw, q->core, g->kid[i]);
        if (x->kind == ND_COLREF && is_column(rw_info(q->rw, x), s, c))
            return true;
    }
    return false;
}

/* Does the condition say that the column equals something that is grouped? */
static bool equals_grouped(const Search *q, const Node *cond, const Source *s, const Column *c)
{
    cond = cond ? sema_strip(cond) : NULL;
    if (!cond || cond->kind != ND_BINARY)
        return false;
    if (cond->op == TK_AND)
        return equals_grouped(q, cond->kid[BINARY_L], s, c) || equals_grouped(q, cond->kid[BINARY_R], s, c);
    for (int i = 0; i < 2 && cond->op == TK_EQ; i++) {
        const Node *x = sema_strip(cond->kid[i]), *y = sema_strip(cond->kid[1 - i]);
        if (x->kind == ND_COLREF && is_column(rw_info(q->rw, x), s, c) && grouped(q->rw, q->core, y) &&
            !c->collation.n && !rw_info(q->rw, y)->collation.n)
            return true;
    }
    return false;
}

/* The ON conditions that every row meets: those of inner joins. */
static bool joined_to_grouped(const Search *q, const Node *from, const Source *s, const Column *c)
{
    if (!from || from->kind != ND_JOIN)
        return false;
    bool inner = !(from->op & (NJ_LEFT | NJ_RIGHT));
    return (inner && equals_grouped(q, from->kid[JOIN_ON], s, c)) ||
           joined_to_grouped(q, from->kid[JOIN_L], s, c) || joined_to_grouped(q, from->kid[JOIN_R], s, c);
}

static Proof key_grouped(const Search *q, const Source *s, const Key *k)
{
    Proof p = k->primary ? KNOWN : ADDED;
    for (uint16_t i = 0; i < k->ncols && p != NONE; i++) {
        const Column *c = k->cols[i] == UINT16_MAX ? NULL : &s->table->cols[k->cols[i]];
        if (!c || k->partial || (!k->primary && !c->not_null) || c->collation.n)
            p = NONE;
        else if (!grouped_column(q, s, c))
            p = equals_grouped(q, q->core->kid[CORE_WHERE], s, c) ||
                        joined_to_grouped(q, q->core->kid[CORE_FROM], s, c)
                    ? ADDED
                    : NONE;
    }
    return p;
}

/* Do the grouped terms determine the row of this source? */
static Proof determined(const Search *q, const Source *s)
{
    Proof best = NONE;
    for (uint16_t i = 0; s && s->table && i < s->table->nkeys; i++) {
        Proof p = key_grouped(q, s, &s->table->keys[i]);
        best = p > best ? p : best;
    }
    return best;
}

static bool star_known(const Search *q, const Node *star)
{
    Str only = rw_name(q->rw, star->kid[STAR_TABLE]);
    for (const Source *s = rw_sema(q->rw)->sources[q->core->id]; s; s = s->next)
        if ((!only.n || str_ieq(s->name, only)) && determined(q, s) != KNOWN)
            return false;
    return true;
}

static bool bare_name(Search *q, const Node *n)
{
    const Info *i = rw_info(q->rw, n);
    bool column =
        i->name == NAME_COLUMN || i->name == NAME_DERIVED || i->name == NAME_OPAQUE || i->name == NAME_ROWID;
    bool outer = true; /* of an enclosing query: constant here */
    for (const Source *s = rw_sema(q->rw)->sources[q->core->id]; s; s = s->next)
        outer &= s != i->source;
    if (!column || outer)
        return false;
    Proof p = i->name == NAME_COLUMN ? determined(q, i->source) : NONE;
    if (p == ADDED)
        VEC_PUSH(rw_arena(q->rw), &q->add, n);
    return p == NONE;
}

/* The first bare column of an expression; in a subquery, aggregates are the subquery's own. */
static const Node *first_bare(Search *q, const Node *n, bool sub)
{
    if (!n || (!sub && rw_is_aggregate(q->rw, n)) || grouped(q->rw, q->core, n))
        return NULL;
    sub |= n->kind == ND_SELECT;
    if (n->kind == ND_STAR)
        return sub || star_known(q, n) ? NULL : n;
    if (n->kind == ND_COLREF && rw_info(q->rw, n)->name == NAME_ALIAS)
        return sub ? NULL : first_bare(q, rw_info(q->rw, n)->def, false);
    if (n->kind == ND_COLREF)
        return bare_name(q, n) ? n : NULL;
    for (uint32_t i = 0; i < n->nkids; i++) {
        const Node *b = n->kind == ND_RESULT && i == RESULT_ALIAS ? NULL : first_bare(q, n->kid[i], sub);
        if (b)
            return b;
    }
    return NULL;
}

static void group_too(Search *q)
{
    const Node *g = q->core->kid[CORE_GROUP], *last = g->kid[g->nkids - 1];
    for (uint32_t i = 0; i < q->add.n; i++) {
        const Node *n = q->add.at[i];
        const Info *x = rw_info(q->rw, n);
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= is_column(rw_info(q->rw, q->add.at[k]), x->source, x->col);
        if (again)
            continue;
        Str col = rw_ident(q->rw, x->col->name), t = rw_ident(q->rw, x->source->name);
        rw_append(q->rw, last,
                  n->kid[COLREF_TABLE] ? rw_fmt(q->rw, ", %.*s.%.*s", (int)t.n, t.p, (int)col.n, col.p)
                                       : rw_fmt(q->rw, ", %.*s", (int)col.n, col.p));
    }
}

static bool apply(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    if (!core->kid[CORE_GROUP] && !rw_has_aggregate(rw, cols) &&
        !rw_has_aggregate(rw, core->kid[CORE_HAVING]))
        return false;
    Search q = {.rw = rw, .core = core};
    const Node *bare = first_bare(&q, cols, false);
    if (!bare)
        bare = first_bare(&q, core->kid[CORE_HAVING], false);
    const Node *select = core->parent;
    if (!bare && select && select->kind == ND_SELECT && select->kid[SELECT_ORDER])
        for (uint32_t i = 0; i < select->kid[SELECT_ORDER]->nkids && !bare; i++)
            bare = first_bare(&q, select->kid[SELECT_ORDER]->kid[i]->kid[ORDERTERM_X], false);
    if (bare)
        return rw_manual(
            rw, bare, "this column is neither grouped nor inside an aggregate: SQLite takes it from some row",
            "add it to GROUP BY, or say which value is meant: min(), max()");
    if (!q.add.n)
        return false;
    rw_exact(rw, core->kid[CORE_GROUP]);
    group_too(&q);
    return true;
}

const Rule rule_bare_column = {.code = 326,
                               .name = "query/bare-column",
                               .title = "a column beside aggregates that is not grouped",
                               .on = KINDS(ND_CORE),
                               .apply = apply};
