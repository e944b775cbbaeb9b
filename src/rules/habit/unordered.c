/* Several rows without ORDER BY where their order is seen: they come by rowid in SQLite, or sorted after
   GROUP BY and UNION, and in any order in PostgreSQL.  Likewise what group_concat() and its kin put together.
 */
#include "rules/habit/habit.h"

static const char ROWS[] =
    "without ORDER BY, rows come in the order of their rowids in SQLite as a rule, and in "
    "any order in PostgreSQL";
static const char CUT[] = "LIMIT without ORDER BY: SQLite takes the rows of the lowest rowids as a rule, "
                          "PostgreSQL any";
static const char GROUPS[] =
    "without ORDER BY, groups come sorted by their key in SQLite as a rule, and in any "
    "order in PostgreSQL";
static const char SETS[] =
    "without ORDER BY, UNION, INTERSECT and EXCEPT come sorted in SQLite as a rule, and in "
    "any order in PostgreSQL";
static const char PUT[] =
    "without ORDER BY, values are put together in the order of rowids in SQLite as a rule, "
    "and in any order in PostgreSQL";

static bool sorts(const Node *body) /* a UNION without ALL, or its kin, gives the rows */
{
    return body->kind == ND_COMPOUND && !(body->flags & NF_ALL);
}

/* Parts that give one row each come one after the other on both engines. */
static bool in_order(Rw *rw, const Node *body)
{
    if (body->kind == ND_COMPOUND)
        return !sorts(body) && in_order(rw, body->kid[COMPOUND_L]) && in_order(rw, body->kid[COMPOUND_R]);
    return body->kind == ND_VALUES || settled_rows(rw, body, (Terms){0}) ||
           body->kid[CORE_FROM]->kind == ND_TABLEFUNC;
}

/* Its rows come from a subquery that says their order: neither engine shuffles them on the way. */
static bool ordered_below(const Node *core)
{
    const Node *from = core->kind == ND_CORE ? core->kid[CORE_FROM] : NULL;
    return from && from->kind == ND_FROMSUB && from->kid[FROMSUB_SELECT]->kid[SELECT_ORDER] &&
           !core->kid[CORE_GROUP] && !(core->flags & NF_DISTINCT);
}

static void select(Rw *rw, const Node *n)
{
    const Node *body = n->kid[SELECT_BODY];
    if (n->kid[SELECT_ORDER] || !habit_order_seen(rw, n) || in_order(rw, body) || ordered_below(body))
        return;
    bool cut = habit_may_limit(rw, n->kid[SELECT_LIMIT]);
    bool groups = body->kind == ND_CORE && body->kid[CORE_GROUP];
    rw_near(rw, n, sorts(body) ? SETS : groups ? GROUPS : cut ? CUT : ROWS, habit_by_key(rw, body, false));
}

static bool puts_together(Rw *rw, const Node *call)
{
    static const char *const calls[] = {"group_concat", "string_agg", "json_group_array"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (rw_is_call(rw, call, calls[i]))
            return !call->kid[FUNC_ORDER] && !call->kid[FUNC_OVER] && !(call->flags & NF_DISTINCT);
    return false;
}

static void call(Rw *rw, const Node *n)
{
    const Node *core = n;
    if (!puts_together(rw, n))
        return;
    while (core && core->kind != ND_CORE)
        core = core->parent;
    if (core && core->kid[CORE_FROM] && core->kid[CORE_FROM]->kind != ND_TABLEFUNC && !ordered_below(core))
        rw_near(rw, n, PUT, "say ORDER BY inside the call");
}

static bool apply(Rw *rw, const Node *n)
{
    if (!habit_asked(rw))
        return false;
    if (n->kind == ND_SELECT)
        select(rw, n);
    else
        call(rw, n);
    return false;
}

const Rule rule_habit_unordered = {.code = 1102,
                                   .name = "habit/unordered",
                                   .title = "rows are asked for in no order",
                                   .on = KINDS(ND_SELECT, ND_FUNC),
                                   .portable = true,
                                   .apply = apply};
