/* NULL into an INTEGER PRIMARY KEY asks SQLite for a new id; PostgreSQL wants DEFAULT. */
#include "emit/rw.h"

static const char DEFAULT[] = "DEFAULT";

/* Does some row of the INSERT give this column a value? */
static bool ids_beside(const Node *values, uint32_t at)
{
    for (uint32_t i = 0; i < values->nkids; i++) {
        const Node *row = values->kid[i]->kind == ND_PAREN_LIST ? values->kid[i]->kid[PAREN_LIST_ITEMS] : NULL;
        const Node *x = row && at < row->nkids ? sema_strip(row->kid[at]) : NULL;
        if (x && !(x->kind == ND_LITERAL && x->op == TK_NULL))
            return true;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_NULL || !n->parent || n->parent->kind != ND_LIST || !n->parent->parent ||
        n->parent->parent->kind != ND_PAREN_LIST)
        return false;
    const Node *row = n->parent, *values = row->parent->parent;
    if (!values || values->kind != ND_VALUES || !values->parent || values->parent->kind != ND_SELECT)
        return false;
    const Node *ins = values->parent->parent;
    if (!ins || ins->kind != ND_INSERT)
        return false;
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    if (!t || t->rowid < 0)
        return false;
    uint32_t at = 0;
    while (at < row->nkids && row->kid[at] != n)
        at++;
    const Node *cols = ins->kid[INSERT_COLS];
    int col = cols ? (at < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[at])) : -1) : (int)at;
    if (col != t->rowid)
        return false;
    if (ids_beside(values, at))
        rw_near(rw, n, "other rows of this INSERT give their ids; the new ids do not follow them in PostgreSQL", NULL);
    else
        rw_exact(rw, n);
    rw_template(rw, n, DEFAULT, PG_UNKNOWN, NULL, 0);
    return true;
}

const Rule rule_null_key = {.code = 304,
                            .name = "upsert/null-key",
                            .title = "NULL as an INTEGER PRIMARY KEY asks for a new id",
                            .on = KINDS(ND_LITERAL),
                            .apply = apply};
