/* id SERIAL PRIMARY KEY is PostgreSQL's, in a schema that was moved already: it stays, and counts as the key
   that INTEGER PRIMARY KEY is.  Other SERIAL columns are types/declared's. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    DdlColumn c;
    if (ddl_column(rw, n, &c) && ddl_is_rowid_key(&c) && catalog_is_serial(c.col->type))
        rw_near(rw, n, "SERIAL numbers the rows in PostgreSQL; SQLite does not know it and stores NULL",
                NULL);
    return false;
}

const Rule rule_serial = {.code = 530,
                          .name = "ddl/serial",
                          .title = "a SERIAL key is PostgreSQL's already",
                          .on = KINDS(ND_COLDEF),
                          .apply = apply};
