/* Constant time values as SQLite reads them (https://sqlite.org/lang_datefunc.html, "Time Values"; date.c's
   parseDateOrTime): YYYY-MM-DD with or without a time and a zone, a time alone, a Julian day.  It knows no
   clock: 'now' and columns are time_value.c's. */
#include "base/number.h"
#include "rules/date/moment.h"
#include <math.h>
#include <stdlib.h>

enum { DAY_MS = 86400000 };

#define MOST_JULIAN  5373484.5 /* 9999-12-31 23:59:59.999 and a little */
#define EPOCH_JULIAN 2440587.5

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

static int64_t days_before_year(int64_t y) /* days from 0000-01-01 */
{
    y--;
    return (y + 1) * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + 1;
}

static bool leap(int64_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int64_t y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[m - 1] + (m == 2 && leap(y));
}

enum { EPOCH_DAYS = 719528 }; /* from 0000-01-01 to 1970-01-01 */

int64_t moment_of(Civil c)
{
    int64_t months = c.year * 12 + c.month - 1, y = floor_div(months, 12);
    int64_t days = days_before_year(y);
    for (int m = 1; m <= months - y * 12; m++)
        days += month_days(y, m);
    return (days + c.day - 1 - EPOCH_DAYS) * DAY_MS + c.ms;
}

Civil moment_civil(int64_t ms)
{
    Civil c = {.month = 1};
    int64_t days = floor_div(ms, DAY_MS);
    c.ms = ms - days * DAY_MS;
    days += EPOCH_DAYS;
    c.year = floor_div(days * 400, 146097);
    while (days_before_year(c.year + 1) <= days)
        c.year++;
    while (days_before_year(c.year) > days)
        c.year--;
    days -= days_before_year(c.year);
    while (days >= month_days(c.year, c.month))
        days -= month_days(c.year, c.month++);
    c.day = (int)days + 1;
    return c;
}

bool moment_in_range(int64_t ms)
{
    return ms >= -(int64_t)(EPOCH_JULIAN * DAY_MS) && moment_civil(ms).year <= 9999;
}

bool moment_julian(double days, Moment *m)
{
    if (!(days >= 0 && days < MOST_JULIAN))
        return false;
    *m = (Moment){.ms = (int64_t)(days * DAY_MS + 0.5) - (int64_t)(EPOCH_JULIAN * DAY_MS), .number = true};
    return true;
}

/* ---- reading ---- */

static bool digits(Str *s, size_t count, int least, int most, int *out)
{
    int v = 0;
    if (s->n < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!ascii_digit(s->p[i]))
            return false;
        v = v * 10 + s->p[i] - '0';
    }
    *s = str_sub(*s, count, s->n);
    *out = v;
    return v >= least && v <= most;
}

static bool take(Str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static void blanks(Str *s, bool and_t)
{
    while (s->n && (ascii_space(s->p[0]) || (and_t && s->p[0] == 'T')))
        *s = str_sub(*s, 1, s->n);
}

/* Z, +HH:MM, -HH:MM, and the end. */
static bool zone(Str *s, int64_t *minutes)
{
    int h, m;
    *minutes = 0;
    blanks(s, false);
    if (!s->n)
        return true;
    char c = s->p[0];
    *s = str_sub(*s, 1, s->n);
    if (c == '+' || c == '-') {
        if (!digits(s, 2, 0, 14, &h) || !take(s, ':') || !digits(s, 2, 0, 59, &m))
            return false;
        *minutes = (c == '-' ? -1 : 1) * (h * 60 + m);
    } else if (c != 'Z' && c != 'z') {
        return false;
    }
    blanks(s, false);
    return s->n == 0;
}

/* HH:MM, HH:MM:SS, HH:MM:SS.SSS with or without a zone: milliseconds of the day, which the zone may leave. */
static bool clock_time(Str s, int64_t *ms)
{
    int h, m, sec = 0;
    int64_t minutes;
    double fraction = 0;
    if (!digits(&s, 2, 0, 24, &h) || !take(&s, ':') || !digits(&s, 2, 0, 59, &m))
        return false;
    if (take(&s, ':')) {
        if (!digits(&s, 2, 0, 59, &sec))
            return false;
        if (s.n > 1 && s.p[0] == '.' && ascii_digit(s.p[1])) {
            double scale = 1;
            for (s = str_sub(s, 1, s.n); s.n && ascii_digit(s.p[0]); s = str_sub(s, 1, s.n))
                fraction = fraction * 10 + (s.p[0] - '0'), scale *= 10;
            fraction /= scale;
        }
    }
    if (!zone(&s, &minutes))
        return false;
    *ms = ((h * 60 + m) * 60 + sec) * INT64_C(1000) + (int64_t)(fraction * 1000 + 0.5) - minutes * 60000;
    return true;
}

static bool calendar(Str s, Moment *m)
{
    int y, mo, d;
    int64_t ms = 0;
    if (!digits(&s, 4, 0, 9999, &y) || !take(&s, '-') || !digits(&s, 2, 1, 12, &mo) || !take(&s, '-') ||
        !digits(&s, 2, 1, 31, &d))
        return false;
    blanks(&s, true);
    m->date_only = s.n == 0;
    if (s.n && !clock_time(s, &ms))
        return false;
    m->moved = d > month_days(y, mo);
    m->ms = moment_of((Civil){y, mo, d, ms});
    return true;
}

bool moment_parse(Str s, Moment *m)
{
    *m = (Moment){0};
    if (calendar(s, m))
        return true;
    int64_t ms;
    if (clock_time(s, &ms)) { /* SQLite's day of a bare time */
        m->ms = moment_of((Civil){2000, 1, 1, ms});
        return true;
    }
    if (!number_read(s).alone)
        return false;
    char text[64];
    s = str_trim(s);
    if (s.n >= sizeof text)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    return moment_julian(strtod(text, NULL), m);
}

/* ---- writing ---- */

const char *moment_literal(Rw *rw, int64_t ms, bool date)
{
    Civil c = moment_civil(ms);
    if (date && c.ms == 0)
        return rw_fmt(rw, "DATE '%04d-%02d-%02d'", (int)c.year, c.month, c.day).p;
    int s = (int)(c.ms / 1000), f = (int)(c.ms % 1000);
    Str t = rw_fmt(rw, "TIMESTAMP '%04d-%02d-%02d %02d:%02d:%02d", (int)c.year, c.month, c.day, s / 3600,
                   s / 60 % 60, s % 60);
    return f ? rw_fmt(rw, "%s.%03d'", t.p, f).p : rw_fmt(rw, "%s'", t.p).p;
}

static int day_of_year(Civil c)
{
    int64_t first = moment_of((Civil){c.year, 1, 1, 0});
    return (int)((moment_of((Civil){c.year, c.month, c.day, 0}) - first) / DAY_MS);
}

/* One specifier, or an empty text. */
static Str field(Rw *rw, int64_t ms, char spec)
{
    Civil c = moment_civil(ms);
    int second = (int)(c.ms / 1000), yday = day_of_year(c);
    int wday = (int)((floor_div(ms, DAY_MS) + 4) % 7 + 7) % 7;
    switch (spec) {
    case 'Y': return rw_fmt(rw, "%04d", (int)c.year);
    case 'm': return rw_fmt(rw, "%02d", c.month);
    case 'd': return rw_fmt(rw, "%02d", c.day);
    case 'H': return rw_fmt(rw, "%02d", second / 3600);
    case 'M': return rw_fmt(rw, "%02d", second / 60 % 60);
    case 'S': return rw_fmt(rw, "%02d", second % 60);
    case 'j': return rw_fmt(rw, "%03d", yday + 1);
    case 'w': return rw_fmt(rw, "%d", wday);
    case 'W': return rw_fmt(rw, "%02d", (yday + 7 - (wday + 6) % 7) / 7);
    case 's': return rw_fmt(rw, "%lld", (long long)floor_div(ms, 1000));
    case '%': return STR("%");
    default: return STR_NONE;
    }
}

Str moment_format(Rw *rw, int64_t ms, Str f)
{
    Str out = STR_NONE;
    for (size_t i = 0; i < f.n; i++) {
        bool spec = f.p[i] == '%' && i + 1 < f.n;
        Str one = spec ? field(rw, ms, f.p[++i]) : str_sub(f, i, i + 1);
        if (!one.n)
            return STR_NONE;
        out = rw_fmt(rw, "%.*s%.*s", (int)out.n, out.p, (int)one.n, one.p);
    }
    return out;
}
