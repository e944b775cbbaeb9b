/* See fresh_rows.h.  Kept for each table in the order of the script; DELETE leaves more keys taken down than
   there are, which is the safe direction.  Beyond MAX_KEYS nothing is told any more. */
#include "rules/upsert/fresh_rows.h"
#include "rules/ddl/ddl.h"
#include "rules/upsert/conflict_key.h"

enum { MAX_KEYS = 1000 };

struct FreshRows {
    bool lost;
    VEC(Str) keys;
};

static FreshRows *record(Rw *rw, Table *t)
{
    if (t->fresh)
        return t->fresh;
    Arena *keep = catalog_arena((Catalog *)(uintptr_t)rw_catalog(rw));
    t->fresh = ARENA_NEW(keep, FreshRows);
    /* a renamed table has rows under its old name */
    t->fresh->lost = !t->from_input || t->is_virtual || !ddl_mentions(t->sql, t->name);
    for (const Trigger *g = catalog_triggers(rw_catalog(rw)); g; g = g->next)
        for (uint16_t i = 0; i < g->nchanges; i++)
            t->fresh->lost |= str_ieq(g->changes[i].table, t->name);
    return t->fresh;
}

void fresh_rows_lost(Rw *rw, Table *t)
{
    record(rw, t)->lost = true;
}

/* The row's values of a key as one text; *null when one of them is NULL, which is in nobody's way.  False:
   they are no constants. */
static bool key_text(Rw *rw, const Node *ins, const Table *t, const Key *k, const Node *row, Str *out,
                     bool *null)
{
    *out = rw_fmt(rw, "%u", (unsigned)(k - t->keys));
    *null = false;
    for (uint16_t i = 0; i < k->ncols; i++) {
        uint32_t at =
            k->cols[i] == UINT16_MAX ? UINT32_MAX : insert_place(rw, ins, t, t->cols[k->cols[i]].name);
        int64_t v;
        Str s;
        if (at >= row->nkids || k->partial)
            return false;
        const Node *x = row->kid[at];
        *null |= sema_is_null(x);
        if (*null)
            continue;
        if (rw_integer(rw, x, &v))
            s = rw_fmt(rw, "%lld", (long long)v);
        else if (!rw_string(rw, x, &s))
            return false;
        if (key_folds(k, i)) {
            char *p = arena_alloc(rw_arena(rw), s.n + 1);
            for (size_t c = 0; c < s.n; c++)
                p[c] = ascii_lower(s.p[c]);
            s = (Str){p, s.n};
        }
        *out = rw_fmt(rw, "%.*s\x1f%.*s", (int)out->n, out->p, (int)s.n, s.p);
    }
    return true;
}

static bool take_key(Rw *rw, FreshRows *f, Str key)
{
    for (size_t i = 0; i < f->keys.n; i++)
        if (str_eq(f->keys.at[i], key))
            return false;
    Arena *keep = catalog_arena((Catalog *)(uintptr_t)rw_catalog(rw));
    VEC_PUSH(keep, &f->keys, arena_dup(keep, key));
    f->lost |= f->keys.n == MAX_KEYS;
    return true;
}

bool fresh_rows(Rw *rw, const Node *ins, Table *t)
{
    FreshRows *f = record(rw, t);
    const Node *src = ins->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    InsertKeys keys = insert_keys(rw, ins, t);
    f->lost |= !body || body->kind != ND_VALUES || ins->kid[INSERT_UPSERTS];
    bool fresh = true;
    for (uint32_t r = 0; !f->lost && r < body->nkids; r++)
        for (uint32_t k = 0; k < keys.n && !f->lost; k++) {
            Str key;
            bool null;
            const Node *row =
                body->kid[r]->kind == ND_PAREN_LIST ? body->kid[r]->kid[PAREN_LIST_ITEMS] : NULL;
            if (!row || !key_text(rw, ins, t, keys.keys[k], row, &key, &null))
                f->lost = true;
            else if (!null)
                fresh &= take_key(rw, f, key);
        }
    return fresh && !f->lost;
}
