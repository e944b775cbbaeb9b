/* ALTER TABLE is spelled alike; what differs is what hangs on the table.  (Types and defaults of ADD COLUMN
   are the rules' of column definitions.) */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    const Table *t = rw_table(rw, n->kid[ALTER_TABLE]);
    if (n->op == TK_COLUMN && t && t->has_triggers)
        rw_near(rw, n, "functions made from this table's triggers keep the column's old name",
                "create them again with the new name");
    return false;
}

const Rule rule_alter = {.code = 513,
                         .name = "ddl/alter",
                         .title = "renaming a column does not reach into functions",
                         .on = KINDS(ND_ALTER),
                         .apply = apply};
