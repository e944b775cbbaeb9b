/* x -> path is JSON, x ->> path a value.  Paths that are computed are taken for the name of one member, where
   they can be; others are left to a person. */
#include "rules/json/path.h"

static const char MEMBER[] = "{0}::jsonb -> 'a'";
static const char TEXT[] = "{0}::jsonb ->> 'a'";
static const char NOTHING[] = "NULL";

static const char COMPAT[] = "sqlite_compat.json_extract({0:text}::json, {1:text})";
static const char COMPAT_JSON[] = "sqlite_compat.json_extract({0}::json, {1:text})";

static const char DIFFERS[] =
    "before SQLite 3.47 a negative index, and before 3.45 a name with a dot, was read otherwise";

static bool no_path(Rw *rw, const Node *n)
{
    return rw_manual(rw, n, "this JSON path is computed, or versions of SQLite read it differently",
                     "write a constant path: '$.a.b[0]', '$[#-1]'");
}

/* A member whose name or index is computed. */
static bool computed(Rw *rw, const Node *n, const Node *x, const Node *path, bool arrow)
{
    const Node *key;
    const char *slot, *doc = json_slot(rw, x, 0);
    bool text = n->op != TK_ARROW || n->kind == ND_FUNC;
    if (rw_options(rw)->compat && text && rw_type(rw, path) == PG_TEXT) {
        bool json = pg_family(rw_type(rw, x)) == FAM_JSON;
        return json_value_of(rw, n, json ? COMPAT_JSON : COMPAT, NULL, x, path);
    }
    if (!json_computed_step(rw, path, arrow, &key, &slot))
        return no_path(rw, n);
    rw_near(rw, n, "the name is computed: taken for a member's name, not for a path", NULL);
    if (text)
        return json_value_of(rw, n, rw_fmt(rw, "%s ->> %s", doc, slot).p, rw_fmt(rw, "%s -> %s", doc, slot).p,
                             x, key);
    const char *t = rw_fmt(rw, json_wanted(rw) ? "%s -> %s" : "(%s -> %s)::text", doc, slot).p;
    rw_as(rw, n, t, json_wanted(rw) ? PG_JSONB : PG_TEXT, x, key, NULL);
    return true;
}

/* Does the place take JSON, or only ask whether there is any? */
static bool stays_json(Rw *rw, const Node *n)
{
    PgType type = PG_UNKNOWN;
    const Node *p = n->parent;
    if (json_wanted(rw))
        return true;
    while (p && p->kind == ND_PAREN)
        p = p->parent;
    bool into = p && p->kind == ND_BINARY && (p->op == TK_ARROW || p->op == TK_ARROW2);
    return !into && json_use(rw, n, &type) == JSON_NULL;
}

static bool member(Rw *rw, const Node *n, const Node *x, const JsonPath *path)
{
    const char *t = json_member(rw, json_slot(rw, x, 0), path, false);
    PgType type = PG_JSONB;
    bool untouched = rw_type(rw, x) == PG_JSONB && sema_strip(x)->kind == ND_COLREF && path->n == 1 &&
                     path->step[0].key.p && rw_text(rw, n->kid[BINARY_R]).p[1] != '$';
    if (!stays_json(rw, n)) {
        rw_near(rw, n, "JSON as text: PostgreSQL writes blanks and, for jsonb, sorts the keys", NULL);
        t = rw_fmt(rw, "(%s)::text", t).p;
        type = PG_TEXT;
    } else if (untouched) {
        return false;
    } else {
        rw_exact(rw, n);
    }
    rw_as(rw, n, t, type, x, NULL, NULL);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_ARROW && n->op != TK_ARROW2)
        return false;
    JsonPath path;
    const Node *x = n->kid[BINARY_L];
    if (rw_type(rw, n) == PG_NULL) { /* a member of a number */
        rw_exact(rw, n);
        rw_as(rw, n, NOTHING, PG_NULL, NULL, NULL, NULL);
        return true;
    }
    if (!json_path(rw, n->kid[BINARY_R], true, &path))
        return computed(rw, n, x, n->kid[BINARY_R], true);
    if (path.append)
        return no_path(rw, n);
    if (path.differs)
        rw_near(rw, n, DIFFERS, NULL);
    if (n->op == TK_ARROW)
        return member(rw, n, x, &path);
    const char *slot = json_slot(rw, x, 0);
    return json_value(rw, n, json_member(rw, slot, &path, true), json_member(rw, slot, &path, false), x);
}

static bool extract(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    const Node *args = n->kid[FUNC_ARGS];
    JsonPath path;
    const char *list = "", *slot = json_slot(rw, rw_arg(n, 0), 0);
    for (uint32_t i = 1; i < args->nkids; i++) {
        bool known = json_path(rw, args->kid[i], false, &path);
        if (!known && args->nkids == 2)
            return computed(rw, n, rw_arg(n, 0), args->kid[1], false);
        if (!known || path.append)
            return no_path(rw, n);
        list = rw_fmt(rw, "%s%s%s", list, i > 1 ? ", " : "", json_member(rw, slot, &path, false)).p;
    }
    if (args->nkids == 2)
        return json_value(rw, n, json_member(rw, slot, &path, true), json_member(rw, slot, &path, false),
                          rw_arg(n, 0));
    if (!rw_repeatable(rw, rw_arg(n, 0)))
        return rw_manual(rw, n, "the document would be computed once a path", "take it in a subquery");
    rw_near(rw, n, "JSON as text: PostgreSQL writes blanks", NULL);
    bool json = json_wanted(rw);
    rw_as(rw, n, rw_fmt(rw, json ? "jsonb_build_array(%s)" : "jsonb_build_array(%s)::text", list).p,
          json ? PG_JSONB : PG_TEXT, rw_arg(n, 0), NULL, NULL);
    return true;
}

const Rule rule_arrow = {.code = 219,
                         .name = "json/arrow",
                         .title = "a member of a JSON document",
                         .on = KINDS(ND_BINARY),
                         .templates = SET(MEMBER, TEXT, NOTHING, COMPAT, COMPAT_JSON),
                         .apply = apply};

const Rule rule_json_extract = {.code = 221,
                                .name = "json/extract",
                                .title = "json_extract() is ->> with the path taken apart",
                                .funcs = FUNCS("json_extract"),
                                .templates = SET(MEMBER, TEXT),
                                .apply = extract};
