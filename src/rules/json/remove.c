/* json_remove() is -, or #- with a path; json_patch() with a flat constant is ||.  Patches that nest or that
   hold null are left to a person: || neither merges members of members nor removes. */
#include "rules/json/path.h"

static const char REMOVE[] = "{0}::jsonb #- '{{a,b}'";

static const char PATCH[] = "sqlite_compat.json_patch({0:text}::json, {1:text}::json)";
static const char PATCH_JSON[] = "sqlite_compat.json_patch({0:text}::json, {1:text}::json)::jsonb";

static bool remove_members(Rw *rw, const Node *n, const char **doc)
{
    const Node *args = n->kid[FUNC_ARGS];
    for (uint32_t i = 1; i < args->nkids; i++) {
        JsonPath p;
        if (!json_path(rw, args->kid[i], false, &p) || p.append || p.n == 0)
            return !rw_manual(rw, n, "this JSON path is computed, or names the whole document",
                              "write a constant path: '$.a.b[0]'");
        if (p.n == 1 && p.step[0].key.p) {
            Str k = json_literal(rw, p.step[0].key);
            *doc = rw_fmt(rw, "%s - %.*s", *doc, (int)k.n, k.p).p;
        } else {
            Str a = json_path_array(rw, &p);
            *doc = rw_fmt(rw, "%s #- %.*s", *doc, (int)a.n, a.p).p;
        }
    }
    return true;
}

/* An object whose members are neither null nor objects. */
static bool flat(Str s)
{
    bool string = false;
    s = str_trim(s);
    if (!s.n || s.p[0] != '{')
        return false;
    for (size_t i = 1; i < s.n; i++) {
        if (string && s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            string = !string;
        else if (!string && (s.p[i] == '{' || (s.p[i] == 'n')))
            return false;
    }
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!rw_function(rw, n))
        return false;
    const char *doc = json_slot(rw, rw_arg(n, 0), 0);
    Str patch;
    if (rw_is_call(rw, n, "json_remove")) {
        if (!remove_members(rw, n, &doc))
            return true;
    } else if (!rw_string(rw, rw_arg(n, 1), &patch) || !flat(patch)) {
        RwArg args[] = {RW_NODE(rw_arg(n, 0)), RW_NODE(rw_arg(n, 1))};
        return rw_compat(
            rw, n, "a patch that nests, removes or is computed has no counterpart; || replaces whole members",
            "write it with ||, #- and jsonb_set()", json_wanted(rw) ? PATCH_JSON : PATCH,
            json_wanted(rw) ? PG_JSONB : PG_TEXT, args, 2);
    } else {
        Str q = json_literal(rw, patch);
        doc = rw_fmt(rw, "%s || %.*s", doc, (int)q.n, q.p).p;
    }
    rw_near(rw, n, "what is no object is an error or taken otherwise in PostgreSQL", NULL);
    if (!json_wanted(rw))
        doc = rw_fmt(rw, "(%s)::text", doc).p;
    rw_as(rw, n, doc, json_wanted(rw) ? PG_JSONB : PG_TEXT, rw_arg(n, 0), NULL, NULL);
    return true;
}

const Rule rule_json_remove = {.code = 229,
                               .name = "json/remove",
                               .title = "json_remove() is - or #-, a flat json_patch() is ||",
                               .funcs = FUNCS("json_remove", "json_patch"),
                               .templates = SET(REMOVE, PATCH, PATCH_JSON),
                               .apply = apply};
