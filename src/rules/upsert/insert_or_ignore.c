/* INSERT OR IGNORE skips a row that breaks a unique key, NOT NULL or CHECK; ON CONFLICT DO NOTHING skips the
   first kind only.  Rows of VALUES that say NULL for a NOT NULL column go; what other values will be is not
   known, and said.  OR ABORT is what PostgreSQL does; OR FAIL and OR ROLLBACK differ only inside a
   transaction. */
#include "rules/upsert/new_row.h"

static const char NOTHING[] = "ON CONFLICT DO NOTHING";

/* A row of VALUES: does it certainly break NOT NULL?  *unknown: it might. */
static bool breaks_not_null(Rw *rw, const Node *ins, const Table *t, const Node *items, bool *unknown)
{
    bool broken = false;
    for (uint32_t i = 0; i < items->nkids; i++) {
        int c = insert_column_at(rw, ins, t, i);
        const Node *x = items->kid[i]->kind == ND_RESULT ? items->kid[i]->kid[RESULT_X] : items->kid[i];
        if (c < 0 || c == t->rowid || !t->cols[c].not_null)
            continue;
        if (sema_is_null(x))
            broken = true;
        else
            *unknown |= items->kid[i]->kind == ND_STAR || rw_info(rw, x)->nullable;
    }
    return broken;
}

/* A NOT NULL column that the INSERT leaves to its default, which is NULL: SQLite skips every row. */
static bool leaves_out(Rw *rw, const Node *ins, const Table *t)
{
    for (uint16_t c = 0; c < t->ncols; c++)
        if (t->cols[c].not_null && t->cols[c].default_null && !t->cols[c].generated && (int)c != t->rowid &&
            insert_place(rw, ins, t, t->cols[c].name) == UINT32_MAX)
            return true;
    return false;
}

static bool has_parameter(const Node *n)
{
    bool found = n->kind == ND_PARAM || n->kind == ND_HOLE;
    for (uint32_t i = 0; i < n->nkids && !found; i++)
        found = n->kid[i] && has_parameter(n->kid[i]);
    return found;
}

/* All rows are skipped: SELECT ... WHERE FALSE of the first. */
static void keep_none(Rw *rw, const Node *values)
{
    const Node *row = values->kid[0];
    rw_put(rw, values->tok, STR("SELECT"));
    rw_drop(rw, row->tok, row->tok + 1);
    rw_put(rw, row->end - 1, STR(" WHERE FALSE"));
    for (uint32_t i = 1; i < values->nkids; i++)
        rw_drop_back(rw, rw_prev(rw, values->kid[i]->tok), values->kid[i]->end);
}

/* The rows of VALUES that break NOT NULL go.  True: some may, and it is not known. */
static bool drop_rows(Rw *rw, const Node *ins, const Table *t, const Node *values)
{
    bool *goes = ARENA_ARRAY(rw_arena(rw), bool, values->nkids + 1), unknown = false;
    uint32_t left = values->nkids;
    for (uint32_t i = 0; i < values->nkids; i++) {
        const Node *row = values->kid[i];
        if (row->kind != ND_PAREN_LIST)
            return true;
        bool broken = breaks_not_null(rw, ins, t, row->kid[PAREN_LIST_ITEMS], &unknown);
        goes[i] = broken && !has_parameter(row);
        unknown |= broken && !goes[i];
        left -= goes[i];
    }
    if (!left) {
        keep_none(rw, values);
        return unknown;
    }
    for (uint32_t i = 0, first = 1; i < values->nkids; i++) {
        if (!goes[i])
            first = 0;
        else if (first)
            rw_drop(rw, values->kid[i]->tok, values->kid[i + 1]->tok);
        else
            rw_drop_back(rw, rw_prev(rw, values->kid[i]->tok), values->kid[i]->end);
    }
    return unknown;
}

static bool select_may_break(Rw *rw, const Node *ins, const Table *t, const Node *body)
{
    if (body->kind == ND_COMPOUND)
        return select_may_break(rw, ins, t, body->kid[COMPOUND_L]) ||
               select_may_break(rw, ins, t, body->kid[COMPOUND_R]);
    bool unknown = false;
    if (body->kind == ND_CORE)
        return breaks_not_null(rw, ins, t, body->kid[CORE_COLUMNS], &unknown) || unknown;
    for (uint32_t i = 0; i < body->nkids; i++)
        if (body->kid[i]->kind != ND_PAREN_LIST ||
            breaks_not_null(rw, ins, t, body->kid[i]->kid[PAREN_LIST_ITEMS], &unknown) || unknown)
            return true;
    return false;
}

static bool may_break_not_null(Rw *rw, const Node *ins, const Table *t)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    if (leaves_out(rw, ins, t))
        return true;
    if (!body)
        return false;
    if (body->kind == ND_VALUES)
        return drop_rows(rw, ins, t, body);
    return select_may_break(rw, ins, t, body);
}

/* A computed value of VALUES that may be NULL where the column is NOT NULL: a WHERE looks at it. */
static bool is_computed(Rw *rw, const Node *ins, const Table *t, const Node *row, uint32_t i)
{
    const Node *x = sema_strip(row->kid[i]);
    int c = insert_column_at(rw, ins, t, i);
    return c >= 0 && c != t->rowid && t->cols[c].not_null && x->kind != ND_LITERAL &&
           rw_info(rw, x)->nullable;
}

/* One row with computed values and no parameters beside them becomes SELECT ... WHERE new_row.c IS NOT NULL.
 */
static bool look_for_nulls(Rw *rw, const Node *ins, const Table *t)
{
    const Node *src = ins->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!body || body->kind != ND_VALUES || body->nkids != 1 || body->kid[0]->kind != ND_PAREN_LIST ||
        has_parameter(body) || ins->kid[INSERT_WITH] || ins->kid[INSERT_UPSERTS] || leaves_out(rw, ins, t))
        return false;
    const Node *row = body->kid[0]->kid[PAREN_LIST_ITEMS];
    Str where = STR(""), cols = new_row_columns(rw, ins, t);
    for (uint32_t i = 0; i < row->nkids; i++) {
        int c = insert_column_at(rw, ins, t, i);
        if (c >= 0 && c != t->rowid && t->cols[c].not_null && sema_is_null(row->kid[i]))
            return false; /* the row goes */
        if (!is_computed(rw, ins, t, row, i))
            continue;
        Str name = rw_ident(rw, t->cols[c].name);
        where = rw_fmt(rw, "%.*s%snew_row.%.*s IS NOT NULL", (int)where.n, where.p, where.n ? " AND " : "",
                       (int)name.n, name.p);
    }
    if (!where.n || !cols.n || new_row_types(rw, ins, t))
        return false;
    rw_insert(rw, src->tok, STR("SELECT new_row.* FROM ("));
    rw_append(rw, src,
              rw_fmt(rw, ") AS new_row(%.*s) WHERE %.*s", (int)cols.n, cols.p, (int)where.n, where.p));
    return true;
}

static void ignore(Rw *rw, const Node *ins)
{
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    const Node *ret = ins->kid[INSERT_RETURNING];
    if (t && !look_for_nulls(rw, ins, t) && may_break_not_null(rw, ins, t))
        rw_near(rw, ins, "OR IGNORE also skips rows that break NOT NULL; PostgreSQL reports them", NULL);
    if (t && table_has_check(t))
        rw_near(rw, ins, "OR IGNORE also skips rows that break a CHECK; PostgreSQL reports them", NULL);
    if (t && insert_uses_up_ids(rw, ins, t, true))
        rw_near(rw, ins, INSERT_USES_UP_IDS, NULL);
    if (ins->kid[INSERT_UPSERTS])
        return; /* its own ON CONFLICT says what happens */
    if (ret)
        rw_insert(rw, rw_prev(rw, ret->tok), rw_fmt(rw, "%s ", NOTHING));
    else
        rw_append(rw, ins, rw_fmt(rw, " %s", NOTHING));
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
    if (ins->op == TK_IGNORE)
        ignore(rw, ins);
    return true;
}

const Rule rule_insert_or_ignore = {.code = 302,
                                    .name = "upsert/insert-or-ignore",
                                    .title = "OR IGNORE is ON CONFLICT DO NOTHING",
                                    .on = KINDS(ND_INSERT),
                                    .portable = true,
                                    .apply = apply};
