/* Which unique keys an INSERT can run into, from the catalog and the columns it gives; see conflict_key.h. */
#include "rules/upsert/conflict_key.h"

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
        if (at >= row->nkids || !sema_is_null(row->kid[at]))
            return false;
    }
    return true;
}

bool insert_gives(Rw *rw, const Node *ins, const Table *t, int col)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (ins->flags & NF_DEFAULT_VALUES)
        return false;
    if (!cols && t->cols[col].hidden)
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

bool table_has_check(const Table *t)
{
    uint32_t checks = 0, flags = 0;
    for (size_t i = 0; i + 5 <= t->sql.n; i++) {
        bool begins = i == 0 || !ascii_ident(t->sql.p[i - 1]),
             ends = i + 5 == t->sql.n || !ascii_ident(t->sql.p[i + 5]);
        checks += begins && ends && str_ieqz(str_sub(t->sql, i, i + 5), "check");
    }
    for (uint16_t c = 0; c < t->ncols; c++)
        flags += (t->cols[c].evidence & EV_CHECK_01) != 0;
    return checks > flags;
}

Str key_list(Rw *rw, const Table *t, const Key *k)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < k->ncols; i++) {
        Str c = k->cols[i] == UINT16_MAX ? rw_fmt(rw, "(%.*s)", (int)k->text[i].n, k->text[i].p)
                : rw_key_folds(rw, t, k, i)
                    ? rw_fmt(rw, "lower(%.*s)", (int)rw_ident(rw, t->cols[k->cols[i]].name).n,
                             rw_ident(rw, t->cols[k->cols[i]].name).p)
                    : rw_ident(rw, t->cols[k->cols[i]].name);
        s = rw_joined(rw, s, c);
    }
    return s;
}

/* A column of the key is the same in the row that is in the way; where case is ignored, it is not. */
static bool stays_equal(const Key *k, uint16_t col)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] == col)
            return !key_folds(k, i);
    return false;
}

Str key_replaces(Rw *rw, const Table *t, const Key *k, bool keeps_id)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++) {
        if (stays_equal(k, i) || t->cols[i].generated || (keeps_id && t->rowid == i))
            continue;
        Str c = rw_ident(rw, t->cols[i].name);
        s = rw_joined(rw, s, rw_fmt(rw, "%.*s = EXCLUDED.%.*s", (int)c.n, c.p, (int)c.n, c.p));
    }
    return s;
}

int insert_column_at(Rw *rw, const Node *ins, const Table *t, uint32_t at)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (cols)
        return at < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[at])) : -1;
    for (uint16_t c = 0; c < t->ncols; c++)
        if (!t->cols[c].generated && at-- == 0)
            return c;
    return -1;
}

uint32_t insert_place(Rw *rw, const Node *ins, const Table *t, Str column)
{
    const Node *cols = ins->kid[INSERT_COLS];
    int index = t ? table_column_index(t, column) : -1;
    if (!cols)
        return index < 0 || t->cols[index].hidden ? UINT32_MAX : (uint32_t)index;
    for (uint32_t i = 0; i < cols->nkids; i++)
        if (str_ieq(rw_name(rw, cols->kid[i]), column))
            return i;
    return UINT32_MAX;
}

/* Two constants that no unique key takes for the same. */
static bool differ(Rw *rw, const Node *a, const Node *b)
{
    int64_t v, w;
    Str s, t;
    if (rw_integer(rw, a, &v) && rw_integer(rw, b, &w))
        return v != w;
    return rw_string(rw, a, &s) && rw_string(rw, b, &t) && !str_ieq(s, t);
}

static bool equal(Rw *rw, const Node *a, const Node *b)
{
    int64_t v, w;
    Str s, t;
    if (rw_integer(rw, a, &v) && rw_integer(rw, b, &w))
        return v == w;
    return rw_string(rw, a, &s) && rw_string(rw, b, &t) && str_eq(s, t);
}

/* At most one row: no FROM, an aggregate without GROUP BY, or LIMIT 1. */
static bool single_row(Rw *rw, const Node *select)
{
    const Node *body = select->kid[SELECT_BODY], *limit = select->kid[SELECT_LIMIT];
    int64_t v;
    if (limit && rw_integer(rw, limit->kid[limit->op == TK_COMMA ? LIMIT_B : LIMIT_A], &v) && v >= 0 &&
        v <= 1)
        return true;
    return body->kind == ND_CORE && !body->kid[CORE_FROM];
}

const char INSERT_USES_UP_IDS[] = "a row that is not inserted uses up an id in PostgreSQL: the ids of the "
                                  "rows after it are larger than SQLite's";

bool insert_uses_up_ids(Rw *rw, const Node *ins, const Table *t, bool between)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    if (t->rowid < 0 || t->cols[t->rowid].ref_name.n || insert_gives(rw, ins, t, t->rowid) ||
        t->autoincrement || /* SQLite's own counter goes on then, too */
        insert_keys(rw, ins, t).n == 0)
        return false;
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    bool one = !body || (body->kind == ND_VALUES ? body->nkids == 1 : single_row(rw, src));
    return !between || !one;
}

/* -1: the rows differ in one of these places; 1: all of them are the same constants; 0: who knows. */
static int compare_rows(Rw *rw, const Node *x, const Node *y, const uint32_t *at, uint32_t n)
{
    if (x->kind != ND_PAREN_LIST || y->kind != ND_PAREN_LIST)
        return 0;
    const Node *a = x->kid[PAREN_LIST_ITEMS], *b = y->kid[PAREN_LIST_ITEMS];
    bool same = n > 0;
    for (uint32_t k = 0; k < n; k++) {
        if (at[k] >= a->nkids || at[k] >= b->nkids)
            return 0;
        const Node *v = a->kid[at[k]], *w = b->kid[at[k]];
        if (sema_is_null(v) || sema_is_null(w) || differ(rw, v, w)) /* NULLs are never in each other's way */
            return -1;
        same &= equal(rw, v, w);
    }
    return same;
}

/* Does one of these places of the rows hold the column `c`, as it is? */
static bool gives_column(Rw *rw, const Node *list, const uint32_t *at, uint32_t n, const Column *c)
{
    for (uint32_t i = 0; i < n; i++) {
        const Node *r = at[i] < list->nkids ? list->kid[at[i]] : NULL;
        for (uint32_t k = 0; r && k <= at[i]; k++)
            r = list->kid[k]->kind == ND_RESULT ? r : NULL; /* a * shifts the rest */
        const Node *x = r ? sema_strip(r->kid[RESULT_X]) : NULL;
        if (x && x->kind == ND_COLREF && rw_info(rw, x)->col == c)
            return true;
    }
    return false;
}

/* Rows that differ in these places: they are grouped by them, or come from one table that has a key there. */
static bool source_unique(Rw *rw, const Node *core, const uint32_t *at, uint32_t n)
{
    if (core->kind != ND_CORE)
        return false;
    const Node *from = core->kid[CORE_FROM], *group = core->kid[CORE_GROUP], *list = core->kid[CORE_COLUMNS];
    const Table *t = from && from->kind == ND_TABLEREF ? rw_table(rw, from) : NULL;
    bool all = group != NULL;
    for (uint32_t g = 0; all && g < group->nkids; g++) {
        const Node *x = sema_strip(group->kid[g]);
        all =
            x->kind == ND_COLREF && rw_info(rw, x)->col && gives_column(rw, list, at, n, rw_info(rw, x)->col);
    }
    if (all || !t || t->is_view)
        return all;
    for (uint16_t k = 0; k < t->nkeys; k++) {
        all = !t->keys[k].partial;
        for (uint16_t c = 0; all && c < t->keys[k].ncols; c++)
            all = t->keys[k].cols[c] != UINT16_MAX &&
                  gives_column(rw, list, at, n, &t->cols[t->keys[k].cols[c]]);
        if (all)
            return true;
    }
    return false;
}

/* Rows that certainly repeat a key begin a statement of their own, for SQLite takes one row after the other.
 */
bool rows_may_repeat(Rw *rw, const Node *ins, const uint32_t *at, uint32_t n, bool *split)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    if (!src || single_row(rw, src))
        return false;
    const Node *body = src->kid[SELECT_BODY];
    if (body->kind != ND_VALUES)
        return !source_unique(rw, body, at, n);
    bool unknown = false;
    for (uint32_t i = 1, first = 0; i < body->nkids; i++) {
        int worst = -1;
        for (uint32_t j = first; j < i && worst < 1; j++) {
            int c = compare_rows(rw, body->kid[i], body->kid[j], at, n);
            worst = c > worst ? c : worst;
        }
        if (worst == 1 && !ins->parent)
            rw_split_rows(rw, first = i), *split = true;
        else
            unknown |= worst >= 0;
    }
    return unknown;
}

bool key_may_repeat(Rw *rw, const Node *ins, const Table *t, const Key *k, bool *split)
{
    uint32_t *at = ARENA_ARRAY(rw_arena(rw), uint32_t, k->ncols + 1u), n = 0;
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] != UINT16_MAX)
            at[n++] = insert_place(rw, ins, t, t->cols[k->cols[i]].name);
    return rows_may_repeat(rw, ins, at, n, split);
}

bool conflict_names_key(Rw *rw, const Table *t, const Key *k, const Node *terms)
{
    uint16_t hits = 0;
    for (uint32_t j = 0; j < terms->nkids; j++) {
        const Node *x = sema_strip(terms->kid[j]->kid[ORDERTERM_X]);
        if (x->kind == ND_COLLATE)
            x = sema_strip(x->kid[COLLATE_X]);
        for (uint16_t c = 0; x->kind == ND_COLREF && c < k->ncols; c++)
            if (k->cols[c] != UINT16_MAX &&
                str_ieq(t->cols[k->cols[c]].name, rw_name(rw, x->kid[COLREF_COLUMN])))
                hits++;
    }
    return hits == k->ncols && terms->nkids == k->ncols;
}
