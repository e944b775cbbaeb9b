/* json_set(), json_insert(), json_replace(): jsonb_set() once a path.  PostgreSQL makes no missing parents
   and refuses what is neither object nor array: near. */
#include "rules/json/path.h"

static const char SET_ONE[] = "jsonb_set({0}::jsonb, '{{a}', '1')";

/* The new value as jsonb: a constant where it is one. */
static const char *new_value(Rw *rw, const Node *call, const Node *x, int slot)
{
    Str s;
    int64_t v;
    const Node *k = sema_strip(x);
    if (k->kind == ND_LITERAL && k->op == TK_NULL)
        return "'null'";
    if (rw_integer(rw, x, &v))
        return rw_fmt(rw, "'%lld'", (long long)v).p;
    if (rw_string(rw, x, &s)) {
        if (memchr(s.p, '"', s.n) || memchr(s.p, '\\', s.n) || memchr(s.p, '\n', s.n) ||
            memchr(s.p, 0x1A, s.n))
            return rw_fmt(rw, "to_jsonb({%d}::text)", slot).p;
        Str q = json_literal(rw, rw_fmt(rw, "\"%.*s\"", (int)s.n, s.p));
        return rw_fmt(rw, "%.*s", (int)q.n, q.p).p;
    }
    if (rw_is_call(rw, x, "json") && rw_string(rw, rw_arg(k, 0), &s)) {
        Str q = json_literal(rw, s);
        return rw_fmt(rw, "%.*s", (int)q.n, q.p).p;
    }
    const char *put = json_put(rw, call, x, slot);
    if (!put)
        return NULL;
    if (strstr(put, "json"))
        return rw_fmt(rw, "{%d:jsonb}", slot).p;
    PgType t = rw_type(rw, x);
    if (t == PG_PARAM) {
        rw_near(rw, call, "the new value is taken for text", "write the cast that is meant");
        return rw_fmt(rw, "COALESCE(to_jsonb({%d}::text), 'null')", slot).p;
    }
    return rw_fmt(rw, rw_info(rw, x)->nullable ? "COALESCE(to_jsonb(%s), 'null')" : "to_jsonb(%s)", put).p;
}

typedef enum How { SET_, INSERT_, REPLACE_ } How;

static const char *one(Rw *rw, const Node *n, const char *doc, const JsonPath *p, const char *v, How how)
{
    Str array = json_path_array(rw, p);
    if (p->append && how == REPLACE_)
        return doc;
    if (p->append) { /* behind the last element: '{a,-1}' */
        array.n -= 2;
        return rw_fmt(rw, "jsonb_insert(%s, %.*s%s-1}', %s, true)", doc, (int)array.n, array.p,
                      p->n ? "," : "", v)
            .p;
    }
    if (how == INSERT_) {
        if (p->n != 1 || !p->step[0].key.p) {
            rw_manual(rw, n,
                      "json_insert() below the first level does nothing where the member exists; "
                      "jsonb_insert() fails",
                      "write it with CASE and jsonb_set()");
            return NULL;
        }
        Str k = json_literal(rw, p->step[0].key);
        return rw_fmt(rw, "jsonb_build_object(%.*s, %s::jsonb) || %s", (int)k.n, k.p, v, doc).p;
    }
    return rw_fmt(rw, "jsonb_set(%s, %.*s, %s%s)", doc, (int)array.n, array.p, v,
                  how == REPLACE_ ? ", false" : "")
        .p;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    const Node *args = n->kid[FUNC_ARGS];
    How how = rw_is_call(rw, n, "json_set") ? SET_ : rw_is_call(rw, n, "json_insert") ? INSERT_ : REPLACE_;
    const char *doc = json_slot(rw, rw_arg(n, 0), 0);
    if (args->nkids % 2 == 0)
        return rw_manual(rw, n, "paths and values come in pairs", NULL);
    for (uint32_t i = 1; i < args->nkids; i += 2) {
        JsonPath path;
        if (!json_path(rw, args->kid[i], false, &path) || (path.n == 0 && !path.append))
            return rw_manual(rw, n, "this JSON path is computed, or names the whole document",
                             "write a constant path: '$.a.b[0]'");
        const char *v = new_value(rw, n, args->kid[i + 1], (int)i + 1);
        if (!v || !(doc = one(rw, n, doc, &path, v, how)))
            return true;
        if (path.n + path.append > 1)
            rw_near(rw, n, "SQLite makes missing parents, jsonb_set() does not", NULL);
    }
    rw_near(rw, n, "a document that is no object or array is an error in PostgreSQL", NULL);
    if (!json_wanted(rw))
        doc = rw_fmt(rw, strncmp(doc, "jsonb_build", 11) ? "%s::text" : "(%s)::text", doc).p;
    rw_call(rw, n, doc, json_wanted(rw) ? PG_JSONB : PG_TEXT);
    return true;
}

const Rule rule_json_set = {.code = 228,
                            .name = "json/set",
                            .title = "json_set() is jsonb_set()",
                            .funcs = FUNCS("json_set", "json_insert", "json_replace"),
                            .templates = SET(SET_ONE),
                            .apply = apply};
