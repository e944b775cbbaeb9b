/* WITHOUT ROWID and STRICT behind CREATE TABLE say nothing to PostgreSQL, whose tables are both. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *options = n->kid[CREATE_TABLE_OPTIONS];
    if (!ddl_count(options))
        return false;
    rw_exact(rw, options);
    rw_drop_back(rw, options->tok, options->end);
    return true;
}

const Rule rule_table_options = {.code = 505,
                                 .name = "ddl/table-options",
                                 .title = "PostgreSQL's tables are strict and have no rowid",
                                 .on = KINDS(ND_CREATE_TABLE),
                                 .apply = apply};
