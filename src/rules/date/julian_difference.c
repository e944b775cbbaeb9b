/* julianday(a) - julianday(b): days between two times, without going through Julian days. */
#include "rules/date/time_value.h"

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

/* Does a round() take the last digits away, where SQLite's doubles differ? */
static bool rounded(Rw *rw, const Node *n)
{
    for (const Node *p = n->parent; p; p = p->parent) {
        bool arithmetic = p->kind == ND_BINARY &&
                          (p->op == TK_SLASH || p->op == TK_STAR || p->op == TK_PLUS || p->op == TK_MINUS);
        if (p->kind == ND_FUNC)
            return rw_is_call(rw, p, "round");
        if (p->kind != ND_PAREN && p->kind != ND_LIST && !arithmetic)
            return false;
    }
    return false;
}

static bool compared(const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    return p && (sema_compares(p) || p->kind == ND_BETWEEN);
}

static const char *template_of(Rw *rw, const Node *n, const TimeValue *a, const char *left, const char *right,
                               bool dates)
{
    if (dates)
        return rw_fmt(rw, compared(n) ? "%s - %s" : "(%s - %s)::double precision", left, right).p;
    return rw_fmt(rw, "EXTRACT(epoch FROM %s - %s) / 86400", a->tmpl, right).p;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_MINUS || !rw_is_call(rw, n->kid[BINARY_L], "julianday") ||
        !rw_is_call(rw, n->kid[BINARY_R], "julianday"))
        return false;
    TimeValue a = time_value(rw, sema_strip(n->kid[BINARY_L]), 0, false);
    TimeValue b = time_value(rw, sema_strip(n->kid[BINARY_R]), 0, false);
    if (!a.fail && !b.fail && (a.null || b.null)) {
        rw_exact(rw, n);
        rw_template(rw, n, "NULL::double precision", PG_FLOAT8, NULL, 0);
        return true;
    }
    if (a.fail || b.fail || a.nargs + b.nargs > 9)
        return rw_manual(rw, n, a.fail ? a.fail : b.fail, NULL);
    bool dates = a.type == PG_DATE && b.type == PG_DATE;
    if (a.near || b.near)
        rw_near(rw, n, a.near ? a.why : b.why, NULL);
    else if (!dates && !a.clock && !b.clock && !rounded(rw, n))
        rw_near(rw, n,
                "SQLite's Julian days are doubles: a difference is off by up to a ten-thousandth of a second",
                "round() it before it is compared or cut off");
    else
        rw_exact(rw, n);
    const char *right = shifted(rw, b.tmpl, a.nargs);
    if (strchr(right, '+') || strchr(right, '-'))
        right = strncmp(right, "DATE ", 5) && strncmp(right, "TIMESTAMP ", 10) ? rw_fmt(rw, "(%s)", right).p
                                                                               : right;
    for (uint32_t i = 0; i < b.nargs; i++)
        a.args[a.nargs + i] = b.args[i];
    rw_template(rw, n, template_of(rw, n, &a, a.tmpl, right, dates),
                dates && !compared(n) ? PG_FLOAT8 : PG_NUMERIC, a.args, a.nargs + b.nargs);
    return true;
}

const Rule rule_julian_difference = {.code = 602,
                                     .name = "date/julian-difference",
                                     .title = "a difference of Julian days is an interval in days",
                                     .on = KINDS(ND_BINARY),
                                     .apply = apply};
