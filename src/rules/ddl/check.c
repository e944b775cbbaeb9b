/* CHECK: a condition.  One that only says 0 or 1 goes where its column has become a boolean, which says so
 * itself. */
#include "rules/ddl/ddl.h"

static bool says_boolean(Rw *rw, const Table *t, const Node *x)
{
    const Node *name = catalog_check_01(rw_stmt(rw), x);
    const Column *col = t && name ? table_column(t, rw_name(rw, name)) : NULL;
    return col && rw_column_type(rw, t, col) == PG_BOOL;
}

/* typeof(x) = 'integer' holds by itself once the column has a type. */
static bool says_type(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    if (x->kind == ND_BINARY && (x->op == TK_AND || x->op == TK_OR))
        return says_type(rw, x->kid[BINARY_L]) && says_type(rw, x->kid[BINARY_R]);
    if (x->kind == ND_BINARY && (x->op == TK_EQ || x->op == TK_IS))
        return rw_is_call(rw, x->kid[BINARY_L], "typeof");
    return x->kind == ND_IN && !(x->flags & NF_NOT) && rw_is_call(rw, x->kid[IN_X], "typeof");
}

/* What to do with a CHECK: true when it goes. */
static bool goes(Rw *rw, const Table *t, const Node *check, const Node *x)
{
    if (!x)
        return false;
    if (says_boolean(rw, t, x)) {
        rw_exact(rw, check);
        return true;
    }
    if (says_type(rw, x)) {
        rw_near(rw, check, "a CHECK of typeof() went: PostgreSQL's columns have one type", NULL);
        return true;
    }
    rw_wish(rw, x, PG_BOOL);
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_CREATE_TABLE) {
        const Node *list = n->kid[CREATE_TABLE_CONS];
        for (uint32_t i = 0; i < ddl_count(list); i++)
            if (list->kid[i]->op == TK_CHECK &&
                goes(rw, ddl_table(rw, n), list->kid[i], list->kid[i]->kid[TCONS_X]))
                ddl_drop_item(rw, list, i);
        return false;
    }
    DdlColumn c = {0};
    ddl_column(rw, n, &c);
    const Node *cons = n->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < ddl_count(cons); i++)
        if (cons->kid[i]->op == TK_CHECK && goes(rw, c.t, cons->kid[i], cons->kid[i]->kid[CCONS_X]))
            ddl_drop_constraint(rw, cons->kid[i]);
    return false;
}

const Rule rule_check = {.code = 503,
                         .name = "ddl/check",
                         .title = "a CHECK for 0 and 1 says what BOOLEAN says",
                         .on = KINDS(ND_CREATE_TABLE, ND_COLDEF),
                         .apply = apply};
