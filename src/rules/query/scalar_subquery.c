/* A subquery that stands for a value gives its first row in SQLite; PostgreSQL refuses more than one. Nothing
   is written where one row is proved: an aggregate without GROUP BY, LIMIT 1, a whole unique key compared. */
#include "rules/query/settled.h"

static bool gives_one(Rw *rw, const Node *body)
{
    return body->kind != ND_COMPOUND && settled_rows(rw, body, (Terms){0});
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == ND_IN && p->kid[IN_RHS] == n)
        return false;
    const Node *select = n->kid[SUBQUERY_SELECT];
    const Node *limit = select->kid[SELECT_LIMIT];
    if (limit)
        return false;
    if (gives_one(rw, select->kid[SELECT_BODY]))
        return false;
    if (select->kid[SELECT_ORDER])
        rw_exact(rw, n);
    else
        rw_near(rw, n, "where several rows match, SQLite takes the first it meets; which one is not defined",
                NULL);
    rw_append(rw, select, STR(" LIMIT 1"));
    return true;
}

const Rule rule_scalar_subquery = {.code = 324,
                                   .name = "query/scalar-subquery",
                                   .title = "a subquery that stands for a value gives one row",
                                   .on = KINDS(ND_SUBQUERY),
                                   .portable = true,
                                   .apply = apply};
