/* IN with nothing or with a table's name on its right. */
#include "emit/rw.h"

static const char NEVER[] = "FALSE";
static const char ALWAYS[] = "TRUE";

static bool apply(Rw *rw, const Node *n)
{
    const Node *rhs = n->kid[IN_RHS];
    if (rhs->kind == ND_PAREN_LIST && rhs->kid[PAREN_LIST_ITEMS]->nkids == 0) {
        rw_exact(rw, n);
        rw_template(rw, n, n->flags & NF_NOT ? ALWAYS : NEVER, PG_BOOL, NULL, 0);
        return true;
    }
    if (rhs->kind == ND_TABLEFUNC)
        return rw_manual(rw, n, "a table-valued function stands right of IN",
                         "write IN (SELECT value FROM ...)");
    if (rhs->kind != ND_TABLEREF)
        return false;
    const Table *t = rw_table(rw, rhs);
    rw_exact(rw, n);
    Str col = t && t->ncols == 1 ? rw_ident(rw, t->cols[0].name)
                                 : STR("*"); /* it has one, or SQLite refuses it too */
    rw_insert(rw, rhs->tok, rw_fmt(rw, "(SELECT %.*s FROM ", (int)col.n, col.p));
    rw_append(rw, rhs, STR(")"));
    return true;
}

const Rule rule_in = {.code = 217,
                      .name = "op/in",
                      .title = "IN with an empty list or a table's name",
                      .on = KINDS(ND_IN),
                      .templates = SET(NEVER, ALWAYS),
                      .portable = true,
                      .apply = apply};
