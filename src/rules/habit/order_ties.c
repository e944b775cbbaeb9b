/* ORDER BY whose terms do not tell the rows apart: of a query whose order is seen, of a window function that
   numbers or picks rows, of UPDATE and DELETE with LIMIT. */
#include "rules/habit/habit.h"
#include "rules/query/grouping.h"

static const char TIES[] = "rows that are equal in the ORDER BY come in the order of their rowids in SQLite "
                           "as a rule, and in any order in PostgreSQL";
static const char CUTS[] = "which of the rows that are equal in the ORDER BY fall under LIMIT is left open; "
                           "SQLite goes by their rowids as a rule, PostgreSQL does not";
static const char WINDOW[] =
    "rows that are equal in the window's ORDER BY are taken by their rowids in SQLite "
    "as a rule, and in any order in PostgreSQL";

/* A term as what it sorts by; NULL when that is not the plain value.  ORDER BY 2 and aliases are resolved. */
static const Node *term(Rw *rw, const Node *core, const Node *x)
{
    x = sema_strip(x);
    if (x->kind == ND_COLLATE) {
        Str collation = rw_name(rw, x->kid[COLLATE_NAME]);
        x = sema_strip(x->kid[COLLATE_X]);
        Str own = rw_info(rw, x)->collation;
        if (!str_ieqz(collation, "BINARY") && !str_ieq(collation, own))
            return NULL;
    }
    return core->kind == ND_CORE ? grouping_term(rw, core, x) : x;
}

static bool is_random(Rw *rw, const Node *x)
{
    return x && (rw_is_call(rw, x, "random") || rw_is_call(rw, x, "randomblob"));
}

static void add(Rw *rw, Terms *by, const Node *core, const Node *list, bool *random)
{
    const Node **all = ARENA_ARRAY(rw_arena(rw), const Node *, by->n + (list ? list->nkids : 0) + 1);
    if (by->n)
        memcpy(all, by->at, by->n * sizeof *all);
    by->at = all;
    for (uint32_t i = 0; list && i < list->nkids; i++) {
        const Node *k = list->kid[i];
        const Node *x = term(rw, core, k->kind == ND_ORDERTERM ? k->kid[ORDERTERM_X] : k);
        *random |= is_random(rw, x);
        if (x)
            by->at[by->n++] = x;
    }
}

/* ---- compounds: all result columns, by position or name ---- */

static bool covers(Rw *rw, const Node *select)
{
    uint32_t n, found = 0;
    bool known;
    const ResultCol *cols = sema_result(rw_sema(rw), rw_arena(rw), select, &n, &known);
    const Node *order = select->kid[SELECT_ORDER];
    for (uint32_t c = 0; known && c < n; c++)
        for (uint32_t i = 0; i < order->nkids; i++) {
            const Node *x = sema_strip(order->kid[i]->kid[ORDERTERM_X]);
            int64_t v;
            if ((rw_integer(rw, x, &v) && v == (int64_t)c + 1) ||
                (x->kind == ND_COLREF && str_ieq(rw_name(rw, x->kid[COLREF_COLUMN]), cols[c].name))) {
                found++;
                break;
            }
        }
    return known && found == n;
}

static bool select_ties(Rw *rw, const Node *n)
{
    const Node *body = n->kid[SELECT_BODY];
    Terms by = {0};
    bool random = false;
    if (body->kind != ND_CORE)
        return body->kind == ND_COMPOUND && !covers(rw, n);
    add(rw, &by, body, n->kid[SELECT_ORDER], &random);
    return !random && !settled_rows(rw, body, by) && !settled_result(rw, body, by);
}

static void select(Rw *rw, const Node *n)
{
    const Node *body = n->kid[SELECT_BODY];
    if (n->kid[SELECT_ORDER] && habit_order_seen(rw, n) && select_ties(rw, n))
        rw_near(rw, n->kid[SELECT_ORDER], habit_may_limit(rw, n->kid[SELECT_LIMIT]) ? CUTS : TIES,
                habit_by_key(rw, body, true));
}

static void change(Rw *rw, const Node *n, const Node *order, const Node *limit)
{
    Terms by = {0};
    bool random = false;
    if (!order || !habit_may_limit(rw, limit))
        return;
    add(rw, &by, n, order, &random);
    if (!random && !settled_rows(rw, n, by))
        rw_near(rw, order, CUTS, habit_by_key(rw, n, true));
}

/* ---- windows ---- */

/* Of a call: does the answer depend on the order of equal rows?  Peers share rank(), and sums over RANGE. */
static bool numbers_rows(Rw *rw, const Node *window)
{
    static const char *const calls[] = {"row_number",  "ntile",      "lag",       "lead",
                                        "first_value", "last_value", "nth_value", "group_concat"};
    const Node *frame = window->kid[WINDOW_FRAME], *call = window->parent;
    if (call->kind != ND_FUNC || (frame && frame->op == TK_ROWS))
        return true; /* WINDOW w AS (...): its calls are not looked for */
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (rw_is_call(rw, call, calls[i]))
            return true;
    return false;
}

static void window(Rw *rw, const Node *n)
{
    const Node *core = n;
    Terms by = {0};
    bool random = false;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (!core || !n->kid[WINDOW_ORDER] || n->kid[WINDOW_BASE] || !numbers_rows(rw, n))
        return;
    add(rw, &by, core, n->kid[WINDOW_PARTITION], &random);
    add(rw, &by, core, n->kid[WINDOW_ORDER], &random);
    if (!random && !settled_rows(rw, core, by))
        rw_near(rw, n->kid[WINDOW_ORDER], WINDOW, habit_by_key(rw, core, true));
}

static bool apply(Rw *rw, const Node *n)
{
    if (!habit_asked(rw))
        return false;
    switch (n->kind) {
    case ND_SELECT: select(rw, n); break;
    case ND_WINDOW: window(rw, n); break;
    case ND_UPDATE: change(rw, n, n->kid[UPDATE_ORDER], n->kid[UPDATE_LIMIT]); break;
    default: change(rw, n, n->kid[DELETE_ORDER], n->kid[DELETE_LIMIT]);
    }
    return false;
}

const Rule rule_habit_order_ties = {.code = 1101,
                                    .name = "habit/order-ties",
                                    .title = "ORDER BY leaves the order of equal rows open",
                                    .on = KINDS(ND_SELECT, ND_WINDOW, ND_UPDATE, ND_DELETE),
                                    .portable = true,
                                    .apply = apply};
