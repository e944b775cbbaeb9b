/* json_array(), json_object(), json_group_array(), json_group_object(): JSON made of values.  Where JSON is
   wanted it is jsonb; where text is, PostgreSQL's text has blanks that SQLite's has not, and that is said. */
#include "rules/json/path.h"
#include "rules/query/row_order.h"

static const char BUILD[] = "json_build_object({*})::text";
static const char GROUP[] = "COALESCE(array_to_json(array_agg({0}))::text, '[]')";

static const char BLANKS[] = "PostgreSQL writes blanks around : and after , where SQLite writes none";

static bool is_json(Rw *rw, const Node *x)
{
    const Node *s = sema_strip(x);
    return (s->kind == ND_FUNC && rw_info(rw, s)->meaning == MEAN_JSON) ||
           (s->kind == ND_BINARY && s->op == TK_ARROW);
}

/* JSON goes through a scalar subquery, CASE and coalesce(); not through a derived table. */
static bool passes_json(Rw *rw, const Node *x)
{
    x = sema_strip(x);
    if (is_json(rw, x))
        return true;
    if (x->kind == ND_SUBQUERY) {
        const Node *core = x->kid[SUBQUERY_SELECT]->kid[SELECT_BODY];
        const Node *first = core->kind == ND_CORE ? core->kid[CORE_COLUMNS]->kid[0] : NULL;
        return first && first->kind == ND_RESULT && passes_json(rw, first->kid[RESULT_X]);
    }
    if (x->kind == ND_CASE) {
        bool any = x->kid[CASE_ELSE] && passes_json(rw, x->kid[CASE_ELSE]);
        for (uint32_t i = 0; i < x->kid[CASE_WHENS]->nkids; i++)
            any |= passes_json(rw, x->kid[CASE_WHENS]->kid[i]->kid[WHEN_THEN]);
        return any;
    }
    if (!rw_is_call(rw, x, "coalesce") && !rw_is_call(rw, x, "ifnull") && !rw_is_call(rw, x, "iif"))
        return false;
    for (uint32_t i = 0; i < x->kid[FUNC_ARGS]->nkids; i++)
        if (passes_json(rw, x->kid[FUNC_ARGS]->kid[i]))
            return true;
    return false;
}

/* Calls that become json where json is asked; the others are jsonb. */
static bool keeps_order(Rw *rw, const Node *x)
{
    return rw_is_call(rw, x, "json") || rw_is_call(rw, x, "json_object") || rw_is_call(rw, x, "json_array") ||
           rw_is_call(rw, x, "json_group_array") || rw_is_call(rw, x, "json_group_object");
}

const char *json_put(Rw *rw, const Node *call, const Node *x, int slot)
{
    const Node *document;
    JsonPath path;
    PgType t = rw_type(rw, x);
    if (is_json(rw, x) || json_is_value(rw, x, &document, &path))
        return rw_fmt(rw, rw_want(rw) == PG_JSONB || !keeps_order(rw, x) ? "{%d:jsonb}" : "{%d:json}", slot)
            .p;
    if (passes_json(rw, x)) {
        if (sema_strip(x)->kind != ND_SUBQUERY)
            rw_near(rw, call, "every branch is taken for JSON here", NULL);
        return rw_fmt(rw, rw_want(rw) == PG_JSONB ? "{%d}::jsonb" : "{%d}::json", slot).p;
    }
    if (t == PG_BYTEA) {
        rw_manual(rw, call, "JSON holds no blobs; SQLite says so when it runs", NULL);
        return NULL;
    }
    if (t == PG_PARAM)
        rw_near(rw, call,
                "a parameter here has the type the driver gives it; bound by the server it has none",
                "write the cast that is meant");
    if (pg_family(t) == FAM_JSON)
        rw_near(rw, x, "a JSON column goes in as text, as in SQLite",
                "put json() around it if it is to nest");
    if (t == PG_FLOAT8)
        rw_near(rw, call, "a whole REAL is written 3.0 in SQLite and 3 in PostgreSQL", NULL);
    bool text = pg_family(t) == FAM_JSON || pg_family(t) == FAM_TEMPORAL || t == PG_UUID;
    return rw_fmt(rw, t == PG_BOOL ? "{%d:int}" : text ? "{%d:text}" : "{%d}", slot).p;
}

static bool as_args(Rw *rw, const Node *n, const char *tmpl, bool text)
{
    const Node *args = n->kid[FUNC_ARGS];
    PgType want = rw_want(rw);
    RwArg *a = ARENA_ARRAY(rw_arena(rw), RwArg, args->nkids + 1);
    for (uint32_t i = 0; i < args->nkids; i++)
        a[i] = RW_NODE(args->kid[i]);
    if (text)
        rw_near(rw, n, BLANKS, NULL);
    else
        rw_exact(rw, n);
    rw_template(rw, n, tmpl, text ? PG_TEXT : want == PG_JSON ? PG_JSON : PG_JSONB, a, args->nkids);
    return true;
}

static bool build(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    bool object = rw_is_call(rw, n, "json_object"), b = rw_want(rw) == PG_JSONB, text = !json_wanted(rw);
    const Node *args = n->kid[FUNC_ARGS];
    const char *list = "";
    if (object && args->nkids % 2)
        return rw_manual(rw, n, "json_object() takes names and values in pairs", NULL);
    for (uint32_t i = 0; i < args->nkids; i++) {
        const char *s =
            object && i % 2 == 0 ? rw_fmt(rw, "{%u}", i).p : json_put(rw, n, args->kid[i], (int)i);
        if (!s)
            return true;
        list = rw_fmt(rw, "%s%s%s", list, i ? ", " : "", s).p;
    }
    const char *call =
        rw_fmt(rw, "%s_build_%s(%s)", b ? "jsonb" : "json", object ? "object" : "array", list).p;
    if (args->nkids == 0) {
        rw_exact(rw, n);
        rw_template(rw, n,
                    text     ? object ? "'{{}'" : "'[]'"
                    : object ? "'{{}'::jsonb"
                             : "'[]'::jsonb",
                    text ? PG_TEXT : PG_JSONB, NULL, 0);
        return true;
    }
    return as_args(rw, n, text ? rw_fmt(rw, "%s::text", call).p : call, text);
}

/* A group that cannot be empty: GROUP BY makes no groups of no rows. */
static bool never_empty(const Node *n)
{
    const Node *p = n->parent;
    while (p && p->kind != ND_CORE && p->kind != ND_SELECT)
        p = p->parent;
    return p && p->kind == ND_CORE && p->kid[CORE_GROUP] && !n->kid[FUNC_FILTER] && !n->kid[FUNC_OVER];
}

/* int and text come out of array_to_json() as SQLite writes them. */
static bool plain(Rw *rw, const Node *x)
{
    PgType t = rw_type(rw, x);
    return (t == PG_INT || t == PG_BIGINT || t == PG_TEXT || t == PG_BOOL || pg_family(t) == FAM_TEMPORAL) &&
           !passes_json(rw, x);
}

static bool group(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    bool object = rw_is_call(rw, n, "json_group_object"), text = !json_wanted(rw),
         b = rw_want(rw) == PG_JSONB;
    const char *kind = b ? "jsonb" : "json", *value = json_put(rw, n, rw_arg(n, object), object);
    const char *call;
    if (!value)
        return true;
    if ((n->flags & NF_DISTINCT) && (object || n->kid[FUNC_ORDER]))
        return rw_manual(rw, n, "DISTINCT inside this call", "take the rows in a subquery");
    const char *distinct = n->flags & NF_DISTINCT ? "DISTINCT " : "";
    if (*distinct)
        rw_near(rw, n, "DISTINCT values come in the order of their first row in SQLite, sorted in PostgreSQL",
                NULL);
    bool minified = text && !object && plain(rw, rw_arg(n, 0));
    Str by = STR_NONE;
    if (!*distinct && !row_order(rw, n, &by))
        rw_near(rw, n, "the values come in the order of the rows, which is left to the engine here",
                "where the order matters, say ORDER BY inside the call");
    const char *order = by.n ? rw_fmt(rw, " ORDER BY %.*s", (int)by.n, by.p).p : "{order}";
    if (object)
        call = rw_fmt(rw, "%s_object_agg({0}, %s%s){over}", kind, value, order).p;
    else if (minified)
        call = rw_fmt(rw, "array_to_json(array_agg(%s%s%s){over})", distinct, value, order).p;
    else
        call = rw_fmt(rw, "%s_agg(%s%s%s){over}", kind, distinct, value, order).p;
    if (text)
        call = rw_fmt(rw, "%s::text", call).p;
    if (!never_empty(n))
        call = rw_fmt(rw, "COALESCE(%s, '%s')", call, object ? "{{}" : "[]").p;
    if (!minified)
        return as_args(rw, n, call, text);
    rw_exact(rw, n);
    rw_call(rw, n, call, PG_TEXT);
    return true;
}

const Rule rule_json_build = {
    .code = 226,
    .name = "json/build",
    .title = "json_array() and json_object() are json_build_array() and json_build_object()",
    .funcs = FUNCS("json_array", "json_object"),
    .templates = SET(BUILD),
    .apply = build};

const Rule rule_json_group = {.code = 227,
                              .name = "json/group",
                              .title = "json_group_array() and json_group_object() are aggregates to JSON",
                              .funcs = FUNCS("json_group_array", "json_group_object"),
                              .templates = SET(GROUP),
                              .apply = group};
