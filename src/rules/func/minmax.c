/* max(a, b) and min(a, b) are GREATEST and LEAST, but for NULLs: SQLite's give NULL when any argument is
   NULL.  The aggregates stay, except over booleans. */
#include "emit/rw.h"

static bool aggregate(Rw *rw, const Node *n, bool max)
{
    PgType t = rw_type(rw, rw_arg(n, 0));
    const Node *x = sema_strip(rw_arg(n, 0));
    if (x->kind == ND_COLREF && rw_info(rw, x)->name == NAME_ROWID && !rw_info(rw, x)->col &&
        !n->kid[FUNC_OVER] && !n->kid[FUNC_FILTER]) { /* min(ctid) is new in PostgreSQL 14 */
        rw_exact(rw, n);
        rw_call(rw, n, max ? "(array_agg({0} ORDER BY {0} DESC))[1]" : "(array_agg({0} ORDER BY {0}))[1]",
                PG_UNKNOWN);
        return true;
    }
    if (t == PG_BYTEA && !n->kid[FUNC_OVER] && !(n->flags & NF_DISTINCT)) {
        rw_exact(rw, n);
        rw_call(rw, n,
                max ? "(array_agg({0} ORDER BY {0} DESC NULLS LAST){over})[1]"
                    : "(array_agg({0} ORDER BY {0}){over})[1]",
                PG_BYTEA);
        return rw_repeatable(rw, rw_arg(n, 0)) || rw_manual(rw, n, "max() or min() of a computed blob", NULL);
    }
    if (t == PG_BYTEA)
        return rw_manual(rw, n, "PostgreSQL has no max() or min() of bytea before version 18",
                         "say (array_agg(x ORDER BY x DESC NULLS LAST))[1]");
    if (t == PG_NULL && sema_is_null(rw_arg(n, 0)))
        rw_wish_cast(rw, rw_arg(n, 0), PG_INT);
    if (t != PG_BOOL)
        return true; /* the same in PostgreSQL */
    rw_exact(rw, n);
    if (rw_want(rw) == PG_BOOL)
        rw_call(rw, n, max ? "bool_or({0}){over}" : "bool_and({0}){over}", PG_BOOL);
    else
        rw_call(rw, n, max ? "bool_or({0}){over}::int" : "bool_and({0}){over}::int", PG_INT);
    return true;
}

typedef struct Several { /* what the arguments are, all of them together */
    bool null, time, text, number, word, flag, mixed;
    bool open;   /* nothing but parameters */
    PgType type; /* that they have in common */
} Several;

/* Booleans among numbers are 0 and 1; beside nothing but 0 and 1 the numbers are booleans. */
static PgType flags_among_numbers(Rw *rw, const Node *n)
{
    PgType type = rw_type(rw, n);
    for (uint32_t i = 0; rw_arg(n, i); i++) {
        bool flag = rw_type(rw, rw_arg(n, i)) == PG_BOOL;
        rw_wish(rw, rw_arg(n, i), type == PG_BOOL ? PG_BOOL : flag ? PG_INT : PG_VALUE);
    }
    return type;
}

static Several look_at(Rw *rw, const Node *n)
{
    Several s = {.open = true, .type = rw_type(rw, rw_arg(n, 0))};
    for (uint32_t i = 0; rw_arg(n, i); i++) {
        PgType t = rw_type(rw, rw_arg(n, i));
        s.null |= t == PG_NULL;
        s.time |= pg_family(t) == FAM_TEMPORAL;
        s.text |= t == PG_TEXT;
        s.number |= pg_family(t) == FAM_NUMBER;
        s.word |= pg_family(t) == FAM_TEXT || t == PG_LIT;
        s.flag |= t == PG_BOOL;
        s.open &= t == PG_PARAM;
        s.type = pg_unify(s.type, t);
    }
    s.mixed = s.number && s.flag && !s.word;
    return s;
}

static bool always_null(Rw *rw, const Node *n)
{
    PgType t = rw_type(rw, n) == PG_NULL ? rw_want(rw) : rw_type(rw, n); /* sum(max(NULL, NULL)) */
    bool typed = pg_family(t) == FAM_NUMBER || pg_family(t) == FAM_TEMPORAL;
    rw_exact(rw, n);
    rw_template(rw, n, typed ? rw_fmt(rw, "NULL::%s", pg_spelling(t)).p : "NULL", typed ? t : PG_NULL, NULL,
                0);
    return true;
}

/* *guard: "{0} IS NOT NULL AND {2} IS NOT NULL", of the arguments that can be NULL; *param: parameters, which
   cannot be asked a second time, are among those.  False where another one cannot be written twice. */
static bool null_guard(Rw *rw, const Node *n, Str *guard, bool *param)
{
    *guard = STR_NONE;
    *param = false;
    for (uint32_t i = 0; rw_arg(n, i); i++) {
        const Node *x = rw_arg(n, i);
        if (!rw_info(rw, x)->nullable)
            continue;
        if (rw_repeatable(rw, x))
            *guard = guard->n ? rw_fmt(rw, "%.*s AND {%u} IS NOT NULL", (int)guard->n, guard->p, i)
                              : rw_fmt(rw, "{%u} IS NOT NULL", i);
        else if (sema_strip(x)->kind == ND_PARAM)
            *param = true;
        else
            return false;
    }
    return true;
}

/* The arguments with what each is asked for; *type is what they are then. */
static const char *list_of(Rw *rw, const Node *n, const Several *s, PgType *type)
{
    PgType want = rw_want(rw);
    if (*type == PG_LIT &&
        pg_family(want) == FAM_TEMPORAL) { /* nothing but quoted dates: they would be text */
        rw_wish_cast(rw, sema_strip(rw_arg(n, 0)), *type = want);
        return want == PG_DATE ? "{*:date}" : "{*:timestamp}";
    }
    if (s->time && (s->text || rw_type(rw, n) == PG_TEXT)) { /* dates and dates with their time, too */
        *type = PG_TEXT;
        return "{*:text}";
    }
    return s->mixed ? "{*}" : "{*:value}";
}

static bool apply(Rw *rw, const Node *n)
{
    bool max = rw_is_call(rw, n, "max"), param;
    if (n->kid[FUNC_ARGS]->nkids == 1)
        return aggregate(rw, n, max);
    Several s = look_at(rw, n);
    Str guard;
    if (s.null)
        return always_null(rw, n);
    if (!null_guard(rw, n, &guard, &param))
        return rw_manual(rw, n,
                         "max()/min() of several values is NULL when one of them is; GREATEST skips NULLs",
                         "write a CASE");
    if (s.number && s.word)
        return rw_manual(rw, n, "numbers and text together: SQLite orders every number before text", NULL);
    PgType type = s.mixed ? flags_among_numbers(rw, n) : s.type;
    if (param)
        rw_near(rw, n, "a parameter that is NULL makes all of it NULL in SQLite; GREATEST and LEAST skip it",
                NULL);
    if (s.open) {
        rw_near(rw, n, "nothing tells PostgreSQL what these parameters are: they are taken for numbers",
                NULL);
        rw_wish_cast(rw, rw_arg(n, 0), type = PG_NUMERIC);
    }
    if (type == PG_UNKNOWN && !(s.time && s.text))
        rw_near(rw, n, "the arguments may be of different types", NULL);
    rw_exact(rw, n);
    const char *list = list_of(rw, n, &s, &type);
    Str all = rw_fmt(rw, "%s(%s)", max ? "GREATEST" : "LEAST", list);
    rw_call(rw, n, guard.n ? rw_fmt(rw, "CASE WHEN %.*s THEN %s END", (int)guard.n, guard.p, all.p).p : all.p,
            type);
    return true;
}

const Rule rule_minmax = {.code = 115,
                          .name = "func/minmax",
                          .title = "max() and min() of several values are GREATEST() and LEAST()",
                          .funcs = FUNCS("max", "min"),
                          .portable = true,
                          .apply = apply};
