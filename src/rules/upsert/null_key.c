/* NULL into an INTEGER PRIMARY KEY asks SQLite for a new id; PostgreSQL wants DEFAULT.  A parameter may be
   NULL, and so may NEW.id of a view's trigger: the sequence is asked when it is.  Everything else that is
   computed is left alone. */
#include "emit/rw.h"
#include "rules/upsert/conflict_key.h"
#include "rules/upsert/sequence.h"

static const char DEFAULT[] = "DEFAULT";

/* Does some row of the INSERT give this column a value? */
static bool ids_beside(const Node *values, uint32_t at)
{
    for (uint32_t i = 0; i < values->nkids; i++) {
        const Node *row =
            values->kid[i]->kind == ND_PAREN_LIST ? values->kid[i]->kid[PAREN_LIST_ITEMS] : NULL;
        const Node *x = row && at < row->nkids ? sema_strip(row->kid[at]) : NULL;
        if (x && !(x->kind == ND_LITERAL && x->op == TK_NULL))
            return true;
    }
    return false;
}

static int column_at(Rw *rw, const Node *ins, const Table *t, uint32_t at)
{
    const Node *cols = ins->kid[INSERT_COLS];
    if (cols)
        return at < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[at])) : -1;
    return at < t->ncols ? (int)at : -1;
}

static uint32_t index_in(const Node *list, const Node *x)
{
    uint32_t at = 0;
    while (at < list->nkids && list->kid[at] != x)
        at++;
    return at;
}

/* A NULL in VALUES: the id, or under OR REPLACE a column that is NOT NULL and has a default. */
static bool in_values(Rw *rw, const Node *n)
{
    const Node *row = n->parent, *values = row->parent->parent;
    if (!values || values->kind != ND_VALUES || !values->parent || values->parent->kind != ND_SELECT)
        return false;
    const Node *ins = values->parent->parent;
    const Table *t = ins && ins->kind == ND_INSERT ? rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    if (!t)
        return false;
    uint32_t at = index_in(row, n);
    int col = column_at(rw, ins, t, at);
    bool replace = ins->op == TK_REPLACE || (ins->flags & NF_REPLACE_INTO);
    bool filled = replace && col >= 0 && t->cols[col].not_null && !t->cols[col].default_null;
    if (col < 0 || (col != t->rowid && !filled))
        return false;
    if (n->kind == ND_PARAM || n->kind == ND_COLREF) {
        if (col != t->rowid || t->cols[col].ref_name.n)
            return false;
        Str next = sequence_next(rw_arena(rw), rw_options(rw), t);
        rw_exact(rw, n);
        rw_insert(rw, n->tok, STR("COALESCE("));
        rw_append(rw, n, rw_fmt(rw, ", %.*s)", (int)next.n, next.p));
        return false;
    }
    if (col == t->rowid && ids_beside(values, at))
        rw_near(rw, n,
                "other rows of this INSERT give their ids; the new ids do not follow them in PostgreSQL",
                NULL);
    else
        rw_exact(rw, n);
    rw_template(rw, n, DEFAULT, PG_UNKNOWN, NULL, 0);
    return true;
}

/* INSERT ... SELECT NULL, ...: DEFAULT cannot stand there. */
static bool in_select(Rw *rw, const Node *n)
{
    const Node *result = n->parent, *list = result->parent, *core = list ? list->parent : NULL;
    if (!core || core->kind != ND_CORE || list != core->kid[CORE_COLUMNS] || (core->flags & NF_DISTINCT) ||
        !core->parent || core->parent->kind != ND_SELECT)
        return false;
    const Node *ins = core->parent->parent;
    const Table *t = ins && ins->kind == ND_INSERT ? rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    if (!t || t->rowid < 0)
        return false;
    uint32_t at = index_in(list, result);
    for (uint32_t i = 0; i < at; i++)
        if (list->kid[i]->kind != ND_RESULT)
            return false; /* a * shifts the rest */
    if (column_at(rw, ins, t, at) != t->rowid)
        return false;
    rw_exact(rw, n);
    rw_template(rw, n, sequence_next(rw_arena(rw), rw_options(rw), t).p, PG_BIGINT, NULL, 0);
    return true;
}

/* NEW.x in a trigger, where x is no key and may be NULL. */
static bool may_be_no_id(Rw *rw, const Node *n)
{
    Str table = n->kid[COLREF_TABLE] ? rw_name(rw, n->kid[COLREF_TABLE]) : STR_NONE;
    return rw_stmt(rw)->root->kind == ND_CREATE_TRIGGER &&
           (str_ieqz(table, "new") || str_ieqz(table, "old")) &&
           (rw_stmt(rw)->root->op & NT_INSTEAD || rw_info(rw, n)->nullable);
}

/* A primary key that is not the rowid takes NULL in SQLite; where its table shows it, it is UNIQUE in
 * PostgreSQL. */
static bool key_left_null(Rw *rw, const Node *ins)
{
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    const Key *k = t && t->rowid < 0 && !t->without_rowid && !t->is_view && t->nkeys && t->keys[0].primary
                       ? &t->keys[0]
                       : NULL;
    const Node *src = ins->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    for (uint16_t i = 0; k && i < k->ncols; i++) {
        const Column *c = k->cols[i] < t->ncols ? &t->cols[k->cols[i]] : NULL;
        if (!c || c->not_null || c->evidence & EV_HAS_NULL)
            continue;
        bool null = !insert_gives(rw, ins, t, k->cols[i]) && c->default_null;
        uint32_t at = insert_place(rw, ins, t, c->name);
        for (uint32_t r = 0; body && body->kind == ND_VALUES && r < body->nkids; r++) {
            const Node *row =
                body->kid[r]->kind == ND_PAREN_LIST ? body->kid[r]->kid[PAREN_LIST_ITEMS] : NULL;
            null |= row && at < row->nkids && sema_is_null(row->kid[at]);
        }
        if (null) {
            rw_near(rw, ins,
                    "NULL in a PRIMARY KEY, which SQLite takes where it is no rowid: PostgreSQL refuses it",
                    "make the key UNIQUE, or give a value");
            return false;
        }
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_INSERT)
        return key_left_null(rw, n);
    if ((n->kind == ND_LITERAL && n->op != TK_NULL) || !n->parent ||
        (n->kind == ND_COLREF && !may_be_no_id(rw, n)))
        return false;
    if (n->parent->kind == ND_LIST && n->parent->parent && n->parent->parent->kind == ND_PAREN_LIST)
        return in_values(rw, n);
    return n->kind == ND_LITERAL && n->parent->kind == ND_RESULT && in_select(rw, n);
}

const Rule rule_null_key = {.code = 304,
                            .name = "upsert/null-key",
                            .title = "NULL as an INTEGER PRIMARY KEY asks for a new id",
                            .on = KINDS(ND_LITERAL, ND_PARAM, ND_COLREF, ND_INSERT),
                            .apply = apply};
