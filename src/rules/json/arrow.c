/* -> and ->> : left to a person until the JSON rules stand. */
#include "emit/rw.h"

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_ARROW && n->op != TK_ARROW2)
        return false;
    PgType t = rw_type(rw, n->kid[BINARY_L]);
    Str key;
    int64_t index;
    bool plain = (rw_string(rw, n->kid[BINARY_R], &key) && key.n && key.p[0] != '$' && !memchr(key.p, '.', key.n) &&
                  !memchr(key.p, '[', key.n)) || /* versions of SQLite disagree about these, and about -1 */
                 (rw_integer(rw, n->kid[BINARY_R], &index) && index >= 0);
    if ((t == PG_JSON || t == PG_JSONB) && plain && n->op == TK_ARROW)
        return false;
    return rw_manual(rw, n, "a JSON path: ->> gives a number in SQLite where the member is one, text in PostgreSQL",
                     "write (column::jsonb #>> '{a,b}') and cast it to the type that is meant");
}

const Rule rule_arrow = {
    .code = 219, .name = "json/arrow", .title = "a JSON path", .on = KINDS(ND_BINARY), .apply = apply};
