/* Arithmetic between constants: SQLite counts in 64 bits and in double precision, PostgreSQL types small
   integers as 32 bits and fractions as decimals.  A cast is written only where the result would differ. */
#include "emit/rw.h"

static const char WIDE[] = "{0}::bigint %c {1}";
static const char REAL[] = "{0}::double precision %c {1}";

static bool fraction(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL && n->op == TK_FLOAT;
}

/* The value of an expression of integer constants, and whether PostgreSQL computes it in 64 bits once this
   rule has widened what overflows. */
static bool constant(Rw *rw, const Node *n, int64_t *v, bool *wide)
{
    n = sema_strip(n);
    if (rw_integer(rw, n, v)) {
        *wide = *v > INT32_MAX || *v < INT32_MIN;
        return true;
    }
    int64_t a, b;
    bool l, r, over;
    if (n->kind != ND_BINARY || !constant(rw, n->kid[BINARY_L], &a, &l) ||
        !constant(rw, n->kid[BINARY_R], &b, &r))
        return false;
    switch (n->op) {
    case TK_PLUS: over = __builtin_add_overflow(a, b, v); break;
    case TK_MINUS: over = __builtin_sub_overflow(a, b, v); break;
    case TK_STAR: over = __builtin_mul_overflow(a, b, v); break;
    default: return false;
    }
    *wide = l || r || *v > INT32_MAX || *v < INT32_MIN;
    return !over;
}

static bool overflows(Rw *rw, const Node *n)
{
    int64_t a, b, v;
    bool l, r, wide;
    return constant(rw, n, &v, &wide) && constant(rw, n->kid[BINARY_L], &a, &l) &&
           constant(rw, n->kid[BINARY_R], &b, &r) && wide && !l && !r;
}

/* Two columns of 64 bits.  Those of 32 bits are the schema's business: --integers. */
static bool may_overflow(Rw *rw, const Node *n)
{
    const Node *l = sema_strip(n->kid[BINARY_L]), *r = sema_strip(n->kid[BINARY_R]);
    return l->kind == ND_COLREF && r->kind == ND_COLREF && rw_type(rw, l) == PG_BIGINT &&
           rw_type(rw, r) == PG_BIGINT;
}

static bool apply(Rw *rw, const Node *n)
{
    char op = n->op == TK_PLUS ? '+' : n->op == TK_MINUS ? '-' : n->op == TK_STAR ? '*' : 0;
    if (!op)
        return false;
    if (may_overflow(rw, n))
        rw_near(rw, n, "a result beyond 64 bits is a REAL in SQLite and an error in PostgreSQL", NULL);
    bool wide = overflows(rw, n), real = fraction(n->kid[BINARY_L]) && fraction(n->kid[BINARY_R]);
    if (!wide && !real)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, (wide ? rw_fmt(rw, WIDE, op) : rw_fmt(rw, REAL, op)).p, wide ? PG_BIGINT : PG_FLOAT8,
          n->kid[BINARY_L], n->kid[BINARY_R], NULL);
    return true;
}

const Rule rule_constants = {.code = 212,
                             .name = "op/constants",
                             .title = "constants are 64-bit and double precision in SQLite",
                             .on = KINDS(ND_BINARY),
                             .portable = true,
                             .apply = apply};
