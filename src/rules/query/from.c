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

/* a = b with one side of the join on each side of it: what PostgreSQL can hash or merge. */
static bool has_equality(Rw *rw, const Node *join, const Node *on)
{
    on = sema_strip(on);
    const Node *l = on->kid[BINARY_L], *r = on->kid[BINARY_R];
    if (on->kind == ND_BINARY && on->op == TK_AND)
        return has_equality(rw, join, l) || has_equality(rw, join, r);
    if (on->kind != ND_BINARY || on->op != TK_EQ)
        return false;
    bool ll = names_source_in(rw, l, join->kid[JOIN_L]), lr = names_source_in(rw, l, join->kid[JOIN_R]);
    bool rl = names_source_in(rw, r, join->kid[JOIN_L]), rr = names_source_in(rw, r, join->kid[JOIN_R]);
    return (ll && !lr && rr && !rl) || (lr && !ll && rl && !rr);
}

/* LEFT NATURAL JOIN, OUTER LEFT JOIN: PostgreSQL wants the words in one order. */
static bool words_in_order(Rw *rw, const Node *n, uint32_t first)
{
    static const uint16_t order[] = {TK_NATURAL, TK_LEFT,  TK_RIGHT, TK_FULL,
                                     TK_INNER,   TK_CROSS, TK_OUTER, TK_JOIN};
    size_t at = 0;
    for (uint32_t t = first; t < n->kid[JOIN_R]->tok; t = rw_next(rw, t)) {
        uint16_t kind = rw_stmt(rw)->toks->at[t].kind;
        size_t i = 0;
        while (i < sizeof order / sizeof *order && order[i] != kind)
            i++;
        if (i < at)
            return false;
        at = i;
    }
    return true;
}

static void order_words(Rw *rw, const Node *n, uint32_t first)
{
    static const struct {
        uint32_t bits;
        const char *words;
    } sides[] = {{NJ_LEFT | NJ_RIGHT, "FULL "}, {NJ_LEFT, "LEFT "}, {NJ_RIGHT, "RIGHT "}, {0, ""}};
    size_t i = 0;
    while ((n->op & sides[i].bits) != sides[i].bits)
        i++;
    rw_exact(rw, n);
    rw_put(rw, first,
           rw_fmt(rw, "%s%s%sJOIN", n->op & NJ_NATURAL ? "NATURAL " : "", sides[i].words,
                  n->op & NJ_OUTER ? "OUTER " : ""));
    uint32_t rest = rw_next(rw, first), last = rw_prev(rw, n->kid[JOIN_R]->tok);
    rw_drop_back(rw, rest, last + 1);
}

static bool all_inner(const Node *from)
{
    if (from->kind == ND_FROMPAREN)
        return all_inner(from->kid[FROMPAREN_FROM]);
    return from->kind != ND_JOIN ||
           (!(from->op & NJ_RIGHT) && all_inner(from->kid[JOIN_L]) && all_inner(from->kid[JOIN_R]));
}

/* An inner join's ON is as good as WHERE: there it sees every table.  move_conditions() has put it there. */
static bool to_where(Rw *rw, const Node *n, const Node *at)
{
    const Node *core = n->parent;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (!core || (n->op & (NJ_LEFT | NJ_RIGHT | NJ_COMMA)) || !all_inner(core->kid[CORE_FROM]))
        return rw_manual(rw, at, "this ON names a table that comes later; PostgreSQL does not see it yet",
                         "move the condition to the later join, or to WHERE");
    rw_exact(rw, n);
    const Token *blank = &rw_stmt(rw)->toks->at[n->kid[JOIN_L]->end];
    Str space = blank->kind == TK_SPACE ? tok_text(rw_stmt(rw)->toks, n->kid[JOIN_L]->end) : STR(" ");
    rw_as(rw, n, rw_fmt(rw, "{0}%.*sCROSS JOIN {1}", (int)space.n, space.p).p, PG_UNKNOWN, n->kid[JOIN_L],
          n->kid[JOIN_R], NULL);
    return true;
}

typedef struct Moved {
    Str tmpl; /* {0} is WHERE as it was, or FROM where there is none */
    VEC(RwArg) conditions;
} Moved;

static void find_moved(Rw *rw, const Node *from, Moved *m)
{
    if (from->kind == ND_FROMPAREN)
        find_moved(rw, from->kid[FROMPAREN_FROM], m);
    if (from->kind != ND_JOIN)
        return;
    find_moved(rw, from->kid[JOIN_L], m);
    find_moved(rw, from->kid[JOIN_R], m);
    if (!looks_right(rw, from, from->kid[JOIN_ON]))
        return;
    VEC_PUSH(rw_arena(rw), &m->conditions, RW_NODE(from->kid[JOIN_ON]));
    uint32_t n = (uint32_t)m->conditions.n;
    m->tmpl = rw_fmt(rw, "%.*s%s {%u:boolean}", (int)m->tmpl.n, m->tmpl.p, n > 1 ? " AND" : "", n);
}

static void move_conditions(Rw *rw, const Node *core)
{
    Moved m = {.tmpl = core->kid[CORE_WHERE] ? STR("{0} AND") : STR("{0} WHERE")};
    Str begin = m.tmpl;
    find_moved(rw, core->kid[CORE_FROM], &m);
    if (m.tmpl.n > begin.n)
        rw_around(rw, core->kid[core->kid[CORE_WHERE] ? CORE_WHERE : CORE_FROM], m.tmpl.p, m.conditions.at,
                  (uint32_t)m.conditions.n);
}

/* A comma inside parentheses; PostgreSQL takes JOINs only there. */
static bool in_parens(const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_JOIN)
        p = p->parent;
    return p && p->kind == ND_FROMPAREN;
}

static bool comma(Rw *rw, const Node *n, uint32_t first, bool condition)
{
    if (!condition && !reached_across(rw, n) && !in_parens(n))
        return false;
    rw_exact(rw, n);
    rw_put(rw, first, condition ? STR(" JOIN") : STR(" CROSS JOIN"));
    return true;
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
        return to_where(rw, n, right);
    if (n->op & NJ_COMMA)
        return comma(rw, n, first, condition);
    if ((n->op & NJ_CROSS) && condition) {
        rw_exact(rw, n);
        rw_drop(rw, first, rw_next(rw, first));
        return true;
    }
    if ((n->op & NJ_LEFT) && (n->op & NJ_RIGHT) && n->kid[JOIN_ON] && !has_equality(rw, n, n->kid[JOIN_ON]))
        return rw_manual(rw, n->kid[JOIN_ON],
                         "PostgreSQL makes a FULL JOIN only where its condition has an equality",
                         "write a LEFT JOIN and a UNION ALL of the rows that found none");
    if (!words_in_order(rw, n, first))
        order_words(rw, n, first);
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

/* (t) and (t) AS q: no parentheses around a table alone. */
static bool paren(Rw *rw, const Node *n)
{
    const Node *inner = n->kid[FROMPAREN_FROM];
    bool alone = inner->kind == ND_TABLEREF || inner->kind == ND_TABLEFUNC || inner->kind == ND_FROMPAREN ||
                 inner->kind == ND_FROMSUB;
    if (!alone || (n->kid[FROMPAREN_ALIAS] && (inner->kind != ND_TABLEREF || inner->kid[TABLEREF_ALIAS])))
        return false;
    rw_exact(rw, n);
    rw_drop(rw, n->tok, n->tok + 1);
    uint32_t close = rw_next(rw, inner->end - 1);
    rw_drop_back(rw, close, close + 1);
    return true;
}

/* ---- SELECT * over USING or NATURAL: PostgreSQL puts the joined columns first ---- */

static bool is_joined(Rw *rw, const Node *from, const Source *first, const Source *s, Str name)
{
    if (from->kind != ND_JOIN)
        return false;
    if (within(s->node, from->kid[JOIN_R])) {
        const Node *u = from->kid[JOIN_USING];
        for (uint32_t i = 0; u && i < u->nkids; i++)
            if (str_ieq(rw_name(rw, u->kid[i]), name))
                return true;
        return (from->op & NJ_NATURAL) && column_in(first, from->kid[JOIN_L], name);
    }
    return is_joined(rw, from->kid[JOIN_L], first, s, name);
}

/* The columns of a * in SQLite's order; empty where they cannot be told. */
static Str star_columns(Rw *rw, const Node *core)
{
    const Source *first = rw_sema(rw)->sources[core->id];
    Str list = STR_NONE;
    for (const Source *s = first; s; s = s->next) {
        if (!s->table || s->opaque || s->node->kind != ND_TABLEREF)
            return STR_NONE;
        for (uint32_t i = 0; i < s->ncols; i++) {
            Str name = s->cols[i].name;
            if (is_joined(rw, core->kid[CORE_FROM], first, s, name))
                continue;
            bool common = false;
            for (const Source *t = s->next; t; t = t->next)
                for (uint32_t k = 0; k < t->ncols; k++)
                    common |=
                        str_ieq(t->cols[k].name, name) && is_joined(rw, core->kid[CORE_FROM], first, t, name);
            Str q = rw_source_name(rw, s), col = rw_ident(rw, name);
            list = rw_joined(rw, list, common ? col : rw_dotted(rw, q, col));
        }
    }
    return list;
}

/* Two tables, and the joined columns are the first of the left one: the order is the same. */
static bool joined_first(Rw *rw, const Node *core)
{
    const Source *l = rw_sema(rw)->sources[core->id], *r = l ? l->next : NULL;
    const Node *from = core->kid[CORE_FROM], *names = from->kid[JOIN_USING];
    if (!l || !r || r->next || r->opaque || l->opaque)
        return names && !l;
    bool other = false;
    for (uint32_t i = 0; i < l->ncols; i++) {
        const ResultCol *same = column_in(l, from->kid[JOIN_R], l->cols[i].name);
        bool joined = same && is_joined(rw, from, l, r, l->cols[i].name);
        if (joined && other)
            return false;
        other |= !joined;
    }
    return true;
}

static bool star_order(Rw *rw, const Node *core)
{
    const Node *from = core->kid[CORE_FROM], *cols = core->kid[CORE_COLUMNS], *star = NULL;
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (cols->kid[i]->kind == ND_STAR && !cols->kid[i]->kid[STAR_TABLE])
            star = cols->kid[i];
    if (!star || from->kind != ND_JOIN)
        return false;
    const Node *top = from;
    while (from->kind == ND_JOIN && !from->kid[JOIN_USING] && !(from->op & NJ_NATURAL))
        from = from->kid[JOIN_L];
    if (from->kind != ND_JOIN)
        return false;
    if (from != top) { /* the joined columns of a join inside: first in PostgreSQL, too */
        rw_near(rw, core, "PostgreSQL puts the joined columns of a * first", "name the columns");
        return false;
    }
    if (joined_first(rw, core))
        return false;
    Str list = star_columns(rw, core);
    if (!list.n) {
        rw_near(rw, core, "PostgreSQL puts the joined columns of a * first", "name the columns");
        return false;
    }
    rw_exact(rw, star);
    rw_as(rw, star, list.p, PG_UNKNOWN, NULL, NULL, NULL);
    return false;
}

/* ---- two sources of one name ---- */

/* Is a column of `s` named with its qualifier? */
static bool is_named(Rw *rw, const Node *n, const Source *s)
{
    if (n->kind == ND_COLREF && n->kid[COLREF_TABLE] && rw_info(rw, n)->source == s)
        return true;
    if (n->kind == ND_STAR && n->kid[STAR_TABLE] && str_ieq(rw_name(rw, n->kid[STAR_TABLE]), s->name))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && is_named(rw, n->kid[i], s))
            return true;
    return false;
}

static void rename_second(Rw *rw, const Node *core, const Source *s, uint32_t count)
{
    const Node *whole = core->parent && core->parent->kind == ND_SELECT ? core->parent : core;
    if (s->node->kind != ND_TABLEREF || is_named(rw, whole, s)) {
        rw_manual(rw, s->node, "two tables of one name in FROM: PostgreSQL refuses it",
                  "give one of them an alias of its own");
        return;
    }
    Str other = rw_fmt(rw, "%.*s_%u", (int)s->name.n, s->name.p, count);
    Str alias = rw_ident(rw, other);
    rw_exact(rw, s->node);
    if (s->node->kid[TABLEREF_ALIAS])
        rw_put(rw, s->node->kid[TABLEREF_ALIAS]->tok, alias);
    else
        rw_append(rw, s->node, rw_fmt(rw, " AS %.*s", (int)alias.n, alias.p));
}

static bool core(Rw *rw, const Node *n)
{
    if (!n->kid[CORE_FROM])
        return false;
    for (const Source *s = rw_sema(rw)->sources[n->id]; s; s = s->next) {
        uint32_t before = 0;
        for (const Source *t = rw_sema(rw)->sources[n->id]; t != s && s->name.n; t = t->next)
            before += str_ieq(s->name, t->name);
        if (before)
            rename_second(rw, n, s, before);
    }
    move_conditions(rw, n);
    return star_order(rw, n);
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_FROMSUB: return subquery(rw, n);
    case ND_CORE: return core(rw, n);
    case ND_FROMPAREN: return paren(rw, n);
    default: return join(rw, n);
    }
}

const Rule rule_from = {.code = 322,
                        .name = "query/from",
                        .title = "PostgreSQL wants this part of FROM spelled out",
                        .on = KINDS(ND_FROMSUB, ND_JOIN, ND_CORE, ND_FROMPAREN),
                        .portable = true,
                        .apply = apply};
