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

static bool rename_table(Rw *rw, const Node *n, const Table *t)
{
    if (str_ieq(t->name, rw_name(rw, n->kid[ALTER_NEW])))
        return rw_manual(rw, n, "SQLite refuses a new name that differs in case alone", "take it out");
    rename_indexes(rw, t, rw_name(rw, n->kid[ALTER_NEW]));
    return false;
}

static bool rename_column(Rw *rw, const Node *n, const Table *t)
{
    Str old = rw_name(rw, n->kid[ALTER_OLD]);
    for (const Trigger *g = catalog_triggers(rw_catalog(rw)); g; g = g->next)
        if (str_ieq(g->table, t->name) && ddl_mentions(g->sql, old))
            return rw_manual(rw, n,
                             rw_fmt(rw, "the function made from trigger %.*s keeps the column's old name",
                                    (int)g->name.n, g->name.p)
                                 .p,
                             "run it as it is, and create the trigger again with the new name");
    return false;
}

static bool add_column(Rw *rw, const Node *n, const Table *t)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++) {
        const Table *v = catalog_table_at(rw_catalog(rw), i);
        if (v->is_view && memchr(v->sql.p, '*', v->sql.n) && !str_ihas(v->sql, "count(*)") &&
            ddl_mentions(v->sql, t->name) && v->from_input) {
            rw_near(rw, n,
                    rw_fmt(rw, "the * of view %.*s stands for the columns of its time in PostgreSQL",
                           (int)v->name.n, v->name.p)
                        .p,
                    "create the view again");
            return false;
        }
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    Table *t = (Table *)(uintptr_t)rw_table(rw, n->kid[ALTER_TABLE]);
    if (!t)
        return false;
    switch (n->op) {
    case TK_TO: return rename_table(rw, n, t);
    case TK_COLUMN: return rename_column(rw, n, t);
    case TK_ADD: return add_column(rw, n, t);
    default: return false;
    }
}

const Rule rule_alter = {.code = 513,
                         .name = "ddl/alter",
                         .title = "the sequence is brought up to the table's ids before it is renamed",
                         .on = KINDS(ND_ALTER),
                         .apply = apply};
