/* Rows change that foreign keys are about, and nobody said PRAGMA foreign_keys = ON: SQLite does not look at
   the keys, PostgreSQL does.  Said once a table; a copy of a whole table is not counted. */
#include "rules/habit/habit.h"

static bool copies_table(const Node *ins)
{
    const Node *source = ins->kid[INSERT_SOURCE], *core = source ? source->kid[SELECT_BODY] : NULL;
    return core && core->kind == ND_CORE && !core->kid[CORE_WHERE] && core->kid[CORE_FROM] &&
           core->kid[CORE_FROM]->kind == ND_TABLEREF;
}

static bool in_key(const Table *t, int column)
{
    for (uint16_t f = 0; f < t->nfks; f++)
        for (uint16_t i = 0; i < t->fks[f].ncols; i++)
            if (t->fks[f].cols[i] == column)
                return true;
    return false;
}

static bool sets_key(Rw *rw, const Table *t, const Node *update)
{
    const Node *sets = update->kid[UPDATE_SETS];
    for (uint32_t i = 0; i < sets->nkids; i++) {
        const Node *cols = sets->kid[i]->kid[SET_COLS];
        uint32_t n = cols->kind == ND_LIST ? cols->nkids : 1;
        for (uint32_t k = 0; k < n; k++) {
            int at = table_column_index(t, rw_name(rw, cols->kind == ND_LIST ? cols->kid[k] : cols));
            if (at >= 0 && (in_key(t, at) || (t->referenced && t->cols[at].pk)))
                return true;
        }
    }
    return false;
}

/* What PostgreSQL does; NULL: nothing that SQLite would not do. */
static const char *done(Rw *rw, const Table *t, const Node *n)
{
    int len = (int)t->name.n;
    if (n->kind == ND_DELETE)
        return t->referenced
                   ? rw_fmt(rw, "rows that point at %.*s hold those rows, or go with them,", len, t->name.p).p
                   : NULL;
    bool asked = n->kind == ND_UPDATE ? sets_key(rw, t, n) : t->nfks && !copies_table(n);
    return asked ? rw_fmt(rw, "the foreign keys of %.*s are checked", len, t->name.p).p : NULL;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!habit_asked(rw) || n->parent || catalog_keys_on(rw_catalog(rw)))
        return false;
    Table *t = (Table *)(uintptr_t)rw_table(rw, n->kid[n->kind == ND_INSERT   ? INSERT_TARGET
                                                       : n->kind == ND_UPDATE ? UPDATE_TARGET
                                                                              : DELETE_TARGET]);
    const char *what = t && !t->keys_said ? done(rw, t, n) : NULL;
    if (!what)
        return false;
    t->keys_said = true;
    rw_near(rw, n,
            rw_fmt(rw, "%s in PostgreSQL always, and in SQLite only with PRAGMA foreign_keys = ON", what).p,
            "PRAGMA foreign_key_check tells which rows break one");
    return false;
}

const Rule rule_habit_foreign_keys = {.code = 1104,
                                      .name = "habit/foreign-keys",
                                      .title = "PostgreSQL checks the foreign keys, SQLite was not told to",
                                      .on = KINDS(ND_INSERT, ND_UPDATE, ND_DELETE),
                                      .portable = true,
                                      .apply = apply};
