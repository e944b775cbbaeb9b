/* The host reads lastrowid after this INSERT: it gets RETURNING the key.  Asked for by host/, never by SQL.
 */
#include "emit/rw.h"

/* A table whose INTEGER PRIMARY KEY has the name that all of them have; NULL when they differ. */
static const Table *any_table(Rw *rw)
{
    const Catalog *c = rw_catalog(rw);
    const Table *any = NULL;
    for (size_t i = 0; i < catalog_tables(c); i++) {
        const Table *t = catalog_table_at(c, i);
        if (t->is_view || t->is_virtual || t->rowid < 0)
            continue;
        if (any && !str_ieq(any->cols[any->rowid].name, t->cols[t->rowid].name))
            return NULL;
        any = t;
    }
    return any;
}

static bool apply(Rw *rw, const Node *ins)
{
    if (!rw_wants_id(rw) || ins->parent || ins->kid[INSERT_RETURNING])
        return false;
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    bool open = !t && rw_table_is_open(rw, ins->kid[INSERT_TARGET]);
    if (open)
        t = any_table(rw);
    if (!t || t->rowid < 0)
        return false;
    Str id = rw_ident(rw, t->cols[t->rowid].name);
    if (open)
        rw_near(
            rw, ins,
            "the table's name comes from the program: its key is taken for what it is in the schema's tables",
            "a table without this key needs an INSERT of its own");
    else
        rw_exact(rw, ins);
    rw_append(rw, ins, rw_fmt(rw, " RETURNING %.*s", (int)id.n, id.p));
    rw_grant_id(rw, id);
    return true;
}

const Rule rule_last_id = {.code = 305,
                           .name = "upsert/last-id",
                           .title = "lastrowid is RETURNING the key",
                           .on = KINDS(ND_INSERT),
                           .portable = true,
                           .apply = apply};
