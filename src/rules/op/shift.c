/* << and >> work on 64 bits in SQLite; PostgreSQL's on an integer drop what leaves 32 bits. */
#include "emit/rw.h"

static const char LEFT[] = "{0}::bigint << {1}";
static const char RIGHT[] = "{0}::bigint >> {1}";

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_LSHIFT && n->op != TK_RSHIFT)
        return false;
    int64_t by;
    if (!rw_integer(rw, n->kid[BINARY_R], &by) || by < 0 || by > 63)
        return rw_manual(rw, n, "a shift by an amount that is not constant: negative and large ones differ",
                         NULL);
    rw_exact(rw, n);
    rw_as(rw, n, n->op == TK_LSHIFT ? LEFT : RIGHT, PG_BIGINT, n->kid[BINARY_L], n->kid[BINARY_R], NULL);
    return true;
}

const Rule rule_shift = {.code = 216,
                         .name = "op/shift",
                         .title = "shifts work on 64 bits in SQLite",
                         .on = KINDS(ND_BINARY),
                         .templates = SET(LEFT, RIGHT),
                         .apply = apply};
