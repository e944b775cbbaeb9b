/* INSERT without a column list skips generated columns in SQLite; PostgreSQL counts them.  Where one stands
   before an ordinary column, the list is written. */
#include "rules/ddl/ddl.h"

static bool counts_differ(const Table *t)
{
    bool generated = false;
    for (uint16_t i = 0; i < t->ncols; i++) {
        if (generated && !t->cols[i].generated)
            return true;
        generated |= t->cols[i].generated;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Node *target = n->kid[INSERT_TARGET];
    const Table *t = n->kid[INSERT_COLS] || n->flags & NF_DEFAULT_VALUES ? NULL : rw_table(rw, target);
    if (!t || !counts_differ(t))
        return false;
    uint16_t *cols = ARENA_ARRAY(rw_arena(rw), uint16_t, t->ncols), count = 0;
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!t->cols[i].generated)
            cols[count++] = i;
    Str list = ddl_columns(rw, t, cols, count);
    rw_exact(rw, target);
    rw_append(rw, target, rw_fmt(rw, " (%.*s)", (int)list.n, list.p));
    return false;
}

const Rule rule_generated_insert = {.code = 518,
                                    .name = "ddl/generated-insert",
                                    .title =
                                        "PostgreSQL counts generated columns in an INSERT without a list",
                                    .on = KINDS(ND_INSERT),
                                    .apply = apply};
