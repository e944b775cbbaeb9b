/* ALTER TABLE is spelled alike; what differs is what hangs on the table: functions made from triggers, views
   that say *.  (Types and defaults of ADD COLUMN are the rules' of column definitions.) */
#include "rules/ddl/ddl.h"

/* An index that the translation made has the table's name in its own, which another table may want. */
static void rename_indexes(Rw *rw, const Table *t, Str name)
{
    Table new = *t;
    new.name = name;
    for (uint16_t i = 0; i < t->nkeys && rw_options(rw)->nocase == NOCASE_LOWER; i++) {
        if (!t->keys[i].nocase || t->keys[i].index)
            continue;
        Str was = rw_ident(rw, ddl_nocase_index(rw, t, &t->keys[i]));
        Str is = rw_ident(rw, ddl_nocase_index(rw, &new, &t->keys[i]));
        if (!str_eq(was, is))
            rw_after_statement(rw, rw_fmt(rw, "ALTER INDEX IF EXISTS %.*s RENAME TO %.*s", (int)was.n, was.p,
                                          (int)is.n, is.p));
    }
}

/* What stands between a trigger's BEGIN and its END. */
static Str body_of(Str sql)
{
    for (size_t i = 1; i + 5 < sql.n; i++)
        if (ascii_space(sql.p[i - 1]) && str_istarts(str_sub(sql, i, sql.n), "begin") &&
            ascii_space(sql.p[i + 5]))
            return str_sub(sql, i, sql.n);
    return sql;
}

/* SQLite changes the names in triggers' bodies; the text of a function stays.  The trigger that is there by
   now and names the table, and the column when one is given. */
static const Trigger *trigger_that_names(Rw *rw, Str table, Str column)
{
    const Catalog *c = rw_catalog(rw);
    for (const Trigger *g = catalog_triggers(rw_in_script(rw) ? catalog_now(c) : c); g; g = g->next) {
        bool own = column.n && str_ieq(g->table, table);
        if (own ? ddl_mentions(g->sql, column)
                : ddl_mentions(body_of(g->sql), table) &&
                      (!column.n || ddl_mentions(body_of(g->sql), column)))
            return g;
    }
    return NULL;
}

static bool keeps_old_name(Rw *rw, const Node *n, const Trigger *g, const char *what)
{
    return rw_manual(rw, n,
                     rw_fmt(rw, "the function made from trigger %.*s keeps the %s's old name", (int)g->name.n,
                            g->name.p, what)
                         .p,
                     "run it as it is, and create the trigger again with the new name");
}

static bool rename_table(Rw *rw, const Node *n, const Table *t)
{
    if (str_ieq(t->name, rw_name(rw, n->kid[ALTER_NEW])))
        return rw_manual(rw, n, "SQLite refuses a new name that differs in case alone", "take it out");
    const Trigger *g = trigger_that_names(rw, t->name, STR_NONE);
    if (g)
        return keeps_old_name(rw, n, g, "table");
    rename_indexes(rw, t, rw_name(rw, n->kid[ALTER_NEW]));
    return false;
}

/* A view that says * has its columns, and their names, from the day it was made. */
static bool stars(Rw *rw, const Node *n, const Table *t, const char *what)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++) {
        const Table *v = catalog_table_at(rw_catalog(rw), i);
        if (v->is_view && memchr(v->sql.p, '*', v->sql.n) && !str_ihas(v->sql, "count(*)") &&
            ddl_mentions(v->sql, t->name) && v->from_input &&
            (!rw_in_script(rw) || catalog_table(catalog_now(rw_catalog(rw)), v->name))) {
            rw_near(rw, n,
                    rw_fmt(rw, "the * of view %.*s stands for the %s of its time in PostgreSQL",
                           (int)v->name.n, v->name.p, what)
                        .p,
                    "create the view again");
            return false;
        }
    }
    return false;
}

static bool rename_column(Rw *rw, const Node *n, const Table *t)
{
    Str old = rw_name(rw, n->kid[ALTER_OLD]);
    const Trigger *g = trigger_that_names(rw, t->name, old);
    if (g)
        return keeps_old_name(rw, n, g, "column");
    return stars(rw, n, t, "column names");
}

static bool apply(Rw *rw, const Node *n)
{
    Table *t = (Table *)(uintptr_t)rw_table(rw, n->kid[ALTER_TABLE]);
    if (!t)
        return false;
    switch (n->op) {
    case TK_TO: return rename_table(rw, n, t);
    case TK_COLUMN: return rename_column(rw, n, t);
    case TK_ADD: return stars(rw, n, t, "columns");
    default: return false;
    }
}

const Rule rule_alter = {.code = 513,
                         .name = "ddl/alter",
                         .title = "the sequence is brought up to the table's ids before it is renamed",
                         .on = KINDS(ND_ALTER),
                         .apply = apply};
