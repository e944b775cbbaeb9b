/* Literals written as another type wants them: 1 as TRUE, '12 kg' as 12, 3.0 as '3.0'.  What no type can make
   of a literal is said. */
#include "base/number.h"
#include "emit/render.h"
#include <math.h>

/* '7.0' beside an integer is 7. */
static bool whole_value(Rw *rw, Str digits, Str *out)
{
    double d = rw_double(rw, digits);
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
    Str r = arena_fmt(rw->a, "%.15g", rw_double(rw, s));
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

static bool literal_to_bool(Rw *rw, const Node *n, uint8_t assign, Edit *e)
{
    double d = 0;
    bool number = true;
    if (n->op == TK_INTEGER || n->op == TK_FLOAT) {
        d = rw_double(rw, rw_text(rw, n));
    } else if (n->op == TK_STRING) {
        Number v = number_read(token_string(rw->a, rw->stmt->toks, n->tok));
        number = v.text.n > 0;
        d = number ? rw_double(rw, v.text) : 0;
    } else {
        return false;
    }
    if (assign && (!number || (d != 0 && d != 1)))
        emit_note(rw, n, NOTE_BOOLEAN, SX_NEAR,
                  "the column holds TRUE and FALSE only; SQLite keeps this value, or a CHECK refuses it",
                  "store 0 or 1");
    literal_is(rw, n, e, d != 0 ? STR("TRUE") : STR("FALSE"), PG_BOOL, NOTE_BOOLEAN);
    return true;
}

static bool string_to_number(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    Number v = number_read(token_string(rw->a, rw->stmt->toks, n->tok));
    bool int_column = want == PG_INT || want == PG_BIGINT;
    if (v.alone && (v.integer || !int_column) && assign)
        return false; /* PostgreSQL reads the quoted number itself */
    if (assign && !v.alone) {
        emit_note(
            rw, n, NOTE_CONVERT, SX_MANUAL,
            "text that is no number goes into a number column: SQLite stores the text, PostgreSQL refuses it",
            "store NULL, or make the column TEXT");
        return false;
    }
    Str digits = v.text.n ? v.text : STR("0");
    if (assign && int_column)
        whole_value(rw, digits, &digits);
    literal_is(rw, n, e, digits, PG_NUMERIC, NOTE_CONVERT);
    return true;
}

bool literal_is_day(Str s)
{
    return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

bool literal_is_iso(Str s)
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
    if (!literal_is_iso(s))
        emit_note(rw, n, NOTE_TIME_TEXT, SX_MANUAL, "this text is no ISO date: SQLite stores it as it is",
                  "write YYYY-MM-DD HH:MM:SS, or NULL");
    else if (!on_calendar(s))
        emit_note(rw, n, NOTE_TIME_TEXT, SX_MANUAL, "no calendar has this date: SQLite stores it as it is",
                  "write a day that there is, or NULL");
    else if ((want == PG_DATE) != literal_is_day(s) && want != PG_TIME)
        emit_note(rw, n, NOTE_TIME_TEXT, SX_NEAR,
                  want == PG_DATE ? "the time of day is lost in a DATE column"
                                  : "a date without a time gets midnight",
                  NULL);
}

/* 9e999: SQLite's way to write infinity. */
static bool infinite(Rw *rw, const Node *n)
{
    return n->kind == ND_LITERAL && n->op == TK_FLOAT && n->end == n->tok + 1 &&
           isinf(rw_double(rw, rw_text(rw, n)));
}

/* TRUE and FALSE, which are 1 and 0 in SQLite; PostgreSQL knows them where a boolean is wanted. */
static bool word_as(Rw *rw, const Node *n, PgType want, Edit *e)
{
    uint8_t name = rw_info(rw, n)->name;
    if ((name != NAME_TRUE && name != NAME_FALSE) || want == PG_BOOL)
        return false;
    bool text = want == PG_TEXT, yes = name == NAME_TRUE;
    Str digit = text ? (yes ? STR("'1'") : STR("'0'")) : yes ? STR("1") : STR("0");
    literal_is(rw, n, e, digit, text ? PG_TEXT : PG_INT, NOTE_BOOLEAN);
    return true;
}

static bool string_to_bytes(Rw *rw, const Node *n, Edit *e)
{
    emit_note(rw, n, NOTE_CONVERT, SX_NEAR, "text that is stored in a BLOB column comes back as bytes",
              "declare the column TEXT, or write X'...'");
    Str s = token_string(rw->a, rw->stmt->toks, n->tok);
    if (!memchr(s.p, '\\', s.n))
        return false; /* PostgreSQL takes it for bytes by itself */
    Str quoted = rw_literal(rw, s);
    literal_is(rw, n, e, arena_fmt(rw->a, "convert_to(%.*s, 'UTF8')", (int)quoted.n, quoted.p), PG_BYTEA,
               NOTE_CONVERT);
    return true;
}

static bool string_as(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    if (pg_family(want) == FAM_NUMBER)
        return string_to_number(rw, n, want, assign, e);
    if (pg_family(want) == FAM_TEMPORAL && assign)
        stored_time(rw, n, want);
    return want == PG_BYTEA && assign && string_to_bytes(rw, n, e);
}

static bool number_as(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    int64_t v;
    if (want == PG_INT && assign == ASSIGN && n->op == TK_INTEGER && rw_integer(rw, n, &v) && v > INT32_MAX)
        emit_note(rw, n, NOTE_CONVERT, SX_MANUAL,
                  "this number does not fit an INTEGER of PostgreSQL, which has 32 bits",
                  "make the column BIGINT, or give --integers=bigint");
    bool json = (want == PG_JSON || want == PG_JSONB) && assign;
    if (!json && want != PG_TEXT)
        return false;
    literal_is(rw, n, e, rw_literal(rw, number_text(rw, n)), json ? PG_LIT : PG_TEXT, NOTE_CONVERT);
    return true;
}

bool literal_as(Rw *rw, const Node *n, PgType want, uint8_t assign, Edit *e)
{
    if (infinite(rw, n)) /* the business of rules/types/infinity.c */
        return false;
    if (want == PG_UNKNOWN)
        return false;
    if (n->kind == ND_COLREF)
        return word_as(rw, n, want, e);
    if (n->kind != ND_LITERAL)
        return false;
    if (want == PG_BOOL)
        return literal_to_bool(rw, n, assign, e);
    if (n->op == TK_STRING)
        return string_as(rw, n, want, assign, e);
    return (n->op == TK_INTEGER || n->op == TK_FLOAT) && number_as(rw, n, want, assign, e);
}
