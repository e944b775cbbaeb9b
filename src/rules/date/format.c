/* strftime's constant formats.  Runs of specifiers that TO_CHAR() has patterns for become one call of it,
   other letters inside double quotes, which TO_CHAR() copies; %s, %w, %W, %U, %e, %k, %l and %J are EXTRACT()
   and kin. */
#include "rules/date/time_value.h"

static const struct {
    char spec;
    const char *pattern; /* TO_CHAR's, or NULL */
    const char *text;    /* an expression of type text, $ for the value */
} SPECS[] = {
    {'Y', "YYYY", NULL},
    {'m', "MM", NULL},
    {'d', "DD", NULL},
    {'H', "HH24", NULL},
    {'M', "MI", NULL},
    {'S', "SS", NULL},
    {'f', "SS.MS", NULL},
    {'j', "DDD", NULL},
    {'F', "YYYY-MM-DD", NULL},
    {'T', "HH24:MI:SS", NULL},
    {'R', "HH24:MI", NULL},
    {'I', "HH12", NULL},
    {'p', "AM", NULL},
    {'P', "am", NULL},
    {'u', "ID", NULL},
    {'G', "IYYY", NULL},
    {'g', "IY", NULL},
    {'V', "IW", NULL},
    {'s', NULL, "floor(EXTRACT(epoch FROM $))::bigint::text"},
    {'w', NULL, "EXTRACT(dow FROM $)::int::text"},
    {'W', NULL, "TO_CHAR((EXTRACT(doy FROM $)::int + 6 - (EXTRACT(dow FROM $)::int + 6) % 7) / 7, 'FM00')"},
    {'U', NULL, "TO_CHAR((EXTRACT(doy FROM $)::int + 6 - EXTRACT(dow FROM $)::int) / 7, 'FM00')"},
    {'e', NULL, "lpad(TO_CHAR($, 'FMDD'), 2)"},
    {'k', NULL, "lpad(TO_CHAR($, 'FMHH24'), 2)"},
    {'l', NULL, "lpad(TO_CHAR($, 'FMHH12'), 2)"},
    {'J', NULL, "(EXTRACT(epoch FROM $)::double precision / 86400 + 2440587.5)::text"},
};

enum { NSPECS = sizeof SPECS / sizeof *SPECS };

static int find(char c)
{
    for (int i = 0; i < NSPECS; i++)
        if (SPECS[i].spec == c)
            return i;
    return -1;
}

bool time_format_known(Str f)
{
    for (size_t i = 0; i < f.n; i++)
        if (f.p[i] == '%' && (++i == f.n || (f.p[i] != '%' && find(f.p[i]) < 0)))
            return false;
    return true;
}

/* `tmpl` with the value put for each $. */
static const char *with_value(Rw *rw, const char *tmpl, const char *value)
{
    Str t = STR("");
    for (; *tmpl; tmpl++)
        t = *tmpl == '$' ? rw_fmt(rw, "%.*s%s", (int)t.n, t.p, value)
                         : rw_fmt(rw, "%.*s%c", (int)t.n, t.p, *tmpl);
    return t.p;
}

/* One specifier that TO_CHAR() has no pattern for, as a number or as text; NULL where it has one. */
static const char *number_of(Rw *rw, const TimeValue *v, char spec)
{
    int i = find(spec);
    if (i < 0 || !SPECS[i].text)
        return NULL;
    if (spec == 's' && v->subsec)
        return with_value(rw, "round(EXTRACT(epoch FROM $)::numeric, 3)::text", v->tmpl);
    return with_value(rw, SPECS[i].text, v->tmpl);
}

/* The specifiers and letters of [from, to), none of which needs an expression of its own. */
static Str pattern(Rw *rw, Str f)
{
    char *p = arena_alloc(rw_arena(rw), f.n * 12 + 4);
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < f.n; i++) {
        const char *pat = NULL;
        char c = f.p[i];
        if (c == '%') {
            c = f.p[++i];
            pat = c == '%' ? NULL : SPECS[find(c)].pattern;
        }
        bool quote = !pat && (ascii_digit(c) ? quoted : ascii_ident(c) || c == '"');
        if (quote != quoted)
            p[n++] = '"';
        quoted = quote;
        if (pat) {
            memcpy(p + n, pat, strlen(pat));
            n += strlen(pat);
        } else {
            if (c == '"' || (quote && c == '\\'))
                p[n++] = '\\';
            p[n++] = c;
        }
    }
    if (quoted)
        p[n++] = '"';
    return (Str){p, n};
}

/* The text so far, and one more piece. */
static Str joined(Rw *rw, Str t, const char *piece)
{
    return t.n ? rw_fmt(rw, "%.*s || %s", (int)t.n, t.p, piece) : rw_fmt(rw, "%s", piece);
}

static Str run(Rw *rw, const TimeValue *v, Str t, Str f)
{
    if (!f.n)
        return t;
    if (memchr(f.p, '%', f.n)) {
        Str lit = rw_literal(rw, pattern(rw, f));
        return joined(rw, t, rw_fmt(rw, "TO_CHAR(%s, %.*s)", v->tmpl, (int)lit.n, lit.p).p);
    }
    Str lit = rw_literal(rw, f);
    return joined(rw, t, rw_fmt(rw, "%.*s", (int)lit.n, lit.p).p);
}

const char *time_format(Rw *rw, const TimeValue *v, Str f)
{
    Str t = STR_NONE;
    size_t from = 0;
    for (size_t i = 0; i < f.n; i++) {
        if (f.p[i] != '%')
            continue;
        const char *own = number_of(rw, v, f.p[++i]);
        if (!own)
            continue;
        t = joined(rw, run(rw, v, t, str_sub(f, from, i - 1)), own);
        from = i + 1;
    }
    if (from == 0) { /* one call, even where there is nothing to convert: NULL stays NULL */
        Str lit = rw_literal(rw, pattern(rw, f));
        return rw_fmt(rw, "TO_CHAR(%s, %.*s)", v->tmpl, (int)lit.n, lit.p).p;
    }
    return run(rw, v, t, str_sub(f, from, f.n)).p;
}
