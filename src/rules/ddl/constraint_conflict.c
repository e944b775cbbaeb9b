/* ON CONFLICT x behind a constraint: PostgreSQL has it on INSERT only.  ABORT is what PostgreSQL does anyway; the others
   are said, since every INSERT would have to carry them. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *clause = n->kid[n->kind == ND_CCONS ? CCONS_CONFLICT : TCONS_CONFLICT];
    if (!clause)
        return false;
    if (clause->op == TK_ABORT)
        rw_exact(rw, clause);
    else
        rw_near(rw, clause, "PostgreSQL's constraints have no ON CONFLICT: an INSERT that breaks it is an error",
                "write OR IGNORE or OR REPLACE on the INSERTs that rely on it");
    rw_drop_back(rw, clause->tok, clause->end);
    return true;
}

const Rule rule_constraint_conflict = {.code = 504,
                                       .name = "ddl/constraint-conflict",
                                       .title = "ON CONFLICT ABORT is what PostgreSQL does anyway",
                                       .on = KINDS(ND_CCONS, ND_TCONS),
                                       .apply = apply};
