/* A PRIMARY KEY that is not the rowid may hold NULL in SQLite.  Where NULLs were seen it becomes UNIQUE,
   which takes them in both; where none were seen it stays. */
#include "rules/ddl/ddl.h"

static bool holds_null(const Table *t, const Key *k)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] < t->ncols && !t->cols[k->cols[i]].not_null &&
            t->cols[k->cols[i]].evidence & EV_HAS_NULL)
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_PRIMARY)
        return false;
    const Node *create = n->parent;
    while (create && create->kind != ND_CREATE_TABLE)
        create = create->parent;
    const Table *t = create ? ddl_table(rw, create) : NULL;
    if (!t || t->rowid >= 0 || !t->nkeys || !t->keys[0].primary || !holds_null(t, &t->keys[0]))
        return false;
    uint32_t word = rw_find(rw, n->tok, n->end, TK_PRIMARY), key = rw_next(rw, word);
    rw_near(rw, n, "NULLs are stored in this PRIMARY KEY, which PostgreSQL refuses: it is UNIQUE here", NULL);
    rw_put(rw, word, STR("UNIQUE"));
    rw_drop_back(rw, key, key + 1);
    return true;
}

const Rule rule_key_with_null = {.code = 516,
                                 .name = "ddl/key-with-null",
                                 .title = "a PRIMARY KEY that is not the rowid may hold NULL",
                                 .on = KINDS(ND_CCONS, ND_TCONS),
                                 .apply = apply};
