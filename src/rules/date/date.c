/* date(), time(), datetime(), strftime(), julianday(), unixepoch() and CURRENT_TIMESTAMP.  Beside a DATE or
   TIMESTAMP column they become values of that type, elsewhere the text that SQLite gives. */
#include "rules/date/time_value.h"

static bool temporal(PgType t)
{
    return pg_family(t) == FAM_TEMPORAL;
}

static bool say(Rw *rw, const Node *n, const TimeValue *v)
{
    if (v->fail)
        return rw_manual(rw, n, v->fail, v->hint);
    if (v->near)
        rw_near(rw, n, v->why, NULL);
    else
        rw_exact(rw, n);
    return false;
}

static bool finish(Rw *rw, const Node *n, const TimeValue *v, const char *tmpl, PgType type)
{
    rw_template(rw, n, tmpl, type, v->args, v->nargs);
    return true;
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

/* The time value cast to a type, with parentheses where an operator is inside. */
static const char *as(Rw *rw, const TimeValue *v, const char *type)
{
    return rw_fmt(rw, has_operator(v->tmpl) ? "(%s)::%s" : "%s::%s", v->tmpl, type).p;
}

static bool text(Rw *rw, const Node *n, const TimeValue *v, Str format)
{
    Str lit = rw_literal(rw, format);
    return finish(rw, n, v, rw_fmt(rw, "TO_CHAR(%s, %.*s)", v->tmpl, (int)lit.n, lit.p).p, PG_TEXT);
}

static bool date(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, true);
    if (say(rw, n, &v))
        return true;
    if (!temporal(rw_want(rw)))
        return text(rw, n, &v, STR("YYYY-MM-DD"));
    return finish(rw, n, &v, v.type == PG_DATE ? v.tmpl : as(rw, &v, "date"), PG_DATE);
}

static bool datetime(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    if (!temporal(rw_want(rw)))
        return text(rw, n, &v, STR("YYYY-MM-DD HH24:MI:SS"));
    if (rw_want(rw) == PG_DATE)
        return finish(rw, n, &v, as(rw, &v, "date"), PG_DATE);
    if (v.type == PG_DATE)
        return finish(rw, n, &v, as(rw, &v, "timestamp"), PG_TIMESTAMP);
    return finish(rw, n, &v, v.tmpl, v.type);
}

static bool time_of_day(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    if (rw_want(rw) == PG_TIME)
        return finish(rw, n, &v, as(rw, &v, "time"), PG_TIME);
    return text(rw, n, &v, STR("HH24:MI:SS"));
}

/* strftime's single numbers that to_char() has no pattern for, or that a number is wanted of. */
static bool number_field(Rw *rw, const Node *n, const TimeValue *v, char spec)
{
    static const struct {
        char spec;
        const char *field;
    } fields[] = {{'Y', "year"},   {'m', "month"}, {'d', "day"}, {'H', "hour"},
                  {'M', "minute"}, {'j', "doy"},   {'w', "dow"}, {'u', "isodow"}};
    bool number = pg_family(rw_want(rw)) == FAM_NUMBER;
    if (spec == 's') {
        const char *t = rw_fmt(rw, "floor(EXTRACT(epoch FROM %s))::bigint", v->tmpl).p;
        return number ? finish(rw, n, v, t, PG_BIGINT)
                      : finish(rw, n, v, rw_fmt(rw, "%s::text", t).p, PG_TEXT);
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].spec != spec)
            continue;
        bool clock = spec == 'H' || spec == 'M'; /* a DATE has no hour to ask for */
        const char *x = clock && v->type == PG_DATE ? as(rw, v, "timestamp") : v->tmpl;
        const char *t = rw_fmt(rw, "EXTRACT(%s FROM %s)::int", fields[i].field, x).p;
        if (number)
            return finish(rw, n, v, t, PG_INT);
        if (spec == 'w')
            return finish(rw, n, v, rw_fmt(rw, "%s::text", t).p, PG_TEXT);
    }
    if (spec == 'W' || spec == 'U') {
        const char *dow = spec == 'W' ? "(EXTRACT(dow FROM %s)::int + 6) %% 7" : "EXTRACT(dow FROM %s)::int";
        Str d = rw_fmt(rw, dow, v->tmpl);
        return finish(
            rw, n, v,
            rw_fmt(rw, "TO_CHAR((EXTRACT(doy FROM %s)::int + 6 - %.*s) / 7, 'FM00')", v->tmpl, (int)d.n, d.p)
                .p,
            PG_TEXT);
    }
    return false;
}

static bool strftime_call(Rw *rw, const Node *n)
{
    Str f;
    if (!rw_string(rw, rw_arg(n, 0), &f))
        return rw_manual(rw, n, "strftime() with a format that is not constant", "use TO_CHAR()");
    bool date_only = str_eqz(f, "%Y-%m-%d") || str_eqz(f, "%F") || str_eqz(f, "%Y-%m") || str_eqz(f, "%Y") ||
                     str_eqz(f, "%m") || str_eqz(f, "%d");
    TimeValue v = time_value(rw, n, 1, date_only);
    if (say(rw, n, &v))
        return true;
    if (rw_info(rw, n)->meaning == MEAN_DATE && rw_want(rw) == PG_DATE)
        return finish(rw, n, &v, v.type == PG_DATE ? v.tmpl : as(rw, &v, "date"), PG_DATE);
    if (rw_info(rw, n)->meaning == MEAN_DATETIME && temporal(rw_want(rw)))
        return finish(rw, n, &v, v.type == PG_DATE ? as(rw, &v, "timestamp") : v.tmpl,
                      v.type == PG_DATE ? PG_TIMESTAMP : v.type);
    if (f.n == 2 && f.p[0] == '%' && number_field(rw, n, &v, f.p[1]))
        return true;
    Str pattern = time_format(rw, f);
    if (!pattern.p)
        return rw_manual(rw, n, "this strftime() format has no counterpart in TO_CHAR()", NULL);
    return text(rw, n, &v, pattern);
}

static bool julianday(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    return finish(rw, n, &v,
                  rw_fmt(rw, "EXTRACT(epoch FROM %s)::double precision / 86400 + 2440587.5", v.tmpl).p,
                  PG_FLOAT8);
}

static bool unixepoch(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    return finish(rw, n, &v, rw_fmt(rw, "floor(EXTRACT(epoch FROM %s))::bigint", v.tmpl).p, PG_BIGINT);
}

static bool apply(Rw *rw, const Node *n)
{
    static const struct {
        const char *name;
        bool (*apply)(Rw *, const Node *);
    } calls[] = {{"date", date},           {"datetime", datetime},
                 {"time", time_of_day},    {"strftime", strftime_call},
                 {"julianday", julianday}, {"unixepoch", unixepoch}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (rw_is_call(rw, n, calls[i].name))
            return calls[i].apply(rw, n);
    return false;
}

const Rule rule_date = {.code = 601,
                        .name = "date/function",
                        .title = "SQLite's date functions are TO_CHAR(), EXTRACT() and intervals",
                        .funcs = FUNCS("date", "time", "datetime", "strftime", "julianday", "unixepoch"),
                        .apply = apply};
