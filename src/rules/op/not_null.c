/* `x NOT NULL` as an operator is IS NOT NULL; ISNULL and NOTNULL are PostgreSQL's, too. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    uint32_t not = rw_next(rw, n->kid[ISNULL_X]->end - 1);
    if (!(n->flags & NF_NOT) || rw_stmt(rw)->toks->at[not ].kind != TK_NOT)
        return false;
    rw_exact(rw, n);
    rw_insert(rw, not, STR("IS "));
    return true;
}

const Rule rule_not_null = {.code = 241,
                            .name = "op/not-null",
                            .title = "NOT NULL as an operator is IS NOT NULL",
                            .on = KINDS(ND_ISNULL),
                            .portable = true,
                            .apply = apply};
