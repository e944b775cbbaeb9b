/* Time values (https://sqlite.org/lang_datefunc.html): the base that a call's modifiers start from.  What
   cannot be said says so in `fail`.  The modifiers are modifier.c's. */
#include "base/number.h"
#include "rules/date/moment.h"
#include "rules/date/time_value.h"

void time_fail(TimeValue *v, const char *why, const char *hint)
{
    v->fail = why;
    v->hint = hint;
}

void time_nearly(TimeValue *v, const char *why)
{
    v->near = true;
    v->why = why;
}

/* Is there a blank outside all parentheses: an operator, or a typed literal? */
static bool has_operator(const char *t)
{
    int depth = 0;
    for (; *t; t++) {
        depth += (*t == '(') - (*t == ')');
        if (*t == ' ' && depth == 0)
            return true;
    }
    return false;
}

const char *time_cast(Rw *rw, const char *tmpl, const char *type)
{
    bool date = strncmp(tmpl, "DATE '", 6) == 0 && strchr(tmpl + 6, '\'')[1] == 0;
    if (date && strcmp(type, "timestamp") == 0)
        return rw_fmt(rw, "TIMESTAMP %s", tmpl + 5).p;
    return rw_fmt(rw, has_operator(tmpl) ? "(%s)::%s" : "%s::%s", tmpl, type).p;
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

/* YYYY-MM-DD, with or without HH:MM, HH:MM:SS, HH:MM:SS.SSS: PostgreSQL reads it as it is. */
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

static void know(Rw *rw, TimeValue *v, const Moment *m, Str text)
{
    v->known = true;
    v->ms = m->ms;
    v->most_day = moment_civil(m->ms).day;
    v->type = m->date_only ? PG_DATE : PG_TIMESTAMP;
    if (moment_civil(m->ms).year < 1)
        time_fail(v, "PostgreSQL has no year 0 and spells those before it with BC", NULL);
    else if (text.n && iso(text) && !m->moved && !(text.n > 10 && text.p[11] == '2' && text.p[12] == '4'))
        v->tmpl = rw_fmt(rw, "%s '%.*s'", m->date_only ? "DATE" : "TIMESTAMP", (int)text.n, text.p).p;
    else
        v->tmpl = moment_literal(rw, m->ms, m->date_only);
}

static void base_literal(Rw *rw, TimeValue *v, Str s, bool date_only, bool alone)
{
    Moment m;
    if (memchr(s.p, 0x1A, s.n)) {
        time_fail(v, "a time value made by the program", NULL);
    } else if (str_ieqz(s, "now")) {
        base_now(rw, v, date_only);
    } else if (str_ieqz(s, "subsec") || str_ieqz(s, "subsecond")) {
        base_now(rw, v, false);
        v->subsec = true;
    } else if (moment_parse(s, &m)) {
        if (s.n > 16 && s.p[s.n - 1] == 'Z')
            s.n--;
        know(rw, v, &m, s);
        if (m.moved && alone)
            time_nearly(v, "before SQLite 3.45 a day that its month does not have came back as it was");
    } else {
        v->null = true;
    }
}

static bool number_text(Rw *rw, const Node *n, double *d)
{
    n = sema_strip(n);
    bool minus = n->kind == ND_UNARY && n->op == TK_MINUS;
    if (minus)
        n = sema_strip(n->kid[UNARY_X]);
    if (n->kind != ND_LITERAL || (n->op != TK_INTEGER && n->op != TK_FLOAT) ||
        !number_read(rw_text(rw, n)).alone)
        return false;
    Str s = rw_text(rw, n);
    *d = rw_double(rw, s) * (minus ? -1 : 1);
    return true;
}

/* --timezone=explicit: what is a timestamptz so far, in UTC. */
static void in_utc(Rw *rw, TimeValue *v)
{
    if (rw_options(rw)->timezone != TZ_EXPLICIT || v->null)
        return;
    v->tmpl = rw_fmt(rw, "(%s AT TIME ZONE 'UTC')", v->tmpl).p;
    v->type = PG_TIMESTAMP;
}

/* A number is a Julian day.  SQLite counts in milliseconds. */
static const char JULIAN[] = "to_timestamp(round((({0} - 2440587.5) * 86400)::numeric, 3))";
static const char JULIAN_OR_NULL[] =
    "CASE WHEN {0} >= 0 AND {0} < 5373484.5 THEN to_timestamp(({0} - 2440587.5) * 86400) END";
static const char AUTO[] =
    "CASE WHEN {0} >= 0 AND {0} < 5373484.5 THEN to_timestamp(round((({0} - 2440587.5) * "
    "86400)::numeric, 3)) ELSE to_timestamp({0}) END";

static void base_julian(Rw *rw, TimeValue *v, const Node *x)
{
    double d;
    Moment m;
    if (number_text(rw, x, &d)) {
        v->nargs = 0;
        if (moment_julian(d, &m))
            know(rw, v, &m, STR_NONE);
        else
            v->null = true;
        return;
    }
    v->type = PG_TIMESTAMPTZ;
    PgType t = rw_type(rw, x);
    v->tmpl = JULIAN;
    if (t == PG_INT || t == PG_BIGINT)
        v->tmpl = JULIAN_OR_NULL; /* seconds since 1970 are out of range, and NULL */
    if (t == PG_INT || t == PG_BIGINT)
        time_nearly(v, "a number is a Julian day; those before the year 1 print otherwise");
    else
        time_nearly(v, "a number is a Julian day; those beyond the year 9999 are NULL in SQLite");
    in_utc(rw, v);
}

/* ---- columns that are made of dates alone: calendars ---- */

enum { DEEP = 8 };

/* The latest day of the month that `x`, a text, can be; 0 when it may be no date. */
static int day_of(Rw *rw, const Node *x, const Node *within, int depth);

/* One row's, or one part's, expressions behind a column. */
static int day_of_column(Rw *rw, const ResultCol *c, const Node *within, int depth)
{
    int most = day_of(rw, c->def, within, depth);
    for (uint32_t i = 0; i < c->nmore && most; i++) {
        int d = day_of(rw, c->more[i], within, depth);
        most = !d ? 0 : d > most ? d : most;
    }
    return most;
}

/* A column of a subquery or CTE: all rows that it has are dates.  A recursive CTE that names itself adds what
   its steps make of it. */
static int day_of_derived(Rw *rw, const Node *x, const Node *within, int depth)
{
    const Info *i = rw_info(rw, x);
    const Source *s = i->source;
    if (!s || i->name != NAME_DERIVED)
        return 0;
    const Node *select = s->cte                        ? s->cte->kid[CTE_SELECT]
                         : s->node->kind == ND_FROMSUB ? s->node->kid[FROMSUB_SELECT]
                                                       : NULL;
    if (select && select == within)
        return 1; /* itself */
    uint32_t n, at = 0;
    bool known;
    const ResultCol *cols = select ? sema_result(rw_sema(rw), rw_arena(rw), select, &n, &known) : NULL;
    while (cols && at < s->ncols && (s->cols[at].def != i->def || !i->def))
        at++;
    return cols && known && at < n && at < s->ncols && cols[at].def
               ? day_of_column(rw, &cols[at], select, depth)
               : 0;
}

/* date(x, '+1 month'): steps of months leave the day as it is, where it is no later than the 28th. */
static int day_of_call(Rw *rw, const Node *call, const Node *within, int depth)
{
    const Node *args = call->kid[FUNC_ARGS];
    int day = args->nkids ? day_of(rw, args->kid[0], within, depth) : 31;
    for (uint32_t i = 1; i < args->nkids; i++) {
        Str s;
        bool text = rw_constant_text(rw, args->kid[i], &s);
        if (text && (str_ieqz(s, "start of month") || str_ieqz(s, "start of year")))
            day = 1;
        else if (!text || day == 0 || day > 28 ||
                 !(str_iends(s, "month") || str_iends(s, "months") || str_iends(s, "year") ||
                   str_iends(s, "years")) ||
                 memchr(s.p, '.', s.n))
            day = 31;
    }
    return day ? day : 31;
}

static int day_of(Rw *rw, const Node *x, const Node *within, int depth)
{
    Str s;
    Moment m;
    x = sema_strip(x);
    if (depth == 0)
        return 0;
    if (rw_string(rw, x, &s))
        return iso(s) && moment_parse(s, &m) && !m.moved ? moment_civil(m.ms).day : 0;
    if (x->kind == ND_COLREF)
        return day_of_derived(rw, x, within, depth - 1);
    uint8_t mean = rw_info(rw, x)->meaning;
    if (mean != MEAN_DATE && mean != MEAN_DATETIME)
        return 0;
    return rw_is_call(rw, x, "date") || rw_is_call(rw, x, "datetime") ? day_of_call(rw, x, within, depth - 1)
                                                                      : 31;
}

static void base_column(Rw *rw, TimeValue *v, const Node *x)
{
    PgType t = rw_type(rw, x);
    uint8_t mean = rw_info(rw, x)->meaning;
    int day = sema_strip(x)->kind == ND_COLREF ? day_of(rw, x, NULL, DEEP) : 0;
    v->args[v->nargs++] = RW_NODE(x);
    if (day)
        v->most_day = day;
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
        if (!day)
            time_nearly(v, "text that is no date is NULL in SQLite and an error in PostgreSQL");
        break;
    case PG_UNKNOWN:
    case PG_PARAM: time_nearly(v, "text that is no date is NULL in SQLite and an error in PostgreSQL"); break;
    case PG_NULL: v->null = true; return;
    case PG_INT:
    case PG_BIGINT:
    case PG_FLOAT8:
    case PG_NUMERIC: base_julian(rw, v, x); return;
    default: time_fail(v, "this is no time value", NULL); return;
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
    int64_t seconds;
    if (rw_integer(rw, x, &seconds) &&
        (seconds > 253402300799 || seconds < -210866760000)) { /* 9999, -4713 */
        v->null = true;
        return;
    }
    if (t == PG_BIGINT || t == PG_FLOAT8 || t == PG_NUMERIC)
        if (rw_info(rw, x)->col)
            time_nearly(v, "seconds beyond the year 9999 (milliseconds, say) give NULL in SQLite");
    if (pg_family(t) == FAM_TEMPORAL)
        time_fail(v, "'unixepoch' beside a column that is declared as a date",
                  "declare the column INTEGER if it holds seconds");
    in_utc(rw, v);
}

/* 'auto': small numbers are Julian days, others seconds. */
static void base_auto(Rw *rw, TimeValue *v, const Node *x)
{
    base_column(rw, v, x);
    double d;
    if (v->null && number_text(rw, x, &d)) {
        v->null = false;
        base_epoch(rw, v, x);
    } else if (pg_family(rw_type(rw, x)) == FAM_NUMBER && !v->known) {
        v->near = false;
        v->tmpl = AUTO;
        v->type = PG_TIMESTAMPTZ;
        in_utc(rw, v);
    }
}

/* 'julianday': a number, or NULL. */
static void base_forced_julian(Rw *rw, TimeValue *v, const Node *x)
{
    PgType t = rw_type(rw, x);
    if (pg_family(t) == FAM_NUMBER)
        v->args[v->nargs++] = RW_NODE(x), base_julian(rw, v, x);
    else
        time_fail(v, "'julianday' beside what may be no number", NULL);
}

static bool uses_twice(const TimeValue *v, uint32_t arg)
{
    char slot[3] = {'{', (char)('0' + arg), 0};
    const char *first = v->tmpl ? strstr(v->tmpl, slot) : NULL;
    return arg < 10 && first && strstr(first + 1, slot);
}

bool time_repeatable(Rw *rw, const TimeValue *v)
{
    for (uint32_t i = 0; i < v->nargs; i++)
        if (v->args[i].node && !rw_pure(rw, v->args[i].node))
            return false;
    return true;
}

/* The modifier that says how a number is to be read, which comes first. */
static bool base_by_modifier(Rw *rw, TimeValue *v, const Node *x, const Node *modifier)
{
    static const struct {
        const char *name;
        void (*base)(Rw *, TimeValue *, const Node *);
    } bases[] = {{"unixepoch", base_epoch}, {"auto", base_auto}, {"julianday", base_forced_julian}};
    Str s;
    if (!modifier || !rw_constant_text(rw, modifier, &s))
        return false;
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (str_ieqz(s, bases[i].name)) {
            bases[i].base(rw, v, x);
            return true;
        }
    return false;
}

TimeValue time_value(Rw *rw, const Node *call, uint32_t first, bool date_only)
{
    TimeValue v = {.tmpl = "NULL::timestamp", .type = PG_TIMESTAMP, .most_day = 31};
    const Node *args = call->kid[FUNC_ARGS];
    uint32_t at = first + 1;
    Str s;
    bool days_only = date_only;
    for (uint32_t i = at; i < args->nkids && days_only; i++) {
        Str m;
        days_only = rw_constant_text(rw, args->kid[i], &m) &&
                    (str_ihas(m, "day") && !str_ihas(m, "start") && !memchr(m.p, '.', m.n));
    }
    if (first >= args->nkids) {
        base_now(rw, &v, days_only);
        return v;
    }
    const Node *x = args->kid[first];
    const Node *bare = sema_strip(x);
    bool constant = rw_constant_text(rw, x, &s);
    if (!(constant && !number_read(s).alone) && base_by_modifier(rw, &v, x, rw_arg(call, at)))
        at++;
    else if (bare->kind == ND_LITERAL && (bare->op == TK_CURRENT_TIMESTAMP || bare->op == TK_CURRENT_DATE))
        base_now(rw, &v, days_only || bare->op == TK_CURRENT_DATE);
    else if (constant)
        base_literal(rw, &v, s, days_only, at == args->nkids);
    else
        base_column(rw, &v, x);
    for (; at < args->nkids && !v.fail && !v.null; at++)
        time_modifier(rw, &v, args->kid[at], rw_arg(call, at + 1), date_only);
    for (uint32_t i = 0; i < v.nargs && !v.fail && !v.null; i++)
        if (uses_twice(&v, i) && !time_repeatable(rw, &v))
            time_fail(&v, "the time value would have to be computed twice", "give the parameter a number");
    return v;
}
