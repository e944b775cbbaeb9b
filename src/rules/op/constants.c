/* Arithmetic between constants: SQLite counts in 64 bits and in double precision, PostgreSQL types small integers as 32
   bits and fractions as decimals.  A cast is written only where the result would differ. */
#include "emit/rw.h"

static const char WIDE[] = "{0}::bigint %c {1}";
static const char REAL[] = "{0}::double precision %c {1}";

static bool fraction(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL && n->op == TK_FLOAT;
}

static bool overflows(Rw *rw, const Node *n)
{
    int64_t a, b, r;
    if (!rw_integer(rw, n->kid[BINARY_L], &a) || !rw_integer(rw, n->kid[BINARY_R], &b))
        return false;
    bool over = n->op == TK_PLUS    ? __builtin_add_overflow(a, b, &r)
                : n->op == TK_MINUS ? __builtin_sub_overflow(a, b, &r)
                                    : __builtin_mul_overflow(a, b, &r);
    return !over && (r > INT32_MAX || r < INT32_MIN) && a <= INT32_MAX && a >= INT32_MIN && b <= INT32_MAX && b >= INT32_MIN;
}

static bool apply(Rw *rw, const Node *n)
{
    char op = n->op == TK_PLUS ? '+' : n->op == TK_MINUS ? '-' : n->op == TK_STAR ? '*' : 0;
    if (!op)
        return false;
    bool wide = overflows(rw, n), real = fraction(n->kid[BINARY_L]) && fraction(n->kid[BINARY_R]);
    if (!wide && !real)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, (wide ? rw_fmt(rw, WIDE, op) : rw_fmt(rw, REAL, op)).p, wide ? PG_BIGINT : PG_FLOAT8, n->kid[BINARY_L], n->kid[BINARY_R], NULL);
    return true;
}

const Rule rule_constants = {.code = 212,
                             .name = "op/constants",
                             .title = "constants are 64-bit and double precision in SQLite",
                             .on = KINDS(ND_BINARY),
                             .apply = apply};
