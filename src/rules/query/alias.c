/* A result column's alias used in WHERE, HAVING or GROUP BY, or inside an expression of ORDER BY: PostgreSQL
   knows it only as a whole term of ORDER BY or GROUP BY, so elsewhere its expression is written again. */
#include "emit/rw.h"

static const char AGAIN[] = "{0}";

/* A whole term of ORDER BY or GROUP BY (where no column of that name exists, the alias is meant in both
 * engines). */
static bool whole_term(const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == ND_ORDERTERM)
        p = p->parent;
    if (!p || p->kind != ND_LIST || !p->parent)
        return false;
    return p->parent->kind == ND_SELECT || (p->parent->kind == ND_CORE && p == p->parent->kid[CORE_GROUP]);
}

static bool apply(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    if (i->name != NAME_ALIAS || whole_term(n))
        return false;
    if (!rw_repeatable(rw, i->def) && sema_strip(i->def)->kind == ND_SUBQUERY)
        rw_near(rw, n, "the alias' subquery is computed again", NULL);
    rw_exact(rw, n);
    rw_as(rw, n, AGAIN, rw_type(rw, i->def), i->def, NULL, NULL);
    return true;
}

const Rule rule_alias = {.code = 325,
                         .name = "query/alias",
                         .title =
                             "an alias cannot be used here in PostgreSQL; its expression is written again",
                         .on = KINDS(ND_COLREF),
                         .templates = SET(AGAIN),
                         .portable = true,
                         .apply = apply};
