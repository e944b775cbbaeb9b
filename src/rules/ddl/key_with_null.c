/* A PRIMARY KEY that is not the rowid may hold NULL in SQLite.  Where NULLs were seen it becomes UNIQUE,
   which takes them in both; where none were seen it stays. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_PRIMARY)
        return false;
    const Node *create = n->parent;
    while (create && create->kind != ND_CREATE_TABLE)
        create = create->parent;
    const Table *t = create ? ddl_table(rw, create) : NULL;
    if (!t || !ddl_key_holds_null(t))
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
