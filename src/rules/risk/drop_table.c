/* DROP TABLE loses rows, unless they were copied into another table before. */
#include "rules/risk/risk.h"

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind != ND_DROP)
        risk_copy(rw, n);
    if (n->kind != ND_DROP || !risk_asked(rw, n) || n->op != TK_TABLE)
        return false;
    Str name = rw_name(rw, n->kid[DROP_NAME]->kid[QNAME_NAME]);
    const Table *t = risk_table(rw, name);
    if (!t || (!t->temp && !risk_was_copied(rw, t)))
        rw_risk(rw, n, rw_fmt(rw, "table %.*s goes with all its rows", (int)name.n, name.p).p,
                "keep a copy of them, or rename the table first and drop it later");
    return false;
}

const Rule rule_risk_drop_table = {.code = RISK_DROP_TABLE,
                                   .name = "risk/drop-table",
                                   .title = "a table goes with all its rows",
                                   .on = KINDS(ND_INSERT, ND_CREATE_TABLE, ND_DROP),
                                   .apply = apply};
