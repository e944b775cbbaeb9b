/* Table-valued functions: json_each, json_tree and the pragma_ functions have no counterpart of their name. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[TABLEFUNC_NAME]);
    if (str_ieqz(name, "generate_series"))
        return false;
    return rw_manual(rw, n, rw_fmt(rw, "%.*s() as a table has no counterpart of this name", (int)name.n, name.p).p,
                     str_istarts(name, "json") ? "use jsonb_array_elements_text() or jsonb_each_text()" : NULL);
}

const Rule rule_table_function = {.code = 329,
                                  .name = "query/table-function",
                                  .title = "a table-valued function",
                                  .on = KINDS(ND_TABLEFUNC),
                                  .apply = apply};
