/* See conflict_key.h. */
#include "rules/upsert/conflict_key.h"

static bool is_null_literal(const Node *n)
{
    n = sema_strip(n);
    return n->kind == ND_LITERAL && n->op == TK_NULL;
}

/* Is the column NULL in every VALUES row?  Then it is as good as not given. */
static bool always_null(const Node *ins, uint32_t at)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!body || body->kind != ND_VALUES)
        return false;
    for (uint32_t i = 0; i < body->nkids; i++) {
        if (body->kid[i]->kind != ND_PAREN_LIST)
            return false;
        const Node *row = body->kid[i]->kid[PAREN_LIST_ITEMS];
        if (at >= row->nkids || !is_null_literal(row->kid[at]))
            return false;
    }
    return true;
}

bool insert_gives(Rw *rw, const Node *ins, const Table *t, int col)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (ins->flags & NF_DEFAULT_VALUES)
        return false;
    if (!cols)
        return !always_null(ins, (uint32_t)col);
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (table_column_index(t, rw_name(rw, cols->kid[i])) == col)
            return !always_null(ins, i);
    return false;
}

InsertKeys insert_keys(Rw *rw, const Node *ins, const Table *t)
{
    InsertKeys r = {.fresh_id = t->rowid >= 0 && !insert_gives(rw, ins, t, t->rowid)};
    for (uint16_t i = 0; i < t->nkeys && r.n < 8; i++) {
        const Key *k = &t->keys[i];
        bool hit = true;
        for (uint16_t c = 0; c < k->ncols && hit; c++) {
            if (k->cols[c] == UINT16_MAX)
                continue; /* an expression: may collide */
            const Column *col = &t->cols[k->cols[c]];
            hit = insert_gives(rw, ins, t, k->cols[c]) || (!col->default_null && (int)k->cols[c] != t->rowid);
        }
        if (hit)
            r.keys[r.n++] = k;
    }
    return r;
}

Str key_list(Rw *rw, const Table *t, const Key *k)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < k->ncols; i++) {
        Str c = k->cols[i] == UINT16_MAX ? rw_fmt(rw, "(%.*s)", (int)k->text[i].n, k->text[i].p)
                : k->nocase ? rw_fmt(rw, "lower(%.*s)", (int)rw_ident(rw, t->cols[k->cols[i]].name).n,
                                     rw_ident(rw, t->cols[k->cols[i]].name).p)
                            : rw_ident(rw, t->cols[k->cols[i]].name);
        s = s.n ? rw_fmt(rw, "%.*s, %.*s", (int)s.n, s.p, (int)c.n, c.p) : c;
    }
    return s;
}
