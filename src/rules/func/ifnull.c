/* ifnull(a, b) is COALESCE(a, b): only the name changes. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    rw_exact(rw, n);
    rw_put(rw, n->kid[FUNC_NAME]->tok, STR("COALESCE"));
    return true;
}

const Rule rule_ifnull = {.code = 110,
                          .name = "func/ifnull",
                          .title = "ifnull() is COALESCE()",
                          .funcs = FUNCS("ifnull"),
                          .portable = true,
                          .apply = apply};
