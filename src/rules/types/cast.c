/* CAST by SQLite's affinities: to INTEGER it truncates and reads leading digits, and no length or scale is
 * applied. */
#include "base/number.h"
#include "emit/rw.h"
#include <stdlib.h>

static const char TEXT[] = "{0:text}";
static const char YEAR[] = "EXTRACT(year FROM {0})::int"; /* the leading digits of a date */
static const char HOUR[] = "EXTRACT(hour FROM {0})::int";
static const char TRUNC[] = "trunc({0})::bigint";
static const char BIGINT[] = "{0}::bigint";
static const char FLOAT[] = "{0}::double precision";
static const char NUMERIC[] = "{0}::numeric";
static const char DIGITS[] = "{0:bigint}";
static const char DIGITS_REAL[] = "{0:bigint}::double precision";
static const char REAL[] = "{0:double precision}";
static const char NUMBER[] = "{0:numeric}";
static const char BLOB[] = "convert_to({0:text}, 'UTF8')";

/* SQLite takes the number of 64 bits that comes closest. */
static Str clamped(Rw *rw, Str digits)
{
    long long v = strtoll(arena_dup(rw_arena(rw), digits).p, NULL, 10); /* which clamps as well */
    return v == INT64_MIN ? STR("(-9223372036854775808)::bigint") : rw_fmt(rw, "%lld", v);
}

/* CAST('12abc' AS INTEGER): the number itself. */
static bool constant(Rw *rw, const Node *n, Str text, PgType to)
{
    Number read = number_read(text);
    Str v = to == PG_BIGINT ? read.digits : read.text;
    if (!v.n)
        v = STR("0");
    if (v.n > 18 && to == PG_BIGINT)
        v = clamped(rw, v);
    else if (v.n > 18)
        return rw_manual(rw, n, "a number of this many digits", NULL);
    rw_exact(rw, n);
    Str t = rw_fmt(rw, to == PG_FLOAT8 ? "%.*s::double precision" : "%.*s", (int)v.n, v.p);
    rw_template(rw, n, t.p, to, NULL, 0);
    return true;
}

static bool beyond_64_bits(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    bool literal = x->kind == ND_LITERAL && (x->op == TK_FLOAT || x->op == TK_INTEGER);
    return literal && rw_double(rw, rw_text(rw, x)) >= 9.2e18;
}

static bool to_number(Rw *rw, const Node *n, const Node *x, PgType t, PgType to)
{
    bool digits = rw_info(rw, x)->meaning == MEAN_DIGITS || rw_is_call(rw, x, "date") ||
                  rw_is_call(rw, x, "datetime"); /* whose leading digits are the year */
    Str s;
    if (rw_string(rw, x, &s))
        return constant(rw, n, s, to);
    if (t == PG_TEXT && digits &&
        sema_strip(x)->kind == ND_FUNC) { /* strftime('%Y', ...): EXTRACT gives the number */
        rw_exact(rw, n);
        rw_as(rw, n, to == PG_FLOAT8 ? DIGITS_REAL : DIGITS, to == PG_FLOAT8 ? to : PG_BIGINT, x, NULL, NULL);
        return true;
    }
    bool text = t == PG_TEXT && !digits && (rw_info(rw, x)->col || !(rw_info(rw, x)->classes & CLS_NUMBER));
    if (text) { /* a number in front of anything, or 0 */
        rw_exact(rw, n);
        rw_as(rw, n, to == PG_BIGINT ? DIGITS : to == PG_FLOAT8 ? REAL : NUMBER, to, x, NULL, NULL);
        return true;
    }
    if ((t == PG_TEXT || t == PG_LIT || t == PG_UNKNOWN || t == PG_PARAM) && !digits)
        rw_near(rw, n, "text that is no number is 0 in SQLite and an error in PostgreSQL", NULL);
    else
        rw_exact(rw, n);
    if (pg_family(t) == FAM_TEMPORAL) {
        rw_as(rw, n, t == PG_TIME ? HOUR : YEAR, PG_INT, x, NULL, NULL);
        return true;
    }
    if (t == PG_BYTEA)
        return rw_manual(rw, n, "CAST of a blob to a number reads its bytes as text", NULL);
    if (to == PG_BIGINT && beyond_64_bits(rw, x)) {
        rw_template(rw, n, "9223372036854775807", PG_BIGINT, NULL, 0);
        return true;
    }
    if (t == PG_BOOL) {
        rw_as(rw, n, to == PG_FLOAT8 ? "{0}::int::double precision" : "{0}::int",
              to == PG_FLOAT8 ? to : PG_INT, x, NULL, NULL);
        return true;
    }
    const char *tmpl = to == PG_BIGINT   ? (t == PG_NUMERIC || t == PG_FLOAT8 ? TRUNC : BIGINT)
                       : to == PG_FLOAT8 ? FLOAT
                                         : NUMERIC;
    rw_as(rw, n, tmpl, to, x, NULL, NULL);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = n->kid[CAST_X];
    PgType t = rw_type(rw, x);
    Str type = rw_text(rw, n->kid[CAST_TYPE]);
    switch (rw_info(rw, n)->aff) {
    case AFF_TEXT:
        if (pg_family(t) == FAM_BOOL || t == PG_FLOAT8 || t == PG_NUMERIC || pg_family(t) == FAM_TEMPORAL ||
            t == PG_BYTEA) {
            if (t != PG_NUMERIC)
                rw_exact(rw, n);
            rw_as(rw, n, TEXT, PG_TEXT, x, NULL, NULL);
            return true;
        }
        if (str_ieqz(type, "text"))
            return false;
        rw_exact(rw, n);
        return rw_as(rw, n, "CAST({0} AS TEXT)", PG_TEXT, x, NULL, NULL), true;
    case AFF_INTEGER:
        if (t == PG_BIGINT && sema_strip(x)->kind == ND_COLREF && !str_ieqz(type, "bigint")) {
            rw_exact(rw, n); /* an INTEGER of PostgreSQL has 32 bits */
            rw_as(rw, n, "CAST({0} AS BIGINT)", PG_BIGINT, x, NULL, NULL);
            return true;
        }
        if (t == PG_INT || t == PG_BIGINT) {
            if (str_ieqz(type, "integer") || str_ieqz(type, "int") || str_ieqz(type, "bigint"))
                return true;
        }
        return to_number(rw, n, x, t, PG_BIGINT);
    case AFF_REAL: return to_number(rw, n, x, t, PG_FLOAT8);
    case AFF_NUMERIC:
        if (t == PG_INT || t == PG_BIGINT) {
            rw_exact(rw, n);
            rw_as(rw, n, "{0}", t, x, NULL, NULL);
            return true;
        }
        return to_number(rw, n, x, t, PG_NUMERIC);
    default:
        if (t == PG_BYTEA)
            return rw_exact(rw, n), rw_as(rw, n, "{0}", PG_BYTEA, x, NULL, NULL), true;
        rw_exact(rw, n);
        rw_as(rw, n, BLOB, PG_BYTEA, x, NULL, NULL);
        return true;
    }
}

const Rule rule_cast = {.code = 401,
                        .name = "types/cast",
                        .title = "CAST truncates and reads leading digits in SQLite",
                        .on = KINDS(ND_CAST),
                        .templates = SET(YEAR, HOUR, TEXT, TRUNC, BIGINT, FLOAT, NUMERIC, DIGITS, DIGITS_REAL,
                                         REAL, NUMBER, BLOB),
                        .portable = true,
                        .apply = apply};
