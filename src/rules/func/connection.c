/* Functions about the connection: last_insert_rowid(), changes(), total_changes(). */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    if (rw_is_call(rw, n, "last_insert_rowid"))
        return rw_manual(rw, n, "last_insert_rowid(): PostgreSQL hands the id back from the INSERT",
                         "add RETURNING id to the INSERT, or use currval('table_id_seq')");
    return rw_manual(rw, n, "changes() is what the driver reports for the statement before",
                     "use cursor.rowcount");
}

const Rule rule_connection = {.code = 120,
                              .name = "func/connection",
                              .title = "a function about the connection",
                              .funcs = FUNCS("last_insert_rowid", "changes", "total_changes"),
                              .apply = apply};
