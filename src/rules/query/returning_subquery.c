/* RETURNING with a subquery that reads the table which the statement changes: SQLite reads it as it is by
   then, PostgreSQL as it was before the statement.  Nothing is rewritten; it is said. */
#include "emit/rw.h"

static bool reads(Rw *rw, const Node *n, Str target)
{
    if (!n)
        return false;
    if (n->kind == ND_TABLEREF && str_ieq(rw_name(rw, n->kid[TABLEREF_NAME]), target))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (reads(rw, n->kid[i], target))
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *returning = n->kind == ND_INSERT   ? n->kid[INSERT_RETURNING]
                            : n->kind == ND_UPDATE ? n->kid[UPDATE_RETURNING]
                                                   : n->kid[DELETE_RETURNING];
    const Node *target = n->kind == ND_INSERT   ? n->kid[INSERT_TARGET]
                         : n->kind == ND_UPDATE ? n->kid[UPDATE_TARGET]
                                                : n->kid[DELETE_TARGET];
    if (returning && reads(rw, returning, rw_name(rw, target->kid[TABLEREF_NAME])))
        rw_near(rw, returning, "a subquery in RETURNING reads the table as it was before the statement",
                "SELECT after the statement instead");
    return false;
}

const Rule rule_returning_subquery = {.code = 348,
                                      .name = "query/returning-subquery",
                                      .title = "a subquery in RETURNING reads the table as it was",
                                      .on = KINDS(ND_INSERT, ND_UPDATE, ND_DELETE),
                                      .apply = apply};
