/* A member of a JSON document compared for equality with a number, true or false: jsonb values compare by
   type, as SQLite's do, and nothing can fail.  Other comparisons are the member's own business (value.c). */
#include "rules/json/path.h"

static const char EQUAL[] = "{0}::jsonb -> 'a' = '5'";
static const char FLAG[] = "{0}::jsonb -> 'a' IN ('1', 'true')";
static const char VALUE[] = "NULLIF({0}::jsonb -> 'a', 'null') = '5'";

static bool constant(Rw *rw, const Node *n, Str *text)
{
    int64_t v;
    const Node *s = sema_strip(n);
    uint8_t name = s->kind == ND_COLREF ? rw_info(rw, s)->name : NAME_UNKNOWN;
    if (name == NAME_TRUE || name == NAME_FALSE) {
        *text = name == NAME_TRUE ? STR("1") : STR("0");
        return true;
    }
    if (rw_integer(rw, n, &v)) {
        *text = rw_fmt(rw, "%lld", (long long)v);
        return true;
    }
    return false;
}

/* A member null is false here and NULL in SQLite: the same only where a condition keeps or drops a row. */
static bool keeps_rows(const Node *n)
{
    const Node *c = sema_whole_condition(n), *p = c->parent;
    return sema_is_where(c) ||
           (p && ((p->kind == ND_CORE && c == p->kid[CORE_HAVING]) ||
                  (p->kind == ND_JOIN && c == p->kid[JOIN_ON]) ||
                  (p->kind == ND_FUNC && c == p->kid[FUNC_FILTER]) ||
                  (p->kind == ND_UPSERT && c == p->kid[UPSERT_WHERE]) ||
                  (p->kind == ND_CREATE_INDEX && c == p->kid[CREATE_INDEX_WHERE]) ||
                  (p->kind == ND_CREATE_TRIGGER && c == p->kid[CREATE_TRIGGER_WHEN]) ||
                  (p->kind == ND_WHEN && c == p->kid[WHEN_COND] && p->parent->parent->kind == ND_CASE &&
                   !p->parent->parent->kid[CASE_BASE])));
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_EQ)
        return false;
    const Node *x = n->kid[BINARY_L], *c = n->kid[BINARY_R], *document;
    JsonPath path;
    Str v;
    if (constant(rw, x, &v))
        x = c;
    else if (!constant(rw, c, &v))
        return false;
    if (!json_is_value(rw, x, &document, &path))
        return false;
    rw_exact(rw, n);
    const char *m = json_member(rw, json_slot(rw, document, 0), &path, false);
    if (rw_want(rw) != PG_BOOL || !keeps_rows(n))
        m = rw_fmt(rw, "NULLIF(%s, 'null')", m).p;
    bool flag = str_eqz(v, "0") || str_eqz(v, "1");
    const char *tmpl =
        flag ? rw_fmt(rw, "%s IN ('%.*s', '%s')", m, (int)v.n, v.p, v.p[0] == '1' ? "true" : "false").p
             : rw_fmt(rw, "%s = '%.*s'", m, (int)v.n, v.p).p;
    rw_as(rw, n, tmpl, PG_BOOL, document, NULL, NULL);
    return true;
}

const Rule rule_json_compare = {.code = 222,
                                .name = "json/compare",
                                .title = "a member is compared with a number as jsonb",
                                .on = KINDS(ND_BINARY),
                                .templates = SET(EQUAL, FLAG, VALUE),
                                .apply = apply};
