/* CREATE TABLE t ({columns}): the definitions are made elsewhere in the program and cannot be seen. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    if (n->kid[COLDEF_NAME]->kind != ND_HOLE || n->kid[COLDEF_TYPE])
        return false;
    return rw_manual(rw, n, "the columns of this table are made where they cannot be seen",
                     "write them with PostgreSQL's types");
}

const Rule rule_unseen_columns = {.code = 519,
                                  .name = "ddl/unseen-columns",
                                  .title = "column definitions that the program puts together",
                                  .on = KINDS(ND_COLDEF),
                                  .apply = apply};
