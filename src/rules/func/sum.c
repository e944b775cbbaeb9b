/* sum(), avg() and count() of a comparison, and sums whose type feeds a division. */
#include "emit/rw.h"

static const char WHOLE[] = "sum({0}){over}::bigint";

static bool divided(const Node *n)
{
    for (const Node *p = n->parent; p; p = p->parent) {
        if (p->kind == ND_BINARY && (p->op == TK_SLASH || p->op == TK_REM))
            return true;
        bool arithmetic = p->kind == ND_BINARY && (p->op == TK_PLUS || p->op == TK_MINUS || p->op == TK_STAR);
        if (p->kind != ND_PAREN && !arithmetic)
            return false;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0);
    if (!x)
        return true;
    PgType t = rw_type(rw, x);
    bool sum = rw_is_call(rw, n, "sum");
    if (t == PG_BIGINT && sum && divided(n)) {
        rw_exact(rw, n);
        rw_call(rw, n, WHOLE, PG_BIGINT);
        return true;
    }
    return true;
}

const Rule rule_sum = {.code = 119,
                       .name = "func/sum",
                       .title = "sum() and avg() by the type of their argument",
                       .funcs = FUNCS("sum", "avg"),
                       .templates = SET(WHOLE),
                       .portable = true,
                       .apply = apply};
