/* ORDER BY as SQLite takes it where PostgreSQL wants it selected: SELECT DISTINCT ordered by something else
   is grouped by its columns and ordered by the least (or greatest) of each group; a compound ordered by a
   name of one of its parts is ordered by the place, or from outside where it is ordered by an expression.
   DISTINCT over a column with a collation is grouped, too.  A * that hides the columns, and DISTINCT beside
   aggregates, are left to a person. */
#include "rules/query/grouping.h"

static const char LEAST[] = "min({0})";
static const char MOST[] = "max({0})";
static const char FIRST[] = "(array_agg({0} ORDER BY {1}))[1]";
static const char ANY[] = "min({0})";

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

/* The column without its collation: one of the values that it takes for equal, the first by key. */
static void one_spelling(Rw *rw, const Node *core, const Node *result)
{
    const Node *x = sema_strip(result->kid[RESULT_X]);
    RwArg by = RW_TEXT(grouping_walk(rw, rw_sema(rw)->sources[core->id], false));
    rw_near(rw, x,
            "of the values that are equal but for their spelling SQLite gives the first it meets: here the "
            "first by key",
            NULL);
    rw_around_grouped(rw, x, by.text.n ? FIRST : ANY, &by, by.text.n ? 1 : 0);
    if (!result->kid[RESULT_ALIAS]) {
        Str name = rw_ident(rw, rw_info(rw, x)->col->name);
        rw_append(rw, result->kid[RESULT_X], rw_fmt(rw, " AS %.*s", (int)name.n, name.p));
    }
}

static Str group_list(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    Str by = STR(" GROUP BY ");
    for (uint32_t i = 0; i < cols->nkids; i++) {
        const Node *x = sema_strip(cols->kid[i]->kid[RESULT_X]);
        const char *comma = i ? ", " : "";
        Str c = grouping_collation(rw, x);
        if (!c.n) {
            by = rw_fmt(rw, "%.*s%s%u", (int)by.n, by.p, comma, i + 1);
            continue;
        }
        Str name = grouping_column(rw, x);
        by = rw_fmt(rw, str_ieqz(c, "nocase") ? "%.*s%slower(%.*s)" : "%.*s%srtrim(%.*s, ' ')", (int)by.n,
                    by.p, comma, (int)name.n, name.p);
        one_spelling(rw, core, cols->kid[i]);
    }
    return by;
}

static bool group_instead(Rw *rw, const Node *core, const Node *order)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    bool least = false;
    uint32_t distinct = rw_find(rw, core->tok, cols->tok, TK_DISTINCT);
    for (uint32_t i = 0; order && i < order->nkids; i++) {
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
        rw_exact(rw, order ? order : core);
    rw_drop(rw, distinct, distinct + 1);
    rw_append(rw, core, group_list(rw, core));
    return false;
}

/* A column with a collation is one row for several values, and sorted as something else than is selected. */
static bool collates(Rw *rw, const Node *core, const Node *order)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (cols->kid[i]->kind == ND_RESULT && sema_strip(cols->kid[i]->kid[RESULT_X])->kind == ND_COLREF &&
            grouping_collation(rw, cols->kid[i]->kid[RESULT_X]).n)
            return true;
    for (uint32_t i = 0; order && i < order->nkids; i++)
        if (grouping_sorts(rw, grouping_term(rw, core, order->kid[i]->kid[ORDERTERM_X])).n)
            return true;
    return false;
}

static bool distinct(Rw *rw, const Node *core, const Node *order)
{
    if (collates(rw, core, order) && grouping_for_distinct(rw, core, order))
        return group_instead(rw, core, order);
    for (uint32_t i = 0; order && i < order->nkids; i++) {
        if (selected(rw, core->kid[CORE_COLUMNS], sema_strip(order->kid[i]->kid[ORDERTERM_X])))
            continue;
        if (grouping_for_distinct(rw, core, order))
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

typedef struct Shown { /* a column of a part: an expression, or what a * stands for */
    const Node *x;
    const Column *col;
    Str name; /* as PostgreSQL has it; empty for what has none */
} Shown;

static Shown of_star(Rw *rw, const Node *core, const Node *star, uint32_t *at)
{
    Str only = rw_name(rw, star->kid[STAR_TABLE]);
    for (const Source *s = rw_sema(rw)->sources[core->id]; s; s = s->next) {
        if (only.n && !str_ieq(s->name, only))
            continue;
        if (*at <= s->ncols)
            return (Shown){NULL, s->cols[*at - 1].col, rw_ident(rw, s->cols[*at - 1].name)};
        *at -= s->ncols;
    }
    return (Shown){0};
}

static Shown shown_at(Rw *rw, const Node *core, uint32_t at) /* from 1; 0: nowhere */
{
    const Node *cols = at && core->kind == ND_CORE ? core->kid[CORE_COLUMNS] : NULL;
    for (uint32_t i = 0; cols && i < cols->nkids; i++) {
        const Node *r = cols->kid[i];
        if (r->kind == ND_STAR) {
            Shown s = of_star(rw, core, r, &at);
            if (s.col || s.name.n)
                return s;
        } else if (--at == 0) {
            const Node *x = sema_strip(r->kid[RESULT_X]);
            Str name = r->kid[RESULT_ALIAS]   ? rw_spelled(rw, r->kid[RESULT_ALIAS])
                       : x->kind == ND_COLREF ? grouping_column(rw, x)
                                              : STR_NONE;
            const char *dot = name.n ? memchr(name.p, '.', name.n) : NULL;
            if (dot && !r->kid[RESULT_ALIAS])
                name = (Str){dot + 1, name.n - (size_t)(dot + 1 - name.p)};
            return (Shown){x, x->kind == ND_COLREF ? rw_info(rw, x)->col : NULL, name};
        }
    }
    return (Shown){0};
}

/* The same, also of a column that a * of the first part gives. */
static uint32_t place_of(Rw *rw, const Node *body, const Node *x)
{
    uint32_t at = place_in(rw, body, x);
    const Node *first = leftmost(body);
    if (at || x->kind != ND_COLREF || first->kind != ND_CORE)
        return at;
    Str want = rw_name(rw, x->kid[COLREF_COLUMN]);
    for (uint32_t i = 1;; i++) {
        Shown s = shown_at(rw, first, i);
        if (!s.col && !s.x && !s.name.n)
            return 0;
        if (s.col && str_ieq(s.col->name, want))
            return i;
    }
}

/* The collation that sorts the column at a place, from 1: that of the first part where one is said. */
static Str collation_at(Rw *rw, const Node *body, uint32_t at)
{
    if (body->kind == ND_COMPOUND) {
        Str c = collation_at(rw, body->kid[COMPOUND_L], at);
        return c.n ? c : collation_at(rw, body->kid[COMPOUND_R], at);
    }
    Shown s = shown_at(rw, body, at);
    if (s.x && s.x->kind == ND_COLLATE)
        return rw_info(rw, s.x)->collation;
    bool citext = s.col && rw_options(rw)->nocase == NOCASE_CITEXT && str_ieqz(s.col->collation, "nocase");
    return !s.col ? STR_NONE : s.col->collation.n && !citext ? s.col->collation : STR("binary");
}

/* A column that a collation sorts: from outside, where lower() of it can be said. */
static bool sorts(Rw *rw, const Node *body, const Node *term, uint32_t at, bool *known)
{
    Str c = at ? collation_at(rw, body, at) : STR_NONE, name = shown_at(rw, leftmost(body), at).name;
    bool nocase = str_ieqz(c, "nocase");
    *known = true;
    if (!nocase && !str_ieqz(c, "rtrim"))
        return false;
    *known = name.n > 0;
    RwArg arg = RW_TEXT(name);
    rw_exact(rw, term);
    rw_template(rw, term->kid[ORDERTERM_X], nocase ? "lower({0})" : "rtrim({0}, ' ')", PG_TEXT, &arg, 1);
    return true;
}

static bool compound_term(Rw *rw, const Node *select, const Node *term, bool *outside)
{
    const Node *x = sema_strip(term->kid[ORDERTERM_X]), *body = select->kid[SELECT_BODY],
               *first = leftmost(body);
    int64_t v;
    bool place = x->kind == ND_LITERAL && rw_integer(rw, x, &v), known;
    if (sorts(rw, body, term,
              place                   ? (uint32_t)v
              : x->kind == ND_COLLATE ? 0
                                      : place_of(rw, body, x),
              &known)) {
        *outside = true;
        return known;
    }
    if (place)
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
    if (body->kind == ND_COMPOUND)
        return order && compound(rw, n, order);
    return body->kind == ND_CORE && (body->flags & NF_DISTINCT) && distinct(rw, body, order);
}

const Rule rule_distinct_order = {.code = 327,
                                  .name = "query/distinct-order",
                                  .title = "ORDER BY something that DISTINCT or UNION does not give",
                                  .on = KINDS(ND_SELECT),
                                  .templates = SET(LEAST, MOST, FIRST, ANY),
                                  .portable = true,
                                  .apply = apply};
