/* See delete_first.h.  Refused: keys over expressions and partial indexes, and key columns that are left to a
   default; in two statements, rows that do not come from one VALUES row and values that are no literals; in
   one, an INSERT with a WITH or an alias of its own, and rows of which a * hides the columns. */
#include "rules/upsert/delete_first.h"
#include "rules/upsert/new_row.h"

static const Node *only_row(const Node *ins)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!body || body->kind != ND_VALUES || body->nkids != 1 || body->kid[0]->kind != ND_PAREN_LIST)
        return NULL;
    return body->kid[0]->kid[PAREN_LIST_ITEMS];
}

static const Node *value_of(Rw *rw, const Node *ins, const Table *t, uint16_t col)
{
    const Node *row = only_row(ins), *cols = ins->kid[INSERT_COLS];
    uint32_t at = col;
    if (cols)
        for (at = 0; at < cols->nkids; at++)
            if (table_column_index(t, rw_name(rw, cols->kid[at])) == col)
                break;
    return at < row->nkids ? row->kid[at] : NULL;
}

/* A literal as the column's type wants it; empty when the value is no such literal. */
static Str literal(Rw *rw, const Node *x, PgType type)
{
    Str s;
    int64_t v;
    if (rw_integer(rw, x, &v)) {
        if (type == PG_BOOL)
            return v == 0 ? STR("FALSE") : v == 1 ? STR("TRUE") : STR_NONE;
        s = rw_fmt(rw, "%lld", (long long)v);
        return type == PG_TEXT ? rw_literal(rw, s) : pg_family(type) == FAM_NUMBER ? s : STR_NONE;
    }
    bool plain = type == PG_TEXT || pg_family(type) == FAM_TEMPORAL || type == PG_UUID;
    return plain && rw_string(rw, x, &s) ? rw_literal(rw, s) : STR_NONE;
}

static const char *key_condition(Rw *rw, const Node *ins, const Table *t, const Key *k, Str *out)
{
    Str all = STR_NONE;
    for (uint16_t i = 0; i < k->ncols; i++) {
        if (k->cols[i] == UINT16_MAX || k->partial)
            return "a unique key is over an expression or over a part of the rows";
        const Column *c = &t->cols[k->cols[i]];
        const Node *x = value_of(rw, ins, t, k->cols[i]);
        Str v = x ? literal(rw, x, rw_column_type(rw, t, c)) : STR_NONE;
        if (!v.n)
            return "the values of the keys would have to be written twice, and they are no constants";
        Str name = rw_ident(rw, c->name);
        Str eq = rw_fmt(rw, rw_key_folds(rw, t, k, i) ? "lower(%.*s) = lower(%.*s)" : "%.*s = %.*s",
                        (int)name.n, name.p, (int)v.n, v.p);
        all = all.n ? rw_fmt(rw, "%.*s AND %.*s", (int)all.n, all.p, (int)eq.n, eq.p) : eq;
    }
    *out = all;
    return NULL;
}

bool delete_first_can(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys)
{
    Str s;
    for (uint32_t i = 0; i < keys->n; i++)
        if (!only_row(ins) || key_condition(rw, ins, t, keys->keys[i], &s))
            return false;
    return true;
}

const char *delete_first(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys)
{
    if (!only_row(ins))
        return "the rows do not come from one VALUES row";
    Str where = STR_NONE;
    for (uint32_t i = 0; i < keys->n; i++) {
        Str one = STR_NONE;
        const char *why = key_condition(rw, ins, t, keys->keys[i], &one);
        if (why)
            return why;
        where = where.n ? rw_fmt(rw, "%.*s OR %.*s", (int)where.n, where.p, (int)one.n, one.p) : one;
    }
    Str table = rw_ident(rw, t->name);
    rw_before_statement(
        rw, rw_fmt(rw, "DELETE FROM %.*s WHERE %.*s", (int)table.n, table.p, (int)where.n, where.p));
    return NULL;
}

/* ---- in one statement ---- */

const char *delete_and_insert(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys)
{
    const Node *src = ins->kid[INSERT_SOURCE], *ret = ins->kid[INSERT_RETURNING];
    if (ins->kid[INSERT_WITH] || ins->kid[INSERT_TARGET]->kid[TABLEREF_ALIAS] || !src || ins->parent)
        return "the statement has a WITH or an alias, or stands in a trigger";
    Str cols = new_row_columns(rw, ins, t), way = STR_NONE, table = rw_ident(rw, t->name);
    const char *why = cols.n ? new_row_match(rw, ins, t, keys, &way) : "its columns are not known";
    if (!why)
        why = new_row_types(rw, ins, t);
    if (why)
        return why;
    const char *head = rw_layout(rw, rw_fmt(rw,
                                            "WITH new_row(%.*s) AS ({0}),\n     gone AS (DELETE FROM %.*s "
                                            "USING new_row WHERE %.*s RETURNING 1)\n",
                                            (int)cols.n, cols.p, (int)table.n, table.p, (int)way.n, way.p)
                                         .p)
                           .p;
    RwArg args[] = {RW_NODE(src), RW_NODE(ret)};
    rw_template(
        rw, ins,
        rw_fmt(
            rw,
            "%sINSERT INTO %.*s (%.*s) SELECT new_row.* FROM new_row, (SELECT count(*) FROM gone) AS first%s",
            head, (int)table.n, table.p, (int)cols.n, cols.p, ret ? " RETURNING {1}" : "")
            .p,
        PG_UNKNOWN, args, ret ? 2 : 1);
    return NULL;
}
