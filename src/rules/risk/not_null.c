/* A column that takes no NULL: added without a default, or in the table that takes the place of another one.
 */
#include "rules/risk/risk.h"

/* NOT NULL on the column's definition, and no default that could fill it. */
static void add_column(Rw *rw, const Node *n)
{
    Str table = rw_name(rw, n->kid[ALTER_TABLE]->kid[QNAME_NAME]);
    const Node *def = n->kid[ALTER_COLDEF], *cons = def->kid[COLDEF_CONS];
    bool not_null = false, fills = false;
    for (uint32_t i = 0; cons && i < cons->nkids; i++) {
        const Node *k = cons->kid[i];
        not_null |= k->op == TK_NOT || k->op == TK_NOTNULL || k->op == TK_PRIMARY;
        fills |= k->op == TK_GENERATED || k->op == TK_AS ||
                 (k->op == TK_DEFAULT && k->kid[CCONS_X] && !sema_is_null(k->kid[CCONS_X]));
    }
    Str c = rw_name(rw, def->kid[COLDEF_NAME]);
    if (not_null && !fills)
        rw_risk(rw, def,
                rw_fmt(rw, "%.*s of %.*s takes no NULL and has no default: this fails where there are rows",
                       (int)c.n, c.p, (int)table.n, table.p)
                    .p,
                "give it a default, or add it, fill it, and take NULL away then");
}

/* Columns of the new table that take no NULL, filled from plain columns that may hold one. */
static void stricter(Rw *rw, const Node *ins, const RiskCopy *c)
{
    const Table *from = c->from, *to = c->to;
    const Node *list = c->list, *cols = ins->kid[INSERT_COLS];
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? sema_strip(list->kid[i]->kid[RESULT_X]) : NULL;
        const Column *a =
            x && x->kind == ND_COLREF ? table_column(from, rw_name(rw, x->kid[COLREF_COLUMN])) : NULL;
        const Column *b = NULL;
        if (cols && i < cols->nkids)
            b = table_column(to, rw_name(rw, cols->kid[i]));
        else if (!cols && i < to->ncols)
            b = &to->cols[i];
        if (a && b && b->not_null && !a->not_null && !a->pk)
            rw_risk(rw, x,
                    rw_fmt(rw, "%.*s may hold NULL, and %.*s takes none", (int)a->name.n, a->name.p,
                           (int)to->name.n, to->name.p)
                        .p,
                    "coalesce() it, or mend the rows first");
    }
}

static bool apply(Rw *rw, const Node *n)
{
    if (!risk_asked(rw, n))
        return false;
    if (n->kind == ND_ALTER && n->op == TK_ADD && n->kid[ALTER_COLDEF])
        add_column(rw, n);
    RiskCopy c = n->kind == ND_INSERT ? risk_copy(rw, n) : (RiskCopy){0};
    if (c.from && catalog_comes_again(rw_catalog(rw), c.from->name))
        stricter(rw, n, &c);
    return false;
}

const Rule rule_risk_not_null = {.code = RISK_NOT_NULL,
                                 .name = "risk/not-null",
                                 .title = "a column comes to take no NULL",
                                 .on = KINDS(ND_INSERT, ND_ALTER),
                                 .apply = apply};
