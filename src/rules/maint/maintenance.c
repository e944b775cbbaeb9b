/* VACUUM, ANALYZE, REINDEX, ATTACH, DETACH, EXPLAIN QUERY PLAN. */
#include "emit/rw.h"

/* VACUUM main and ANALYZE main: the whole database. */
static bool drop_main(Rw *rw, const Node *n, const Node *db)
{
    if (!db)
        return false;
    if (!str_ieqz(rw_name(rw, db), "main"))
        return n->kind == ND_VACUUM && rw_manual(rw, n, "VACUUM of an attached database", "leave it out");
    rw_exact(rw, n);
    rw_drop_back(rw, db->tok, db->end);
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_EXPLAIN:
        if (!(n->flags & NF_QUERY_PLAN))
            return false;
        rw_near(rw, n, "the plan is PostgreSQL's, in its own form", NULL);
        rw_drop(rw, rw_find(rw, n->tok, n->end, TK_QUERY), n->kid[EXPLAIN_STMT]->tok);
        return true;
    case ND_VACUUM:
        if (n->kid[VACUUM_INTO])
            return rw_manual(rw, n, "VACUUM INTO copies the database", "use pg_dump");
        return drop_main(rw, n, n->kid[VACUUM_DB]);
    case ND_ANALYZE: {
        const Node *q = n->kid[ANALYZE_NAME];
        return q && !q->kid[QNAME_SCHEMA] && drop_main(rw, n, q->kid[QNAME_NAME]);
    }
    case ND_REINDEX:
        if (n->kid[REINDEX_NAME])
            return rw_manual(rw, n, "REINDEX of a table, an index or a collation",
                             "write REINDEX TABLE or REINDEX INDEX");
        rw_exact(rw, n);
        rw_append(rw, n, STR(" SCHEMA public"));
        return true;
    case ND_ATTACH:
        return rw_manual(rw, n, "ATTACH opens another database file", "make it a schema: CREATE SCHEMA");
    default: return rw_manual(rw, n, "DETACH closes another database file", "leave it out");
    }
}

const Rule rule_maintenance = {.code = 802,
                               .name = "maint/maintenance",
                               .title = "maintenance is spelled otherwise",
                               .on =
                                   KINDS(ND_EXPLAIN, ND_VACUUM, ND_ANALYZE, ND_REINDEX, ND_ATTACH, ND_DETACH),
                               .apply = apply};
