/* julianday(a) - julianday(b): days between two times, without going through Julian days. */
#include "rules/date/time_value.h"

static const char *stamp(Rw *rw, const TimeValue *v)
{
    return v->type == PG_DATE ? rw_fmt(rw, "(%s)::timestamp", v->tmpl).p : v->tmpl;
}

/* The second value's slots come after the first one's. */
static const char *shifted(Rw *rw, const char *t, uint32_t by)
{
    char *p = arena_alloc(rw_arena(rw), strlen(t) * 2 + 1);
    size_t n = 0;
    for (; *t; t++) {
        p[n++] = *t;
        if (*t == '{' && ascii_digit(t[1])) {
            p[n++] = (char)(t[1] + (int)by);
            t++;
        }
    }
    return p;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_MINUS || !rw_is_call(rw, n->kid[BINARY_L], "julianday") || !rw_is_call(rw, n->kid[BINARY_R], "julianday"))
        return false;
    TimeValue a = time_value(rw, sema_strip(n->kid[BINARY_L]), 0, false);
    TimeValue b = time_value(rw, sema_strip(n->kid[BINARY_R]), 0, false);
    if (a.fail || b.fail || a.nargs + b.nargs > 9)
        return rw_manual(rw, n, a.fail ? a.fail : b.fail, NULL);
    if (a.near || b.near)
        rw_near(rw, n, a.near ? a.why : b.why, NULL);
    else
        rw_exact(rw, n);
    const char *right = shifted(rw, stamp(rw, &b), a.nargs);
    bool operators = strchr(right, '+') || strchr(right, '-');
    for (uint32_t i = 0; i < b.nargs; i++)
        a.args[a.nargs + i] = b.args[i];
    rw_template(rw, n,
                rw_fmt(rw, operators ? "EXTRACT(epoch FROM %s - (%s)) / 86400" : "EXTRACT(epoch FROM %s - %s) / 86400",
                       stamp(rw, &a), right)
                    .p,
                PG_NUMERIC, a.args, a.nargs + b.nargs);
    return true;
}

const Rule rule_julian_difference = {.code = 602,
                                     .name = "date/julian-difference",
                                     .title = "a difference of Julian days is an interval in days",
                                     .on = KINDS(ND_BINARY),
                                     .apply = apply};
