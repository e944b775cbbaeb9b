/* UNION, INTERSECT and EXCEPT are equal and taken from left to right in SQLite; PostgreSQL binds INTERSECT
   tighter. What stands left of an INTERSECT gets parentheses where it is a UNION or an EXCEPT.  Everything
   else reads alike. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *l = n->kid[COMPOUND_L];
    if (n->op != TK_INTERSECT || l->kind != ND_COMPOUND || l->op == TK_INTERSECT)
        return false;
    rw_exact(rw, n);
    rw_insert(rw, l->tok, STR("("));
    rw_append(rw, l, STR(")"));
    return true;
}

const Rule rule_compound = {.code = 330,
                            .name = "query/compound",
                            .title = "INTERSECT binds no tighter than UNION in SQLite",
                            .on = KINDS(ND_COMPOUND),
                            .portable = true,
                            .apply = apply};
