/* The == operator is spelled =.  It never looks at the operands: emit/coerce.c does. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_EQ)
        return false;
    uint32_t tok = rw_next(rw, n->kid[BINARY_L]->end - 1);
    if (!str_eqz(tok_text(rw_stmt(rw)->toks, tok), "=="))
        return false;
    rw_exact(rw, n);
    rw_put(rw, tok, STR("="));
    return true;
}

const Rule rule_double_equals = {.code = 210,
                                 .name = "op/double-equals",
                                 .title = "== is spelled = in PostgreSQL",
                                 .on = KINDS(ND_BINARY),
                                 .portable = true,
                                 .apply = apply};
