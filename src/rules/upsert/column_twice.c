/* A column named twice: SQLite keeps the first value of an INSERT and the last of an UPDATE; PostgreSQL
   refuses it.  The other value goes, unless a parameter, whose place counts, would go with it. */
#include "emit/rw.h"

static bool has_parameter(const Node *n)
{
    if (n->kind == ND_PARAM || n->kind == ND_HOLE)
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && has_parameter(n->kid[i]))
            return true;
    return false;
}

static bool give_up(Rw *rw, const Node *n)
{
    return rw_manual(rw, n,
                     "a column stands here twice; SQLite takes one of the values, PostgreSQL refuses both",
                     "leave one of them out");
}

/* Item i of a list, with the comma before it. */
static void drop_item(Rw *rw, const Node *list, uint32_t i)
{
    rw_drop_back(rw, rw_prev(rw, list->kid[i]->tok), list->kid[i]->end);
}

static bool insert(Rw *rw, const Node *ins, const Node *cols, uint32_t i)
{
    const Node *src = ins->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!body || body->kind == ND_COMPOUND)
        return give_up(rw, cols->kid[i]);
    bool values = body->kind == ND_VALUES;
    for (uint32_t r = 0; r < (values ? body->nkids : 1); r++) {
        const Node *row = !values                               ? body->kid[CORE_COLUMNS]
                          : body->kid[r]->kind == ND_PAREN_LIST ? body->kid[r]->kid[PAREN_LIST_ITEMS]
                                                                : NULL;
        if (!row || row->nkids != cols->nkids || has_parameter(row->kid[i]) || row->kid[i]->kind == ND_STAR)
            return give_up(rw, cols->kid[i]);
        drop_item(rw, row, i);
    }
    drop_item(rw, cols, i);
    rw_exact(rw, cols->kid[i]);
    return false;
}

static bool twice_in_insert(Rw *rw, const Node *ins)
{
    const Node *cols = ins->kid[INSERT_COLS];
    for (uint32_t i = 1; cols && i < cols->nkids; i++)
        for (uint32_t k = 0; k < i; k++)
            if (str_ieq(rw_name(rw, cols->kid[i]), rw_name(rw, cols->kid[k]))) {
                if (insert(rw, ins, cols, i))
                    return true;
                break;
            }
    return false;
}

static bool sets_again(Rw *rw, const Node *sets, uint32_t i)
{
    const Node *a = sets->kid[i]->kid[SET_COLS];
    for (uint32_t k = i + 1; k < sets->nkids; k++) {
        const Node *b = sets->kid[k]->kind == ND_SET ? sets->kid[k]->kid[SET_COLS] : NULL;
        for (uint32_t m = 0; b && b->kind == ND_LIST && m < b->nkids; m++)
            if (str_ieq(rw_name(rw, a), rw_name(rw, b->kid[m])))
                return true;
        if (b && b->kind == ND_NAME && str_ieq(rw_name(rw, a), rw_name(rw, b)))
            return true;
    }
    return false;
}

static bool twice_in_sets(Rw *rw, const Node *sets)
{
    for (uint32_t i = 0; sets && i + 1 < sets->nkids; i++) {
        const Node *set = sets->kid[i];
        if (set->kind != ND_SET || !set->kid[SET_COLS] || set->kid[SET_COLS]->kind != ND_NAME ||
            !sets_again(rw, sets, i))
            continue;
        if (!set->kid[SET_VALUE] || has_parameter(set->kid[SET_VALUE]))
            return give_up(rw, set);
        rw_exact(rw, set);
        rw_drop(rw, set->tok, sets->kid[i + 1]->tok);
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_INSERT: return twice_in_insert(rw, n);
    case ND_UPDATE: return twice_in_sets(rw, n->kid[UPDATE_SETS]);
    default: return twice_in_sets(rw, n->kid[UPSERT_SETS]);
    }
}

const Rule rule_column_twice = {.code = 307,
                                .name = "upsert/column-twice",
                                .title = "a column named twice has one value",
                                .on = KINDS(ND_INSERT, ND_UPDATE, ND_UPSERT),
                                .portable = true,
                                .apply = apply};
