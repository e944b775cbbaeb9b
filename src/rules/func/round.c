/* round(x, n): PostgreSQL has it for numeric only, and rounds double precision halves to even. */
#include "emit/rw.h"

static const char WHOLE[] = "round({0:numeric})";
static const char REAL_WHOLE[] = "round({0}::numeric)";
static const char REAL[] = "round({0}::numeric, {1})";
static const char EXACT[] = "round({0}, {1})";
static const char COMPUTED[] = "round({0}, GREATEST({1:int}, 0))";
static const char REAL_COMPUTED[] = "round({0}::numeric, GREATEST({1:int}, 0))";
static const char MAY_BE_NULL[] = "round({0}, CASE WHEN {1} >= 0 THEN {1:int} WHEN {1} < 0 THEN 0 END)";
static const char REAL_MAY_BE_NULL[] =
    "round({0}::numeric, CASE WHEN {1} >= 0 THEN {1:int} WHEN {1} < 0 THEN 0 END)";

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0), *d = rw_arg(n, 1);
    PgType t = rw_type(rw, x);
    int64_t digits = 0;
    bool numeric = t == PG_NUMERIC || t == PG_INT || t == PG_BIGINT || t == PG_TEXT;
    if (d && !rw_integer(rw, d, &digits)) {
        PgType td = rw_type(rw, d);
        bool null = rw_info(rw, d)->nullable;
        if ((td != PG_INT && td != PG_BIGINT) || (null && !rw_repeatable(rw, d)))
            return rw_manual(rw, n, "round() to a number of digits that may be NULL, or no integer", NULL);
        rw_exact(rw, n);
        if (null)
            rw_call(rw, n, numeric ? MAY_BE_NULL : REAL_MAY_BE_NULL, PG_NUMERIC);
        else
            rw_call(rw, n, numeric ? COMPUTED : REAL_COMPUTED, PG_NUMERIC);
        return true;
    }
    rw_exact(rw, n);
    if (!d || digits <= 0)
        rw_call(rw, n, numeric ? WHOLE : REAL_WHOLE, PG_NUMERIC);
    else
        rw_call(rw, n, numeric ? EXACT : REAL, PG_NUMERIC);
    return true;
}

const Rule rule_round = {
    .code = 116,
    .name = "func/round",
    .title = "round() works on numeric in PostgreSQL",
    .funcs = FUNCS("round"),
    .templates = SET(WHOLE, REAL_WHOLE, REAL, EXACT, COMPUTED, REAL_COMPUTED, MAY_BE_NULL, REAL_MAY_BE_NULL),
    .portable = true,
    .apply = apply};
