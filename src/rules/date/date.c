/* date(), time(), datetime(), strftime(), julianday(), unixepoch() and CURRENT_TIMESTAMP.  Beside a DATE or
   TIMESTAMP column they become values of that type, elsewhere the text that SQLite gives. */
#include "rules/date/moment.h"
#include "rules/date/time_value.h"

#define JULIANDAY "EXTRACT(epoch FROM %s)::double precision / 86400 + 2440587.5"

static bool temporal(PgType t)
{
    return pg_family(t) == FAM_TEMPORAL;
}

static bool finish(Rw *rw, const Node *n, const TimeValue *v, const char *tmpl, PgType type)
{
    rw_template(rw, n, tmpl, type, v->args, v->nargs);
    return true;
}

/* What the call is when SQLite gives NULL whatever the data. */
static bool always_null(Rw *rw, const Node *n)
{
    bool number = rw_is_call(rw, n, "julianday") || rw_is_call(rw, n, "unixepoch");
    PgType want = rw_want(rw), type = number                                            ? PG_FLOAT8
                                      : temporal(want) || pg_family(want) == FAM_NUMBER ? want
                                                                                        : PG_TEXT;
    rw_template(rw, n, rw_fmt(rw, "NULL::%s", pg_spelling(type)).p, type, NULL, 0);
    return true;
}

/* The function of sqlite_compat that reads the time value, modifiers and format as they come. */
static bool by_compat(Rw *rw, const Node *n, const char *why, const char *hint)
{
    const Node *args = n->kid[FUNC_ARGS];
    RwArg a[TIME_ARGS];
    Str t = rw_fmt(rw, "sqlite_compat.%.*s(", (int)rw_name(rw, n->kid[FUNC_NAME]).n,
                   rw_name(rw, n->kid[FUNC_NAME]).p);
    if (args->nkids > TIME_ARGS)
        return rw_manual(rw, n, why, hint);
    for (uint32_t i = 0; i < args->nkids; i++) {
        PgType have = rw_type(rw, args->kid[i]);
        bool cast = have == PG_PARAM || have == PG_NULL || pg_family(have) == FAM_NUMBER;
        a[i] = RW_NODE(args->kid[i]);
        t = rw_fmt(rw, "%s%s{%u%s}%s", t.p, i ? ", " : "", i, cast ? "" : ":text", cast ? "::text" : "");
    }
    PgType type = rw_is_call(rw, n, "julianday")   ? PG_FLOAT8
                  : rw_is_call(rw, n, "unixepoch") ? PG_BIGINT
                                                   : PG_TEXT;
    return rw_compat(rw, n, why, hint, rw_fmt(rw, "%s)", t.p).p, type, a, args->nkids);
}

/* True when nothing is left to do. */
static bool say(Rw *rw, const Node *n, const TimeValue *v)
{
    if (v->fail)
        return by_compat(rw, n, v->fail, v->hint);
    if (v->near && !v->null)
        rw_near(rw, n, v->why, NULL);
    else
        rw_exact(rw, n);
    return v->null && always_null(rw, n);
}

static const char *as(Rw *rw, const TimeValue *v, const char *type)
{
    return time_cast(rw, v->tmpl, type);
}

/* The text itself, where the value is a constant; NULL where it is not. */
static const char *constant(Rw *rw, const TimeValue *v, const char *format)
{
    Str t = v->known && !v->subsec ? moment_format(rw, v->ms, str_z(format)) : STR_NONE;
    return t.n ? rw_literal(rw, t).p : NULL;
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
    if (pg_family(rw_want(rw)) == FAM_NUMBER)
        return finish(rw, n, &v, rw_fmt(rw, "EXTRACT(year FROM %s)::int", v.tmpl).p, PG_INT);
    const char *whole = temporal(rw_want(rw)) ? NULL : constant(rw, &v, "%Y-%m-%d");
    if (whole)
        return finish(rw, n, &v, whole, PG_TEXT);
    if (!temporal(rw_want(rw)))
        return text(rw, n, &v, STR("YYYY-MM-DD"));
    return finish(rw, n, &v, v.type == PG_DATE ? v.tmpl : as(rw, &v, "date"), PG_DATE);
}

static bool datetime(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    if (pg_family(rw_want(rw)) == FAM_NUMBER)
        return finish(rw, n, &v, rw_fmt(rw, "EXTRACT(year FROM %s)::int", v.tmpl).p, PG_INT);
    const char *whole = temporal(rw_want(rw)) ? NULL : constant(rw, &v, "%Y-%m-%d %H:%M:%S");
    if (whole)
        return finish(rw, n, &v, whole, PG_TEXT);
    if (!temporal(rw_want(rw)) || v.subsec)
        return text(rw, n, &v, v.subsec ? STR("YYYY-MM-DD HH24:MI:SS.MS") : STR("YYYY-MM-DD HH24:MI:SS"));
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
    const char *whole = constant(rw, &v, "%H:%M:%S");
    if (whole)
        return finish(rw, n, &v, whole, PG_TEXT);
    return text(rw, n, &v, v.subsec ? STR("HH24:MI:SS.MS") : STR("HH24:MI:SS"));
}

/* "007" as a number is written. */
static const char *plain_digits(Rw *rw, Str s)
{
    while (s.n > 1 && s.p[0] == '0')
        s = str_sub(s, 1, s.n);
    return rw_fmt(rw, "%.*s", (int)s.n, s.p).p;
}

/* One specifier where a number is wanted: '%Y', '%H', ... */
static bool number_field(Rw *rw, const Node *n, const TimeValue *v, char spec)
{
    static const struct {
        char spec;
        const char *field;
    } fields[] = {{'Y', "year"}, {'m', "month"},  {'d', "day"},     {'e', "day"},
                  {'H', "hour"}, {'k', "hour"},   {'M', "minute"},  {'j', "doy"},
                  {'w', "dow"},  {'u', "isodow"}, {'G', "isoyear"}, {'V', "week"}};
    Str whole = v->known && !v->subsec && spec != 'J'
                    ? moment_format(rw, v->ms, (Str){(char[]){'%', spec}, 2})
                    : STR_NONE;
    if (whole.n)
        return finish(rw, n, v, plain_digits(rw, whole), spec == 's' ? PG_BIGINT : PG_INT);
    if (spec == 's' && !v->subsec)
        return finish(rw, n, v, rw_fmt(rw, "floor(EXTRACT(epoch FROM %s))::bigint", v->tmpl).p, PG_BIGINT);
    if (spec == 'J')
        return finish(rw, n, v, rw_fmt(rw, JULIANDAY, v->tmpl).p, PG_FLOAT8);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].spec != spec)
            continue;
        bool clock = spec == 'H' || spec == 'k' || spec == 'M'; /* a DATE has no hour to ask for */
        const char *x = clock && v->type == PG_DATE ? as(rw, v, "timestamp") : v->tmpl;
        return finish(rw, n, v, rw_fmt(rw, "EXTRACT(%s FROM %s)::int", fields[i].field, x).p, PG_INT);
    }
    return false;
}

static bool formatted(Rw *rw, const Node *n, TimeValue *v, Str f)
{
    Str whole = v->known && !v->subsec ? moment_format(rw, v->ms, f) : STR_NONE;
    if (whole.n)
        return finish(rw, n, v, rw_literal(rw, whole).p, PG_TEXT);
    const char *t = time_format(rw, v, f);
    for (uint32_t i = 0; i < v->nargs; i++)
        if (!time_repeatable(rw, v) && strstr(strchr(t, '{') + 1, "{0}"))
            return by_compat(rw, n, "the time value would have to be computed twice",
                             "give the parameter a number");
    return finish(rw, n, v, t, PG_TEXT);
}

static bool strftime_call(Rw *rw, const Node *n)
{
    Str f;
    if (!rw_constant_text(rw, rw_arg(n, 0), &f))
        return by_compat(rw, n, "strftime() with a format that is not constant", "use TO_CHAR()");
    if (memchr(f.p, 0x1A, f.n))
        return rw_manual(rw, n, "a format made by the program", "use TO_CHAR()");
    bool date_only = str_eqz(f, "%Y-%m-%d") || str_eqz(f, "%F") || str_eqz(f, "%Y-%m") || str_eqz(f, "%Y") ||
                     str_eqz(f, "%m") || str_eqz(f, "%d");
    TimeValue v = time_value(rw, n, 1, date_only);
    v.null |= !time_format_known(f);
    if (say(rw, n, &v))
        return true;
    if (rw_info(rw, n)->meaning == MEAN_DATE && rw_want(rw) == PG_DATE)
        return finish(rw, n, &v, v.type == PG_DATE ? v.tmpl : as(rw, &v, "date"), PG_DATE);
    if (rw_info(rw, n)->meaning == MEAN_DATETIME && temporal(rw_want(rw)))
        return finish(rw, n, &v, v.type == PG_DATE ? as(rw, &v, "timestamp") : v.tmpl,
                      v.type == PG_DATE ? PG_TIMESTAMP : v.type);
    bool number = pg_family(rw_want(rw)) == FAM_NUMBER;
    if (number && f.n == 2 && f.p[0] == '%' && number_field(rw, n, &v, f.p[1]))
        return true;
    return formatted(rw, n, &v, f);
}

static bool julianday(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    return finish(rw, n, &v, rw_fmt(rw, JULIANDAY, v.tmpl).p, PG_FLOAT8);
}

static bool unixepoch(Rw *rw, const Node *n)
{
    TimeValue v = time_value(rw, n, 0, false);
    if (say(rw, n, &v))
        return true;
    Str whole = v.known && !v.subsec ? moment_format(rw, v.ms, STR("%s")) : STR_NONE;
    if (whole.n)
        return finish(rw, n, &v, whole.p, PG_BIGINT);
    if (v.subsec)
        return finish(rw, n, &v, rw_fmt(rw, "EXTRACT(epoch FROM %s)::double precision", v.tmpl).p, PG_FLOAT8);
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
