/* A result column's alias used in WHERE, HAVING or GROUP BY, or inside an expression of ORDER BY: PostgreSQL
   knows it only as a whole term of ORDER BY or GROUP BY, so elsewhere its expression is written again. */
#include "rules/json/path.h"

static const char AGAIN[] = "{0}";
static const char CONDITION[] = "{0:boolean}"; /* where it is selected it is 0 or 1 */

/* A whole term of ORDER BY or GROUP BY (where no column of that name exists, the alias is meant in both
 * engines). */
static bool whole_term(const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == ND_ORDERTERM)
        p = p->parent;
    if (!p || p->kind != ND_LIST || !p->parent)
        return false;
    return p->parent->kind == ND_SELECT || (p->parent->kind == ND_CORE && p == p->parent->kid[CORE_GROUP]);
}

/* In HAVING, where a grouped expression has to be the one that is selected: 0 or 1. */
static bool after_grouping(const Node *n)
{
    for (const Node *c = n, *p = n->parent; p; c = p, p = p->parent)
        if (p->kind == ND_CORE)
            return p->kid[CORE_GROUP] && c == p->kid[CORE_HAVING];
    return false;
}

/* A member of a JSON document is text where it is selected; here it is what its place asks for. */
static bool member(Rw *rw, const Node *n, const Node *def)
{
    const Node *document;
    JsonPath path;
    PgType type = PG_TEXT;
    if (!json_is_value(rw, def, &document, &path))
        return false;
    JsonUse use = json_use(rw, n, &type);
    bool number = json_asked_elsewhere(rw, def);
    PgType wanted = use == JSON_NUMBER ? PG_NUMERIC
                    : use == JSON_BOOL ? PG_BOOL
                    : use == JSON_TYPE ? type
                                       : PG_TEXT;
    if (wanted == (number ? PG_NUMERIC : PG_TEXT)) {
        rw_as(rw, n, AGAIN, wanted, def, NULL, NULL);
    } else {
        rw_near(rw, n, "a member that does not look like this type is an error in PostgreSQL", NULL);
        rw_as(rw, n, rw_fmt(rw, "{0}::%s", pg_spelling(wanted)).p, wanted, def, NULL, NULL);
    }
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    const Info *i = rw_info(rw, n);
    if (i->name != NAME_ALIAS || whole_term(n))
        return false;
    if (!rw_repeatable(rw, i->def) && sema_strip(i->def)->kind == ND_SUBQUERY)
        rw_near(rw, n, "the alias' subquery is computed again", NULL);
    rw_exact(rw, n);
    if (member(rw, n, i->def))
        return true;
    PgType t = rw_type(rw, i->def);
    bool flag = t == PG_BOOL && sema_strip(i->def)->kind != ND_COLREF, shown = flag && after_grouping(n);
    rw_as(rw, n, flag && !shown ? CONDITION : AGAIN, shown ? PG_INT : t, i->def, NULL, NULL);
    return true;
}

const Rule rule_alias = {.code = 325,
                         .name = "query/alias",
                         .title =
                             "an alias cannot be used here in PostgreSQL; its expression is written again",
                         .on = KINDS(ND_COLREF),
                         .templates = SET(AGAIN, CONDITION),
                         .portable = true,
                         .apply = apply};
