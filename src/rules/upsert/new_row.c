/* See new_row.h.  Refused: keys over expressions and partial indexes, key columns that are left to their
   default, and rows that the program puts together. */
#include "rules/upsert/new_row.h"
#include "rules/upsert/sequence.h"

Str new_row_columns(Rw *rw, const Node *ins, const Table *t)
{
    const Node *cols = ins->kid[INSERT_COLS];
    Str s = STR_NONE;
    uint32_t n = cols ? cols->nkids : t->ncols;
    for (uint32_t i = 0; i < n; i++) {
        const Column *c = cols ? table_column(t, rw_name(rw, cols->kid[i])) : &t->cols[i];
        if (!c)
            return STR_NONE;
        if (!cols && c->generated)
            continue;
        s = rw_joined(rw, s, rw_ident(rw, c->name));
    }
    return s;
}

/* "t.a = new_row.a AND t.b = new_row.b", with OR between the keys. */
const char *new_row_match(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys, Str *out)
{
    Str all = STR_NONE, table = rw_ident(rw, t->name);
    for (uint32_t k = 0; k < keys->n; k++)
        for (uint16_t i = 0; i < keys->keys[k]->ncols; i++) {
            uint16_t col = keys->keys[k]->cols[i];
            if (col == UINT16_MAX || keys->keys[k]->partial)
                return "a unique key is over an expression or over a part of the rows";
            if (!insert_gives(rw, ins, t, col))
                return "a column of a unique key is left to its default";
            Str c = rw_ident(rw, t->cols[col].name);
            const char *join = i ? " AND " : k ? " OR " : "";
            all = rw_fmt(
                rw,
                rw_key_folds(rw, t, keys->keys[k], i) ? "%.*s%slower(%.*s.%.*s) = lower(new_row.%.*s)"
                                                      : "%.*s%s%.*s.%.*s = new_row.%.*s",
                (int)all.n, all.n ? all.p : "", join, (int)table.n, table.p, (int)c.n, c.p, (int)c.n, c.p);
        }
    *out = all;
    return NULL;
}

/* The rows stand in a WITH: what the column would tell of a literal or a parameter is written as a cast, and
   DEFAULT cannot stand there. */
static void row_types(Rw *rw, const Node *ins, const Table *t, const Node *list)
{
    for (uint32_t i = 0; i < list->nkids; i++) {
        const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
        int col = insert_column_at(rw, ins, t, i);
        if (col < 0)
            continue;
        if (col == t->rowid && sema_is_null(x))
            rw_template(rw, x, sequence_next(rw_arena(rw), rw_options(rw), t).p, PG_BIGINT, NULL, 0);
        else if (col != t->rowid || sema_strip(x)->kind != ND_PARAM) /* that one is beside nextval() */
            rw_wish_cast(rw, x, rw_column_type(rw, t, &t->cols[col]));
    }
}

static const char *source_types(Rw *rw, const Node *ins, const Table *t, const Node *body)
{
    if (body->kind == ND_COMPOUND) {
        const char *why = source_types(rw, ins, t, body->kid[COMPOUND_L]);
        return why ? why : source_types(rw, ins, t, body->kid[COMPOUND_R]);
    }
    if (body->kind == ND_CORE) {
        const Node *list = body->kid[CORE_COLUMNS];
        for (uint32_t i = 0; i < list->nkids; i++)
            if (list->kid[i]->kind != ND_RESULT)
                return NULL; /* a *: columns have their types */
        row_types(rw, ins, t, list);
        return NULL;
    }
    for (uint32_t i = 0; i < body->nkids; i++) {
        if (body->kid[i]->kind != ND_PAREN_LIST)
            return "the rows are put together by the program";
        row_types(rw, ins, t, body->kid[i]->kid[PAREN_LIST_ITEMS]);
    }
    return NULL;
}

const char *new_row_types(Rw *rw, const Node *ins, const Table *t)
{
    return source_types(rw, ins, t, ins->kid[INSERT_SOURCE]->kid[SELECT_BODY]);
}
