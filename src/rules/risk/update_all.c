/* UPDATE without a condition. */
#include "rules/risk/risk.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *target = n->kid[UPDATE_TARGET];
    if (!risk_asked(rw, n) || n->kid[UPDATE_FROM] || n->kid[UPDATE_LIMIT] ||
        !risk_every_row(rw, n->kid[UPDATE_WHERE]))
        return false;
    Str name = rw_name(rw, target->kid[target->kind == ND_QNAME ? QNAME_NAME : TABLEREF_NAME]);
    if (!str_istarts(name, "sqlite_"))
        rw_risk(rw, n, rw_fmt(rw, "every row of %.*s changes", (int)name.n, name.p).p,
                "say which rows with WHERE");
    return false;
}

const Rule rule_risk_update_all = {.code = RISK_UPDATE_ALL,
                                   .name = "risk/update-all",
                                   .title = "every row of a table changes",
                                   .on = KINDS(ND_UPDATE),
                                   .apply = apply};
