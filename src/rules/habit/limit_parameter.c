/* LIMIT ?: a negative value is no limit in SQLite.  Said by the filter always, for it cannot know the value;
   `check` says it when asked, like all of habit/, or each page of a list would be a finding. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *limit = sema_strip(n->kid[n->op == TK_COMMA ? LIMIT_B : LIMIT_A]);
    if (limit->kind == ND_PARAM)
        rw_near(rw, n, "a negative value is no limit in SQLite, and an error in PostgreSQL",
                "pass None for no limit");
    return false;
}

const Rule rule_habit_limit_parameter = {.code = 1107,
                                         .name = "habit/limit-parameter",
                                         .title = "a negative LIMIT is an error in PostgreSQL",
                                         .on = KINDS(ND_LIMIT),
                                         .portable = true,
                                         .apply = apply};
