/* json_array_length() and json_type(): what a member is. */
#include "rules/json/path.h"

static const char LENGTH[] = "jsonb_array_length({0}::jsonb)";
static const char TYPE[] = "jsonb_typeof({0}::jsonb)";

/* The member that the call asks about, as template text; NULL when the path is none. */
static const char *asked(Rw *rw, const Node *call)
{
    JsonPath path = {0};
    const Node *p = rw_arg(call, 1);
    if (p && (!json_path(rw, p, false, &path) || path.append))
        return NULL;
    return json_member(rw, json_slot(rw, rw_arg(call, 0), 0), &path, false);
}

static bool no_path(Rw *rw, const Node *n)
{
    return rw_manual(rw, n, "this JSON path is computed", "write a constant path: '$.a.b[0]'");
}

/* What is no array has length 0. */
static bool guarded_length(Rw *rw, const Node *n, const char *m)
{
    rw_exact(rw, n);
    rw_as(
        rw, n,
        rw_fmt(
            rw,
            "CASE WHEN jsonb_typeof(%s) = 'array' THEN jsonb_array_length(%s) WHEN %s IS NOT NULL THEN 0 END",
            m, m, m)
            .p,
        PG_INT, rw_arg(n, 0), NULL, NULL);
    return true;
}

static bool array_length(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    const char *m = asked(rw, n);
    Str s;
    if (!m)
        return no_path(rw, n);
    if (rw_string(rw, rw_arg(n, 0), &s) && (s = str_trim(s)).n && s.p[0] == '[' && !rw_arg(n, 1))
        rw_exact(rw, n);
    else if (rw_repeatable(rw, rw_arg(n, 0)))
        return guarded_length(rw, n, m);
    else
        rw_near(rw, n, "what is no array has length 0 in SQLite and is an error in PostgreSQL", NULL);
    rw_as(rw, n, rw_fmt(rw, "jsonb_array_length(%s)", m).p, PG_INT, rw_arg(n, 0), NULL, NULL);
    return true;
}

static bool type(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    const char *m = asked(rw, n);
    if (!m)
        return no_path(rw, n);
    if (n->parent->kind == ND_ISNULL) {
        rw_exact(rw, n);
        rw_as(rw, n, m, PG_JSONB, rw_arg(n, 0), NULL, NULL);
        return true;
    }
    if (!rw_repeatable(rw, rw_arg(n, 0)))
        return rw_manual(rw, n, "the document would be computed several times", "take it in a subquery");
    rw_near(rw, n, "1e3 is a real in SQLite and an integer here", NULL);
    const char *text = rw_fmt(rw, "(%s)::text", m).p;
    if (strcmp(m, "{0}") == 0 || strcmp(m, "{0}::jsonb") == 0 || strcmp(m, "{0:jsonb}") == 0)
        text = rw_fmt(rw, "%s::text", m).p;
    rw_as(rw, n,
          rw_fmt(rw,
                 "CASE jsonb_typeof(%s) WHEN 'string' THEN 'text' WHEN 'boolean' THEN %s WHEN 'number' THEN "
                 "CASE WHEN %s LIKE '%%.%%' THEN 'real' ELSE 'integer' END ELSE jsonb_typeof(%s) END",
                 m, text, text, m)
              .p,
          PG_TEXT, rw_arg(n, 0), NULL, NULL);
    return true;
}

/* jsonb_typeof()'s word for SQLite's; NULL: true and false, which are told apart by the value. */
static const char *word(Str s)
{
    static const char *const same[] = {"object", "array", "null"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (str_eqz(s, same[i]))
            return same[i];
    return str_eqz(s, "text") ? "string" : NULL;
}

static bool both_numbers(Rw *rw, const Node *n)
{
    const Node *rhs = n->kid[IN_RHS], *items = rhs->kind == ND_PAREN_LIST ? rhs->kid[PAREN_LIST_ITEMS] : NULL;
    Str a, b;
    return !(n->flags & NF_NOT) && items && items->nkids == 2 && rw_string(rw, items->kid[0], &a) &&
           rw_string(rw, items->kid[1], &b) && !str_eq(a, b) &&
           (str_eqz(a, "integer") || str_eqz(a, "real")) && (str_eqz(b, "integer") || str_eqz(b, "real"));
}

static bool compare(Rw *rw, const Node *n)
{
    bool in = n->kind == ND_IN;
    if (!in && n->op != TK_EQ && n->op != TK_NE)
        return false;
    const Node *x = sema_strip(n->kid[in ? (int)IN_X : (int)BINARY_L]);
    const char *m;
    Str s;
    if (!rw_is_call(rw, x, "json_type") || !rw_function(rw, x) || !(m = asked(rw, x)))
        return false;
    const char *op = !in && n->op == TK_NE ? "<>" : "=", *tmpl = NULL;
    if (in)
        tmpl = both_numbers(rw, n) ? rw_fmt(rw, "jsonb_typeof(%s) = 'number'", m).p : NULL;
    else if (!rw_string(rw, n->kid[BINARY_R], &s))
        return false;
    else if (word(s))
        tmpl = rw_fmt(rw, "jsonb_typeof(%s) %s '%s'", m, op, word(s)).p;
    else if (str_eqz(s, "true") || str_eqz(s, "false"))
        tmpl = rw_fmt(rw, "%s %s '%.*s'", m, op, (int)s.n, s.p).p;
    if (!tmpl)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, tmpl, PG_BOOL, rw_arg(x, 0), NULL, NULL);
    return true;
}

const Rule rule_json_array_length = {.code = 223,
                                     .name = "json/array-length",
                                     .title = "json_array_length() is jsonb_array_length()",
                                     .funcs = FUNCS("json_array_length"),
                                     .templates = SET(LENGTH),
                                     .apply = array_length};

const Rule rule_json_type = {.code = 224,
                             .name = "json/type",
                             .title = "json_type() in jsonb_typeof()'s words",
                             .funcs = FUNCS("json_type"),
                             .templates = SET(TYPE),
                             .apply = type};

const Rule rule_json_type_compare = {.code = 225,
                                     .name = "json/type-compare",
                                     .title = "json_type() compared with a word is jsonb_typeof()",
                                     .on = KINDS(ND_BINARY, ND_IN),
                                     .templates = SET(TYPE),
                                     .apply = compare};
