/* json_valid() in a CHECK: a cast to jsonb refuses the same rows.  In a query it would fail where SQLite
   gives 0, so there it is left to a person. */
#include "emit/rw.h"

static const char NOT_NULL[] = "{0} IS NOT NULL";
static const char COMPAT[] = "sqlite_compat.json_valid({0:text})";
static const char CAST[] = "{0:text}::jsonb IS NOT NULL";

static bool in_check(const Node *n)
{
    for (const Node *p = n->parent; p; p = p->parent)
        if ((p->kind == ND_CCONS || p->kind == ND_TCONS) && p->op == TK_CHECK)
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *x = rw_arg(n, 0);
    if (n->kid[FUNC_ARGS]->nkids == 1 && pg_family(rw_type(rw, x)) == FAM_JSON) {
        rw_near(rw, n, "json_valid(NULL) is 0 before SQLite 3.42 and NULL from then on", NULL);
        rw_call(rw, n, NOT_NULL, PG_BOOL);
        return true;
    }
    RwArg arg = RW_NODE(x);
    if (n->kid[FUNC_ARGS]->nkids != 1)
        return rw_manual(rw, n, "json_valid() with flags", NULL);
    if (!in_check(n) || rw_options(rw)->compat)
        return rw_compat(rw, n, "json_valid() has no counterpart before PostgreSQL 16",
                         "from 16 on: value IS JSON; or keep the column as JSONB", COMPAT, PG_BOOL, &arg, 1);
    rw_near(rw, n, "text that is no JSON is refused by the cast, not by the CHECK", NULL);
    rw_call(rw, n, CAST, PG_BOOL);
    return true;
}

const Rule rule_json_valid = {.code = 242,
                              .name = "json/valid",
                              .title = "json_valid() in a CHECK is a cast to jsonb",
                              .funcs = FUNCS("json_valid"),
                              .templates = SET(COMPAT, NOT_NULL, CAST),
                              .apply = apply};
