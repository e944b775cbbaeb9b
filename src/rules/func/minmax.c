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

static bool apply(Rw *rw, const Node *n)
{
    const Node *args = n->kid[FUNC_ARGS];
    bool max = rw_is_call(rw, n, "max");
    if (args->nkids == 1)
        return aggregate(rw, n, max);
    bool null = false, time = false, text = false;
    for (uint32_t i = 0; i < args->nkids; i++) {
        null |= rw_type(rw, args->kid[i]) == PG_NULL;
        time |= pg_family(rw_type(rw, args->kid[i])) == FAM_TEMPORAL;
        text |= rw_type(rw, args->kid[i]) == PG_TEXT;
    }
    if (null) {
        rw_exact(rw, n);
        PgType t = rw_type(rw, n);
        bool typed = pg_family(t) == FAM_NUMBER || pg_family(t) == FAM_TEMPORAL;
        rw_template(rw, n, typed ? rw_fmt(rw, "NULL::%s", pg_spelling(t)).p : "NULL", typed ? t : PG_NULL,
                    NULL, 0);
        return true;
    }
    Str guard = STR_NONE;
    bool param = false, open = true;
    for (uint32_t i = 0; i < args->nkids; i++) {
        open &= rw_type(rw, args->kid[i]) == PG_PARAM;
        if (!rw_info(rw, args->kid[i])->nullable)
            continue;
        if (sema_strip(args->kid[i])->kind == ND_PARAM && !rw_repeatable(rw, args->kid[i])) {
            param = true;
            continue;
        }
        if (!rw_repeatable(rw, args->kid[i]))
            return rw_manual(
                rw, n, "max()/min() of several values is NULL when one of them is; GREATEST skips NULLs",
                "write a CASE");
        guard = guard.n ? rw_fmt(rw, "%.*s AND {%u} IS NOT NULL", (int)guard.n, guard.p, i)
                        : rw_fmt(rw, "{%u} IS NOT NULL", i);
    }
    PgType type = rw_type(rw, args->kid[0]);
    bool number = false, word = false, flag = false;
    for (uint32_t i = 0; i < args->nkids; i++) {
        number |= pg_family(rw_type(rw, args->kid[i])) == FAM_NUMBER;
        flag |= rw_type(rw, args->kid[i]) == PG_BOOL;
        word |= pg_family(rw_type(rw, args->kid[i])) == FAM_TEXT || rw_type(rw, args->kid[i]) == PG_LIT;
    }
    if (number && word)
        return rw_manual(rw, n, "numbers and text together: SQLite orders every number before text", NULL);
    bool mixed = number && flag;
    if (mixed)
        type = flags_among_numbers(rw, n);
    for (uint32_t i = 1; i < args->nkids && !mixed; i++)
        type = pg_unify(type, rw_type(rw, args->kid[i]));
    if (param)
        rw_near(rw, n, "a parameter that is NULL makes all of it NULL in SQLite; GREATEST and LEAST skip it",
                NULL);
    if (open) {
        rw_near(rw, n, "nothing tells PostgreSQL what these parameters are: they are taken for numbers",
                NULL);
        rw_wish_cast(rw, args->kid[0], type = PG_NUMERIC);
    }
    if (type == PG_UNKNOWN && !(time && text))
        rw_near(rw, n, "the arguments may be of different types", NULL);
    rw_exact(rw, n);
    PgType want = rw_want(rw);
    const char *list = mixed ? "{*}" : "{*:value}";
    if (type == PG_LIT &&
        pg_family(want) == FAM_TEMPORAL) { /* nothing but quoted dates: they would be text */
        rw_wish_cast(rw, sema_strip(args->kid[0]), type = want);
        list = want == PG_DATE ? "{*:date}" : "{*:timestamp}";
    } else if (time && (text || rw_type(rw, n) == PG_TEXT)) { /* dates and dates with their time, too */
        type = PG_TEXT;
        list = "{*:text}";
    }
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
