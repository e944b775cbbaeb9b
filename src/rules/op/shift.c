/* << and >> work on 64 bits in SQLite; PostgreSQL's on an integer drop what leaves 32 bits. */
#include "emit/rw.h"

static const char LEFT[] = "{0}::bigint << {1}";
static const char RIGHT[] = "{0}::bigint >> {1}";
static const char NOTHING[] = "NULL::bigint";
static const char LEFT_BY[] = "CASE WHEN {1} BETWEEN 0 AND 63 THEN {0}::bigint << {1}::int "
                              "WHEN {1} > 63 THEN {0} * 0 "
                              "WHEN {1} < 0 THEN {0}::bigint >> LEAST(-{1}, 63)::int END";
static const char RIGHT_BY[] = "CASE WHEN {1} >= 0 THEN {0}::bigint >> LEAST({1}, 63)::int "
                               "WHEN {1} > -64 THEN {0}::bigint << -{1}::int "
                               "WHEN {1} <= -64 THEN {0} * 0 END";

static bool whole(PgType t)
{
    return t == PG_INT || t == PG_BIGINT || t == PG_BOOL || t == PG_TEXT;
}

/* A negative amount shifts the other way, 64 and more shift everything out. */
static bool computed(Rw *rw, const Node *n, const Node *x, const Node *by)
{
    PgType t = rw_type(rw, by), tx = rw_type(rw, x);
    if (!whole(t) || !whole(tx) || !rw_repeatable(rw, x) || !rw_repeatable(rw, by))
        return rw_manual(rw, n, "a shift by an amount that is not constant: negative and large ones differ",
                         NULL);
    rw_exact(rw, n);
    rw_as(rw, n, n->op == TK_LSHIFT ? LEFT_BY : RIGHT_BY, PG_BIGINT, x, by, NULL);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_LSHIFT && n->op != TK_RSHIFT)
        return false;
    int64_t by;
    if (rw_type(rw, n->kid[BINARY_L]) == PG_NULL || rw_type(rw, n->kid[BINARY_R]) == PG_NULL) {
        rw_exact(rw, n);
        rw_as(rw, n, NOTHING, PG_BIGINT, NULL, NULL, NULL);
        return true;
    }
    if (!rw_integer(rw, n->kid[BINARY_R], &by) || by < 0 || by > 63)
        return computed(rw, n, n->kid[BINARY_L], n->kid[BINARY_R]);
    rw_exact(rw, n);
    rw_as(rw, n, n->op == TK_LSHIFT ? LEFT : RIGHT, PG_BIGINT, n->kid[BINARY_L], n->kid[BINARY_R], NULL);
    return true;
}

const Rule rule_shift = {.code = 216,
                         .name = "op/shift",
                         .title = "shifts work on 64 bits in SQLite",
                         .on = KINDS(ND_BINARY),
                         .templates = SET(LEFT, RIGHT, NOTHING, LEFT_BY, RIGHT_BY),
                         .portable = true,
                         .apply = apply};
