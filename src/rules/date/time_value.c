/* Time values and modifiers (https://sqlite.org/lang_datefunc.html).  Constant steps of days and below are
   exact; months and years are exact from the first of a month only.  What cannot be said says so in `fail`.
 */
#include "rules/date/time_value.h"

static void fail(TimeValue *v, const char *why, const char *hint)
{
    v->fail = why;
    v->hint = hint;
}

static void nearly(TimeValue *v, const char *why)
{
    v->near = true;
    v->why = why;
}

static const char *step(Rw *rw, const TimeValue *v, const char *fmt_after)
{
    return rw_fmt(rw, "%s %s", v->tmpl, fmt_after).p;
}

/* ---- the base ---- */

static void base_now(Rw *rw, TimeValue *v, bool date_only)
{
    bool explicit_zone = rw_options(rw)->timezone == TZ_EXPLICIT;
    v->clock = true;
    if (explicit_zone) {
        v->tmpl = date_only ? "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date"
                            : "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')";
        v->type = date_only ? PG_DATE : PG_TIMESTAMP;
        return;
    }
    v->tmpl = date_only ? "CURRENT_DATE" : "CURRENT_TIMESTAMP";
    v->type = date_only ? PG_DATE : PG_TIMESTAMPTZ;
}

static bool clock_only(Str s) /* HH:MM, HH:MM:SS, HH:MM:SS.SSS */
{
    static const char shape[] = "00:00:00.000";
    if (s.n != 5 && s.n != 8 && s.n != 12)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (shape[i] == '0' ? !ascii_digit(s.p[i]) : s.p[i] != shape[i])
            return false;
    return true;
}

static bool iso(Str s)
{
    static const char shape[] = "0000-00-00 00:00:00.000";
    if (s.n != 10 && s.n != 16 && s.n != 19 && s.n != 23)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool ok = shape[i] == '0' ? ascii_digit(s.p[i]) : s.p[i] == shape[i] || (i == 10 && s.p[i] == 'T');
        if (!ok)
            return false;
    }
    return true;
}

static int two(Str s, size_t i)
{
    return (s.p[i] - '0') * 10 + s.p[i + 1] - '0';
}

static bool in_range(Str s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = two(s, 0) * 100 + two(s, 2), month = two(s, 5), day = two(s, 8);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1] + (month == 2 && leap))
        return false;
    return s.n == 10 || (two(s, 11) < 24 && two(s, 14) < 60 && (s.n < 19 || two(s, 17) < 60));
}

static void base_literal(Rw *rw, TimeValue *v, Str s, bool date_only)
{
    if (str_ieqz(s, "now")) {
        base_now(rw, v, date_only);
        return;
    }
    if (clock_only(s) && two(s, 0) < 24 && two(s, 3) < 60 && (s.n < 8 || two(s, 6) < 60)) {
        v->type = PG_TIMESTAMP; /* SQLite's day of a bare time */
        v->tmpl = rw_fmt(rw, "TIMESTAMP '2000-01-01 %.*s'", (int)s.n, s.p).p;
        return;
    }
    if (s.n > 16 && s.p[s.n - 1] == 'Z')
        s.n--;
    if (!iso(s)) {
        fail(v, "this constant is no full ISO date", "write YYYY-MM-DD HH:MM:SS");
        return;
    }
    if (!in_range(s)) {
        fail(v, "this constant is no date of the calendar",
             "SQLite gives NULL, or the day after the month's end");
        return;
    }
    v->type = s.n == 10 ? PG_DATE : PG_TIMESTAMP;
    v->tmpl = rw_fmt(rw, "%s '%.*s'", s.n == 10 ? "DATE" : "TIMESTAMP", (int)s.n, s.p).p;
}

static void base_column(Rw *rw, TimeValue *v, const Node *x)
{
    PgType t = rw_type(rw, x);
    uint8_t mean = rw_info(rw, x)->meaning;
    v->args[v->nargs++] = RW_NODE(x);
    switch (t) {
    case PG_DATE:
    case PG_TIMESTAMP:
    case PG_TIMESTAMPTZ:
        v->tmpl = "{0}";
        v->type = t;
        return;
    case PG_TEXT:
        if (sema_strip(x)->kind != ND_COLREF && (mean == MEAN_DATE || mean == MEAN_DATETIME)) {
            v->tmpl = mean == MEAN_DATE ? "{0:date}" : "{0:timestamp}";
            v->type = mean == MEAN_DATE ? PG_DATE : PG_TIMESTAMP;
            return;
        }
        if (rw_is_call(rw, x, "time")) { /* SQLite's day of a bare time */
            v->tmpl = "DATE '2000-01-01' + {0:time}";
            v->type = PG_TIMESTAMP;
            return;
        }
        nearly(v, "text that is no date is NULL in SQLite and an error in PostgreSQL");
        break;
    case PG_UNKNOWN:
    case PG_PARAM: nearly(v, "text that is no date is NULL in SQLite and an error in PostgreSQL"); break;
    case PG_NULL: break;
    default:
        fail(v, "a number as a time value is a Julian day in SQLite",
             "for seconds since 1970 say 'unixepoch'; for real Julian days convert the column");
        return;
    }
    v->tmpl = "{0}::timestamp";
    v->type = PG_TIMESTAMP;
}

static void base_epoch(Rw *rw, TimeValue *v, const Node *x)
{
    PgType t = rw_type(rw, x);
    v->args[v->nargs++] = RW_NODE(x);
    v->tmpl = pg_family(t) == FAM_NUMBER || t == PG_UNKNOWN ? "to_timestamp({0})"
                                                            : "to_timestamp({0}::double precision)";
    v->type = PG_TIMESTAMPTZ;
    if (rw_options(rw)->timezone == TZ_EXPLICIT) {
        v->tmpl = rw_fmt(rw, "(%s AT TIME ZONE 'UTC')", v->tmpl).p;
        v->type = PG_TIMESTAMP;
    }
}

/* ---- modifiers ---- */

typedef struct Units {
    const char *name;
    bool days, months; /* whole days; months or years */
} Units;

static const Units UNITS[] = {
    {"day", true, false},     {"hour", false, false}, {"minute", false, false},
    {"second", false, false}, {"month", false, true}, {"year", false, true},
};

/* The unit that `word` (day, days, ...) names. */
static const Units *unit_of(Str word)
{
    if (word.n > 1 && ascii_lower(word.p[word.n - 1]) == 's')
        word.n--;
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (str_ieqz(word, UNITS[i].name))
            return &UNITS[i];
    return NULL;
}

static void from_first_of_month(Rw *rw, TimeValue *v, char sign, Str amount, const char *unit)
{
    if (v->type == PG_DATE)
        v->tmpl = rw_fmt(rw, "%s::timestamp", v->tmpl).p, v->type = PG_TIMESTAMP;
    v->tmpl = rw_fmt(rw, "date_trunc('month', %s) %c INTERVAL '%.*s %s' + (%s - date_trunc('month', %s))",
                     v->tmpl, sign, (int)amount.n, amount.p, unit, v->tmpl, v->tmpl)
                  .p;
}

static void add_amount(Rw *rw, TimeValue *v, char sign, Str amount, const Units *u, bool date_only)
{
    bool whole = !memchr(amount.p, '.', amount.n);
    bool plural = !str_eqz(amount, "1");
    const char *unit = rw_fmt(rw, "%s%s", u->name, plural ? "s" : "").p;
    if (v->type == PG_DATE && u->days && whole && date_only) {
        v->tmpl = step(rw, v, rw_fmt(rw, "%c %.*s", sign, (int)amount.n, amount.p).p);
        return;
    }
    bool trunc =
        strstr(v->tmpl, "date_trunc('month'") == v->tmpl || strstr(v->tmpl, "date_trunc('year'") == v->tmpl;
    if (u->months && !trunc) {
        if (rw_options(rw)->exact_months) {
            from_first_of_month(rw, v, sign, amount, unit);
            return;
        }
        nearly(
            v,
            "the 29th to 31st run over into the next month in SQLite, PostgreSQL takes the month's last day");
    }
    if (u->months && !whole)
        fail(v, "a fraction of a month", NULL);
    v->tmpl = step(rw, v, rw_fmt(rw, "%c INTERVAL '%.*s %s'", sign, (int)amount.n, amount.p, unit).p);
    if (v->type == PG_DATE)
        v->type = PG_TIMESTAMP;
}

static void truncate_to(Rw *rw, TimeValue *v, const char *field)
{
    bool date = v->type == PG_DATE;
    v->tmpl = rw_fmt(rw, date ? "date_trunc('%s', %s::timestamp)" : "date_trunc('%s', %s)", field, v->tmpl).p;
    if (date)
        v->type = PG_TIMESTAMP;
}

static void weekday(Rw *rw, TimeValue *v, char day)
{
    const char *b = v->tmpl;
    bool simple = strchr(b, ' ') == NULL;
    const char *fmt = simple ? "%s + (%c + 7 - EXTRACT(dow FROM %s)::int) %% 7"
                             : "(%s) + (%c + 7 - EXTRACT(dow FROM %s)::int) %% 7";
    v->tmpl = rw_fmt(rw, fmt, b, day, b).p;
    if (v->type != PG_DATE)
        v->tmpl = rw_fmt(rw, "%s * INTERVAL '1 day'", v->tmpl).p;
}

static bool start_of(Rw *rw, TimeValue *v, Str m)
{
    static const char *const fields[] = {"day", "month", "year"};
    if (!str_istarts(m, "start of "))
        return false;
    Str rest = str_trim(str_sub(m, 9, m.n));
    for (int i = 0; i < 3; i++)
        if (str_ieqz(rest, fields[i])) {
            truncate_to(rw, v, fields[i]);
            return true;
        }
    return false;
}

/* "+3 days", "-1.5 hours", "7 day" */
static bool amount(Rw *rw, TimeValue *v, Str m, bool date_only)
{
    char sign = '+';
    size_t i = 0;
    if (m.n && (m.p[0] == '+' || m.p[0] == '-'))
        sign = m.p[i++];
    size_t from = i;
    bool hole = i < m.n && m.p[i] == 0x1A; /* '-{days} days' in an f-string */
    while (i < m.n && (ascii_digit(m.p[i]) || m.p[i] == '.' || m.p[i] == 0x1A))
        i++;
    if (hole && !str_ihas(str_sub(m, i, m.n), "day") && !str_ihas(m, "hour") && !str_ihas(m, "min") &&
        !str_ihas(m, "sec"))
        nearly(v, "a month's last days run over in SQLite, PostgreSQL takes the month's last day");
    if (i == from)
        return false;
    Str digits = str_sub(m, from, i), word = str_trim(str_sub(m, i, m.n));
    if (word.n == 0 || (i < m.n && m.p[i] == ':'))
        return false;
    const Units *u = unit_of(word);
    if (!u)
        return false;
    while (digits.n > 1 && digits.p[0] == '0' && digits.p[1] != '.')
        digits = str_sub(digits, 1, digits.n);
    add_amount(rw, v, sign, digits, u, date_only);
    return true;
}

/* "+HH:MM", "-HH:MM:SS" */
static bool clock_step(Rw *rw, TimeValue *v, Str m)
{
    if (m.n < 5 || !memchr(m.p, ':', m.n))
        return false;
    char sign = m.p[0] == '-' ? '-' : '+';
    Str t = m.p[0] == '-' || m.p[0] == '+' ? str_sub(m, 1, m.n) : m;
    for (size_t i = 0; i < t.n; i++)
        if (!ascii_digit(t.p[i]) && t.p[i] != ':' && t.p[i] != '.')
            return false;
    v->tmpl = step(rw, v, rw_fmt(rw, "%c INTERVAL '%.*s'", sign, (int)t.n, t.p).p);
    if (v->type == PG_DATE)
        v->type = PG_TIMESTAMP;
    return true;
}

/* The moment as a timestamptz: PostgreSQL shows it in the session's zone. */
static void localtime_of(Rw *rw, TimeValue *v)
{
    nearly(v, "SQLite's local time is the machine's; the session's time zone stands in for it");
    if (v->type == PG_TIMESTAMPTZ)
        return;
    const char *t = v->type == PG_DATE
                        ? rw_fmt(rw, strchr(v->tmpl, ' ') ? "(%s)::timestamp" : "%s::timestamp", v->tmpl).p
                        : v->tmpl;
    bool simple = t[0] == '(' || !strchr(t, ' ') || !strncmp(t, "TIMESTAMP '", 11);
    v->tmpl = rw_fmt(rw, simple ? "%s AT TIME ZONE 'UTC'" : "(%s) AT TIME ZONE 'UTC'", t).p;
    v->type = PG_TIMESTAMPTZ;
}

static void constant_modifier(Rw *rw, TimeValue *v, Str m, bool date_only)
{
    m = str_trim(m);
    if (start_of(rw, v, m) || amount(rw, v, m, date_only) || clock_step(rw, v, m))
        return;
    if (m.n == 9 && str_istarts(m, "weekday ") && m.p[8] >= '0' && m.p[8] <= '6') {
        weekday(rw, v, m.p[8]);
        return;
    }
    if (str_ieqz(m, "localtime")) {
        localtime_of(rw, v);
        return;
    }
    if (str_ieqz(m, "auto") || str_ieqz(m, "utc") || str_ieqz(m, "subsec") || str_ieqz(m, "subsecond") ||
        str_ieqz(m, "julianday"))
        fail(v, "this modifier has no counterpart", "convert the value where it is stored");
    else
        fail(v, "SQLite does not know this modifier: the result is NULL", NULL);
}

static void collect(const Node *n, const Node **parts, uint32_t *count, uint32_t max)
{
    n = sema_strip(n);
    if (n->kind == ND_BINARY && n->op == TK_CONCAT) {
        collect(n->kid[BINARY_L], parts, count, max);
        collect(n->kid[BINARY_R], parts, count, max);
    } else if (*count < max) {
        parts[(*count)++] = n;
    } else {
        *count = max + 1;
    }
}

/* '-' || x || ' days',  x || ' days' */
static bool computed_modifier(Rw *rw, TimeValue *v, const Node *m)
{
    const Node *parts[4];
    uint32_t n = 0;
    collect(m, parts, &n, 3);
    if (n < 2 || n > 3 || v->nargs >= 11)
        return false;
    Str lead = STR_NONE, tail;
    if (n == 3 && !rw_string(rw, parts[0], &lead))
        return false;
    lead = str_trim(lead);
    if (!rw_string(rw, parts[n - 1], &tail) || (lead.n && !str_eqz(lead, "+") && !str_eqz(lead, "-")))
        return false;
    const Units *u = unit_of(str_trim(tail));
    if (!u)
        return false;
    if (u->months)
        nearly(
            v,
            "the 29th to 31st run over into the next month in SQLite, PostgreSQL takes the month's last day");
    const Node *x = parts[n - 2];
    PgType t = rw_type(rw, x);
    v->args[v->nargs] = RW_NODE(x);
    const char *slot = t == PG_TEXT || t == PG_LIT ? "::numeric" : "";
    v->tmpl = step(
        rw, v,
        rw_fmt(rw, "%s {%u}%s * INTERVAL '1 %s'", str_eqz(lead, "-") ? "-" : "+", v->nargs, slot, u->name).p);
    v->nargs++;
    if (v->type == PG_DATE)
        v->type = PG_TIMESTAMP;
    return true;
}

static void modifier(Rw *rw, TimeValue *v, const Node *m, bool date_only)
{
    Str s;
    if (rw_string(rw, m, &s)) {
        constant_modifier(rw, v, s, date_only);
    } else if (computed_modifier(rw, v, m)) {
        return;
    } else if (rw_type(rw, m) == PG_PARAM && v->nargs < 11) {
        nearly(v, "a modifier that comes in a parameter: only plain steps such as '-7 days' mean the same");
        v->args[v->nargs] = RW_NODE(m);
        v->tmpl = step(rw, v, rw_fmt(rw, "+ {%u}::interval", v->nargs).p);
        v->nargs++;
        if (v->type == PG_DATE)
            v->type = PG_TIMESTAMP;
    } else {
        fail(v, "a modifier that is not constant", "add an INTERVAL instead");
    }
}

TimeValue time_value(Rw *rw, const Node *call, uint32_t first, bool date_only)
{
    TimeValue v = {0};
    const Node *args = call->kid[FUNC_ARGS];
    uint32_t at = first + 1;
    Str s;
    bool days_only = date_only;
    for (uint32_t i = at; i < args->nkids && days_only; i++) {
        Str m;
        days_only = rw_string(rw, args->kid[i], &m) &&
                    (str_ihas(m, "day") && !str_ihas(m, "start") && !memchr(m.p, '.', m.n));
    }
    if (first >= args->nkids) {
        base_now(rw, &v, days_only);
        return v;
    }
    const Node *x = args->kid[first];
    const Node *bare = sema_strip(x);
    if (at < args->nkids && rw_string(rw, args->kid[at], &s) && str_ieqz(s, "unixepoch")) {
        base_epoch(rw, &v, x);
        at++;
    } else if (bare->kind == ND_LITERAL &&
               (bare->op == TK_CURRENT_TIMESTAMP || bare->op == TK_CURRENT_DATE)) {
        base_now(rw, &v, days_only || bare->op == TK_CURRENT_DATE);
    } else if (rw_string(rw, x, &s)) {
        base_literal(rw, &v, s, days_only);
    } else {
        base_column(rw, &v, x);
    }
    for (; at < args->nkids && !v.fail; at++)
        modifier(rw, &v, args->kid[at], date_only);
    return v;
}
