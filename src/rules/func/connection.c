/* Functions about the connection: last_insert_rowid(), changes(), total_changes().  A script tells which
   INSERT came before: the id that its sequence gave last, or the id that was written there.  A program does
   not: the last id of any sequence, or that of the parent whose key the column refers to.  What a driver
   knows (changes) is left to a person. */
#include "rules/upsert/conflict_key.h"
#include "rules/upsert/sequence.h"

static const char LASTVAL[] = "lastval()";

static bool becomes(Rw *rw, const Node *n, Str text)
{
    rw_template(rw, n, text.p, PG_BIGINT, NULL, 0);
    return true;
}

/* The value of a column that refers to a table: INSERT INTO child (parent_id) VALUES (last_insert_rowid()).
 */
static const Table *parent_table(Rw *rw, const Node *n)
{
    const Node *row = n->parent, *ins = rw_stmt(rw)->root;
    const Table *t = ins->kind == ND_INSERT ? rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    if (!t || !row || row->kind != ND_LIST)
        return NULL;
    for (uint32_t i = 0; i < row->nkids; i++) {
        int c = row->kid[i] == n ? insert_column_at(rw, ins, t, i) : -1;
        if (c >= 0)
            return t->cols[c].ref;
    }
    return NULL;
}

static bool last_id(Rw *rw, const Node *n)
{
    const Node *root = rw_stmt(rw)->root;
    const LastInsert *last = sequence_last(rw);
    if (last && last->table && last->table->rowid >= 0 && last->known != ID_UNKNOWN) {
        rw_exact(rw, n);
        if (last->may_skip)
            rw_near(rw, n, "the INSERT before may have skipped its row, and taken an id all the same", NULL);
        return becomes(rw, n,
                       last->known == ID_WRITTEN
                           ? rw_fmt(rw, "%lld", (long long)last->id)
                           : sequence_current(rw_arena(rw), rw_options(rw), last->table));
    }
    const Table *parent = last ? NULL : parent_table(rw, n);
    if (parent && parent->rowid >= 0) {
        rw_near(rw, n, "taken for the id that the table referred to was given last",
                "say RETURNING in that INSERT");
        return becomes(rw, n, sequence_current(rw_arena(rw), rw_options(rw), parent));
    }
    if (!last && root->kind == ND_SELECT) {
        rw_near(
            rw, n,
            "the last id that a sequence gave: not one written in the INSERT, but one that a trigger took",
            "say RETURNING in the INSERT");
        return becomes(rw, n, str_z(LASTVAL));
    }
    return rw_manual(rw, n, "last_insert_rowid(): which INSERT came before is not known here",
                     "add RETURNING id to the INSERT, or use currval('table_id_seq')");
}

static bool apply(Rw *rw, const Node *n)
{
    if (rw_is_call(rw, n, "last_insert_rowid"))
        return last_id(rw, n);
    return rw_manual(rw, n, "changes() is what the driver reports for the statement before",
                     "use cursor.rowcount");
}

const Rule rule_connection = {.code = 120,
                              .name = "func/connection",
                              .title = "a function about the connection",
                              .funcs = FUNCS("last_insert_rowid", "changes", "total_changes"),
                              .templates = SET(LASTVAL),
                              .apply = apply};
