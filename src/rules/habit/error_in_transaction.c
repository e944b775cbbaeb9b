/* BEGIN before rows change: an error undoes one statement in SQLite and the whole transaction in PostgreSQL.
   Said once a script; a program does not tell what stands behind its BEGIN. */
#include "rules/habit/habit.h"

static bool apply(Rw *rw, const Node *n)
{
    Flow *f = rw_flow(rw);
    if (!habit_asked(rw) || (f && (f->error_said || !catalog_begun_rows(rw_catalog(rw)))))
        return false;
    if (f)
        f->error_said = true;
    rw_near(rw, n,
            "an error in this transaction undoes its statement in SQLite, and all of the transaction in "
            "PostgreSQL",
            "put a SAVEPOINT before a statement that may fail, and ROLLBACK TO it");
    return false;
}

const Rule rule_habit_error_in_transaction = {.code = 1103,
                                              .name = "habit/error-in-transaction",
                                              .title = "an error undoes the whole transaction",
                                              .on = KINDS(ND_BEGIN),
                                              .portable = true,
                                              .apply = apply};
