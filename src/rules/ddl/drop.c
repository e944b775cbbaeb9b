/* DROP: of a table that others point at, of a trigger (which has a table and a function in PostgreSQL). */
#include "rules/ddl/ddl.h"

static const char FUNCTION_ONLY[] = "DROP FUNCTION IF EXISTS {0}() CASCADE";

static bool points_at(const Table *t, Str name)
{
    for (uint16_t i = 0; i < t->nfks; i++)
        if (str_ieq(t->fks[i].table, name) && !str_ieq(t->name, name))
            return true;
    return false;
}

/* What hangs on a table in one catalog. */
static void hangs(const Catalog *c, bool live, Str name, bool *referred, bool *viewed)
{
    for (size_t i = 0; i < catalog_tables(c); i++) {
        const Table *t = catalog_table_at(c, i);
        if (live && t->dropped)
            continue;
        *referred |= points_at(t, name);
        *viewed |= t->is_view && ddl_mentions(t->sql, name);
    }
}

static bool drop_table(Rw *rw, const Node *n)
{
    const Catalog *all = rw_catalog(rw), *now = catalog_now(all);
    Str name = rw_name(rw, n->kid[DROP_NAME]->kid[QNAME_NAME]);
    Table *gone = (Table *)(uintptr_t)catalog_table(all, name);
    bool referred = false, viewed = false, live = catalog_table(now, name) != NULL;
    if (gone && !catalog_is_down(all))
        gone->ids_ahead = gone->ids_free = false;            /* no sequence is left to bring up */
    hangs(live ? now : all, live, name, &referred, &viewed); /* not live: an earlier run may have left it */
    if (!referred && !viewed)
        return false;
    rw_append(rw, n, STR(" CASCADE"));
    if (viewed) {
        rw_near(rw, n, "the views over this table go with it", "create them again after the table");
    } else if (live && catalog_comes_again(all, name)) {
        rw_exact(rw, n);
    } else {
        rw_near(rw, n, "the foreign keys that point at this table go with it", NULL);
        return true;
    }
    ddl_keep_foreign_keys(rw, name);
    return true;
}

static bool drop_trigger(Rw *rw, const Node *n)
{
    Str name = rw_name(rw, n->kid[DROP_NAME]->kid[QNAME_NAME]);
    const Trigger *t = catalog_trigger(catalog_now(rw_catalog(rw)), name); /* its table may have a new name */
    t = t ? t : catalog_trigger(rw_catalog(rw), name);
    Str function = rw_ident(rw, rw_fmt(rw, "%.*s_fn", (int)name.n, name.p));
    rw_exact(rw, n);
    if (!t) {
        RwArg arg = RW_TEXT(function);
        rw_template(rw, n, FUNCTION_ONLY, PG_UNKNOWN, &arg, 1);
        return true;
    }
    Str table = rw_ident(rw, t->table);
    rw_append(rw, n, rw_fmt(rw, " ON %.*s", (int)table.n, table.p));
    rw_after_statement(rw, rw_fmt(rw, "DROP FUNCTION %s%.*s()", n->flags & NF_IFEXISTS ? "IF EXISTS " : "",
                                  (int)function.n, function.p));
    return true;
}

static bool apply(Rw *rw, const Node *n)
{
    return n->op == TK_TABLE ? drop_table(rw, n) : n->op == TK_TRIGGER ? drop_trigger(rw, n) : false;
}

const Rule rule_drop = {.code = 512,
                        .name = "ddl/drop",
                        .title = "a trigger belongs to a table and has a function",
                        .on = KINDS(ND_DROP),
                        .templates = SET(FUNCTION_ONLY),
                        .apply = apply};
