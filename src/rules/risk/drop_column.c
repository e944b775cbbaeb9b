/* A column goes: by ALTER TABLE, or with a table whose rows were copied without it. */
#include "rules/risk/risk.h"

static void alter(Rw *rw, const Node *n)
{
    Str table = rw_name(rw, n->kid[ALTER_TABLE]->kid[QNAME_NAME]), c = rw_name(rw, n->kid[ALTER_OLD]);
    rw_risk(rw, n,
            rw_fmt(rw, "column %.*s of %.*s goes with its values", (int)c.n, c.p, (int)table.n, table.p).p,
            NULL);
}

static void drop(Rw *rw, const Node *n)
{
    const Table *t = risk_table(rw, rw_name(rw, n->kid[DROP_NAME]->kid[QNAME_NAME]));
    if (t && t->left_behind.n && risk_was_copied(rw, t))
        rw_risk(rw, n,
                rw_fmt(rw, "%.*s of %.*s goes with this table: it was not copied to %.*s",
                       (int)t->left_behind.n, t->left_behind.p, (int)t->name.n, t->name.p,
                       (int)t->copied_to.n, t->copied_to.p)
                    .p,
                NULL);
}

static bool apply(Rw *rw, const Node *n)
{
    if (!risk_asked(rw, n))
        return false;
    if (n->kind == ND_INSERT || n->kind == ND_CREATE_TABLE)
        risk_copy(rw, n);
    else if (n->kind == ND_ALTER && n->op == TK_DROP)
        alter(rw, n);
    else if (n->kind == ND_DROP && n->op == TK_TABLE)
        drop(rw, n);
    return false;
}

const Rule rule_risk_drop_column = {.code = RISK_DROP_COLUMN,
                                    .name = "risk/drop-column",
                                    .title = "a column goes with its values",
                                    .on = KINDS(ND_INSERT, ND_CREATE_TABLE, ND_ALTER, ND_DROP),
                                    .apply = apply};
