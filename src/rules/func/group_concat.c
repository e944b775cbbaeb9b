/* group_concat(x [, sep]) is string_agg(x, sep).  DISTINCT, ORDER BY, FILTER and OVER stay where they are.
   Where rows are grouped, which PostgreSQL may sort them for, the order in which they came is said; none is
   made up where they have none. */
#include "rules/query/row_order.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *args = n->kid[FUNC_ARGS];
    PgType t = rw_type(rw, args->kid[0]);
    Str by = STR_NONE;
    if (n->flags & NF_DISTINCT) {
        if (!n->kid[FUNC_ORDER])
            rw_near(rw, n,
                    "DISTINCT values come in the order of their first row in SQLite, sorted in PostgreSQL",
                    "where the order matters, say ORDER BY inside the call");
        else if (t != PG_TEXT)
            return rw_manual(rw, n, "PostgreSQL orders DISTINCT values by the text that is put together only",
                             "take the DISTINCT values in a subquery and order them there");
    } else if (!row_order(rw, n, &by)) {
        rw_near(rw, n, "the values come in the order of the rows, which is left to the engine here",
                "where the order matters, say ORDER BY inside the call");
    }
    rw_exact(rw, n);
    rw_put(rw, n->kid[FUNC_NAME]->tok, STR("string_agg"));
    if (t == PG_BYTEA)
        rw_wish(rw, args->kid[0], PG_TEXT);
    if (args->nkids == 1)
        rw_append(rw, args->kid[0], STR(", ','"));
    if (by.n)
        rw_append(rw, args->kid[args->nkids - 1], rw_fmt(rw, " ORDER BY %.*s", (int)by.n, by.p));
    if (t == PG_UNKNOWN)
        rw_near(rw, n, "string_agg() wants text, and the type of this argument is not known",
                "give its CREATE TABLE with --schema");
    return true;
}

const Rule rule_group_concat = {.code = 112,
                                .name = "func/group-concat",
                                .title = "group_concat() is string_agg()",
                                .funcs = FUNCS("group_concat"),
                                .apply = apply};
