/* The casts: what a rendered expression of one type becomes where another is asked for.  What can be proved
   unnecessary is not written; what cannot be told is said. */
#include "emit/render.h"
#include <math.h>
#include <stdio.h>

/* 15 digits, as SQLite prints a REAL, and a fraction in any case. */
#define WITH_FRACTION(digits) "regexp_replace(" digits ", '^-?[0-9]+$', '\\&.0')"

/* The number in front of a text, 0 where there is none; NULL stays NULL. */
#define LEADING_NUMBER                                                                                       \
    "regexp_replace({0}, '^\\s*([-+]?)([0-9]*\\.?[0-9]*(e[-+]?[0-9]+)?).*$', '\\10\\2', 'i')"
#define LEADING_DIGITS "regexp_replace({0}, '^\\s*([-+]?)([0-9]*).*$', '\\10\\2')"

typedef struct Cast {
    PgType have, want;
    const char *tmpl;
    const char *near; /* why it is not exact; NULL when it is */
} Cast;

static const char MAY_FAIL[] = "text that does not look like the type is an error in PostgreSQL";
static const char EXPONENTS[] =
    "SQLite prints a number with an exponent from 1e15 on and below 0.0001, PostgreSQL its digits";
static const char ROUNDS[] = "SQLite keeps a fraction in an integer column, PostgreSQL rounds it";

static const Cast CASTS[] = {
    {PG_BOOL, PG_INT, "{0}::int", NULL},
    {PG_BOOL, PG_BIGINT, "{0}::int", NULL},
    {PG_BOOL, PG_NUMERIC, "{0}::int", NULL},
    {PG_BOOL, PG_FLOAT8, "{0}::int", NULL},
    {PG_BOOL, PG_TEXT, "{0}::int::text", NULL},
    {PG_INT, PG_BOOL, "{0} <> 0", NULL},
    {PG_BIGINT, PG_BOOL, "{0} <> 0", NULL},
    {PG_NUMERIC, PG_BOOL, "{0} <> 0", NULL},
    {PG_FLOAT8, PG_BOOL, "{0} <> 0", NULL},
    {PG_TEXT, PG_BOOL, LEADING_NUMBER "::numeric <> 0", NULL},
    {PG_PARAM, PG_BOOL, "{0}::int::boolean", NULL},
    {PG_INT, PG_TEXT, "{0}::text", NULL},
    {PG_BIGINT, PG_TEXT, "{0}::text", NULL},
    {PG_NUMERIC, PG_TEXT, "{0}::double precision::numeric::text", "digits of a fraction may print otherwise"},
    {PG_FLOAT8, PG_TEXT, WITH_FRACTION("{0}::numeric::text"), EXPONENTS},
    {PG_TEXT, PG_INT, "{0}::int", MAY_FAIL},
    {PG_TEXT, PG_BIGINT, "{0}::bigint", MAY_FAIL},
    {PG_TEXT, PG_NUMERIC, "{0}::numeric", MAY_FAIL},
    {PG_TEXT, PG_FLOAT8, "{0}::double precision", MAY_FAIL},
    {PG_BIGINT, PG_INT, "{0}::int", NULL},
    {PG_FLOAT8, PG_BIGINT, "trunc({0})::bigint", NULL},
    {PG_NUMERIC, PG_BIGINT, "trunc({0})::bigint", NULL},
    {PG_NUMERIC, PG_INT, "{0}::int", ROUNDS},
    {PG_FLOAT8, PG_INT, "{0}::int", ROUNDS},
    {PG_DATE, PG_TEXT, "TO_CHAR({0}, 'YYYY-MM-DD')", NULL},
    {PG_TIME, PG_TEXT, "TO_CHAR({0}, 'HH24:MI:SS')", NULL},
    {PG_TIMESTAMP, PG_TEXT, "TO_CHAR({0}, 'YYYY-MM-DD HH24:MI:SS')", NULL},
    {PG_TIMESTAMPTZ, PG_TEXT, "TO_CHAR({0}, 'YYYY-MM-DD HH24:MI:SS')", NULL},
    {PG_DATE, PG_NUMERIC, "EXTRACT(year FROM {0})::int", NULL},
    {PG_TIMESTAMP, PG_NUMERIC, "EXTRACT(year FROM {0})::int", NULL},
    {PG_TIMESTAMPTZ, PG_NUMERIC, "EXTRACT(year FROM {0})::int", NULL},
    {PG_TIME, PG_NUMERIC, "EXTRACT(hour FROM {0})::int", NULL},
    {PG_TEXT, PG_DATE, "{0}::date", MAY_FAIL},
    {PG_TEXT, PG_TIME, "{0}::time", MAY_FAIL},
    {PG_TEXT, PG_TIMESTAMP, "{0}::timestamp", MAY_FAIL},
    {PG_TEXT, PG_TIMESTAMPTZ, "{0}::timestamptz", MAY_FAIL},
    {PG_TEXT, PG_JSON, "{0}::json", MAY_FAIL},
    {PG_TEXT, PG_JSONB, "{0}::jsonb", MAY_FAIL},
    {PG_JSON, PG_JSONB, "{0}::jsonb", NULL},
    {PG_JSON, PG_TEXT, "{0}::text", NULL},
    {PG_JSONB, PG_TEXT, "{0}::text", "jsonb orders keys and spaces in its own way"},
    {PG_UUID, PG_TEXT, "{0}::text", NULL},
    {PG_TEXT, PG_UUID, "{0}::uuid", MAY_FAIL},
    {PG_TEXT, PG_RANKED,
     "CASE WHEN {0} ~* " NUMBER_REGEX " THEN {0}::double precision WHEN {0} IS NOT NULL THEN 'Infinity' END",
     NULL},
    {PG_TEXT, PG_WHOLLY,
     "substring({0} FROM '^\\s*[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?\\s*$')::double "
     "precision",
     NULL},
    {PG_TEXT, PG_BYTEA, "convert_to({0}, 'UTF8')", NULL},
    {PG_BYTEA, PG_TEXT, "convert_from({0}, 'UTF8')", "bytes that are no UTF-8 are an error in PostgreSQL"},
};

/* Text where a number is reckoned with, not where it is stored: SQLite reads what stands in front. */
static const Cast READINGS[] = {
    {PG_TEXT, PG_INT, LEADING_DIGITS "::int", NULL},
    {PG_TEXT, PG_BIGINT, LEADING_DIGITS "::bigint", NULL},
    {PG_TEXT, PG_NUMERIC, LEADING_NUMBER "::numeric", NULL},
    {PG_TEXT, PG_FLOAT8, LEADING_NUMBER "::double precision", NULL},
};

/* PostgreSQL converts these by itself when it stores a value. */
static bool implicit_in_assignment(PgType have, PgType want)
{
    if (want == PG_TEXT)
        return have == PG_INT || have == PG_BIGINT;
    return pg_family(have) == pg_family(want) &&
           (pg_family(have) == FAM_TEMPORAL || pg_family(have) == FAM_NUMBER);
}

static const Cast *find_reading(PgType have, PgType want)
{
    for (size_t i = 0; i < sizeof READINGS / sizeof *READINGS; i++)
        if (READINGS[i].have == have && READINGS[i].want == want)
            return &READINGS[i];
    return NULL;
}

static const Cast *find_cast(PgType have, PgType want)
{
    for (size_t i = 0; i < sizeof CASTS / sizeof *CASTS; i++)
        if (CASTS[i].have == have && CASTS[i].want == want)
            return &CASTS[i];
    return NULL;
}

/* 2.0 goes into an integer column as 2 in both engines. */
static bool whole_literal(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    if (n->kind != ND_LITERAL || n->op != TK_FLOAT)
        return false;
    double d = rw_double(rw, rw_text(rw, n));
    return d == floor(d);
}

static bool rounding(PgType have, PgType want)
{
    return (have == PG_NUMERIC || have == PG_FLOAT8) && (want == PG_INT || want == PG_BIGINT);
}

/* SQLite computes a REAL here, whatever the data: avg(), round(), x * 1.5. */
static bool always_real(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    return i->classes == CLS_REAL && !i->constant && !i->col;
}

/* sum() over integers, which PostgreSQL widens to numeric. */
static bool whole_sum(Rw *rw, const Node *n)
{
    const Node *x = rw_is_call(rw, n, "sum") ? rw_arg(sema_strip(n), 0) : NULL;
    PgType t = x ? type_of(rw, x) : PG_UNKNOWN;
    return t == PG_INT || t == PG_BIGINT;
}

/* A result column of the statement itself (or of a view): its type reaches the program. */
static bool is_shown(const Node *n)
{
    const Node *p = n->parent; /* RESULT */
    if (!p || p->kind != ND_RESULT)
        return false;
    p = p->parent->parent; /* over the LIST: CORE, or INSERT/UPDATE/DELETE ... RETURNING */
    while (p && (p->kind == ND_CORE || p->kind == ND_COMPOUND))
        p = p->parent;
    if (p && p->kind == ND_SELECT)
        return !p->parent || p->parent->kind == ND_CREATE_VIEW;
    return p && !p->parent;
}

/* WHERE {conditions}: the host puts a condition there, not a value. */
static bool is_condition_hole(const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    bool compared = p && ((p->kind == ND_BINARY && p->op != TK_AND && p->op != TK_OR) || p->kind == ND_LIST ||
                          p->kind == ND_SET);
    return sema_strip(n)->kind == ND_HOLE && !compared;
}

/* 0 or 1 whatever the data: 1 - is_open, x % 2, x & 1, count of what is there. */
static bool is_flag(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    int64_t v;
    if (n->kind == ND_LITERAL)
        return rw_integer(rw, n, &v) && (v == 0 || v == 1);
    if (n->kind != ND_BINARY)
        return false;
    const Node *l = n->kid[BINARY_L], *r = n->kid[BINARY_R];
    if (n->op == TK_MINUS)
        return rw_integer(rw, l, &v) && v == 1 && type_of(rw, r) == PG_BOOL;
    if (n->op == TK_BITAND || n->op == TK_REM)
        return rw_integer(rw, r, &v) && v == (n->op == TK_REM ? 2 : 1);
    return n->op == TK_STAR && type_of(rw, l) == PG_BOOL && type_of(rw, r) == PG_BOOL;
}

/* Text that is a number whatever the row: digits of strftime(), or a column whose stored values all are. */
static bool number_text_only(Rw *rw, const Node *n, PgType want)
{
    const Info *i = rw_info(rw, n);
    bool integer = want == PG_INT || want == PG_BIGINT;
    return i->meaning == MEAN_DIGITS ||
           (sema_strip(n)->kind == ND_COLREF && i->col && i->col->evidence & EV_NUMBER_TEXT && !integer);
}

/* A value that is shown as it is: what the program gets has the type SQLite gives it. */
static const char *shown_template(Rw *rw, const Node *n, PgType have, PgType *type)
{
    if (have == PG_NUMERIC && always_real(rw, n) && is_shown(n)) {
        *type = PG_FLOAT8;
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT,
                  "a REAL result is a decimal in PostgreSQL: drivers hand back another type", NULL);
        return "{0}::double precision";
    }
    if (have == PG_NUMERIC && whole_sum(rw, n) && is_shown(n)) {
        *type = PG_BIGINT;
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT, "a sum of BIGINT is a decimal in PostgreSQL", NULL);
        return "{0}::bigint";
    }
    if (have != PG_BOOL || type_is_boolean_column(rw, n))
        return NULL;
    *type = PG_INT;
    emit_note(rw, n, NOTE_BOOLEAN, SX_EXACT, "a comparison is 0/1 in SQLite and a boolean in PostgreSQL",
              NULL);
    return "{0}::int";
}

/* A literal, NULL or parameter whose type must be written, for nothing around it tells. */
static bool needs_own_cast(PgType have, PgType want, uint8_t assign)
{
    if (assign == ASSIGN_CAST && have == PG_PARAM)
        return want != PG_BOOL;
    bool number = pg_family(have) == FAM_NUMBER && pg_family(want) == FAM_NUMBER;
    return assign >= ASSIGN_CAST && (have == PG_LIT || have == PG_NULL || number) &&
           (want != PG_TEXT || assign == ASSIGN_CAST_TEXT);
}

/* What a column does to the values that are stored in it. */
static void say_stored(Rw *rw, const Node *n, PgType have, PgType want)
{
    if (want == PG_BOOL && pg_family(have) == FAM_NUMBER && !is_flag(rw, n))
        emit_note(rw, n, NOTE_BOOLEAN, SX_NEAR,
                  "any number but 0 is TRUE in the column, which SQLite keeps as it is", NULL);
    if (rounding(have, want) && !whole_literal(rw, n))
        emit_note(rw, n, NOTE_CONVERT, SX_NEAR, ROUNDS, NULL);
    bool day = have == PG_DATE, of_days = want == PG_DATE;
    if (pg_family(have) == FAM_TEMPORAL && pg_family(want) == FAM_TEMPORAL && have != PG_TIME &&
        want != PG_TIME && day != of_days)
        emit_note(rw, n, NOTE_TIME_TEXT, SX_NEAR,
                  day ? "a date without a time is stored as it is in SQLite, and as midnight in PostgreSQL"
                      : "SQLite keeps the time of day in a column of dates",
                  NULL);
}

/* PostgreSQL needs no cast here. */
static bool goes_by_itself(const Node *n, PgType have, PgType want, uint8_t assign)
{
    if (assign && implicit_in_assignment(have, want))
        return true;
    if (pg_family(have) == FAM_NUMBER && pg_family(want) == FAM_NUMBER &&
        (want == PG_NUMERIC || want == PG_FLOAT8 || have == PG_INT))
        return true;
    if (pg_family(have) == FAM_TEMPORAL && pg_family(want) == FAM_TEMPORAL)
        return true;
    if (have == PG_JSONB && want == PG_JSON) /* stored or built into JSON as it is */
        return true;
    return want == PG_BOOL && is_condition_hole(n);
}

/* A column of decimals of few digits: DECIMAL(10,2).  SQLite prints as many as there are. */
static bool short_decimals(Rw *rw, const Node *n)
{
    bool one_of_them = (rw_is_call(rw, n, "max") || rw_is_call(rw, n, "min")) && !rw_arg(sema_strip(n), 1);
    const Node *x = sema_strip(one_of_them ? rw_arg(sema_strip(n), 0) : n);
    const Column *c = x->kind == ND_COLREF ? rw_info(rw, x)->col : NULL;
    const char *p = c && c->aff == AFF_NUMERIC ? memchr(c->type.p, '(', c->type.n) : NULL;
    int precision, scale;
    Str size = p ? str_sub(c->type, (size_t)(p - c->type.p), c->type.n) : STR_NONE;
    return size.n && size.n < 16 &&
           sscanf(rw_fmt(rw, "%.*s", (int)size.n, size.p).p, "(%d ,%d)", &precision, &scale) == 2 &&
           precision <= 15 && scale <= 4;
}

/* A decimal as SQLite prints it; *near says what may differ. */
static const char *decimal_text(Rw *rw, const Node *n, const char **near)
{
    const Node *places = rw_is_call(rw, n, "round") ? rw_arg(sema_strip(n), 1) : NULL;
    int64_t v = 0;
    if (short_decimals(rw, n)) {
        *near = NULL;
        return "{0}::double precision::text";
    }
    if (!always_real(rw, n))
        return "{0}::double precision::numeric::text";
    *near = EXPONENTS;
    if (rw_is_call(rw, n, "round") && (!places || (rw_integer(rw, places, &v) && v <= 1)))
        return v == 1 ? "{0}::text" : "{0}::text || '.0'";
    return WITH_FRACTION("{0}::double precision::numeric::text");
}

/* By the tables of casts. */
static const char *table_template(Rw *rw, const Node *n, PgType have, PgType want, uint8_t assign,
                                  PgType *type)
{
    bool digits = have == PG_TEXT && pg_family(want) == FAM_NUMBER && number_text_only(rw, n, want);
    const Cast *c = assign || digits ? NULL : find_reading(have, want);
    c = c ? c : find_cast(have, want);
    if (!c) {
        if (pg_family(have) != FAM_NONE && pg_family(want) != FAM_NONE)
            emit_note(
                rw, n, NOTE_MIXED, SX_MANUAL,
                rw_fmt(rw, "a %s stands where PostgreSQL wants a %s", pg_spelling(have), pg_spelling(want)).p,
                NULL);
        return NULL;
    }
    *type = want == PG_RANKED || want == PG_WHOLLY ? PG_FLOAT8 : want;
    const char *near = digits ? NULL : c->near;
    const char *t = have == PG_NUMERIC && want == PG_TEXT ? decimal_text(rw, n, &near) : c->tmpl;
    emit_note(rw, n, want == PG_BOOL || have == PG_BOOL ? NOTE_BOOLEAN : NOTE_CONVERT,
              near ? SX_NEAR : SX_EXACT, near, NULL);
    return t;
}

const char *coerce_template(Rw *rw, const Node *n, PgType have, PgType want, uint8_t assign, PgType *type)
{
    if (want == PG_UNKNOWN || have == want || n->kind == ND_RESULT || n->kind == ND_LIST)
        return NULL;
    if (want == PG_VALUE)
        return shown_template(rw, n, have, type);
    if (have == PG_UNKNOWN && want == PG_BOOL && sema_strip(n)->kind == ND_COLREF) {
        emit_note(rw, n, NOTE_BY_NAME, SX_NEAR, "a column of unknown type stands as a condition",
                  "give its CREATE TABLE with --schema");
        return NULL;
    }
    if (needs_own_cast(have, want, assign)) {
        *type = want;
        return rw_fmt(rw, "{0}::%s", pg_spelling(want)).p;
    }
    if (assign)
        say_stored(rw, n, have, want);
    return goes_by_itself(n, have, want, assign) ? NULL : table_template(rw, n, have, want, assign, type);
}
