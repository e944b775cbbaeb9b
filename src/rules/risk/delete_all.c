/* DELETE without a condition. */
#include "rules/risk/risk.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *target = n->kid[DELETE_TARGET];
    if (!risk_asked(rw, n) || n->kid[DELETE_LIMIT] || !risk_every_row(rw, n->kid[DELETE_WHERE]))
        return false;
    Str name = rw_name(rw, target->kid[target->kind == ND_QNAME ? QNAME_NAME : TABLEREF_NAME]);
    if (!str_istarts(name, "sqlite_"))
        rw_risk(rw, n, rw_fmt(rw, "every row of %.*s goes", (int)name.n, name.p).p,
                "say which rows with WHERE");
    return false;
}

const Rule rule_risk_delete_all = {.code = RISK_DELETE_ALL,
                                   .name = "risk/delete-all",
                                   .title = "every row of a table goes",
                                   .on = KINDS(ND_DELETE),
                                   .apply = apply};
