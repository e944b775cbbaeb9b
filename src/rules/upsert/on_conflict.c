/* ON CONFLICT DO UPDATE: a bare column right of SET or in WHERE is ambiguous in PostgreSQL and is qualified;
   a missing target is supplied where the schema has one key only. */
#include "rules/upsert/conflict_key.h"
#include "rules/upsert/several_clauses.h"

static const char LOWER[] = "lower({0})";

static void qualify(Rw *rw, const Node *n, Str table)
{
    if (!n)
        return;
    if (n->kind == ND_SELECT)
        return; /* a scope of its own */
    if (n->kind == ND_COLREF && !n->kid[COLREF_TABLE] && rw_info(rw, n)->name != NAME_STRING &&
        rw_info(rw, n)->name != NAME_TRUE && rw_info(rw, n)->name != NAME_FALSE) {
        rw_prefix(rw, n, rw_fmt(rw, "%.*s.", (int)table.n, table.p));
        return;
    }
    for (uint32_t i = 0; i < n->nkids; i++)
        qualify(rw, n->kid[i], table);
}

static bool has_bare_column(Rw *rw, const Node *n)
{
    if (!n || n->kind == ND_SELECT)
        return false;
    if (n->kind == ND_COLREF)
        return !n->kid[COLREF_TABLE] && rw_info(rw, n)->name != NAME_STRING &&
               rw_info(rw, n)->name != NAME_TRUE && rw_info(rw, n)->name != NAME_FALSE;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (has_bare_column(rw, n->kid[i]))
            return true;
    return false;
}

/* The key of the table that the target names, or NULL. */
static const Key *named_key(Rw *rw, const Table *t, const Node *terms)
{
    for (uint16_t i = 0; t && i < t->nkeys; i++)
        if (conflict_names_key(rw, t, &t->keys[i], terms))
            return &t->keys[i];
    return NULL;
}

/* The same row twice in one INSERT is an error of DO UPDATE. */
static bool may_repeat(Rw *rw, const Node *ins, const Table *t, const Node *terms, bool *split)
{
    uint32_t *at = ARENA_ARRAY(rw_arena(rw), uint32_t, terms->nkids + 1), n = 0;
    for (uint32_t j = 0; j < terms->nkids; j++) {
        const Node *x = sema_strip(terms->kid[j]->kid[ORDERTERM_X]);
        if (x->kind == ND_COLREF)
            at[n++] = insert_place(rw, ins, t, rw_name(rw, x->kid[COLREF_COLUMN]));
    }
    return rows_may_repeat(rw, ins, at, n, split);
}

/* ON CONFLICT (users.id): the target's columns are bare in PostgreSQL.  A key that ignores case is a unique
   index over lower(column). */
static bool spell_target(Rw *rw, const Table *t, const Node *terms)
{
    const Key *k = named_key(rw, t, terms);
    bool some = false;
    for (uint32_t j = 0; j < terms->nkids; j++) {
        const Node *x = sema_strip(terms->kid[j]->kid[ORDERTERM_X]);
        x = x->kind == ND_COLLATE ? sema_strip(x->kid[COLLATE_X]) : x;
        if (x->kind != ND_COLREF || !x->kid[COLREF_TABLE])
            continue;
        rw_drop(rw, x->tok, x->kid[COLREF_COLUMN]->tok);
        some = true;
    }
    for (uint32_t j = 0; k && j < terms->nkids; j++) {
        const Node *x = sema_strip(terms->kid[j]->kid[ORDERTERM_X]);
        x = x->kind == ND_COLLATE ? sema_strip(x->kid[COLLATE_X]) : x;
        for (uint16_t i = 0; x->kind == ND_COLREF && i < k->ncols; i++)
            if (rw_key_folds(rw, t, k, i) &&
                str_ieq(t->cols[k->cols[i]].name, rw_name(rw, x->kid[COLREF_COLUMN]))) {
                rw_as(rw, terms->kid[j], LOWER, PG_TEXT, x, NULL, NULL);
                some = true;
            }
    }
    return some;
}

static bool nothing(Rw *rw, const Node *ins, const Node *up)
{
    const Node *terms = up->kid[UPSERT_TARGET];
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    bool claimed = terms && spell_target(rw, t, terms), gaps = t && insert_uses_up_ids(rw, ins, t, true);
    if (gaps)
        rw_near(rw, up, INSERT_USES_UP_IDS, NULL);
    if (claimed)
        rw_exact(rw, up);
    return claimed || gaps;
}

/* The bare columns of SET and WHERE: the name that means the row that was there. */
static bool qualify_all(Rw *rw, const Node *up, const Node *target, const Table *t)
{
    const Node *alias = target->kid[TABLEREF_ALIAS], *sets = up->kid[UPSERT_SETS];
    Str table = alias ? rw_spelled(rw, alias) : rw_table_name(rw, target, t);
    bool some = false;
    for (uint32_t i = 0; sets && i < sets->nkids; i++)
        if (has_bare_column(rw, sets->kid[i]->kid[SET_VALUE])) {
            qualify(rw, sets->kid[i]->kid[SET_VALUE], table);
            some = true;
        }
    if (has_bare_column(rw, up->kid[UPSERT_WHERE])) {
        qualify(rw, up->kid[UPSERT_WHERE], table);
        some = true;
    }
    return some;
}

/* DO UPDATE without a target: the one key there is, or NULL. */
static const Key *supply_target(Rw *rw, const Node *ins, const Node *up, const Table *t)
{
    InsertKeys k = {0};
    if (t)
        k = insert_keys(rw, ins, t);
    if (k.n > 1)
        rw_near(rw, up,
                "a row that is in the way on another key is updated in SQLite, and an error in PostgreSQL",
                "name the key that is meant");
    if (k.n == 0) {
        rw_manual(rw, up, "ON CONFLICT DO UPDATE needs its key in PostgreSQL",
                  t ? "the INSERT gives none of the table's keys"
                    : "give the CREATE TABLE with --schema, or name the key");
        return NULL;
    }
    Str keys = key_list(rw, t, k.keys[0]), where = k.keys[0]->where;
    uint32_t doo = rw_find(rw, up->tok, up->end, TK_DO);
    rw_insert(rw, doo,
              rw_fmt(rw, "(%.*s) %s%.*s%s", (int)keys.n, keys.p, where.n ? "WHERE " : "", (int)where.n,
                     where.n ? where.p : "", where.n ? " " : ""));
    return k.keys[0];
}

static bool apply(Rw *rw, const Node *up)
{
    const Node *ins = up->parent ? up->parent->parent : NULL;
    if (!ins || ins->kind != ND_INSERT)
        return false;
    if (up->flags & NF_NOTHING && up->parent->nkids == 1)
        return nothing(rw, ins, up);
    if (up->parent->nkids > 1 &&
        (several_clauses_kept(up->parent) != up || !rw_table(rw, ins->kid[INSERT_TARGET])))
        return rw_manual(rw, up, "PostgreSQL takes one ON CONFLICT clause", NULL);
    const Node *target = ins->kid[INSERT_TARGET], *terms = up->kid[UPSERT_TARGET];
    const Table *t = rw_table(rw, target);
    bool claimed = qualify_all(rw, up, target, t), repeat;
    if (terms) {
        claimed |= spell_target(rw, t, terms);
        repeat = may_repeat(rw, ins, t, terms, &claimed);
    } else {
        const Key *k = supply_target(rw, ins, up, t);
        if (!k)
            return true;
        claimed = true;
        repeat = key_may_repeat(rw, ins, t, k, &claimed);
    }
    bool gaps = t && insert_uses_up_ids(rw, ins, t, true);
    if (repeat)
        rw_near(rw, up, "the same key twice in one INSERT is an error in PostgreSQL", NULL);
    if (gaps)
        rw_near(rw, up, INSERT_USES_UP_IDS, NULL);
    if (claimed)
        rw_exact(rw, up);
    return claimed || repeat || gaps;
}

const Rule rule_on_conflict = {.code = 303,
                               .name = "upsert/on-conflict",
                               .title = "columns of the table itself are qualified, the key is named",
                               .on = KINDS(ND_UPSERT),
                               .templates = SET(LOWER),
                               .portable = true,
                               .apply = apply};
