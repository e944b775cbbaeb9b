/* A table or column gets another name; but for a table that takes the place of the one it was copied from, or
   makes room for its successor. */
#include "rules/risk/risk.h"

static void rename_table(Rw *rw, const Node *n, Str table)
{
    const Table *t = catalog_table(rw_catalog(rw), table);
    Str new = rw_name(rw, n->kid[ALTER_NEW]);
    bool rebuilt = t && t->copied_from.n && str_ieq(t->copied_from, new);
    bool replaced = catalog_comes_again(rw_catalog(rw), table); /* away, to make room for its successor */
    if (!rebuilt && !replaced)
        rw_risk(rw, n, rw_fmt(rw, "what asks for table %.*s finds it no more", (int)table.n, table.p).p,
                "a view of the old name serves both");
}

static void rename_column(Rw *rw, const Node *n, Str table)
{
    Str c = rw_name(rw, n->kid[ALTER_OLD]);
    rw_risk(
        rw, n,
        rw_fmt(rw, "what asks for column %.*s of %.*s finds it no more", (int)c.n, c.p, (int)table.n, table.p)
            .p,
        NULL);
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind != ND_ALTER)
        risk_copy(rw, n);
    if (n->kind != ND_ALTER || !risk_asked(rw, n) || !n->kid[ALTER_NEW])
        return false;
    Str table = rw_name(rw, n->kid[ALTER_TABLE]->kid[QNAME_NAME]);
    if (n->op == TK_TO)
        rename_table(rw, n, table);
    else if (n->op == TK_COLUMN)
        rename_column(rw, n, table);
    return false;
}

const Rule rule_risk_rename = {.code = RISK_RENAME,
                               .name = "risk/rename",
                               .title = "a table or column gets another name",
                               .on = KINDS(ND_INSERT, ND_CREATE_TABLE, ND_ALTER),
                               .apply = apply};
