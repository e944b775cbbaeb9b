/* CREATE VIRTUAL TABLE: modules are SQLite's; what to write instead is said, for the two that are common. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    Str module = rw_name(rw, n->kid[CREATE_VTABLE_MODULE]);
    if (str_istarts(module, "fts"))
        return rw_manual(rw, n, "full-text search is built differently in PostgreSQL",
                         "a table with a column tsvector GENERATED ALWAYS AS (to_tsvector('simple', ...)) "
                         "STORED and a GIN "
                         "index; MATCH becomes @@ websearch_to_tsquery('simple', ...)");
    if (str_istarts(module, "rtree"))
        return rw_manual(rw, n, "PostgreSQL has no rtree tables",
                         "a plain table, with a GiST index on box(point(x0, y0), point(x1, y1))");
    return rw_manual(rw, n, "PostgreSQL has no virtual tables", "a foreign data wrapper, or a plain table");
}

const Rule rule_virtual_table = {.code = 514,
                                 .name = "ddl/virtual-table",
                                 .title = "PostgreSQL has no virtual tables",
                                 .on = KINDS(ND_CREATE_VTABLE),
                                 .apply = apply};
