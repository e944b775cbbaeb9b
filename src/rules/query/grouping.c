/* See grouping.h.  The search for a proof walks the keys of each table and the conditions that every row
   meets; an outer join proves nothing. */
#include "rules/query/grouping.h"

const Node *grouping_term(Rw *rw, const Node *core, const Node *g)
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

bool grouping_same(Rw *rw, const Node *a, const Node *b)
{
    a = sema_strip(a);
    b = sema_strip(b);
    if (a->kind != b->kind || a->op != b->op || a->nkids != b->nkids || a->flags != b->flags)
        return false;
    if (a->kind == ND_COLREF) {
        const Info *x = rw_info(rw, a), *y = rw_info(rw, b);
        if (x->col || y->col)
            return x->col == y->col && x->source == y->source;
        return str_ieq(rw_name(rw, a->kid[COLREF_COLUMN]), rw_name(rw, b->kid[COLREF_COLUMN]));
    }
    if (a->nkids == 0) {
        Str x = rw_text(rw, a), y = rw_text(rw, b);
        return a->kind == ND_LITERAL ? str_eq(x, y) : str_ieq(x, y);
    }
    for (uint32_t i = 0; i < a->nkids; i++) {
        if (!a->kid[i] != !b->kid[i])
            return false;
        if (a->kid[i] && !grouping_same(rw, a->kid[i], b->kid[i]))
            return false;
    }
    return true;
}

bool grouping_has(Rw *rw, const Node *core, const Node *x)
{
    const Node *g = core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++)
        if (grouping_same(rw, grouping_term(rw, core, g->kid[i]), x))
            return true;
    return false;
}

typedef struct Search {
    Rw *rw;
    const Node *core;
} Search;

static bool is_column(const Info *i, const Source *s, const Column *c)
{
    return i->name == NAME_COLUMN && i->source == s && i->col == c;
}

static bool grouped_column(const Search *q, const Source *s, const Column *c)
{
    const Node *g = q->core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++) {
        const Node *x = grouping_term(q->rw, q->core, g->kid[i]);
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
        if (x->kind == ND_COLREF && is_column(rw_info(q->rw, x), s, c) && grouping_has(q->rw, q->core, y) &&
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

static Proof key_grouped(const Search *q, const Source *s, const Table *t, const Key *k)
{
    Proof p = k->primary ? PROOF_KNOWN : PROOF_ADDED;
    for (uint16_t i = 0; i < k->ncols && p != PROOF_NONE; i++) {
        const Column *c = k->cols[i] == UINT16_MAX ? NULL : &t->cols[k->cols[i]];
        if (!c || k->partial || (!k->primary && !c->not_null) || c->collation.n)
            p = PROOF_NONE;
        else if (!grouped_column(q, s, c))
            p = equals_grouped(q, q->core->kid[CORE_WHERE], s, c) ||
                        joined_to_grouped(q, q->core->kid[CORE_FROM], s, c)
                    ? PROOF_ADDED
                    : PROOF_NONE;
    }
    return p;
}

/* The one table behind a source: its own, or that of SELECT ... FROM table, whose rows it gives one by one.
 */
static const Table *table_behind(const Search *q, const Source *s, bool *hidden)
{
    *hidden = false;
    if (s->table && !s->table->is_view)
        return s->table;
    const Node *select = s->node && s->node->kind == ND_FROMSUB ? s->node->kid[FROMSUB_SELECT] : NULL;
    const Node *core = select ? select->kid[SELECT_BODY] : NULL;
    if (!core || core->kind != ND_CORE || core->kid[CORE_GROUP] || (core->flags & NF_DISTINCT) ||
        rw_has_aggregate(q->rw, core->kid[CORE_COLUMNS]))
        return NULL;
    const Source *inner = rw_sema(q->rw)->sources[core->id];
    *hidden = true;
    return inner && !inner->next ? inner->table : NULL;
}

Proof grouping_determines(Rw *rw, const Node *core, const Source *s)
{
    Search q = {rw, core};
    Proof best = PROOF_NONE;
    bool hidden;
    const Table *t = s ? table_behind(&q, s, &hidden) : NULL;
    for (uint16_t i = 0; t && i < t->nkeys; i++) {
        Proof p = key_grouped(&q, s, t, &t->keys[i]);
        if (hidden && p == PROOF_KNOWN)
            p = PROOF_ADDED;
        best = p > best ? p : best;
    }
    return best;
}

/* The order in which SQLite walks a table: by its key, in the order of its rows where it has none. */
static Str walk(Rw *rw, const Source *s, bool qualify)
{
    const Table *t = s->table;
    Str by = STR_NONE, table = qualify ? rw_source_name(rw, s) : STR_NONE;
    if (!t || t->is_view || t->is_virtual || s->is_cte || s->node->kind != ND_TABLEREF)
        return by;
    uint16_t n = t->nkeys && t->keys[0].primary && (t->rowid >= 0 || t->without_rowid) ? t->keys[0].ncols : 0;
    for (uint16_t i = 0; i < n; i++)
        if (t->keys[0].cols[i] != UINT16_MAX) {
            Str col = rw_ident(rw, t->cols[t->keys[0].cols[i]].name);
            by = rw_joined(rw, by, rw_dotted(rw, table, col));
        }
    return by.n ? by : rw_dotted(rw, table, STR("ctid"));
}

Str grouping_walk(Rw *rw, const Source *first, bool qualify)
{
    Str by = STR_NONE;
    for (const Source *s = first; s; s = s->next) {
        Str one = walk(rw, s, qualify || first->next);
        if (one.n)
            by = rw_joined(rw, by, one);
    }
    return by;
}
