/* 1e999 is how SQLite writes infinity, in dumps above all; PostgreSQL refuses a number beyond its range. */
#include "emit/rw.h"
#include <math.h>

static const char INFINITE[] = "'Infinity'::double precision";

static bool apply(Rw *rw, const Node *n)
{
    Str s = rw_text(rw, n);
    if (n->op != TK_FLOAT || (s.n < 300 && !memchr(s.p, 'e', s.n) && !memchr(s.p, 'E', s.n)) ||
        !isinf(rw_double(rw, s)))
        return false;
    rw_exact(rw, n);
    rw_template(rw, n, INFINITE, PG_FLOAT8, NULL, 0);
    return true;
}

const Rule rule_infinity = {.code = 404,
                            .name = "types/infinity",
                            .title = "a number beyond the range of REAL is infinity",
                            .on = KINDS(ND_LITERAL),
                            .templates = SET(INFINITE),
                            .apply = apply};
