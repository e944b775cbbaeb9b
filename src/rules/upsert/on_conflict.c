/* ON CONFLICT DO UPDATE: a bare column right of SET or in WHERE is ambiguous in PostgreSQL and is qualified; a
   missing target is supplied where the schema has one key only. */
#include "rules/upsert/conflict_key.h"

static void qualify(Rw *rw, const Node *n, Str table)
{
    if (!n)
        return;
    if (n->kind == ND_SELECT)
        return; /* a scope of its own */
    if (n->kind == ND_COLREF && !n->kid[COLREF_TABLE] && rw_info(rw, n)->name != NAME_STRING &&
        rw_info(rw, n)->name != NAME_TRUE && rw_info(rw, n)->name != NAME_FALSE) {
        rw_insert(rw, n->tok, rw_fmt(rw, "%.*s.", (int)table.n, table.p));
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
        return !n->kid[COLREF_TABLE] && rw_info(rw, n)->name != NAME_STRING && rw_info(rw, n)->name != NAME_TRUE &&
               rw_info(rw, n)->name != NAME_FALSE;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (has_bare_column(rw, n->kid[i]))
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *up)
{
    const Node *ins = up->parent ? up->parent->parent : NULL;
    if (!ins || ins->kind != ND_INSERT || (up->flags & NF_NOTHING))
        return false;
    if (up->parent->nkids > 1)
        return rw_manual(rw, up, "PostgreSQL takes one ON CONFLICT clause", NULL);
    const Node *target = ins->kid[INSERT_TARGET];
    const Node *named = target->kid[TABLEREF_ALIAS] ? target->kid[TABLEREF_ALIAS] : target->kid[TABLEREF_NAME];
    const Table *t = rw_table(rw, target);
    Str name = target->kid[TABLEREF_ALIAS] || !t ? rw_name(rw, named) : t->name;
    Str table = rw_ident(rw, name);
    const Node *sets = up->kid[UPSERT_SETS];
    bool claimed = false;
    for (uint32_t i = 0; sets && i < sets->nkids; i++)
        if (has_bare_column(rw, sets->kid[i]->kid[SET_VALUE])) {
            qualify(rw, sets->kid[i]->kid[SET_VALUE], table);
            claimed = true;
        }
    if (has_bare_column(rw, up->kid[UPSERT_WHERE])) {
        qualify(rw, up->kid[UPSERT_WHERE], table);
        claimed = true;
    }
    if (!up->kid[UPSERT_TARGET]) {
        InsertKeys k = {0};
        if (t)
            k = insert_keys(rw, ins, t);
        if (k.n != 1)
            return rw_manual(rw, up, "ON CONFLICT DO UPDATE needs its key in PostgreSQL",
                             t ? "the table has more than one: name the one that is meant"
                               : "give the CREATE TABLE with --schema, or name the key");
        Str keys = key_list(rw, t, k.keys[0]);
        uint32_t doo = rw_find(rw, up->tok, up->end, TK_DO);
        rw_insert(rw, doo, rw_fmt(rw, "(%.*s) ", (int)keys.n, keys.p));
        claimed = true;
    }
    if (claimed)
        rw_exact(rw, up);
    return claimed;
}

const Rule rule_on_conflict = {.code = 303,
                               .name = "upsert/on-conflict",
                               .title = "columns of the table itself are qualified, the key is named",
                               .on = KINDS(ND_UPSERT),
                               .apply = apply};
