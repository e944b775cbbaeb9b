/* ORDER BY or GROUP BY with a constant that is no position: SQLite takes it for what it is, PostgreSQL
   refuses text and NULL there.  Integers are positions in both and stay. */
#include "emit/rw.h"

static const char ONE[] = "(SELECT {0})";

/* A constant that neither engine takes for a position: text, NULL, a fraction, a number beyond 31 bits. */
static bool is_constant(Rw *rw, const Node *n)
{
    int64_t value;
    if (n->kind == ND_COLREF)
        return rw_info(rw, n)->name == NAME_STRING;
    if (n->kind == ND_UNARY) {
        const Node *x = sema_strip(n->kid[UNARY_X]);
        return n->op == TK_MINUS && x->kind == ND_LITERAL && x->op == TK_FLOAT;
    }
    return n->op == TK_STRING || n->op == TK_NULL || n->op == TK_FLOAT ||
           (n->op == TK_INTEGER && rw_integer(rw, n, &value) && value > INT32_MAX);
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    const Node *list = p && p->kind == ND_ORDERTERM ? p->parent : p;
    if (!list || list->kind != ND_LIST || !list->parent)
        return false;
    bool order = p->kind == ND_ORDERTERM && list->parent->kind == ND_SELECT;
    bool group = list->parent->kind == ND_CORE && list == list->parent->kid[CORE_GROUP];
    if ((!order && !group) || !is_constant(rw, n))
        return false;
    if (order && list->parent->kid[SELECT_BODY]->kind != ND_CORE)
        return rw_manual(rw, n, "a compound is ordered by a constant", "leave it out");
    rw_near(rw, n, "a constant orders and groups nothing; a column may have been meant",
            "leave it out, or name the column");
    Str s;
    RwArg arg = RW_TEXT(rw_string(rw, n, &s) ? rw_literal(rw, s) : rw_text(rw, n));
    rw_template(rw, n, ONE, PG_UNKNOWN, &arg, 1);
    return true;
}

const Rule rule_constant_term = {.code = 331,
                                 .name = "query/constant-term",
                                 .title = "PostgreSQL refuses a constant in ORDER BY or GROUP BY",
                                 .on = KINDS(ND_LITERAL, ND_COLREF, ND_UNARY),
                                 .templates = SET(ONE),
                                 .portable = true,
                                 .apply = apply};
