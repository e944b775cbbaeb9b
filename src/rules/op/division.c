/* A zero divisor gives NULL in SQLite and an error in PostgreSQL.  Nothing is written under a divisor that is
   proved not to be zero, and nothing under --division=skip. */
#include "rules/query/given.h"

static const char DIVIDE[] = "{0} / NULLIF({1}, 0)";
static const char MODULO[] = "{0} % NULLIF({1}, 0)";
static const char WHOLE_MODULO[] =
    "({0} % {1})::double precision"; /* its slots truncated where they are no integers */

static bool real(PgType t)
{
    return t == PG_FLOAT8 || t == PG_NUMERIC;
}

/* What may have one in PostgreSQL: text is made numeric. */
static bool fraction(PgType t)
{
    return real(t) || t == PG_TEXT;
}

/* SQLite cuts both sides of % to integers; the result is a REAL when a side is one. */
static bool whole_modulo(Rw *rw, const Node *n, bool safe)
{
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    PgType tl = rw_type(rw, l), tr = rw_type(rw, r);
    const char *a = real(tl)        ? "trunc({0})::bigint"
                    : tl == PG_TEXT ? "{0:bigint}"
                                    : "{0}",
               *b = real(tr)        ? "trunc({1})::bigint"
                    : tr == PG_TEXT ? "{1:bigint}"
                                    : "{1}";
    safe &= !fraction(tr) || rw_options(rw)->division == DIV_SKIP; /* 0.5 is cut to 0 */
    const char *t = safe ? rw_fmt(rw, "%s %% %s", a, b).p : rw_fmt(rw, "%s %% NULLIF(%s, 0)", a, b).p;
    rw_exact(rw, n);
    bool becomes_real = real(tl) || real(tr);
    rw_as(rw, n, becomes_real ? rw_fmt(rw, "(%s)::double precision", t).p : t,
          becomes_real ? PG_FLOAT8 : PG_BIGINT, l, r, NULL);
    return true;
}

/* ---- integers among REALs: SQLite divides two integers without a fraction ---- */

static bool may_be_whole(Rw *rw, const Node *n);

static bool one_of(Rw *rw, const Node *const *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (x[i] && may_be_whole(rw, x[i]))
            return true;
    return false;
}

static bool branch_whole(Rw *rw, const Node *c)
{
    const Node *whens = c->kid[CASE_WHENS];
    for (uint32_t i = 0; i < whens->nkids; i++)
        if (may_be_whole(rw, whens->kid[i]->kid[WHEN_THEN]))
            return true;
    return c->kid[CASE_ELSE] && may_be_whole(rw, c->kid[CASE_ELSE]);
}

/* hp + 0: that 0 does not make a quotient 0. */
static bool term_whole(Rw *rw, const Node *n)
{
    int64_t v;
    return rw_integer(rw, n, &v) || may_be_whole(rw, n);
}

/* A value that PostgreSQL holds as a fraction, or not, and SQLite sometimes as an integer other than 0. */
static bool may_be_whole(Rw *rw, const Node *n)
{
    int64_t v;
    n = sema_strip(n);
    PgType t = rw_type(rw, n);
    if (t == PG_INT || t == PG_BIGINT)
        return !(rw_integer(rw, n, &v) && v == 0);
    if (t == PG_TEXT && rw_info(rw, n)->meaning == MEAN_DIGITS)
        return true; /* strftime('%Y', at) - 1 */
    if (t == PG_TEXT)
        return true; /* '12' is an integer, '12.5' is none */
    if (n->kind == ND_CAST && rw_info(rw, n)->aff == AFF_NUMERIC)
        return true;
    if (rw_is_call(rw, n, "sum"))
        return rw_arg(n, 0) && rw_type(rw, rw_arg(n, 0)) == PG_TEXT;
    if (!real(t))
        return false;
    const Node *args = n->kind == ND_FUNC ? n->kid[FUNC_ARGS] : NULL;
    if (n->kind == ND_CASE)
        return branch_whole(rw, n);
    bool largest = (rw_is_call(rw, n, "max") || rw_is_call(rw, n, "min")) && rw_arg(n, 1);
    if (rw_is_call(rw, n, "coalesce") || rw_is_call(rw, n, "ifnull") || largest)
        return one_of(rw, (const Node *const *)args->kid, args->nkids);
    if (rw_is_call(rw, n, "iif"))
        return one_of(rw, (const Node *const *)args->kid + 1, args->nkids - 1);
    if (n->kind == ND_BINARY && (n->op == TK_PLUS || n->op == TK_MINUS || n->op == TK_STAR))
        return term_whole(rw, n->kid[BINARY_L]) && term_whole(rw, n->kid[BINARY_R]);
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_SLASH && n->op != TK_REM)
        return false;
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    PgType tl = rw_type(rw, l), tr = rw_type(rw, r);
    bool whole = n->op == TK_REM && (fraction(tl) || fraction(tr));
    bool safe = given_not_zero(rw, n, r) || rw_options(rw)->division == DIV_SKIP;
    const Info *il = rw_info(rw, l), *ir = rw_info(rw, r);
    if (n->op == TK_SLASH && tl == PG_NUMERIC && tr != PG_FLOAT8 && il->col && il->col->aff == AFF_NUMERIC)
        rw_near(rw, n, "a NUMERIC column that holds whole numbers divides without a fraction in SQLite",
                NULL);
    else if (n->op == TK_SLASH && !real(tl) && tr == PG_NUMERIC && ir->col && ir->col->aff == AFF_NUMERIC)
        rw_near(rw, n, "by a NUMERIC column that holds whole numbers SQLite divides without a fraction",
                NULL);
    else if (n->op == TK_SLASH && (tl == PG_TEXT || tr == PG_TEXT) && may_be_whole(rw, l) &&
             may_be_whole(rw, r))
        rw_near(rw, n, "text that is a whole number divides without a fraction in SQLite",
                "CAST it to REAL or to INTEGER");
    else if (n->op == TK_SLASH && (real(tl) || real(tr)) && may_be_whole(rw, l) && may_be_whole(rw, r))
        rw_near(rw, n, "an integer among REALs divides without a fraction in SQLite", "CAST it to REAL");
    if (whole)
        return whole_modulo(rw, n, safe);
    if (safe)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, n->op == TK_SLASH ? DIVIDE : MODULO, rw_type(rw, n), l, r, NULL);
    return true;
}

const Rule rule_division = {.code = 213,
                            .name = "op/division",
                            .title = "a zero divisor gives NULL in SQLite and an error in PostgreSQL",
                            .on = KINDS(ND_BINARY),
                            .templates = SET(DIVIDE, MODULO, WHOLE_MODULO),
                            .portable = true,
                            .apply = apply};
