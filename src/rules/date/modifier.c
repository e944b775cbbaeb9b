/* The modifiers of a time value, one step each (https://sqlite.org/lang_datefunc.html, "Modifiers").  Steps
   of days and below are exact; months and years are where the day cannot be the 29th or later, under
   --exact-months, and with 'floor'.  Constants that PostgreSQL's steps would get wrong are computed here. */
#include "base/number.h"
#include "rules/date/moment.h"
#include "rules/date/time_value.h"
#include <stdlib.h>

static const char MONTHS[] =
    "the 29th to 31st run over into the next month in SQLite, PostgreSQL takes the month's last day";

typedef struct Units {
    const char *name;
    const char *part; /* the unit that a fraction of it is counted in, */
    int parts;        /* and how many of these it has */
    int64_t ms;
    bool days, months; /* whole days; months or years */
} Units;

static const Units UNITS[] = {
    {"second", NULL, 0, 1000, false, false},
    {"minute", NULL, 0, 60000, false, false},
    {"hour", NULL, 0, 3600000, false, false},
    {"day", NULL, 0, 86400000, true, false},
    {"month", "days", 30, INT64_C(2592000000), false, true},
    {"year", "days", 365, INT64_C(31536000000), false, true},
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

static void step(Rw *rw, TimeValue *v, Str what)
{
    v->tmpl = rw_fmt(rw, "%s %.*s", v->tmpl, (int)what.n, what.p).p;
}

static void with_time(TimeValue *v)
{
    if (v->type == PG_DATE)
        v->type = PG_TIMESTAMP;
}

/* ---- what is known of the value ---- */

static void know(TimeValue *v, int64_t ms)
{
    v->ms = ms;
    if (!v->known)
        return;
    v->null |= !moment_in_range(ms);
    if (moment_civil(ms).year < 1)
        time_fail(v, "PostgreSQL spells years before 1 with BC", NULL);
    v->most_day = moment_civil(ms).day;
}

static void know_step(TimeValue *v, double amount, const Units *u)
{
    double rest = amount;
    int64_t ms = v->ms;
    if (v->known && u->months) {
        Civil c = moment_civil(ms);
        int whole = (int)amount;
        c.month += u->parts == 365 ? whole * 12 : whole;
        rest -= whole;
        ms = moment_of(c);
    }
    if (v->known)
        ms += (int64_t)(rest * (double)u->ms + (amount < 0 ? -0.5 : 0.5));
    else if (u->days && amount >= 0 && amount < 28)
        v->most_day += (int)amount + 1;
    else if (!u->months || rest != (int)rest)
        v->most_day = 31;
    know(v, ms);
}

/* ---- steps ---- */

static void from_first_of_month(Rw *rw, TimeValue *v, const char *interval)
{
    if (v->type == PG_DATE)
        v->tmpl = time_cast(rw, v->tmpl, "timestamp"), v->type = PG_TIMESTAMP;
    v->tmpl = rw_fmt(rw, "date_trunc('month', %s) %s + (%s - date_trunc('month', %s))", v->tmpl, interval,
                     v->tmpl, v->tmpl)
                  .p;
}

static void add_months(Rw *rw, TimeValue *v, char sign, Str digits, const Units *u, bool floor)
{
    double amount = rw_double(rw, digits);
    int whole = (int)amount;
    double rest = (amount - whole) * u->parts;
    bool safe = v->most_day <= 28, computed = v->known && !safe && !floor;
    Str interval = rw_fmt(rw, "%c INTERVAL '%d %s%s'", sign, whole, u->name, whole == 1 ? "" : "s");
    if (floor && v->known)
        v->known = false, v->most_day = 31;
    know_step(v, sign == '-' ? -amount : amount, u);
    if (computed) {
        v->tmpl = moment_literal(rw, v->ms, v->type == PG_DATE);
        return;
    }
    if (!whole)
        v->tmpl = rw_fmt(rw, "%s", v->tmpl).p;
    else if (!safe && !floor && rw_options(rw)->exact_months)
        from_first_of_month(rw, v, interval.p);
    else
        step(rw, v, interval);
    if (whole && !safe && !floor && !rw_options(rw)->exact_months)
        time_nearly(v, MONTHS);
    if (rest > 0)
        step(rw, v, rw_fmt(rw, "%c INTERVAL '%g %s'", sign, rest, u->part));
    with_time(v);
}

static void add_amount(Rw *rw, TimeValue *v, char sign, Str digits, const Units *u, bool date_only)
{
    bool whole = !memchr(digits.p, '.', digits.n);
    double amount = rw_double(rw, digits);
    know_step(v, sign == '-' ? -amount : amount, u);
    if (v->type == PG_DATE && u->days && whole && date_only) {
        step(rw, v, rw_fmt(rw, "%c %.*s", sign, (int)digits.n, digits.p));
        return;
    }
    bool plural = !str_eqz(digits, "1");
    step(rw, v,
         rw_fmt(rw, "%c INTERVAL '%.*s %s%s'", sign, (int)digits.n, digits.p, u->name, plural ? "s" : ""));
    with_time(v);
}

static void truncate_to(Rw *rw, TimeValue *v, const char *field)
{
    const char *t = v->type == PG_DATE ? time_cast(rw, v->tmpl, "timestamp") : v->tmpl;
    v->tmpl = rw_fmt(rw, "date_trunc('%s', %s)", field, t).p;
    with_time(v);
    if (field[0] != 'd')
        v->most_day = 1;
    if (!v->known)
        return;
    Civil c = moment_civil(v->ms);
    c.ms = 0;
    c.day = field[0] == 'd' ? c.day : 1;
    c.month = field[0] == 'y' ? 1 : c.month;
    know(v, moment_of(c));
}

/* Forward to the next day of the week `day`, a digit or a slot. */
static void weekday(Rw *rw, TimeValue *v, const char *day)
{
    const char *b = v->tmpl;
    bool simple = strchr(b, ' ') == NULL;
    Str ahead = ascii_digit(day[0]) ? rw_fmt(rw, "%d", day[0] - '0' + 7) : rw_fmt(rw, "%s + 7", day);
    const char *fmt = simple ? "%s + (%s - EXTRACT(dow FROM %s)::int) %% 7"
                             : "(%s) + (%s - EXTRACT(dow FROM %s)::int) %% 7";
    v->tmpl = rw_fmt(rw, fmt, b, ahead.p, b).p;
    if (v->type != PG_DATE)
        v->tmpl = rw_fmt(rw, "%s * INTERVAL '1 day'", v->tmpl).p;
    v->most_day = 31;
    if (!v->known)
        return;
    if (!ascii_digit(day[0])) {
        v->known = false;
        return;
    }
    int64_t days = (v->ms - moment_civil(v->ms).ms) / 86400000;
    int dow = (int)(((days + 4) % 7 + 7) % 7);
    know(v, v->ms + (day[0] - '0' + 7 - dow) % 7 * INT64_C(86400000));
}

static bool start_of(Rw *rw, TimeValue *v, Str m)
{
    static const char *const fields[] = {"day", "month", "year"};
    if (!str_istarts(m, "start of "))
        return false;
    Str rest = str_sub(m, 9, m.n);
    for (int i = 0; i < 3; i++)
        if (str_ieqz(rest, fields[i])) {
            truncate_to(rw, v, fields[i]);
            return true;
        }
    return false;
}

static bool is_hole(char c) /* '-{days} days' in an f-string */
{
    return c == 0x1A;
}

/* "+3 days", "-1.5 hours", "7 day" */
static bool amount(Rw *rw, TimeValue *v, Str m, const Node *next, bool date_only)
{
    char sign = '+';
    size_t i = 0;
    if (m.n && (m.p[0] == '+' || m.p[0] == '-'))
        sign = m.p[i++];
    size_t from = i;
    bool hole = i < m.n && is_hole(m.p[i]);
    while (i < m.n && (ascii_digit(m.p[i]) || m.p[i] == '.' || is_hole(m.p[i])))
        i++;
    if (i == from || i == m.n || !ascii_space(m.p[i]))
        return false;
    Str digits = str_sub(m, from, i), word = str_sub(m, i, m.n);
    while (word.n && ascii_space(word.p[0]))
        word = str_sub(word, 1, word.n);
    const Units *u = unit_of(word);
    if (!u || (!hole && !number_read(digits).alone))
        return false;
    while (digits.n > 1 && digits.p[0] == '0' && digits.p[1] != '.')
        digits = str_sub(digits, 1, digits.n);
    Str after;
    bool floor = next && rw_constant_text(rw, next, &after) && str_ieqz(after, "floor");
    if (hole) {
        v->known = false, v->most_day = 31;
        if (u->months)
            time_nearly(v, MONTHS);
        add_amount(rw, v, sign, digits, u, date_only);
    } else if (u->months) {
        add_months(rw, v, sign, digits, u, floor);
    } else {
        add_amount(rw, v, sign, digits, u, date_only);
    }
    return true;
}

/* "+HH:MM", "-HH:MM:SS" */
static bool clock_step(Rw *rw, TimeValue *v, Str m)
{
    char sign = m.n && m.p[0] == '-' ? '-' : '+';
    Str t = m.n && (m.p[0] == '-' || m.p[0] == '+') ? str_sub(m, 1, m.n) : m;
    Moment of_day;
    if (t.n < 5 || t.p[2] != ':' || !moment_parse(t, &of_day))
        return false;
    for (size_t i = 0; i < t.n; i++)
        if (!ascii_digit(t.p[i]) && t.p[i] != ':' && t.p[i] != '.')
            return false;
    int64_t ms = moment_civil(of_day.ms).ms;
    step(rw, v, rw_fmt(rw, "%c INTERVAL '%.*s'", sign, (int)t.n, t.p));
    with_time(v);
    v->most_day = 31;
    know(v, v->ms + (sign == '-' ? -ms : ms));
    return true;
}

/* "+0001-02-03", "-0000-06-00 12:00": years, months, days and a time of day. */
static bool calendar_step(Rw *rw, TimeValue *v, Str m)
{
    static const char shape[] = "+0000-00-00 00:00:00.000";
    if (m.n != 11 && m.n != 17 && m.n != 20 && m.n != 24)
        return false;
    for (size_t i = 0; i < m.n; i++)
        if (i == 0            ? m.p[i] != '+' && m.p[i] != '-'
            : shape[i] == '0' ? !ascii_digit(m.p[i])
                              : m.p[i] != shape[i])
            return false;
    int y = atoi(m.p + 1), mo = atoi(m.p + 6), d = atoi(m.p + 9);
    if (mo > 11 || d > 30)
        return false;
    Str t = rw_fmt(rw, "%c INTERVAL '%d years %d months'", m.p[0], y, mo);
    if (y || mo)
        step(rw, v, t);
    if ((y || mo) && v->most_day > 28)
        time_nearly(v, MONTHS);
    if (d || m.n > 11)
        step(rw, v,
             rw_fmt(rw, "%c INTERVAL '%d days%.*s'", m.p[0], d, (int)(m.n - 11), m.n > 11 ? m.p + 11 : ""));
    with_time(v);
    v->known = false, v->most_day = 31;
    return true;
}

/* The moment as a timestamptz: PostgreSQL shows it in the session's zone. */
static void localtime_of(Rw *rw, TimeValue *v)
{
    time_nearly(v, "SQLite's local time is the machine's; the session's time zone stands in for it");
    v->known = false, v->most_day = 31;
    if (v->type == PG_TIMESTAMPTZ)
        return;
    const char *t = v->type == PG_DATE ? time_cast(rw, v->tmpl, "timestamp") : v->tmpl;
    bool simple = t[0] == '(' || !strchr(t, ' ') || !strncmp(t, "TIMESTAMP '", 11);
    v->tmpl = rw_fmt(rw, simple ? "%s AT TIME ZONE 'UTC'" : "(%s) AT TIME ZONE 'UTC'", t).p;
    v->type = PG_TIMESTAMPTZ;
}

static void constant_modifier(Rw *rw, TimeValue *v, Str m, const Node *next, bool date_only)
{
    if (start_of(rw, v, m) || amount(rw, v, m, next, date_only) || clock_step(rw, v, m) ||
        calendar_step(rw, v, m))
        return;
    if (m.n == 9 && str_istarts(m, "weekday ") && m.p[8] >= '0' && m.p[8] <= '6')
        weekday(rw, v, rw_fmt(rw, "%c", m.p[8]).p);
    else if (str_ieqz(m, "localtime"))
        localtime_of(rw, v);
    else if (str_ieqz(m, "utc"))
        time_nearly(v, "taken for UTC as it is: SQLite reads it as the machine's local time");
    else if (str_ieqz(m, "subsec") || str_ieqz(m, "subsecond"))
        v->subsec = true;
    else if (memchr(m.p, 0x1A, m.n))
        time_fail(v, "a modifier made by the program", "add an INTERVAL instead");
    else if (!str_ieqz(m, "auto") && !str_ieqz(m, "floor") && !str_ieqz(m, "ceiling"))
        v->null = true;
}

/* ---- modifiers that are computed ---- */

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

typedef struct Computed { /* lead, a number, tail */
    Str lead, tail;
    const Node *x;
} Computed;

/* printf('+%d days', n) */
static bool of_printf(Rw *rw, const Node *m, Computed *c)
{
    Str f;
    if ((!rw_is_call(rw, m, "printf") && !rw_is_call(rw, m, "format")) ||
        sema_strip(m)->kid[FUNC_ARGS]->nkids != 2 || !rw_constant_text(rw, rw_arg(sema_strip(m), 0), &f))
        return false;
    const char *at = f.n ? memchr(f.p, '%', f.n) : NULL;
    if (!at)
        return false;
    size_t i = (size_t)(at - f.p), k = i + 1;
    c->lead = str_sub(f, 0, i);
    if (k < f.n && f.p[k] == '+' && !c->lead.n)
        k++;
    if (k >= f.n || (f.p[k] != 'd' && f.p[k] != 'i' && f.p[k] != 's'))
        return false;
    c->tail = str_sub(f, k + 1, f.n);
    c->x = rw_arg(sema_strip(m), 1);
    return !c->tail.n || !memchr(c->tail.p, '%', c->tail.n);
}

/* '-' || x || ' days',  x || ' days',  'weekday ' || x */
static bool of_concat(Rw *rw, const Node *m, Computed *c)
{
    const Node *parts[4];
    uint32_t n = 0;
    collect(m, parts, &n, 3);
    if (n < 2 || n > 3)
        return false;
    bool lead = rw_constant_text(rw, parts[0], &c->lead), tail = rw_constant_text(rw, parts[n - 1], &c->tail);
    c->x = parts[lead ? 1 : 0];
    return n == 3 ? lead && tail : lead != tail;
}

/* CAST(x AS TEXT) is as good as x. */
static const Node *number_in(Rw *rw, const Node *x)
{
    const Node *s = sema_strip(x);
    if (s->kind == ND_CAST && rw_info(rw, s)->aff == AFF_TEXT)
        return s->kid[CAST_X];
    return x;
}

static bool never_negative(Rw *rw, const Node *x)
{
    int64_t value;
    return (rw_integer(rw, x, &value) && value >= 0) || rw_is_call(rw, x, "length") ||
           rw_is_call(rw, x, "count") || rw_is_call(rw, x, "abs");
}

static bool computed_modifier(Rw *rw, TimeValue *v, const Node *m)
{
    Computed c = {0};
    if ((!of_printf(rw, m, &c) && !of_concat(rw, m, &c)) || v->nargs + 1 >= TIME_ARGS)
        return false;
    c.x = number_in(rw, c.x);
    PgType t = rw_type(rw, c.x);
    bool text = t == PG_TEXT || t == PG_LIT;
    if (c.tail.n == 0 && str_ieqz(c.lead, "weekday ")) {
        v->args[v->nargs] = RW_NODE(c.x);
        weekday(rw, v, rw_fmt(rw, text || t == PG_PARAM ? "{%u}::int" : "{%u:int}", v->nargs++).p);
        return true;
    }
    if ((c.lead.n && !str_eqz(c.lead, "+") && !str_eqz(c.lead, "-")) || !c.tail.n ||
        !ascii_space(c.tail.p[0]))
        return false;
    while (c.tail.n && ascii_space(c.tail.p[0]))
        c.tail = str_sub(c.tail, 1, c.tail.n);
    const Units *u = unit_of(c.tail);
    if (!u || t == PG_BOOL || pg_family(t) == FAM_TEMPORAL)
        return false;
    if (u->months && v->most_day > 28)
        time_nearly(v, MONTHS);
    if (c.lead.n && !never_negative(rw, c.x))
        time_nearly(v,
                    "a negative number behind the sign is no modifier in SQLite: the result is NULL there");
    v->args[v->nargs] = RW_NODE(c.x);
    step(rw, v,
         rw_fmt(rw, "%s {%u}%s * INTERVAL '1 %s'", str_eqz(c.lead, "-") ? "-" : "+", v->nargs,
                text ? "::numeric" : "", u->name));
    v->nargs++;
    with_time(v);
    v->known = false, v->most_day = u->months && v->most_day <= 28 ? v->most_day : 31;
    return true;
}

void time_modifier(Rw *rw, TimeValue *v, const Node *m, const Node *next, bool date_only)
{
    Str s;
    PgType t = rw_type(rw, m);
    if (sema_is_null(m)) {
        v->null = true;
    } else if (rw_constant_text(rw, m, &s)) {
        constant_modifier(rw, v, s, next, date_only);
    } else if (computed_modifier(rw, v, m)) {
        return;
    } else if ((t == PG_PARAM || t == PG_TEXT) && v->nargs + 1 < TIME_ARGS && !rw_options(rw)->compat) {
        time_nearly(v, t == PG_PARAM
                           ? "a modifier that comes in a parameter: only plain steps such as '-7 "
                             "days' mean the same"
                           : "a computed modifier: only plain steps such as '-7 days' mean the same");
        v->args[v->nargs] = RW_NODE(m);
        step(rw, v, rw_fmt(rw, "+ {%u}::interval", v->nargs++));
        with_time(v);
        v->known = false, v->most_day = 31;
    } else {
        time_fail(v, "a modifier that is not constant", "add an INTERVAL instead");
    }
}
