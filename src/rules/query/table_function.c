/* Table-valued functions: generate_series() gets its column's name; json_each, json_tree and the pragma_
 * functions have no counterpart of their name. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[TABLEFUNC_NAME]);
    if (str_ieqz(name, "generate_series")) { /* its column is `value` */
        bool alias = n->kid[TABLEFUNC_ALIAS] != NULL;
        if (n->kid[TABLEFUNC_ARGS]->nkids < 2)
            return rw_manual(rw, n, "generate_series() without an end", "give its end");
        rw_exact(rw, n);
        rw_append(rw, n, alias ? STR("(value)") : STR(" AS generate_series(value)"));
        return true;
    }
    return rw_manual(
        rw, n, rw_fmt(rw, "%.*s() as a table has no counterpart of this name", (int)name.n, name.p).p,
        str_istarts(name, "json") ? "use jsonb_array_elements_text() or jsonb_each_text()" : NULL);
}

const Rule rule_table_function = {.code = 329,
                                  .name = "query/table-function",
                                  .title = "the column of generate_series() is called value in SQLite",
                                  .on = KINDS(ND_TABLEFUNC),
                                  .apply = apply};
