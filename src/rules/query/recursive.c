/* A common table expression that names itself needs WITH RECURSIVE in PostgreSQL; SQLite does not ask for the
   word. ORDER BY and LIMIT inside it are left to a person: PostgreSQL has neither there. */
#include "emit/rw.h"

static bool names_table(Rw *rw, const Node *n, Str name)
{
    if (!n)
        return false;
    if (n->kind == ND_TABLEREF && str_ieq(rw_name(rw, n->kid[TABLEREF_NAME]), name))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (names_table(rw, n->kid[i], name))
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *ctes = n->kid[WITH_CTES];
    bool self = false;
    for (uint32_t i = 0; i < ctes->nkids; i++) {
        Str name = rw_name(rw, ctes->kid[i]->kid[CTE_NAME]);
        for (uint32_t k = 0; k <= i; k++) /* itself, or a later one from an earlier one */
            self |= names_table(rw, ctes->kid[k]->kid[CTE_SELECT], name);
    }
    for (uint32_t i = 0; i < ctes->nkids; i++) {
        const Node *sel = ctes->kid[i]->kid[CTE_SELECT];
        if (names_table(rw, sel, rw_name(rw, ctes->kid[i]->kid[CTE_NAME])) &&
            (sel->kid[SELECT_ORDER] || sel->kid[SELECT_LIMIT]))
            return rw_manual(rw, sel->kid[sel->kid[SELECT_ORDER] ? SELECT_ORDER : SELECT_LIMIT],
                             "PostgreSQL has no ORDER BY or LIMIT inside a recursive table expression",
                             "bound it with WHERE, or put LIMIT on the query that reads it");
    }
    for (uint32_t i = 0; i < ctes->nkids; i++) {
        const Node *body = ctes->kid[i]->kid[CTE_SELECT]->kid[SELECT_BODY];
        if (body->kind == ND_COMPOUND &&
            names_table(rw, body->kid[COMPOUND_L], rw_name(rw, ctes->kid[i]->kid[CTE_NAME])))
            return rw_manual(rw, body,
                             "only the last part of a recursive table expression may name it in PostgreSQL",
                             "join the recursive parts in one, as a subquery");
    }
    if (!self || (n->flags & NF_RECURSIVE))
        return false;
    rw_exact(rw, n);
    rw_insert(rw, ctes->kid[0]->tok, STR("RECURSIVE "));
    return true;
}

const Rule rule_recursive = {.code = 323,
                             .name = "query/recursive",
                             .title = "a common table expression that names itself needs RECURSIVE",
                             .on = KINDS(ND_WITH),
                             .apply = apply};
