/* FROM as SQLite is easy about it: subqueries without alias, joins without ON, CROSS JOIN ... ON, a comma
   that a later ON reaches across.  Two sources of one name, and an ON that looks to its right, are left to a
   person. */
#include "emit/rw.h"

static bool subquery(Rw *rw, const Node *n)
{
    if (n->kid[FROMSUB_ALIAS])
        return false;
    rw_exact(rw, n);
    rw_append(rw, n, rw_fmt(rw, " AS sub%u", n->id));
    return true;
}

static bool within(const Node *x, const Node *of)
{
    return x && of->tok <= x->tok && x->end <= of->end;
}

/* Does the expression name a source that stands inside `from`?  What cannot be told is taken to. */
static bool names_source_in(Rw *rw, const Node *n, const Node *from)
{
    if (!n)
        return false;
    if (n->kind == ND_COLREF) {
        const Info *i = rw_info(rw, n);
        bool sure = i->source && (i->name != NAME_OPAQUE || n->kid[COLREF_TABLE]);
        return sure ? within(i->source->node, from) : i->name == NAME_OPAQUE;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (names_source_in(rw, n->kid[i], from))
            return true;
    return false;
}

/* A comma binds looser than JOIN in PostgreSQL, and the same in SQLite: does a join further right need both
 * sides? */
static bool reached_across(Rw *rw, const Node *n)
{
    for (const Node *k = n, *p = n->parent; p && p->kind == ND_JOIN && p->kid[JOIN_L] == k;
         k = p, p = p->parent) {
        bool comma = (p->op & NJ_COMMA) && !p->kid[JOIN_ON] && !p->kid[JOIN_USING];
        if (comma)
            continue;
        if (p->kid[JOIN_USING] || (p->op & (NJ_RIGHT | NJ_NATURAL)) ||
            names_source_in(rw, p->kid[JOIN_ON], n->kid[JOIN_L]))
            return true;
    }
    return false;
}

/* An ON that names a source to its right, which PostgreSQL does not see yet. */
static const Node *looks_right(Rw *rw, const Node *n, const Node *on)
{
    if (!on || on->kind == ND_SELECT)
        return NULL;
    if (on->kind == ND_COLREF) {
        const Source *s = rw_info(rw, on)->source;
        const Node *core = n;
        while (core && core->kind != ND_CORE)
            core = core->parent;
        bool ours = s && s->node && core && within(s->node, core) && rw_info(rw, on)->name != NAME_OPAQUE;
        return ours && s->node->tok >= n->end ? on : NULL;
    }
    for (uint32_t i = 0; i < on->nkids; i++) {
        const Node *found = looks_right(rw, n, on->kid[i]);
        if (found)
            return found;
    }
    return NULL;
}

static const ResultCol *column_in(const Source *s, const Node *from, Str name)
{
    for (; s; s = s->next)
        for (uint32_t i = 0; s->node && within(s->node, from) && i < s->ncols; i++)
            if (str_ieq(s->cols[i].name, name))
                return &s->cols[i];
    return NULL;
}

/* USING and NATURAL compare columns that no cast can reach: a text beside a number is refused. */
static bool types_clash(Rw *rw, const Node *n)
{
    const Node *core = n->parent;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    const Source *all = core ? rw_sema(rw)->sources[core->id] : NULL;
    for (const Source *s = all; s; s = s->next)
        for (uint32_t i = 0; s->node && within(s->node, n->kid[JOIN_R]) && i < s->ncols; i++) {
            const ResultCol *r = &s->cols[i], *l = column_in(all, n->kid[JOIN_L], r->name);
            bool named = !n->kid[JOIN_USING];
            for (uint32_t k = 0; !named && k < n->kid[JOIN_USING]->nkids; k++)
                named = str_ieq(rw_name(rw, n->kid[JOIN_USING]->kid[k]), r->name);
            if (named && l && l->col && r->col &&
                pg_family(rw_column_type(rw, l->table, l->col)) !=
                    pg_family(rw_column_type(rw, r->table, r->col)))
                return true;
        }
    return false;
}

static bool has_equality(const Node *on)
{
    on = sema_strip(on);
    if (on->kind == ND_BINARY && on->op == TK_AND)
        return has_equality(on->kid[BINARY_L]) || has_equality(on->kid[BINARY_R]);
    return on->kind == ND_BINARY && on->op == TK_EQ;
}

/* The tokens between the two sides: "LEFT OUTER JOIN", ",", ... */
static bool join(Rw *rw, const Node *n)
{
    const Node *l = n->kid[JOIN_L], *r = n->kid[JOIN_R];
    bool condition = n->kid[JOIN_ON] || n->kid[JOIN_USING];
    uint32_t first = rw_next(rw, l->end - 1);
    if ((n->kid[JOIN_USING] || (n->op & NJ_NATURAL)) && types_clash(rw, n))
        return rw_manual(rw, n, "columns of different types are joined by their name",
                         "write ON with a CAST");
    const Node *right = looks_right(rw, n, n->kid[JOIN_ON]);
    if (right)
        return rw_manual(rw, right, "this ON names a table that comes later; PostgreSQL does not see it yet",
                         "move the condition to the later join, or to WHERE");
    if (n->op & NJ_COMMA) {
        if (!condition && !reached_across(rw, n))
            return false;
        rw_exact(rw, n);
        rw_put(rw, first, condition ? STR(" JOIN") : STR(" CROSS JOIN"));
        return true;
    }
    if ((n->op & NJ_CROSS) && condition) {
        rw_exact(rw, n);
        rw_drop(rw, first, rw_next(rw, first));
        return true;
    }
    if ((n->op & NJ_LEFT) && (n->op & NJ_RIGHT) && n->kid[JOIN_ON] && !has_equality(n->kid[JOIN_ON]))
        return rw_manual(rw, n->kid[JOIN_ON],
                         "PostgreSQL makes a FULL JOIN only where its condition has an equality",
                         "write a LEFT JOIN and a UNION ALL of the rows that found none");
    if (condition || (n->op & (NJ_NATURAL | NJ_CROSS)))
        return false;
    rw_exact(rw, n);
    if (n->op & (NJ_LEFT | NJ_RIGHT)) {
        rw_append(rw, r, STR(" ON TRUE"));
        return true;
    }
    if (n->op & NJ_INNER)
        rw_put(rw, first, STR("CROSS"));
    else
        rw_insert(rw, first, STR("CROSS "));
    return true;
}

/* SELECT * over USING or NATURAL: PostgreSQL puts the joined columns first. */
static bool star_order(Rw *rw, const Node *core)
{
    const Node *from = core->kid[CORE_FROM], *cols = core->kid[CORE_COLUMNS];
    bool star = false;
    for (uint32_t i = 0; i < cols->nkids; i++)
        star |= cols->kid[i]->kind == ND_STAR && !cols->kid[i]->kid[STAR_TABLE];
    if (!star || from->kind != ND_JOIN || (!from->kid[JOIN_USING] && !(from->op & NJ_NATURAL)))
        return false;
    const Node *names = from->kid[JOIN_USING];
    const Source *left = rw_sema(rw)->sources[core->id];
    for (uint32_t i = 0; names && left && i < names->nkids; i++)
        if (i >= left->ncols || !str_ieq(left->cols[i].name, rw_name(rw, names->kid[i])))
            names = NULL;
    if (names && left)
        return false;
    rw_near(rw, core, "PostgreSQL puts the joined columns of a * first", "name the columns");
    return false;
}

static bool core(Rw *rw, const Node *n)
{
    if (!n->kid[CORE_FROM])
        return false;
    for (const Source *s = rw_sema(rw)->sources[n->id]; s; s = s->next)
        for (const Source *t = s->next; t && s->name.n; t = t->next)
            if (str_ieq(s->name, t->name))
                return rw_manual(rw, t->node, "two tables of one name in FROM: PostgreSQL refuses it",
                                 "give one of them an alias of its own");
    return star_order(rw, n);
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_FROMSUB: return subquery(rw, n);
    case ND_CORE: return core(rw, n);
    default: return join(rw, n);
    }
}

const Rule rule_from = {.code = 322,
                        .name = "query/from",
                        .title = "PostgreSQL wants this part of FROM spelled out",
                        .on = KINDS(ND_FROMSUB, ND_JOIN, ND_CORE),
                        .apply = apply};
