/* main. is the schema one is in, temp. is pg_temp; another name is an attached database's. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *schema = n->kind == ND_QNAME    ? n->kid[QNAME_SCHEMA]
                         : n->kind == ND_COLREF ? n->kid[COLREF_SCHEMA]
                                                : n->kid[TABLEREF_SCHEMA];
    if (!schema)
        return false;
    Str name = rw_name(rw, schema);
    if (str_ieqz(name, "main")) {
        rw_exact(rw, n);
        rw_drop(rw, schema->tok, rw_next(rw, schema->tok) + 1);
        return true;
    }
    if (!str_ieqz(name, "temp"))
        return false;
    rw_exact(rw, n);
    rw_put(rw, schema->tok, STR("pg_temp"));
    return true;
}

const Rule rule_schema = {.code = 704,
                          .name = "names/schema",
                          .title = "main. is the schema one is in, temp. is pg_temp",
                          .on = KINDS(ND_QNAME, ND_COLREF, ND_TABLEREF),
                          .portable = true,
                          .apply = apply};
