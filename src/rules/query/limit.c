/* LIMIT a, b is LIMIT b OFFSET a; a negative limit is none at all, a negative offset is zero.  What a
   parameter will hold is not known: habit/limit-parameter says so. */
#include "emit/rw.h"

static const char BOTH[] = "LIMIT {1} OFFSET {0}";
static const char SWAPPED[] = "OFFSET {0} LIMIT {1}"; /* keeps the order of parameters */
static const char OFFSET_ONLY[] = "OFFSET {0}";
static const char NO_LIMIT[] = "LIMIT ALL";
static const char LIMIT_ONLY[] = "LIMIT {0}";

static bool is_param(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_PARAM || n->kind == ND_HOLE;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *a = n->kid[LIMIT_A], *b = n->kid[LIMIT_B];
    const Node *limit = n->op == TK_COMMA ? b : a, *offset = n->op == TK_COMMA ? a : b;
    int64_t v;
    bool none = rw_integer(rw, limit, &v) && v < 0;
    if (none) {
        rw_exact(rw, n);
        if (offset && !(rw_integer(rw, offset, &v) && v < 0))
            rw_as(rw, n, OFFSET_ONLY, PG_UNKNOWN, offset, NULL, NULL);
        else
            rw_template(rw, n, NO_LIMIT, PG_UNKNOWN, NULL, 0);
        return true;
    }
    if (offset && rw_integer(rw, offset, &v) && v < 0) {
        rw_exact(rw, n);
        rw_as(rw, n, LIMIT_ONLY, PG_UNKNOWN, limit, NULL, NULL);
        return true;
    }
    if (n->op != TK_COMMA)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, is_param(a) && is_param(b) ? SWAPPED : BOTH, PG_UNKNOWN, a, b, NULL);
    return true;
}

const Rule rule_limit = {.code = 320,
                         .name = "query/limit",
                         .title = "LIMIT a, b is LIMIT b OFFSET a",
                         .on = KINDS(ND_LIMIT),
                         .templates = SET(BOTH, SWAPPED, OFFSET_ONLY, NO_LIMIT, LIMIT_ONLY),
                         .portable = true,
                         .apply = apply};
