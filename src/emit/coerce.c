/* Every conversion between types is decided here: a literal respelled, a cast written, two sides of a
   comparison brought together as SQLite's affinity rules would (https://sqlite.org/datatype3.html section 4).
   What can be proved unnecessary is not written; what cannot be told is said. */
#include "emit/render.h"
#include <math.h>
#include <stdlib.h>

/* ---- literals ---- */

typedef struct Number {
    bool whole_text; /* the text is a number and nothing else, blanks around it aside */
    bool integer;    /* no fraction, no exponent */
    Str digits;      /* the longest prefix that is a number; empty: none */
} Number;

/* SQLite's reading of text as a number: blanks, sign, digits, point, digits, exponent. */
static Number number_prefix(Str s)
{
    Number r = {0};
    s = str_trim(s);
    size_t i = 0, digits = 0;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    while (i < s.n && ascii_digit(s.p[i]))
        i++, digits++;
    r.integer = true;
    if (i < s.n && s.p[i] == '.' && (digits || (i + 1 < s.n && ascii_digit(s.p[i + 1])))) {
        r.integer = false;
        i++;
        while (i < s.n && ascii_digit(s.p[i]))
            i++, digits++;
    }
    if (!digits)
        return (Number){0};
    size_t e = i;
    if (e < s.n && (s.p[e] == 'e' || s.p[e] == 'E')) {
        e++;
        if (e < s.n && (s.p[e] == '-' || s.p[e] == '+'))
            e++;
        if (e < s.n && ascii_digit(s.p[e])) {
            while (e < s.n && ascii_digit(s.p[e]))
                e++;
            r.integer = false;
            i = e;
        }
    }
    r.digits = str_sub(s, 0, i);
    if (r.digits.p[0] == '+')
        r.digits = str_sub(r.digits, 1, r.digits.n);
    r.whole_text = i == s.n;
    return r;
}

bool coerce_is_number(Str s)
{
    return number_prefix(s).whole_text;
}

/* '7.0' beside an integer is 7. */
static bool whole_value(Rw *rw, Str digits, Str *out)
{
    double d = strtod(arena_dup(rw->a, digits).p, NULL);
    if (d != floor(d) || fabs(d) > 9e15)
        return false;
    *out = arena_fmt(rw->a, "%lld", (long long)d);
    return true;
}

/* A number as SQLite turns it into text. */
static Str number_text(Rw *rw, const Node *n)
{
    Str s = rw_text(rw, n);
    int64_t v;
    if (n->op == TK_INTEGER && rw_integer(rw, n, &v))
        return arena_fmt(rw->a, "%lld", (long long)v);
    if (n->op == TK_INTEGER)
        return s;
    Str r = arena_fmt(rw->a, "%.15g", strtod(arena_dup(rw->a, s).p, NULL));
    return memchr(r.p, '.', r.n) || memchr(r.p, 'e', r.n) ? r : arena_fmt(rw->a, "%s.0", r.p);
}

static void literal_is(Rw *rw, const Node *n, Edit *e, Str text, PgType type, int note)
{
    e->tmpl = "{0}";
    e->type = type;
    RwArg *arg = ARENA_NEW(rw->a, RwArg);
    *arg = RW_TEXT(text);
    e->args = arg;
    e->nargs = 1;
    emit_note(rw, n, note, SX_EXACT, NULL, NULL);
}

static bool literal_to_bool(Rw *rw, const Node *n, Edit *e)
{
    bool yes;
    if (n->op == TK_INTEGER || n->op == TK_FLOAT) {
        yes = strtod(arena_dup(rw->a, rw_text(rw, n)).p, NULL) != 0;
    } else if (n->op == TK_STRING) {
        Number v = number_prefix(token_string(rw->a, rw->stmt->toks, n->tok));
        yes = v.digits.n && strtod(arena_dup(rw->a, v.digits).p, NULL) != 0;
    } else {
        return false;
    }
    literal_is(rw, n, e, yes ? STR("TRUE") : STR("FALSE"), PG_BOOL, NOTE_BOOLEAN);
    return true;
}

static bool string_to_number(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    Number v = number_prefix(token_string(rw->a, rw->stmt->toks, n->tok));
    bool int_column = want == PG_INT || want == PG_BIGINT;
    if (v.whole_text && (v.integer || !int_column) && assign)
        return false; /* PostgreSQL reads the quoted number itself */
    if (assign && !v.whole_text) {
        emit_note(
            rw, n, NOTE_CONVERT, SX_MANUAL,
            "text that is no number goes into a number column: SQLite stores the text, PostgreSQL refuses it",
            "store NULL, or make the column TEXT");
        return false;
    }
    Str digits = v.digits.n ? v.digits : STR("0");
    if (assign && int_column)
        whole_value(rw, digits, &digits);
    literal_is(rw, n, e, digits, PG_NUMERIC, NOTE_CONVERT);
    return true;
}

static bool is_date_only(Str s)
{
    return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

static bool looks_iso(Str s) /* HH:MM[:SS], YYYY-MM-DD, YYYY-MM-DD HH:MM[:SS[.SSS]] */
{
    if (s.n >= 5 && s.n <= 8 && s.p[2] == ':')
        return ascii_digit(s.p[0]) && ascii_digit(s.p[1]);
    if (s.n < 10 || !ascii_digit(s.p[0]) || !ascii_digit(s.p[9]) || s.p[4] != '-' || s.p[7] != '-')
        return false;
    return s.n == 10 || (s.n >= 16 && s.p[10] == ' ' && s.p[13] == ':');
}

/* 2024-02-31 looks like a date and is none: SQLite stores any text. */
static bool on_calendar(Str s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (s.n < 10 || s.p[4] != '-')
        return true;
    int y = (s.p[0] - '0') * 1000 + (s.p[1] - '0') * 100 + (s.p[2] - '0') * 10 + (s.p[3] - '0');
    int m = (s.p[5] - '0') * 10 + (s.p[6] - '0'), d = (s.p[8] - '0') * 10 + (s.p[9] - '0');
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] && (d < 29 || m != 2 || leap);
}

/* A quoted literal goes into a DATE, TIME or TIMESTAMP column. */
static void stored_time(Rw *rw, const Node *n, PgType want)
{
    Str s = token_string(rw->a, rw->stmt->toks, n->tok);
    if (!looks_iso(s))
        emit_note(rw, n, NOTE_TIME_TEXT, SX_MANUAL, "this text is no ISO date: SQLite stores it as it is",
                  "write YYYY-MM-DD HH:MM:SS, or NULL");
    else if (!on_calendar(s))
        emit_note(rw, n, NOTE_TIME_TEXT, SX_MANUAL, "no calendar has this date: SQLite stores it as it is",
                  "write a day that there is, or NULL");
    else if ((want == PG_DATE) != is_date_only(s) && want != PG_TIME)
        emit_note(rw, n, NOTE_TIME_TEXT, SX_NEAR,
                  want == PG_DATE ? "the time of day is lost in a DATE column"
                                  : "a date without a time gets midnight",
                  NULL);
}

/* 9e999: SQLite's way to write infinity. */
static bool infinite(Rw *rw, const Node *n)
{
    return n->kind == ND_LITERAL && n->op == TK_FLOAT && n->end == n->tok + 1 &&
           isinf(strtod(arena_dup(rw->a, rw_text(rw, n)).p, NULL));
}

bool coerce_literal(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    if (infinite(rw, n)) {
        literal_is(rw, n, e, STR("'Infinity'::double precision"), PG_FLOAT8, NOTE_CONVERT);
        return true;
    }
    if (want == PG_UNKNOWN)
        return false;
    if (n->kind == ND_COLREF) {
        uint8_t name = rw_info(rw, n)->name;
        if (name == NAME_STRING) /* "text" is a string: rules/names respells it */
            return false;
        if ((name == NAME_TRUE || name == NAME_FALSE) && want != PG_BOOL) {
            bool text = want == PG_TEXT;
            literal_is(rw, n, e,
                       name == NAME_TRUE ? (text ? STR("'1'") : STR("1"))
                       : text            ? STR("'0'")
                                         : STR("0"),
                       text ? PG_TEXT : PG_INT, NOTE_BOOLEAN);
            return true;
        }
        return false;
    }
    if (n->kind != ND_LITERAL)
        return false;
    if (want == PG_BOOL)
        return literal_to_bool(rw, n, e);
    if (pg_family(want) == FAM_NUMBER && n->op == TK_STRING)
        return string_to_number(rw, n, want, assign, e);
    if (pg_family(want) == FAM_TEMPORAL && n->op == TK_STRING && assign) {
        stored_time(rw, n, want);
        return false;
    }
    if (want == PG_BYTEA && n->op == TK_STRING && assign) {
        emit_note(rw, n, NOTE_CONVERT, SX_NEAR, "text that is stored in a BLOB column comes back as bytes",
                  "declare the column TEXT, or write X'...'");
        Str s = token_string(rw->a, rw->stmt->toks, n->tok);
        if (memchr(s.p, '\\', s.n)) {
            literal_is(
                rw, n, e,
                arena_fmt(rw->a, "convert_to(%.*s, 'UTF8')", (int)rw_literal(rw, s).n, rw_literal(rw, s).p),
                PG_BYTEA, NOTE_CONVERT);
            return true;
        }
        return false;
    }
    int64_t v;
    if (want == PG_INT && assign == ASSIGN && n->op == TK_INTEGER && rw_integer(rw, n, &v) &&
        v > 2147483647) {
        emit_note(rw, n, NOTE_CONVERT, SX_MANUAL,
                  "this number does not fit an INTEGER of PostgreSQL, which has 32 bits",
                  "make the column BIGINT, or give --integers=bigint");
        return false;
    }
    if ((want == PG_JSON || want == PG_JSONB) && assign && (n->op == TK_INTEGER || n->op == TK_FLOAT)) {
        literal_is(rw, n, e, rw_literal(rw, number_text(rw, n)), PG_LIT, NOTE_CONVERT);
        return true;
    }
    if (want == PG_TEXT && (n->op == TK_INTEGER || n->op == TK_FLOAT)) {
        literal_is(rw, n, e, rw_literal(rw, number_text(rw, n)), PG_TEXT, NOTE_CONVERT);
        return true;
    }
    return false;
}

/* ---- casts ---- */

#define REAL_TEXT                                                                                            \
    "CASE WHEN {0} = trunc({0}) AND abs({0}) < 1e15 THEN {0}::bigint || '.0' ELSE {0}::numeric::text END"

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
    {PG_NUMERIC, PG_TEXT, "{0}::text", "digits of a fraction may print otherwise"},
    {PG_FLOAT8, PG_TEXT, "{0}::text", "whole numbers print as 3.0 in SQLite and as 3 in PostgreSQL"},
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
     "CASE WHEN {0} ~* '^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?\\s*$' THEN {0}::double "
     "precision "
     "WHEN {0} IS NOT NULL THEN 'Infinity' END",
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
    double d = strtod(arena_dup(rw->a, rw_text(rw, n)).p, NULL);
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

const char *coerce_template(Rw *rw, const Node *n, PgType have, PgType want, uint8_t assign, PgType *type)
{
    if (want == PG_UNKNOWN || have == want || n->kind == ND_RESULT || n->kind == ND_LIST)
        return NULL;
    if (want == PG_VALUE && have == PG_NUMERIC && always_real(rw, n) && is_shown(n)) {
        *type = PG_FLOAT8;
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT,
                  "a REAL result is a decimal in PostgreSQL: drivers hand back another type", NULL);
        return "{0}::double precision";
    }
    if (want == PG_VALUE && have == PG_NUMERIC && whole_sum(rw, n) && is_shown(n)) {
        *type = PG_BIGINT;
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT, "a sum of BIGINT is a decimal in PostgreSQL", NULL);
        return "{0}::bigint";
    }
    if (want == PG_VALUE) {
        if (have != PG_BOOL || type_is_boolean_column(rw, n))
            return NULL;
        *type = PG_INT;
        emit_note(rw, n, NOTE_BOOLEAN, SX_EXACT, "a comparison is 0/1 in SQLite and a boolean in PostgreSQL",
                  NULL);
        return "{0}::int";
    }
    if (have == PG_UNKNOWN && want == PG_BOOL && sema_strip(n)->kind == ND_COLREF) {
        emit_note(rw, n, NOTE_BY_NAME, SX_NEAR, "a column of unknown type stands as a condition",
                  "give its CREATE TABLE with --schema");
        return NULL;
    }
    bool numbers = pg_family(have) == FAM_NUMBER && pg_family(want) == FAM_NUMBER;
    if (assign == ASSIGN_CAST && have == PG_PARAM && want != PG_BOOL && want != PG_VALUE) {
        *type = want;
        return rw_fmt(rw, "{0}::%s", pg_spelling(want)).p;
    }
    if (assign >= ASSIGN_CAST && (have == PG_LIT || have == PG_NULL || numbers) && want != PG_VALUE &&
        (want != PG_TEXT || assign == ASSIGN_CAST_TEXT)) {
        *type = want;
        return rw_fmt(rw, "{0}::%s", pg_spelling(want)).p;
    }
    if (assign && want == PG_BOOL && pg_family(have) == FAM_NUMBER && !is_flag(rw, n))
        emit_note(rw, n, NOTE_BOOLEAN, SX_NEAR,
                  "any number but 0 is TRUE in the column, which SQLite keeps as it is", NULL);
    if (assign && rounding(have, want) && !whole_literal(rw, n))
        emit_note(rw, n, NOTE_CONVERT, SX_NEAR, ROUNDS, NULL);
    if (assign && implicit_in_assignment(have, want))
        return NULL;
    if (numbers && (want == PG_NUMERIC || want == PG_FLOAT8 || have == PG_INT))
        return NULL;
    if (pg_family(have) == FAM_TEMPORAL && pg_family(want) == FAM_TEMPORAL)
        return NULL;
    if (have == PG_JSONB && want == PG_JSON) /* stored or built into JSON as it is */
        return NULL;
    if (want == PG_BOOL && is_condition_hole(n))
        return NULL;
    bool digits = have == PG_TEXT && pg_family(want) == FAM_NUMBER && number_text_only(rw, n, want);
    const Cast *c = assign || digits ? NULL : find_reading(have, want);
    c = c ? c : find_cast(have, want);
    if (!c) {
        bool clash = pg_family(have) != FAM_NONE && pg_family(want) != FAM_NONE;
        if (clash)
            emit_note(
                rw, n, NOTE_MIXED, SX_MANUAL,
                rw_fmt(rw, "a %s stands where PostgreSQL wants a %s", pg_spelling(have), pg_spelling(want)).p,
                NULL);
        return NULL;
    }
    *type = want == PG_RANKED || want == PG_WHOLLY ? PG_FLOAT8 : want;
    bool real_text = have == PG_FLOAT8 && want == PG_TEXT && rw_repeatable(rw, n);
    const char *tmpl = real_text ? REAL_TEXT : c->tmpl;
    bool exact = !c->near || digits;
    emit_note(rw, n, want == PG_BOOL || have == PG_BOOL ? NOTE_BOOLEAN : NOTE_CONVERT,
              exact ? SX_EXACT : SX_NEAR,
              exact       ? NULL
              : real_text ? EXPONENTS
                          : c->near,
              NULL);
    return tmpl;
}

/* ---- comparisons ---- */

static bool int_literal(Rw *rw, const Node *n)
{
    int64_t v;
    return rw_integer(rw, n, &v);
}

static void compare_bool(Rw *rw, const Node *op, const Node *b, const Node *x, PgType tx)
{
    int64_t v;
    Str s;
    if (rw_integer(rw, x, &v) && (v == 0 || v == 1)) {
        want_wish(rw, x, PG_BOOL);
        if (rw_info(rw, b)->name == NAME_OPAQUE)
            emit_note(rw, op, NOTE_BY_NAME, SX_NEAR, "taken for a boolean by the column's name",
                      "give its CREATE TABLE with --schema");
    } else if (tx == PG_PARAM) {
        want_wish(rw, x, PG_BOOL);
    } else if (rw_string(rw, x, &s)) {
        if (rw_info(rw, b)->aff >= AFF_NUMERIC && (str_eqz(s, "0") || str_eqz(s, "1")))
            want_wish(rw, x, PG_BOOL);
        else
            emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "a 0/1 value never equals this text in SQLite",
                      "write 1 or 0");
    } else if (pg_family(tx) == FAM_NUMBER || tx == PG_UNKNOWN) {
        want_wish(rw, b, PG_INT);
    } else if (tx == PG_TEXT) {
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "a 0/1 value is compared with text", NULL);
    }
}

/* A number on one side, a quoted literal on the other. */
static void compare_number_string(Rw *rw, const Node *op, const Node *num, const Node *str, Str s)
{
    Number v = number_prefix(s);
    bool column = coerce_affinity(rw, op, num) >= AFF_NUMERIC;
    PgType t = type_of(rw, num);
    if (!column || !v.whole_text) {
        emit_note(
            rw, op, NOTE_TEXT_NUMBER, SX_MANUAL,
            column ? "a number is compared with text that is no number; SQLite orders every number before it"
                   : "a computed number never equals text in SQLite, PostgreSQL would convert the text",
            "write the number without quotes, if that is what is meant");
        return;
    }
    if (!v.integer && (t == PG_INT || t == PG_BIGINT))
        want_wish(rw, str, PG_NUMERIC);
}

uint8_t coerce_affinity(Rw *rw, const Node *op, const Node *n)
{
    return op->kind == ND_IN && n != op->kid[IN_X] ? AFF_NONE : rw_info(rw, n)->aff;
}

static void compare_text_number(Rw *rw, const Node *op, const Node *text, const Node *num)
{
    const Info *it = rw_info(rw, text);
    uint8_t at = coerce_affinity(rw, op, text), an = coerce_affinity(rw, op, num);
    bool equal = op->kind == ND_BINARY && op->op == TK_EQ && sema_is_where(sema_whole_condition(op));
    if (at == AFF_TEXT && an < AFF_NUMERIC) {
        if (!int_literal(rw, num) && sema_strip(num)->kind != ND_LITERAL)
            emit_note(rw, op, NOTE_TEXT_NUMBER, SX_EXACT, "the number is compared as text, digit by digit",
                      "CAST the text to INTEGER, if numbers are meant");
        want_wish(rw, num, PG_TEXT);
    } else if (at == AFF_NONE && it->meaning == MEAN_DIGITS && an >= AFF_NUMERIC) {
        want_wish(rw, text, PG_BIGINT);
    } else if ((an >= AFF_NUMERIC || (it->col && at >= AFF_NUMERIC)) && rw_repeatable(rw, text)) {
        want_wish(rw, text, PG_RANKED);
    } else if (at == AFF_TEXT || (an >= AFF_NUMERIC && equal)) {
        want_wish(rw, text, PG_WHOLLY);
        emit_note(rw, op, NOTE_TEXT_NUMBER, equal ? SX_EXACT : SX_NEAR,
                  "text that is no number comes after every number in SQLite, and is NULL here", NULL);
    } else if (it->col && it->col->aff < AFF_TEXT && rw_repeatable(rw, text)) { /* a column without a type */
        equal = op->kind != ND_BETWEEN &&
                (op->kind != ND_BINARY || op->op == TK_EQ || op->op == TK_NE || op->op == TK_IS);
        if (equal && sema_strip(num)->kind == ND_LITERAL)
            want_wish(rw, num, PG_TEXT);
        else
            want_wish(rw, text, PG_RANKED);
        emit_note(
            rw, op, NOTE_TEXT_NUMBER, SX_NEAR,
            "a column without a type is text in PostgreSQL: text that looks like a number is taken for it",
            "declare the column's type");
    } else {
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_MANUAL, "computed text never equals a number in SQLite",
                  "quote the number, or CAST the text, if that is what is meant");
    }
}

static void compare_time(Rw *rw, const Node *op, const Node *time, PgType tt, const Node *x, PgType tx)
{
    Str s;
    uint8_t mean = rw_info(rw, x)->meaning;
    bool equal = op->kind == ND_BINARY && (op->op == TK_EQ || op->op == TK_NE || op->op == TK_IS);
    if (rw_string(rw, x, &s)) {
        if (!looks_iso(s))
            emit_note(rw, op, NOTE_TIME_TEXT, SX_MANUAL,
                      "a date is compared with text that is no full ISO date",
                      "write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS");
        else if (((tt == PG_TIMESTAMP || tt == PG_TIMESTAMPTZ) && is_date_only(s) &&
                  !(op->op == TK_GE || op->op == TK_LT)) ||
                 (tt == PG_DATE && !is_date_only(s)))
            emit_note(
                rw, op, NOTE_TIME_TEXT, SX_NEAR,
                "a date without a time sorts before every time of that day in SQLite, and is midnight in "
                "PostgreSQL",
                NULL);
    } else if (mean == MEAN_DATE || mean == MEAN_DATETIME || mean == MEAN_TIME) {
        want_wish(rw, x,
                  tt == PG_DATE && mean == MEAN_DATETIME ? PG_TIMESTAMP
                  : mean == MEAN_DATE                    ? PG_DATE
                                                         : tt);
        bool differs = equal || op->kind != ND_BINARY || op->op == TK_GT || op->op == TK_LE;
        if ((mean == MEAN_DATE) != (tt == PG_DATE) && differs)
            emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, "a date and a time compare as text in SQLite", NULL);
    } else if (tx == PG_TEXT) {
        want_wish(rw, time, PG_TEXT);
    } else if (pg_family(tx) == FAM_NUMBER) {
        emit_note(rw, op, NOTE_TIME_TEXT, SX_MANUAL, "a date is compared with a number", NULL);
    }
}

/* date() and its kin on both sides, or a date literal or a parameter beside one: dates compare as dates. */
static bool compare_dates(Rw *rw, const Node *l, const Node *r, PgType tr)
{
    const Info *il = rw_info(rw, l), *ir = rw_info(rw, r);
    if (il->meaning != MEAN_DATE || sema_strip(l)->kind != ND_FUNC)
        return false;
    Str s;
    bool both = ir->meaning == MEAN_DATE && sema_strip(r)->kind != ND_COLREF;
    bool date = rw_string(rw, r, &s) && is_date_only(s) && looks_iso(s);
    if (!both && !date && tr != PG_PARAM && tr != PG_DATE)
        return false;
    want_wish(rw, l, PG_DATE);
    if (both)
        want_wish(rw, r, PG_DATE);
    return true;
}

/* A column nothing is known of beside datetime(): its name decides. */
static void compare_unknown(Rw *rw, const Node *op, const Node *unknown, const Node *x)
{
    uint8_t mean = rw_info(rw, x)->meaning;
    const Node *c = sema_strip(unknown);
    Str f;
    if (c->kind == ND_COLREF && rw_is_call(rw, x, "strftime") &&
        rw_string(rw, rw_arg(sema_strip(x), 0), &f) && str_eqz(f, "%s")) {
        want_wish(rw, x, PG_BIGINT);
        emit_note(rw, op, NOTE_BY_NAME, SX_NEAR, "taken for a column of whole seconds",
                  "give its CREATE TABLE with --schema");
        return;
    }
    if (c->kind != ND_COLREF || (mean != MEAN_DATE && mean != MEAN_DATETIME) ||
        sema_strip(x)->kind == ND_COLREF)
        return;
    if (!rw_names_time(rw_name(rw, c->kid[COLREF_COLUMN])))
        return;
    want_wish(rw, x, mean == MEAN_DATE ? PG_DATE : PG_TIMESTAMP);
    emit_note(rw, op, NOTE_BY_NAME, SX_NEAR, "taken for a timestamp column by its name",
              "give its CREATE TABLE with --schema");
}

static bool clock_literal(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL &&
           (n->op == TK_CURRENT_DATE || n->op == TK_CURRENT_TIME || n->op == TK_CURRENT_TIMESTAMP);
}

static bool json_text(Rw *rw, const Node *n)
{
    n = sema_strip(n);
    return (n->kind == ND_BINARY && n->op == TK_ARROW2) || rw_is_call(rw, n, "json_extract");
}

bool coerce_holds_both(const Column *c)
{
    uint32_t numbers = EV_INT_VALUE | EV_REAL_VALUE | EV_EPOCH;
    return c->aff < AFF_TEXT || c->evidence & (c->aff == AFF_NUMERIC ? numbers : (uint32_t)EV_TEXT_VALUE);
}

/* The numbers in such a column come before every text, in PostgreSQL they are text as well. */
static void compare_both(Rw *rw, const Node *op, const Node *col, const Node *x)
{
    const Info *i = rw_info(rw, col);
    bool equal = op->kind != ND_BETWEEN &&
                 (op->kind != ND_BINARY || op->op == TK_EQ || op->op == TK_NE || op->op == TK_IS);
    Str s;
    if (i->col && i->col->aff >= AFF_NUMERIC && coerce_holds_both(i->col) && !equal && rw_string(rw, x, &s))
        emit_note(rw, op, NOTE_TEXT_NUMBER, SX_NEAR,
                  "numbers and text are stored in this column: as text, numbers sort digit by digit", NULL);
}

static bool json_column(Rw *rw, const Node *n, PgType t)
{
    return (t == PG_JSONB || t == PG_JSON) && sema_strip(n)->kind == ND_COLREF && rw_info(rw, n)->col;
}

/* A column declared JSON: text in SQLite, a value in PostgreSQL, which reads what stands beside it as JSON.
 */
static void compare_json(Rw *rw, const Node *op, const Node *json, PgType tj, const Node *x, PgType tx)
{
    Str s;
    bool text = rw_string(rw, x, &s), value = text && s.n && strchr("{[\"-0123456789tfn", s.p[0]);
    if (tx == PG_TEXT || (text && !value) || tj == PG_JSON)
        want_wish(rw, json, PG_TEXT);
    else if (text || tx == PG_PARAM)
        emit_note(rw, op, NOTE_MIXED, SX_NEAR,
                  "JSON is compared by its value in PostgreSQL, by its text in SQLite", NULL);
    else if (pg_family(tx) == FAM_NUMBER || tx == PG_BOOL)
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a JSON column is compared with a number",
                  "compare json_extract(..., '$')");
}

static void compare_one(Rw *rw, const Node *op, const Node *l, PgType tl, const Node *r, PgType tr)
{
    if (json_column(rw, l, tl)) {
        compare_json(rw, op, l, tl, r, tr);
        return;
    }
    if (json_column(rw, r, tr))
        return; /* the other way round */
    Str s;
    if (!rw->infers && sema_strip(r)->kind == ND_PARAM && json_text(rw, l))
        rw_wish_cast(rw, sema_strip(r), PG_TEXT); /* the driver writes a number without quotes */
    if (rw->infers && tr == PG_PARAM && sema_strip(r)->kind != ND_PARAM)
        want_wish(rw, r, tl); /* COALESCE(?, ?) */
    if (tl == PG_BOOL && (tr == PG_BYTEA || pg_family(tr) == FAM_TEMPORAL))
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a truth value is compared with a blob or a date", NULL);
    else if (tl == PG_BOOL && tr != PG_BOOL)
        compare_bool(rw, op, l, r, tr);
    else if (pg_family(tl) == FAM_NUMBER && rw_string(rw, r, &s))
        compare_number_string(rw, op, l, r, s);
    else if (compare_dates(rw, l, r, tr))
        return;
    else if (tl == PG_TEXT && pg_family(tr) == FAM_NUMBER)
        compare_text_number(rw, op, l, r);
    else if (tl == PG_TEXT && tr == PG_LIT)
        compare_both(rw, op, l, r);
    else if (pg_family(tl) == FAM_TEMPORAL && pg_family(tr) != FAM_TEMPORAL)
        compare_time(rw, op, l, tl, r, tr);
    else if (tl == PG_BYTEA && (tr == PG_LIT || tr == PG_TEXT))
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a blob never equals text in SQLite", NULL);
    else if (tl == PG_BYTEA && pg_family(tr) == FAM_NUMBER)
        emit_note(rw, op, NOTE_MIXED, SX_MANUAL, "a blob never equals a number in SQLite", NULL);
    else if (tl == PG_DATE && (tr == PG_TIMESTAMP || tr == PG_TIMESTAMPTZ))
        emit_note(rw, op, NOTE_TIME_TEXT, SX_NEAR, "a date and a time compare as text in SQLite", NULL);
    else if (clock_literal(r) && (tl == PG_TEXT || (rw_string(rw, l, &s) && !looks_iso(s))))
        want_wish(rw, r, PG_TEXT);
    else if (tl == PG_UNKNOWN)
        compare_unknown(rw, op, l, r);
}

void coerce_compare(Rw *rw, const Node *op, const Node *l, const Node *r)
{
    PgType tl = type_of(rw, l), tr = type_of(rw, r);
    if (tl == PG_BOOL && tr == PG_BOOL)
        return;
    compare_one(rw, op, l, tl, r, tr);
    if (!rw->manual)
        compare_one(rw, op, r, tr, l, tl);
}
