/* What single values say about a column: a value is boiled down to facts that do not depend on the column's
   type (value_add), and the facts are weighed once the type is known (value_evidence).  It sees no SQL and no
   table.

   It is careful in one direction only: a fact may keep a column from becoming a boolean, a date or a 32-bit
   integer; no fact makes one. */
#include "base/number.h"
#include "catalog/internal.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- texts ---- */

bool value_number(Str s, bool *whole, int64_t *i)
{
    Number v = number_read(s);
    char z[64];
    if (!v.alone || v.text.n >= sizeof z)
        return false;
    memcpy(z, v.text.p, v.text.n);
    z[v.text.n] = 0;
    if (v.integer) { /* a double has too few digits for the largest ones */
        errno = 0;
        *i = strtoll(z, NULL, 10);
        *whole = errno == 0;
        return true;
    }
    double r = strtod(z, NULL);
    *whole = r >= -9223372036854775808.0 && r < 9223372036854775808.0 && floor(r) == r;
    *i = *whole ? (int64_t)r : 0;
    return true;
}

static bool two_digits(Str s, size_t at, int *n)
{
    if (at + 2 > s.n || !ascii_digit(s.p[at]) || !ascii_digit(s.p[at + 1]))
        return false;
    *n = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
    return true;
}

/* YYYY-MM-DD at the start of s, a day that exists. */
static bool starts_with_date(Str s)
{
    static const int DAYS[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int century, year, month, day;
    if (s.n < 10 || !two_digits(s, 0, &century) || !two_digits(s, 2, &year) || s.p[4] != '-' ||
        !two_digits(s, 5, &month) || s.p[7] != '-' || !two_digits(s, 8, &day))
        return false;
    year += century * 100;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1])
        return false;
    return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* HH:MM[:SS[.ffffff]] from `at`; *end is after it, *same says that it would be printed back so. */
static bool time_of_day(Str s, size_t at, size_t *end, bool *same)
{
    int h, m, sec;
    *same = false;
    if (!two_digits(s, at, &h) || at + 2 >= s.n || s.p[at + 2] != ':' || !two_digits(s, at + 3, &m) ||
        h > 23 || m > 59)
        return false;
    *end = at + 5;
    if (*end >= s.n || s.p[*end] != ':')
        return true;
    if (!two_digits(s, at + 6, &sec) || sec > 59)
        return false;
    *end = at + 8;
    *same = true;
    if (*end < s.n && s.p[*end] == '.') {
        size_t from = ++*end;
        while (*end < s.n && ascii_digit(s.p[*end]))
            ++*end;
        if (*end == from)
            return false;
        *same = *end - from <= 6 && s.p[*end - 1] != '0';
    }
    return true;
}

static bool is_zone(Str s)
{
    int h, m;
    if (str_eqz(s, "Z") || str_eqz(s, "z"))
        return true;
    if (s.n < 3 || (s.p[0] != '+' && s.p[0] != '-') || !two_digits(s, 1, &h) || h > 15)
        return false;
    if (s.n == 3)
        return true;
    size_t at = s.p[3] == ':' ? 4 : 3;
    return two_digits(s, at, &m) && m < 60 && s.n == at + 2;
}

static uint32_t time_facts(Str s)
{
    uint32_t f = FACT_NOT_DATE | FACT_NOT_STAMP | FACT_NEAR_STAMP | FACT_ODD_STAMP | FACT_NOT_ZONED |
                 FACT_NOT_TIME | FACT_NEAR_TIME;
    size_t end;
    bool same;
    if (time_of_day(s, 0, &end, &same) && end == s.n)
        f &= same ? ~(uint32_t)(FACT_NOT_TIME | FACT_NEAR_TIME) : ~(uint32_t)FACT_NOT_TIME;
    if (!starts_with_date(s))
        return f;
    if (s.n == 10)
        return f & ~(uint32_t)(FACT_NOT_DATE | FACT_NOT_STAMP | FACT_ODD_STAMP | FACT_NOT_ZONED);
    if ((s.p[10] != ' ' && s.p[10] != 'T') || !time_of_day(s, 11, &end, &same))
        return f;
    if (end == s.n) {
        f &= ~(uint32_t)(FACT_NOT_STAMP | FACT_NOT_ZONED);
        bool padded = end == 26 && s.p[25] == '0'; /* .123000: the number is the same */
        if ((same || padded) && s.p[10] == ' ')
            f &= ~(uint32_t)(FACT_NEAR_STAMP | FACT_ODD_STAMP);
        if (padded)
            f |= FACT_PADDED_STAMP;
    } else if (is_zone(str_sub(s, end, s.n))) {
        f &= ~(uint32_t)FACT_NOT_ZONED;
        if (s.n - end == 1) /* Z: the time is as written, only the letter is lost */
            f &= ~(uint32_t)FACT_NOT_STAMP;
    }
    return f;
}

/* The canonical spelling only: PostgreSQL prints any other one differently. */
static bool is_uuid(Str s)
{
    if (s.n != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = ascii_digit(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'f');
        if (dash ? s.p[i] != '-' : !hex)
            return false;
    }
    return true;
}

/* ---- JSON, RFC 8259 ---- */

typedef struct Json {
    Str s;
    size_t at;
    int depth;
} Json;

static void json_blank(Json *j)
{
    while (j->at < j->s.n && strchr(" \t\r\n", j->s.p[j->at]) && j->s.p[j->at])
        j->at++;
}

static bool json_take(Json *j, const char *z)
{
    size_t n = strlen(z);
    if (j->s.n - j->at < n || memcmp(j->s.p + j->at, z, n) != 0)
        return false;
    j->at += n;
    return true;
}

static bool json_escape(Json *j) /* after the backslash */
{
    if (j->at >= j->s.n)
        return false;
    char c = j->s.p[j->at++];
    if (c != 'u')
        return c && strchr("\"\\/bfnrt", c);
    unsigned code = 0;
    for (int i = 0; i < 4; i++, j->at++) {
        char d = j->at < j->s.n ? ascii_lower(j->s.p[j->at]) : 0;
        if (!ascii_digit(d) && !(d >= 'a' && d <= 'f'))
            return false;
        code = code * 16 + (unsigned)(ascii_digit(d) ? d - '0' : d - 'a' + 10);
    }
    return code && (code < 0xd800 || code > 0xdfff); /* pairs are rare enough to be called no JSON */
}

static bool json_string(Json *j)
{
    if (!json_take(j, "\""))
        return false;
    while (j->at < j->s.n) {
        unsigned char c = (unsigned char)j->s.p[j->at++];
        if (c == '"')
            return true;
        if (c < 0x20 || (c == '\\' && !json_escape(j)))
            return false;
    }
    return false;
}

static bool json_digits(Json *j)
{
    size_t from = j->at;
    while (j->at < j->s.n && ascii_digit(j->s.p[j->at]))
        j->at++;
    return j->at > from;
}

static bool json_number(Json *j)
{
    json_take(j, "-");
    if (!json_take(j, "0") && !json_digits(j))
        return false;
    if (json_take(j, ".") && !json_digits(j))
        return false;
    if (json_take(j, "e") || json_take(j, "E")) {
        if (!json_take(j, "+"))
            json_take(j, "-");
        return json_digits(j);
    }
    return true;
}

static bool json_value(Json *j);

static bool json_members(Json *j, bool keys, const char *close)
{
    json_blank(j);
    if (json_take(j, close))
        return true;
    for (;;) {
        json_blank(j);
        if (keys) {
            if (!json_string(j))
                return false;
            json_blank(j);
            if (!json_take(j, ":"))
                return false;
        }
        if (!json_value(j))
            return false;
        if (json_take(j, close))
            return true;
        if (!json_take(j, ","))
            return false;
    }
}

static bool json_value(Json *j)
{
    bool good;
    if (++j->depth > 500)
        return false;
    json_blank(j);
    char c = j->at < j->s.n ? j->s.p[j->at] : 0;
    if (c == '{')
        good = json_take(j, "{") && json_members(j, true, "}");
    else if (c == '[')
        good = json_take(j, "[") && json_members(j, false, "]");
    else if (c == '"')
        good = json_string(j);
    else
        good = json_take(j, "true") || json_take(j, "false") || json_take(j, "null") || json_number(j);
    json_blank(j);
    j->depth--;
    return good;
}

/* RFC 8259, and no \u0000: what PostgreSQL's jsonb takes. */
static bool is_json(Str s)
{
    Json j = {.s = s};
    return json_value(&j) && j.at == s.n;
}

/* ---- a value's facts ---- */

static void int_facts(Facts *f, int64_t i, How how)
{
    f->bits[how] |= i == 0 || i == 1 ? FACT_01 : FACT_INT;
    if (i > INT32_MAX || i < INT32_MIN)
        f->bits[how] |= FACT_BIG;
    if (i > INT16_MAX || i < INT16_MIN)
        f->bits[how] |= FACT_WIDE;
    uint32_t digits = 1;
    for (int64_t rest = i / 10; rest; rest /= 10)
        digits++;
    if (how != HOW_COMPARED) {
        f->whole = digits > f->whole ? digits : f->whole;
        f->length = digits + (i < 0) > f->length ? digits + (i < 0) : f->length;
    }
}

static void real_facts(Facts *f, double r, How how)
{
    char z[400];
    bool whole = r >= -9223372036854775808.0 && r < 9223372036854775808.0 && floor(r) == r;
    f->bits[how] |= whole ? FACT_REAL : FACT_REAL | FACT_FRACTION;
    if (whole)
        int_facts(f, (int64_t)r, how);
    if (how == HOW_COMPARED || !isfinite(r))
        return;
    snprintf(z, sizeof z, "%.15g", r);
    if (strchr(z, 'e'))
        snprintf(z, sizeof z, "%.15f", r);
    char *point = strchr(z, '.');
    uint32_t before = (uint32_t)(point ? point - z : (ptrdiff_t)strlen(z)) - (r < 0), after = 0;
    if (point) {
        size_t n = strlen(point + 1);
        while (n && point[n] == '0')
            n--;
        after = (uint32_t)n;
    }
    f->whole = before > f->whole ? before : f->whole;
    f->scale = after > f->scale ? after : f->scale;
}

static void text_facts(Facts *f, Str s, How how)
{
    bool whole;
    int64_t i;
    uint32_t bits = FACT_TEXT | time_facts(s), chars = 0;
    if (!s.n && how != HOW_STORED) { /* '' stands for "nothing" in programs; the rules make a NULL of it */
        f->bits[how] |= FACT_TEXT | FACT_TEXT_NOT_01;
        return;
    }
    if (!value_number(s, &whole, &i))
        bits |= FACT_TEXT_PLAIN | FACT_TEXT_NOT_01;
    else if (!whole)
        bits |= FACT_TEXT_REAL | FACT_TEXT_NOT_01;
    else
        bits |= FACT_TEXT_INT | (i == 0 || i == 1 ? 0 : FACT_TEXT_NOT_01) |
                (i > INT16_MAX || i < INT16_MIN ? FACT_WIDE : 0) |
                (i > INT32_MAX || i < INT32_MIN ? FACT_BIG : 0);
    if (!is_json(s))
        bits |= FACT_NOT_JSON;
    if (!is_uuid(s))
        bits |= FACT_NOT_UUID;
    for (size_t k = 0; k < s.n; k++)
        chars += ((unsigned char)s.p[k] & 0xc0) != 0x80;
    f->bits[how] |= bits;
    if (how != HOW_COMPARED && chars > f->length)
        f->length = chars;
}

void value_add(Facts *f, const Value *v, How how)
{
    switch (v->kind) {
    case VAL_NULL: f->bits[how] |= FACT_NULL; break;
    case VAL_INT: int_facts(f, v->i, how); break;
    case VAL_REAL: real_facts(f, v->r, how); break;
    case VAL_TEXT: text_facts(f, v->s, how); break;
    case VAL_BLOB: f->bits[how] |= FACT_BLOB; break;
    }
}

/* ---- facts and a declared type ---- */

/* The numbers in the parentheses of a declared type: VARCHAR(20), DECIMAL(10,2).  How many there are. */
static int declared_numbers(Str type, uint32_t n[2])
{
    int count = 0;
    bool inside = false, digits = false;
    n[0] = n[1] = 0;
    for (size_t i = 0; i < type.n; i++) {
        char c = type.p[i];
        if (c == '(')
            inside = true;
        else if (inside && ascii_digit(c) && count < 2 && n[count] < 100000000) {
            n[count] = n[count] * 10 + (uint32_t)(c - '0');
            digits = true;
        } else if (inside && (c == ',' || c == ')')) {
            count += digits && count < 2;
            digits = false;
        }
    }
    return count;
}

static bool declared(const Column *c, const char *const *names)
{
    for (; *names; names++)
        if (str_istarts(c->type, *names)) {
            size_t n = strlen(*names);
            if (c->type.n == n || c->type.p[n] == '(' || c->type.p[n] == ' ')
                return true;
        }
    return false;
}

#define ANY_OF(...) ((const char *const[]){__VA_ARGS__, NULL})

static uint32_t time_evidence(const Column *c, const Facts *f)
{
    uint32_t stored = f->bits[HOW_STORED], given = f->bits[HOW_ASSIGNED], bad;
    uint32_t all = stored | given | f->bits[HOW_COMPARED], digits[2];
    if (declared(c, ANY_OF("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "DATETIMEOFFSET")))
        bad = all & FACT_NOT_ZONED;
    else if (declared(c, ANY_OF("DATETIME", "TIMESTAMP", "DATETIME2", "SMALLDATETIME")))
        bad = (all & FACT_NOT_STAMP) | (given & FACT_ODD_STAMP) | (stored & FACT_NEAR_STAMP) |
              (declared_numbers(c->type, digits) ? 0 : (given | stored) & FACT_PADDED_STAMP);
    else if (declared(c, ANY_OF("DATE")))
        bad = all & FACT_NOT_DATE;
    else if (declared(c, ANY_OF("TIME")))
        bad = (all & FACT_NOT_TIME) | ((given | stored) & FACT_NEAR_TIME);
    else
        return 0;
    /* NUMERIC affinity makes a number of '2024' */
    uint32_t number = all & (FACT_01 | FACT_INT | FACT_REAL | FACT_TEXT_INT | FACT_TEXT_REAL);
    if (number && (stored | given) & FACT_TEXT_PLAIN)
        bad = FACT_NOT_DATE; /* numbers and dates in one column: neither type holds both */
    return (bad ? EV_NOT_DATE : 0u) | (number ? EV_EPOCH : 0u);
}

uint32_t value_evidence(const Facts *f, const Column *c)
{
    uint32_t kept = f->bits[HOW_ASSIGNED] | f->bits[HOW_STORED], all = kept | f->bits[HOW_COMPARED], ev = 0;
    bool numeric = c->aff == AFF_INTEGER || c->aff == AFF_NUMERIC || c->aff == AFF_REAL;
    uint32_t n[2];
    int numbers = declared_numbers(c->type, n);

    if (all & (FACT_INT | FACT_FRACTION | FACT_TEXT_NOT_01 | FACT_BLOB) || (!numeric && all & FACT_TEXT))
        ev |= EV_NOT_01;
    if (all & FACT_BIG)
        ev |= EV_BIG_INT;
    if (all & FACT_WIDE)
        ev |= EV_WIDE_INT;
    if (numeric && kept & FACT_TEXT_PLAIN)
        ev |= EV_TEXT_VALUE;
    if ((c->aff == AFF_INTEGER || c->aff == AFF_NUMERIC) && kept & (FACT_FRACTION | FACT_TEXT_REAL))
        ev |= EV_REAL_VALUE;
    if (c->aff == AFF_TEXT && numbers == 1 && n[0] && f->length > n[0])
        ev |= EV_TOO_LONG;
    if (declared(c, ANY_OF("NUMERIC", "DECIMAL", "NUMBER", "DEC")) && numbers &&
        (f->scale > n[1] || f->whole + n[1] > n[0]))
        ev |= EV_NUMERIC_SCALE;
    ev |= time_evidence(c, f);
    if (declared(c, ANY_OF("JSON", "JSONB")) && kept & (FACT_NOT_JSON | FACT_BLOB))
        ev |= EV_NOT_JSON;
    if (declared(c, ANY_OF("UUID", "GUID", "UNIQUEIDENTIFIER")) &&
        kept & (FACT_NOT_UUID | FACT_01 | FACT_INT | FACT_REAL | FACT_BLOB))
        ev |= EV_NOT_UUID;
    if (kept & FACT_BLOB)
        ev |= EV_BLOB_VALUE;
    if (c->aff == AFF_TEXT && f->bits[HOW_STORED] & (FACT_TEXT_INT | FACT_TEXT_REAL) &&
        !(kept & (FACT_TEXT_PLAIN | FACT_BLOB)))
        ev |= EV_NUMBER_TEXT;
    if (c->aff == AFF_NONE || c->aff == AFF_NUMERIC)
        ev |= all & (FACT_01 | FACT_INT) && !(all & FACT_REAL) ? EV_INT_VALUE : 0u;
    if (c->aff == AFF_NONE) { /* a literal given to a BLOB column does not say what the program stores */
        uint32_t seen = c->type.n ? f->bits[HOW_STORED] : all;
        ev |= all & FACT_REAL ? EV_REAL_VALUE : 0u;
        ev |= seen & FACT_TEXT ? EV_PLAIN_TEXT : 0u;
    }
    if (f->bits[HOW_STORED] & FACT_NULL || (c->pk && f->bits[HOW_ASSIGNED] & FACT_NULL))
        ev |= EV_HAS_NULL;
    return ev;
}
