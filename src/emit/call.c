/* What functions ask of their arguments, by the letters of functions.def; and calls of functions that nobody
   knows. */
#include "base/number.h"
#include "emit/functions.h"
#include "emit/want.h"

static PgType letter(char c, PgType have)
{
    switch (c) {
    case 't': return have == PG_BYTEA || have == PG_LIT || have == PG_PARAM ? PG_UNKNOWN : PG_TEXT;
    case 'n':
        return pg_family(have) == FAM_NUMBER || have == PG_UNKNOWN || have == PG_PARAM ? PG_UNKNOWN
               : have == PG_BOOL                                                       ? PG_INT
                                                                                       : PG_NUMERIC;
    case 'w': return have == PG_TEXT ? PG_WHOLLY : letter('n', have);
    case 'f': return have == PG_TEXT ? PG_WHOLLY : have == PG_BOOL || have == PG_LIT ? PG_FLOAT8 : PG_UNKNOWN;
    case 'i':
        return have == PG_BIGINT || have == PG_BOOL || have == PG_NUMERIC || have == PG_FLOAT8 ? PG_INT
                                                                                               : PG_UNKNOWN;
    case 'b': return PG_BOOL;
    case 'v': return PG_VALUE;
    default: return PG_UNKNOWN;
    }
}

/* Text that is no number among the arguments. */
static bool of_word(Rw *rw, const Node *n)
{
    Str s;
    for (uint32_t i = 0; rw_arg(n, i); i++)
        if (rw_string(rw, rw_arg(n, i), &s) && !number_read(s).alone)
            return true;
    return false;
}

/* lag(n, 1, ''): a column has one type in PostgreSQL. */
static void default_of_lag(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0), *d = rw_arg(n, 2);
    Str s;
    if (!d || !(rw_is_call(rw, n, "lag") || rw_is_call(rw, n, "lead")))
        return;
    if (pg_family(type_of(rw, x)) == FAM_TEMPORAL && type_of(rw, n) == PG_TEXT) {
        want_wish(rw, x, PG_TEXT);
        want_wish(rw, d, PG_TEXT);
    } else if (type_of(rw, x) == PG_BOOL) {
        bool flag = want_all_flags(rw, &d, 1);
        want_wish(rw, flag ? d : x, flag ? PG_BOOL : PG_INT);
    } else if (pg_family(type_of(rw, x)) == FAM_NUMBER &&
               (type_of(rw, d) == PG_TEXT || (rw_string(rw, d, &s) && !number_read(s).alone))) {
        emit_note(rw, d, NOTE_MIXED, SX_MANUAL, "numbers with text as their default",
                  "CAST the numbers to TEXT");
    }
}

/* A quoted literal or NULL, which has no type yet. */
static bool open_literal(Rw *rw, const Node *n)
{
    PgType t = type_of(rw, n);
    return sema_strip(n)->kind == ND_LITERAL && (t == PG_LIT || t == PG_NULL);
}

void call_wishes(Rw *rw, const Node *n, PgType want)
{
    const PgFunction *f = functions_find(rw_name(rw, n->kid[FUNC_NAME]));
    const Node *args = n->kid[FUNC_ARGS];
    if (!f || !f->wishes[0])
        return;
    if (f->common && f->result == PG_FLOAT8 && of_word(rw, n)) { /* sin('x') is NULL */
        rw_as(rw, n, "NULL::double precision", PG_FLOAT8, NULL, NULL, NULL);
        emit_note(rw, n, NOTE_CONVERT, SX_EXACT, NULL, NULL);
        return;
    }
    uint32_t last = (uint32_t)strlen(f->wishes) - 1, unify_from = UINT32_MAX;
    default_of_lag(rw, n);
    for (uint32_t i = 0; i < args->nkids; i++) {
        char c = f->wishes[i < last ? i : last];
        if (c == 'u' && unify_from == UINT32_MAX)
            unify_from = i;
        else if ((c == 'n' || c == 'w') && type_of(rw, args->kid[i]) == PG_NULL)
            want_typed_null(rw, args->kid[i], PG_INT);
        else if (c == 'v' && i == 0 && f->result == RESULT_SAME && open_literal(rw, args->kid[i])) {
            const Node *x = sema_strip(args->kid[i]), *other = rw_arg(n, 2); /* lag(NULL, 1, 0) */
            bool typed = other && !want_open(type_of(rw, other)) && sema_is_null(x);
            rw_wish_cast(rw, x, typed ? type_of(rw, other) : PG_TEXT);
            rw->assign[x->id] = ASSIGN_CAST_TEXT;
        } else if (c == 'n' && f->result == RESULT_SAME && type_of(rw, args->kid[i]) == PG_LIT) {
            want_wish(rw, args->kid[i], PG_NUMERIC);
            if (rw_is_call(rw, n, "abs")) /* abs('12abc') is 12.0 */
                rw_as(rw, n, "abs({0:numeric}::double precision)", PG_FLOAT8, args->kid[i], NULL, NULL);
        } else if (c != 'u')
            want_wish(rw, args->kid[i], letter(c, type_of(rw, args->kid[i])));
    }
    if (unify_from != UINT32_MAX && args->nkids > unify_from) {
        const Node *const *b = (const Node *const *)args->kid + unify_from;
        uint32_t count = args->nkids - unify_from;
        bool compares = want == PG_BOOL && rw_is_call(rw, n, "nullif") && !want_all_flags(rw, b, count);
        want_branches(rw, n, b, count, compares ? PG_UNKNOWN : want); /* NULLIF(n, 5) as a condition */
    }
}

/* '{a,0}': a path as jsonb_set() of PostgreSQL takes it, and that of SQLite does not. */
static bool is_text_array_path(Rw *rw, const Node *x)
{
    Str s = {0};
    return x && rw_string(rw, x, &s) && s.n > 1 && s.p[0] == '{' && s.p[s.n - 1] == '}';
}

void call_known(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[FUNC_NAME]);
    const PgFunction *f = functions_find(name);
    const Function *s = rw_function(rw, n);
    if (f && f->common && s)
        return;
    if (s ? is_text_array_path(rw, rw_arg(n, 1)) : functions_only_postgres(name))
        rw_postgres(rw, rw_fmt(rw, "%.*s()", (int)name.n, name.p));
    Str why =
        s ? rw_fmt(rw, "%.*s() has no counterpart in PostgreSQL that sqlxlate knows", (int)name.n, name.p)
          : rw_fmt(rw, "%.*s() is no built-in function of SQLite", (int)name.n, name.p);
    emit_note(rw, n, s ? NOTE_FUNCTION : NOTE_UNKNOWN_FUNCTION, SX_MANUAL, why.p,
              s ? NULL : "define it in PostgreSQL, or write the statement by hand");
}
