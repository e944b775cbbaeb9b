/* INSERT OR IGNORE skips a row that breaks a unique key, NOT NULL or CHECK; ON CONFLICT DO NOTHING skips the
   first kind only.  OR ABORT is what PostgreSQL does; OR FAIL and OR ROLLBACK differ only inside a
   transaction. */
#include "emit/rw.h"

static bool has_not_null(const Table *t)
{
    for (uint16_t i = 0; t && i < t->ncols; i++)
        if (t->cols[i].not_null && (int)i != t->rowid)
            return true;
    return false;
}

/* Literals that are no NULL cannot break NOT NULL: nothing to say then. */
static bool may_give_null(Rw *rw, const Node *ins, const Table *t)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!t || !body || !has_not_null(t))
        return false;
    if (body->kind != ND_VALUES)
        return true;
    const Node *cols = ins->kid[INSERT_COLS];
    for (uint32_t r = 0; r < body->nkids; r++) {
        if (body->kid[r]->kind != ND_PAREN_LIST)
            return true;
        const Node *row = body->kid[r]->kid[PAREN_LIST_ITEMS];
        for (uint32_t i = 0; i < row->nkids; i++) {
            int c = cols ? (i < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[i])) : -1) : (int)i;
            const Node *x = sema_strip(row->kid[i]);
            if (c >= 0 && c < t->ncols && c != t->rowid && t->cols[c].not_null && x->kind == ND_LITERAL &&
                x->op == TK_NULL)
                return true;
        }
    }
    return false;
}

static bool apply(Rw *rw, const Node *ins)
{
    if (ins->op == 0 || ins->op == TK_REPLACE || (ins->flags & NF_REPLACE_INTO))
        return false;
    uint32_t or = rw_find(rw, ins->tok, ins->end, TK_OR);
    rw_drop(rw, or, rw_next(rw, or) + 1);
    rw_exact(rw, ins);
    if (ins->op == TK_FAIL || ins->op == TK_ROLLBACK)
        rw_near(rw, ins, "what was done before the error is undone otherwise than in SQLite", NULL);
    if (ins->op != TK_IGNORE)
        return true;
    if (may_give_null(rw, ins, rw_table(rw, ins->kid[INSERT_TARGET])))
        rw_near(rw, ins, "OR IGNORE also skips rows that break NOT NULL; PostgreSQL reports them", NULL);
    const Node *ret = ins->kid[INSERT_RETURNING];
    if (ins->kid[INSERT_UPSERTS])
        return true; /* its own ON CONFLICT says what happens */
    if (ret)
        rw_insert(rw, rw_prev(rw, ret->tok), STR("ON CONFLICT DO NOTHING "));
    else
        rw_append(rw, ins, STR(" ON CONFLICT DO NOTHING"));
    return true;
}

const Rule rule_insert_or_ignore = {.code = 302,
                                    .name = "upsert/insert-or-ignore",
                                    .title = "OR IGNORE is ON CONFLICT DO NOTHING",
                                    .on = KINDS(ND_INSERT),
                                    .apply = apply};
