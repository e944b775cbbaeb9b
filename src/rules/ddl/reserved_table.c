/* CREATE TABLE sqlite_sequence and its kin, as .schema and structure.sql show them: SQLite's own tables,
   which it makes by itself and lets nobody make. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    if (!str_istarts(rw_name(rw, n->kid[CREATE_TABLE_NAME]->kid[QNAME_NAME]), "sqlite_"))
        return false;
    rw_exact(rw, n);
    rw_replace_statement(rw, STR_NONE);
    return true;
}

const Rule rule_reserved_table = {.code = 529,
                                  .name = "ddl/reserved-table",
                                  .title = "SQLite's own tables are not made in PostgreSQL",
                                  .on = KINDS(ND_CREATE_TABLE),
                                  .apply = apply};
