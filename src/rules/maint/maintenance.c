/* VACUUM, ANALYZE, REINDEX, EXPLAIN QUERY PLAN; and ATTACH, which becomes a schema: PostgreSQL cannot open a
   second database beside its own. */
#include "rules/pragma/value.h"

static const char SCHEMA[] = "CREATE SCHEMA IF NOT EXISTS {0}";

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

static bool reindex(Rw *rw, const Node *n)
{
    const Node *q = n->kid[REINDEX_NAME];
    if (!q) {
        rw_exact(rw, n);
        rw_append(rw, n, STR(" SCHEMA public"));
        return true;
    }
    Str name = rw_name(rw, q->kind == ND_QNAME ? q->kid[QNAME_NAME] : q);
    bool table = catalog_table(rw_catalog(rw), name), index = catalog_index(rw_catalog(rw), name);
    if (table || index) {
        rw_exact(rw, n);
        rw_insert(rw, q->tok, table ? STR("TABLE ") : STR("INDEX "));
        return false;
    }
    if (!str_ieqz(name, "nocase") && !str_ieqz(name, "rtrim") && !str_ieqz(name, "binary"))
        return rw_manual(rw, n, "REINDEX of a table, an index or a collation that is not known",
                         "write REINDEX TABLE or REINDEX INDEX");
    rw_exact(rw, n);
    pragma_drop(rw, n);
    return true;
}

/* The name that ATTACH and DETACH give, as a word or as a string. */
static Str database(Rw *rw, const Node *x)
{
    Str s;
    x = sema_strip(x);
    if (x->kind == ND_COLREF && !x->kid[COLREF_TABLE])
        return rw_name(rw, x->kid[COLREF_COLUMN]);
    if (x->kind == ND_NAME)
        return rw_name(rw, x);
    return rw_string(rw, x, &s) ? s : STR_NONE;
}

static bool attach(Rw *rw, const Node *n)
{
    Str file, db = database(rw, n->kid[ATTACH_DB]);
    if (!db.n || n->kid[ATTACH_KEY] || !rw_string(rw, n->kid[ATTACH_FILE], &file))
        return rw_manual(rw, n, "ATTACH opens another database file", "make it a schema: CREATE SCHEMA");
    RwArg arg = RW_TEXT(rw_ident(rw, db));
    bool memory = file.n == 0 || str_eqz(file, ":memory:");
    rw_near(rw, n,
            memory ? "a schema stays when the program ends" : "the other file's tables become this schema's",
            memory ? NULL : "move them there");
    rw_template(rw, n, SCHEMA, PG_UNKNOWN, &arg, 1);
    if (rw_in_script(rw))
        rw_after_statement(rw, rw_fmt(rw,
                                      "SELECT set_config('search_path', current_setting('search_path') || ', "
                                      "%.*s', false)",
                                      (int)arg.text.n, arg.text.p));
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
        Str name = q ? rw_name(rw, q->kid[QNAME_NAME]) : STR_NONE;
        if (str_ieqz(name, "sqlite_schema") ||
            str_ieqz(name, "sqlite_master")) { /* reads sqlite_stat1 again */
            rw_exact(rw, n);
            pragma_drop(rw, n);
            return true;
        }
        return q && !q->kid[QNAME_SCHEMA] && drop_main(rw, n, q->kid[QNAME_NAME]);
    }
    case ND_REINDEX: return reindex(rw, n);
    case ND_ATTACH: return attach(rw, n);
    default:
        rw_near(rw, n, "the schema stays", NULL);
        pragma_drop(rw, n);
        return true;
    }
}

const Rule rule_maintenance = {.code = 802,
                               .name = "maint/maintenance",
                               .title = "maintenance is spelled otherwise",
                               .on =
                                   KINDS(ND_EXPLAIN, ND_VACUUM, ND_ANALYZE, ND_REINDEX, ND_ATTACH, ND_DETACH),
                               .templates = SET(SCHEMA),
                               .apply = apply};
