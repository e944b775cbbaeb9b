/* group_concat(x [, sep]) is string_agg(x, sep).  DISTINCT, ORDER BY, FILTER and OVER stay where they are. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *args = n->kid[FUNC_ARGS];
    rw_exact(rw, n);
    rw_put(rw, n->kid[FUNC_NAME]->tok, STR("string_agg"));
    if (args->nkids == 1)
        rw_append(rw, args->kid[0], STR(", ','"));
    PgType t = rw_type(rw, args->kid[0]);
    if (t == PG_UNKNOWN) {
        rw_near(rw, n, "string_agg() wants text, and the type of this argument is not known",
                "give its CREATE TABLE with --schema");
    }
    return true;
}

const Rule rule_group_concat = {.code = 112,
                                .name = "func/group-concat",
                                .title = "group_concat() is string_agg()",
                                .funcs = FUNCS("group_concat"),
                                .apply = apply};
