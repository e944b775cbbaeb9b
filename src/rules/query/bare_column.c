/* Columns that stand beside aggregates without being grouped.  SQLite takes them from some row of the group:
   beside min() or max() from the row that has it, else from the first row it meets.  PostgreSQL takes them
   only where the grouped PRIMARY KEY of their table determines them; where another grouped key does, they are
   added to GROUP BY, which changes no group.  What is left becomes the first element of an array_agg() in the
   order that finds SQLite's row, and GROUP BY without any aggregate DISTINCT ON.  It never guesses the order
   of a join, nor among rows that share the minimum: those are near. */
#include "rules/query/given.h"
#include "rules/query/grouping.h"

static const char FIRST[] = "(array_agg({0}))[1]";
static const char FIRST_BY[] = "(array_agg({0} ORDER BY {1}))[1]";
static const char AT_MAX[] = "(array_agg({0} ORDER BY {2} DESC NULLS LAST, {1}))[1]";
static const char AT_MOST[] = "(array_agg({0} ORDER BY {2} DESC, {1}))[1]";
static const char AT_MIN[] = "(array_agg({0} ORDER BY {2}, {1}))[1]";
static const char AT_LAST[] = "(array_agg({0} ORDER BY {1} DESC NULLS LAST))[1]";
static const char AT_FIRST[] = "(array_agg({0} ORDER BY {1}))[1]";
static const char AT_LAST_KEY[] = "(array_agg({0} ORDER BY {1} DESC))[1]";
static const char MAX[] = "max({0})";
static const char MIN[] = "min({0})";
static const char SOME[] = "bool_or({0})";
static const char ALL[] = "bool_and({0})";

static const char SOME_ROW[] = "SQLite takes this column from some row of the group, the first it meets in "
                               "practice: here the first by key";
static const char HINT[] = "add it to GROUP BY, or say which value is meant: min(), max()";

typedef struct Search {
    Rw *rw;
    const Node *core, *select;
    const Source *sources;
    VEC(const Node *) bare, add; /* to be taken from a row; to be grouped as well */
    const Node *pick;            /* the last min() or max(): SQLite's row is the one that has it */
    uint32_t npicks, naggs;
    bool window; /* a window function is over the groups */
} Search;

/* ---- what is bare ---- */

static bool of_core(const Search *q, const Source *src)
{
    for (const Source *s = q->sources; s; s = s->next)
        if (s == src)
            return true;
    return false;
}

static bool is_column(const Info *i)
{
    return i->name == NAME_COLUMN || i->name == NAME_DERIVED || i->name == NAME_OPAQUE ||
           i->name == NAME_ROWID;
}

/* Nothing is known of the table: a grouped column called id is taken for its key. */
static bool key_by_name(const Search *q, const Source *s)
{
    const Node *g = q->core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && s && s->opaque && i < g->nkids; i++) {
        const Node *x = grouping_term(q->rw, q->core, g->kid[i]);
        if (x->kind == ND_COLREF && rw_info(q->rw, x)->source == s &&
            str_ieqz(rw_name(q->rw, x->kid[COLREF_COLUMN]), "id"))
            return true;
    }
    return false;
}

static void found(Search *q, const Node *n)
{
    const Info *i = rw_info(q->rw, n);
    if (!is_column(i) || !of_core(q, i->source)) /* of an enclosing query: constant here */
        return;
    Proof p = i->name == NAME_COLUMN ? grouping_determines(q->rw, q->core, i->source) : PROOF_NONE;
    if (p == PROOF_ADDED) {
        VEC_PUSH(rw_arena(q->rw), &q->add, n);
    } else if (p == PROOF_NONE && key_by_name(q, i->source)) {
        rw_near(q->rw, n, "the grouped id is taken for the key of its table, which determines this column",
                "give its CREATE TABLE with --schema");
    } else if (p == PROOF_NONE) {
        VEC_PUSH(rw_arena(q->rw), &q->bare, n);
    }
}

/* An aggregate in a subquery over nothing but columns of this query is this query's. */
static bool over_outer(const Search *q, const Node *n, bool *column)
{
    if (n->kind == ND_COLREF) {
        *column = true;
        return of_core(q, rw_info(q->rw, n)->source);
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && !over_outer(q, n->kid[i], column))
            return false;
    return true;
}

static bool is_ours(const Search *q, const Node *call, bool sub)
{
    bool column = false;
    return rw_is_aggregate(q->rw, call) && (!sub || (over_outer(q, call->kid[FUNC_ARGS], &column) && column));
}

static void note_aggregate(Search *q, const Node *call)
{
    q->naggs++;
    if (call->kid[FUNC_ARGS]->nkids != 1 || call->kid[FUNC_FILTER] ||
        (!rw_is_call(q->rw, call, "max") && !rw_is_call(q->rw, call, "min")))
        return;
    if (q->pick && grouping_same(q->rw, q->pick, call))
        return;
    q->pick = call;
    q->npicks++;
}

static bool star_known(const Search *q, const Node *star)
{
    Str only = rw_name(q->rw, star->kid[STAR_TABLE]);
    for (const Source *s = q->sources; s; s = s->next)
        if ((!only.n || str_ieq(s->name, only)) && grouping_determines(q->rw, q->core, s) != PROOF_KNOWN &&
            !key_by_name(q, s))
            return false;
    return true;
}

/* In a subquery, aggregates are the subquery's own and stars are of its own tables. */
static void look(Search *q, const Node *n, bool sub)
{
    if (!n)
        return;
    if (n->kind == ND_FUNC && is_ours(q, n, sub)) {
        note_aggregate(q, n);
        return;
    }
    if (grouping_has(q->rw, q->core, n))
        return;
    q->window |= n->kind == ND_FUNC && n->kid[FUNC_OVER];
    sub |= n->kind == ND_SELECT;
    if (n->kind == ND_STAR) {
        if (!sub && !star_known(q, n))
            VEC_PUSH(rw_arena(q->rw), &q->bare, n);
    } else if (n->kind == ND_COLREF && rw_info(q->rw, n)->name == NAME_ALIAS) {
        if (!sub)
            look(q, rw_info(q->rw, n)->def, false);
    } else if (n->kind == ND_COLREF) {
        found(q, n);
    } else {
        for (uint32_t i = 0; i < n->nkids; i++)
            if (n->kind != ND_RESULT || i != RESULT_ALIAS)
                look(q, n->kid[i], sub);
    }
}

/* ORDER BY name: PostgreSQL reads the result column of that name. */
static bool names_result(const Search *q, const Node *x)
{
    uint32_t n, same = 0;
    bool known;
    x = sema_strip(x);
    if (x->kind != ND_COLREF || x->kid[COLREF_TABLE])
        return false;
    const ResultCol *cols = sema_result(rw_sema(q->rw), rw_arena(q->rw), q->select, &n, &known);
    for (uint32_t i = 0; i < n; i++)
        same += str_ieq(cols[i].name, rw_name(q->rw, x->kid[COLREF_COLUMN]));
    return same == 1;
}

static void look_all(Search *q)
{
    look(q, q->core->kid[CORE_COLUMNS], false);
    look(q, q->core->kid[CORE_HAVING], false);
    const Node *order = q->select ? q->select->kid[SELECT_ORDER] : NULL;
    for (uint32_t i = 0; order && i < order->nkids; i++)
        if (!names_result(q, order->kid[i]->kid[ORDERTERM_X]) &&
            !grouping_folds(q->rw, q->core, order->kid[i]->kid[ORDERTERM_X])) /* sorted as it is grouped */
            look(q, order->kid[i]->kid[ORDERTERM_X], false);
}

static void group_too(Search *q)
{
    const Node *g = q->core->kid[CORE_GROUP], *last = g->kid[g->nkids - 1];
    for (uint32_t i = 0; i < q->add.n; i++) {
        const Node *n = q->add.at[i];
        const Info *x = rw_info(q->rw, n);
        bool again = false;
        for (uint32_t k = 0; k < i; k++) {
            const Info *y = rw_info(q->rw, q->add.at[k]);
            again |= y->source == x->source && y->col == x->col;
        }
        if (again)
            continue;
        Str col = grouping_column(q->rw, n);
        rw_append(q->rw, last, rw_fmt(q->rw, ", %.*s", (int)col.n, col.p));
    }
}

/* ---- which row ---- */

/* No other order of the rows is open to SQLite: one table with its rowid and no index besides. */
static bool one_walk(const Search *q)
{
    const Table *t = q->sources ? q->sources->table : NULL;
    return t && !q->sources->next && !q->sources->is_cte && t->rowid >= 0 && t->nkeys == 1 &&
           !catalog_indexed(rw_catalog(q->rw), t->name);
}

static bool is_grouped_column(const Search *q, const Column *c)
{
    const Node *g = q->core->kid[CORE_GROUP];
    for (uint32_t i = 0; g && i < g->nkids; i++) {
        const Node *t = grouping_term(q->rw, q->core, g->kid[i]);
        if (t->kind == ND_COLREF && rw_info(q->rw, t)->col == c && !grouping_collation(q->rw, t).n)
            return true;
    }
    return false;
}

/* One row of the group at most has this value: some key is made of it and of columns that are grouped. */
static bool unique(const Search *q, const Node *x)
{
    const Info *i = rw_info(q->rw, sema_strip(x));
    const Table *t = i->table;
    for (uint16_t k = 0; t && i->name == NAME_COLUMN && !q->sources->next && k < t->nkeys; k++) {
        bool covered = !t->keys[k].partial;
        for (uint16_t c = 0; c < t->keys[k].ncols && covered; c++) {
            const Column *col = t->keys[k].cols[c] == UINT16_MAX ? NULL : &t->cols[t->keys[k].cols[c]];
            covered = col && (col == i->col || is_grouped_column(q, col));
        }
        if (covered)
            return true;
    }
    return false;
}

/* There is one in every row. */
static bool never_null(const Search *q, const Node *x)
{
    return !rw_info(q->rw, x)->nullable || given_not_null(q->rw, q->core, x);
}

static void say(const Search *q)
{
    Rw *rw = q->rw;
    const Node *at = q->bare.at[0], *x = q->pick ? rw_arg(q->pick, 0) : NULL;
    if (!x) {
        rw_near(rw, at, SOME_ROW, HINT);
        return;
    }
    bool value = never_null(q, x);
    if (q->npicks > 1)
        rw_near(rw, at,
                "SQLite takes this column from the row of one of several min() and max(): of the last",
                "leave one of them, or order and limit a subquery");
    else if (!value)
        rw_near(rw, at,
                "the row that has the min() or max(); in a group that has no value, SQLite takes another row",
                HINT);
    else if (!unique(q, x) && !one_walk(q))
        rw_near(rw, at, "where several rows share the min() or max(), SQLite takes one of them", HINT);
    else
        rw_exact(rw, at);
}

/* ---- writing ---- */

static void take(Search *q, const Node *n, bool sub)
{
    Rw *rw = q->rw;
    Str by = grouping_walk(rw, q->sources, sub);
    const Node *x = q->pick ? rw_arg(q->pick, 0) : NULL;
    bool max = x && rw_is_call(rw, q->pick, "max"), sure = x && unique(q, x) && never_null(q, x);
    RwArg args[] = {RW_TEXT(by), RW_NODE(x)};
    if (!x)
        rw_around_grouped(rw, n, by.n ? FIRST_BY : FIRST, args, 1);
    else if (grouping_same(rw, n, x))
        rw_around_grouped(rw, n, rw_type(rw, n) == PG_BOOL ? (max ? SOME : ALL) : max ? MAX : MIN, NULL, 0);
    else if (sure || !by.n)
        rw_around_grouped(rw, n, sure && max ? AT_LAST_KEY : max ? AT_LAST : AT_FIRST, args + 1, 1);
    else
        rw_around_grouped(rw, n, !max ? AT_MIN : never_null(q, x) ? AT_MOST : AT_MAX, args, 2);
}

/* `*` and `t.*`: a whole row of each table, taken apart again. */
static bool take_star(Search *q, const Node *star)
{
    Rw *rw = q->rw;
    Str only = rw_name(rw, star->kid[STAR_TABLE]), out = STR_NONE, by = grouping_walk(rw, q->sources, false);
    const Node *x = q->pick ? rw_arg(q->pick, 0) : NULL;
    const Node *from = q->core->kid[CORE_FROM];
    if (!only.n && from && from->kind == ND_JOIN && (from->kid[JOIN_USING] || (from->op & NJ_NATURAL)))
        return rw_manual(rw, star, "a * over joined columns beside GROUP BY", "name the columns");
    for (const Source *s = q->sources; s; s = s->next) {
        if (only.n && !str_ieq(s->name, only))
            continue;
        if (!s->table || s->is_cte || s->node->kind != ND_TABLEREF)
            return rw_manual(rw, star, "a * over a subquery beside GROUP BY", "name the columns");
        Str t = rw_source_name(rw, s);
        Str one =
            grouping_determines(rw, q->core, s) == PROOF_KNOWN
                ? rw_fmt(rw, "%.*s.*", (int)t.n, t.p)
                : rw_fmt(rw, "((array_agg(%.*s.* ORDER BY %s%s%.*s))[1]).*", (int)t.n, t.p, x ? "{0}" : "",
                         !x                               ? ""
                         : rw_is_call(rw, q->pick, "max") ? " DESC NULLS LAST, "
                                                          : ", ",
                         (int)by.n, by.p);
        out = rw_joined(rw, out, one);
    }
    rw_as(rw, star, out.p, PG_UNKNOWN, x, NULL, NULL);
    return true;
}

/* The expression behind a bare column's result keeps the column's name. */
static void keep_name(Search *q, const Node *n)
{
    const Node *p = n->parent;
    const Node *top = n;
    while (p && p->kind == ND_PAREN) {
        top = p;
        p = p->parent;
    }
    if (!p || p->kind != ND_RESULT || p->kid[RESULT_ALIAS] || p->parent != q->core->kid[CORE_COLUMNS])
        return;
    const Info *i = rw_info(q->rw, n);
    Str name = rw_ident(q->rw, i->name == NAME_COLUMN ? i->col->name : rw_name(q->rw, n->kid[COLREF_COLUMN]));
    rw_append(q->rw, top, rw_fmt(q->rw, " AS %.*s", (int)name.n, name.p));
}

static bool in_subquery(const Search *q, const Node *n)
{
    for (const Node *p = n->parent; p && p != q->core && p != q->select; p = p->parent)
        if (p->kind == ND_SELECT)
            return true;
    return false;
}

/* ---- GROUP BY without aggregates ---- */

static bool is_grouped_term(const Search *q, const Node *x)
{
    const Node *g = q->core->kid[CORE_GROUP];
    for (uint32_t i = 0; i < g->nkids; i++)
        if (grouping_same(q->rw, g->kid[i], x))
            return true;
    return false;
}

/* DISTINCT ON takes the first row of each group in the order of the query: by what is grouped, then by key.
 */
static bool distinct_on(Search *q)
{
    Rw *rw = q->rw;
    const Node *g = q->core->kid[CORE_GROUP];
    if (q->naggs || !g || q->core->kid[CORE_HAVING] || (q->core->flags & NF_DISTINCT) || !q->select ||
        q->window)
        return false;
    const Node *order = q->select->kid[SELECT_ORDER];
    for (uint32_t i = 0; i < g->nkids; i++)
        if (g->kid[i]->kind != ND_COLREF || !is_column(rw_info(rw, g->kid[i])) ||
            rw_info(rw, g->kid[i])->collation.n)
            return false;
    if (order && order->nkids != g->nkids)
        return false;
    for (uint32_t i = 0; order && i < order->nkids; i++)
        if (!is_grouped_term(q, order->kid[i]->kid[ORDERTERM_X]))
            return false;
    Str terms = STR_NONE, sorted = STR_NONE, by = grouping_walk(rw, q->sources, false);
    for (uint32_t i = 0; i < g->nkids; i++) {
        const Info *x = rw_info(rw, g->kid[i]);
        Str one = grouping_column(rw, g->kid[i]);
        terms = rw_joined(rw, terms, one);
        sorted = rw_joined(rw, sorted, x->nullable ? rw_fmt(rw, "%.*s NULLS FIRST", (int)one.n, one.p) : one);
    }
    rw_insert(rw, q->core->kid[CORE_COLUMNS]->tok, rw_fmt(rw, "DISTINCT ON (%.*s) ", (int)terms.n, terms.p));
    uint32_t group = rw_prev(rw, rw_prev(rw, g->tok));
    rw_drop_back(rw, group, g->end);
    if (!order)
        rw_append(
            rw, q->core,
            rw_fmt(rw, " ORDER BY %.*s%s%.*s", (int)sorted.n, sorted.p, by.n ? ", " : "", (int)by.n, by.p));
    else if (by.n)
        rw_append(rw, order, rw_fmt(rw, ", %.*s", (int)by.n, by.p));
    return true;
}

static bool rows_instead(Search *q)
{
    Rw *rw = q->rw;
    say(q);
    if (q->pick && !rw_pure(rw, rw_arg(q->pick, 0)))
        return rw_manual(
            rw, q->bare.at[0],
            "the row that has this min() or max() is meant, whose argument cannot be written twice", HINT);
    if (distinct_on(q))
        return true;
    for (uint32_t i = 0; i < q->bare.n; i++) {
        const Node *n = q->bare.at[i];
        if (n->kind == ND_STAR) {
            take_star(q, n);
            continue;
        }
        take(q, n, in_subquery(q, n));
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= q->bare.at[k] == n;
        if (!again)
            keep_name(q, n);
    }
    return true;
}

static bool apply(Rw *rw, const Node *core)
{
    const Node *cols = core->kid[CORE_COLUMNS];
    if (!core->kid[CORE_GROUP] && !rw_has_aggregate(rw, cols) &&
        !rw_has_aggregate(rw, core->kid[CORE_HAVING]))
        return false;
    bool whole = core->parent && core->parent->kind == ND_SELECT;
    Search q = {.rw = rw,
                .core = core,
                .select = whole ? core->parent : NULL,
                .sources = rw_sema(rw)->sources[core->id]};
    look_all(&q);
    if (q.add.n) {
        rw_exact(rw, core->kid[CORE_GROUP]);
        group_too(&q);
    }
    return q.bare.n ? rows_instead(&q) : q.add.n > 0;
}

const Rule rule_bare_column = {.code = 326,
                               .name = "query/bare-column",
                               .title = "a column beside aggregates is taken from a row of the group",
                               .on = KINDS(ND_CORE),
                               .templates = SET(FIRST, FIRST_BY, AT_MAX, AT_MOST, AT_MIN, AT_LAST, AT_FIRST,
                                                AT_LAST_KEY, MAX, MIN, SOME, ALL),
                               .apply = apply};
