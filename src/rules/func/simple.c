/* Calls that are a plain template over their arguments: one line each in the table.  What depends on types,
   constants or the place of the call has a file of its own. */
#include "base/number.h"
#include "emit/rw.h"

typedef struct Simple {
    const char *name;
    uint32_t args;
    const char *tmpl;
    PgType type;
} Simple;

static const Simple TABLE[] = {
    {"count", 0, "count(*){over}", PG_BIGINT},
    {"total", 1, "COALESCE(sum({0:numeric}){over}, 0)::double precision", PG_FLOAT8},
    {"random", 0, "(random() * 18446744073709551615 - 9223372036854775808)::bigint", PG_BIGINT},
    {"zeroblob", 1, "decode(repeat('00', {0:int}), 'hex')", PG_BYTEA},
    {"unicode", 1, "NULLIF(ascii({0:text}), 0)", PG_INT},
    {"unhex", 1, "decode({0:text}, 'hex')", PG_BYTEA},
    {"likely", 1, "{0}", PG_UNKNOWN},
    {"unlikely", 1, "{0}", PG_UNKNOWN},
    {"likelihood", 2, "{0}", PG_UNKNOWN},
    {"sqlite_version", 0, "current_setting('server_version')", PG_TEXT},
    {"sqrt", 1, "CASE WHEN {0} >= 0 THEN sqrt({0}) END", PG_FLOAT8},
    {"ln", 1, "CASE WHEN {0} > 0 THEN ln({0}) END", PG_FLOAT8},
    {"log", 1, "CASE WHEN {0} > 0 THEN log({0}) END", PG_FLOAT8},
    {"log10", 1, "CASE WHEN {0} > 0 THEN log({0}) END", PG_FLOAT8},
    {"log2", 1, "CASE WHEN {0} > 0 THEN log(2, {0}::numeric)::double precision END", PG_FLOAT8},
    {"exp", 1, "exp({0}::double precision)", PG_FLOAT8},
    {"pow", 2, "power({0}, {1})", PG_FLOAT8},
    {"power", 2, "power({0}, {1})", PG_FLOAT8},
    {"mod", 2, "mod({0}::numeric, NULLIF({1}::numeric, 0))::double precision", PG_FLOAT8},
    {"log", 2, "CASE WHEN {0} > 1 AND {1} > 0 THEN log({0}::numeric, {1}::numeric)::double precision END",
     PG_FLOAT8},
    {"acos", 1, "CASE WHEN {0} BETWEEN -1 AND 1 THEN acos({0}) END", PG_FLOAT8},
    {"asin", 1, "CASE WHEN {0} BETWEEN -1 AND 1 THEN asin({0}) END", PG_FLOAT8},
    {"acosh", 1, "CASE WHEN {0} >= 1 THEN acosh({0}) END", PG_FLOAT8},
    {"atanh", 1, "CASE WHEN {0} BETWEEN -1 AND 1 THEN atanh({0}) END", PG_FLOAT8},
    {"sign", 1, "sign({0})::int", PG_INT},
    {"like", 2, "{1:text} ILIKE {0:text} ESCAPE ''", PG_BOOL},
    {"like", 3, "{1:text} ILIKE {0:text} ESCAPE {2}", PG_BOOL},
};

static bool uses_twice(const char *t, const char *slot)
{
    const char *first = strstr(t, slot);
    return first && strstr(first + 1, slot);
}

/* sqrt('x') is NULL, for each function of numbers. */
static bool number_of_word(Rw *rw, const Node *n, const Simple *s)
{
    Str v;
    for (uint32_t i = 0; i < s->args && (s->type == PG_FLOAT8 || rw_is_call(rw, n, "sign")); i++)
        if (rw_string(rw, rw_arg(n, i), &v) && !number_read(v).alone)
            return !rw_is_call(rw, n, "total");
    return false;
}

/* power() whose exponent may be a fraction. */
static bool complex_power(Rw *rw, const Node *n)
{
    int64_t v;
    if (!rw_is_call(rw, n, "pow") && !rw_is_call(rw, n, "power"))
        return false;
    return !rw_integer(rw, rw_arg(n, 1), &v) && !rw_integer(rw, rw_arg(n, 0), &v);
}

/* log(100) needs no guard: every argument is a number above 1. */
static const char *without_guard(Rw *rw, const Node *n, const char *tmpl)
{
    const Node *args = n->kid[FUNC_ARGS];
    bool remainder = rw_is_call(rw, n, "mod");
    if (strncmp(tmpl, "CASE WHEN {0} >", 15) != 0 && !remainder)
        return tmpl;
    for (uint32_t i = remainder ? 1 : 0; i < args->nkids; i++) {
        const Node *x = sema_strip(args->kid[i]);
        if (x->kind != ND_LITERAL || (x->op != TK_INTEGER && x->op != TK_FLOAT) ||
            !number_read(rw_text(rw, x)).alone || rw_double(rw, rw_text(rw, x)) <= 1)
            return tmpl;
    }
    if (remainder)
        return "mod({0}::numeric, {1})::double precision";
    Str then = str_z(strstr(tmpl, "THEN ") + 5);
    return rw_fmt(rw, "%.*s", (int)then.n - 4, then.p).p;
}

static bool apply(Rw *rw, const Node *n)
{
    uint32_t count = n->kid[FUNC_ARGS]->nkids;
    if (n->flags & NF_STAR)
        return false;
    if (count == 0 && rw_is_call(rw, n, "random") && n->parent && n->parent->kind == ND_ORDERTERM)
        return true; /* any numbers will do */
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
        const Simple *s = &TABLE[i];
        if (s->args != count || !rw_is_call(rw, n, s->name))
            continue;
        if (number_of_word(rw, n, s)) {
            rw_exact(rw, n);
            rw_template(rw, n, s->type == PG_INT ? "NULL::int" : "NULL::double precision", s->type, NULL, 0);
            return true;
        }
        const char *tmpl = without_guard(rw, n, s->tmpl);
        if ((uses_twice(tmpl, "{0}") && !rw_pure(rw, rw_arg(n, 0))) ||
            (uses_twice(tmpl, "{1}") && !rw_pure(rw, rw_arg(n, 1))))
            return rw_manual(rw, n, "the argument would have to be computed twice", NULL);
        if (complex_power(rw, n))
            rw_near(rw, n, "a negative number to a fraction is NULL in SQLite and an error in PostgreSQL",
                    NULL);
        else
            rw_exact(rw, n);
        rw_call(rw, n, tmpl, s->type);
        return true;
    }
    return false;
}

const Rule rule_simple = {.code = 117,
                          .name = "func/renamed",
                          .title = "this function is spelled otherwise in PostgreSQL",
                          .funcs = FUNCS("count", "total", "random", "zeroblob", "unicode", "unhex", "likely",
                                         "unlikely", "likelihood", "sqlite_version", "sqrt", "ln", "log",
                                         "log10", "log2", "exp", "pow", "power", "mod", "sign", "like",
                                         "acos", "asin", "acosh", "atanh"),
                          .apply = apply};
