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

/* ---- collations ---- */

static bool unique_alone(const Info *i)
{
    for (uint16_t k = 0; i->table && k < i->table->nkeys; k++) {
        const Key *key = &i->table->keys[k];
        if (key->ncols == 1 && !key->partial && key->cols[0] != UINT16_MAX &&
            &i->table->cols[key->cols[0]] == i->col)
            return true;
    }
    return false;
}

static bool folds(Str collation)
{
    return str_ieqz(collation, "nocase") || str_ieqz(collation, "rtrim");
}

Str grouping_sorts(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    const Info *i = rw_info(rw, x);
    bool citext = rw_options(rw)->nocase == NOCASE_CITEXT && str_ieqz(i->collation, "nocase");
    return x->kind == ND_COLREF && i->col && !citext && folds(i->collation) ? i->collation : STR_NONE;
}

Str grouping_collation(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    const Info *i = rw_info(rw, x);
    if (x->kind == ND_COLLATE)
        return folds(i->collation) ? i->collation : STR_NONE;
    return unique_alone(i) ? STR_NONE : grouping_sorts(rw, x);
}

bool grouping_folds(Rw *rw, const Node *core, const Node *x)
{
    const Node *g = core->kid[CORE_GROUP];
    x = sema_strip(x);
    Str c = x->kind == ND_COLLATE ? grouping_collation(rw, x) : grouping_sorts(rw, x);
    x = x->kind == ND_COLLATE ? x->kid[COLLATE_X] : x;
    for (uint32_t i = 0; c.n && g && i < g->nkids; i++) {
        const Node *t = grouping_term(rw, core, g->kid[i]);
        if (!str_ieq(grouping_collation(rw, t), c))
            continue;
        if (grouping_same(rw, t->kind == ND_COLLATE ? t->kid[COLLATE_X] : t, x))
            return true;
    }
    return false;
}

/* lower(name) where name is grouped by NOCASE */
static bool is_key_of(Rw *rw, const Node *t, const Node *x)
{
    x = sema_strip(x);
    return str_ieqz(grouping_collation(rw, t), "nocase") && rw_is_call(rw, x, "lower") &&
           x->kid[FUNC_ARGS]->nkids == 1 && t->kind == ND_COLREF && grouping_same(rw, rw_arg(x, 0), t);
}

bool grouping_has(Rw *rw, const Node *core, const Node *x)
{
    const Node *g = core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++) {
        const Node *t = grouping_term(rw, core, g->kid[i]);
        if (grouping_collation(rw, t).n ? is_key_of(rw, t, x) : grouping_same(rw, t, x))
            return true;
    }
    return false;
}

Str grouping_column(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    Str col = rw_ident(rw, i->name == NAME_COLUMN ? i->col->name : rw_name(rw, n->kid[COLREF_COLUMN]));
    Str t = n->kid[COLREF_TABLE] ? rw_source_name(rw, i->source) : STR_NONE;
    return rw_dotted(rw, t, col);
}

/* ---- DISTINCT ---- */

static bool has_window(const Node *n)
{
    if (n->kind == ND_FUNC && n->kid[FUNC_OVER])
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && n->kind != ND_SELECT && has_window(n->kid[i]))
            return true;
    return false;
}

bool grouping_for_distinct(Rw *rw, const Node *core, const Node *order)
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

typedef struct Search {
    Rw *rw;
    const Node *core;
} Search;

static bool is_column(const Info *i, const Source *s, const Column *c)
{
    return i->name == NAME_COLUMN && i->source == s && i->col == c;
}

bool grouping_has_column(Rw *rw, const Node *core, const Source *s, const Column *c)
{
    const Node *g = core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++) {
        const Node *x = grouping_term(rw, core, g->kid[i]);
        if (x->kind == ND_COLREF && is_column(rw_info(rw, x), s, c))
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
        else if (!grouping_has_column(q->rw, q->core, s, c))
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
