/* The host reads lastrowid after this INSERT: it gets RETURNING the key.  Asked for by host/, never by SQL.
 */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *ins)
{
    if (!rw_wants_id(rw) || ins->parent || ins->kid[INSERT_RETURNING])
        return false;
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    if (!t || t->rowid < 0)
        return false;
    Str id = rw_ident(rw, t->cols[t->rowid].name);
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
