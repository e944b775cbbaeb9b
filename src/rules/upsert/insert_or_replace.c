/* INSERT OR REPLACE and REPLACE INTO.  SQLite deletes every row in the way, on any unique key, and inserts; one key
   in play is an upsert of every other column.  More keys, or keys that are not known, are said. */
#include "rules/upsert/conflict_key.h"

static bool in_key(const Key *k, uint16_t col)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (k->cols[i] == col)
            return true;
    return false;
}

/* "a = EXCLUDED.a, b = EXCLUDED.b" over every column outside the key. */
static Str set_list(Rw *rw, const Table *t, const Key *k)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++) {
        const Column *c = &t->cols[i];
        if (in_key(k, i) || c->generated)
            continue;
        Str name = rw_ident(rw, c->name);
        s = rw_fmt(rw, "%.*s%s%.*s = EXCLUDED.%.*s", (int)s.n, s.n ? s.p : "", s.n ? ", " : "", (int)name.n, name.p,
                   (int)name.n, name.p);
    }
    return s;
}

static uint32_t values_rows(const Node *ins)
{
    const Node *src = ins->kid[INSERT_SOURCE];
    if (!src)
        return 1;
    return src->kid[SELECT_BODY]->kind == ND_VALUES ? src->kid[SELECT_BODY]->nkids : UINT32_MAX;
}

static void drop_clause(Rw *rw, const Node *ins)
{
    if (ins->flags & NF_REPLACE_INTO) {
        uint32_t tok = rw_find(rw, ins->tok, ins->end, TK_REPLACE);
        bool lower = tok_text(rw_stmt(rw)->toks, tok).p[0] == 'r';
        rw_put(rw, tok, lower ? STR("insert") : STR("INSERT"));
        return;
    }
    uint32_t or = rw_find(rw, ins->tok, ins->end, TK_OR);
    rw_drop(rw, or, rw_next(rw, or) + 1);
}

static void weaken(Rw *rw, const Node *ins, const Table *t, const InsertKeys *k)
{
    if (t->cascades)
        rw_near(rw, ins, "REPLACE fires ON DELETE actions of the tables that refer to this one; the upsert fires none",
                NULL);
    if (t->has_triggers)
        rw_near(rw, ins, "REPLACE fires INSERT triggers; the upsert fires UPDATE triggers for a row that was there",
                NULL);
    if (k->fresh_id)
        rw_near(rw, ins, "SQLite gives a replaced row a new id; the upsert keeps the old one", NULL);
    if (values_rows(ins) > 1)
        rw_near(rw, ins, "the same key twice in one INSERT is an error in PostgreSQL", NULL);
}

static bool replace(Rw *rw, const Node *ins)
{
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    if (!t || t->ncols == 0)
        return rw_manual(rw, ins, "the keys of this table are not known",
                         "give its CREATE TABLE with --schema; then this becomes INSERT ... ON CONFLICT (key) DO UPDATE");
    InsertKeys k = insert_keys(rw, ins, t);
    if (k.n > 1)
        return rw_manual(rw, ins, "a row may be in the way on more than one unique key; SQLite deletes all of them",
                         "DELETE the rows with these keys, then INSERT, in one transaction");
    rw_exact(rw, ins);
    drop_clause(rw, ins);
    if (k.n == 0)
        return true; /* nothing can be in the way: a plain INSERT */
    weaken(rw, ins, t, &k);
    Str keys = key_list(rw, t, k.keys[0]), sets = set_list(rw, t, k.keys[0]);
    Str where = k.keys[0]->partial ? rw_fmt(rw, " WHERE %.*s", (int)k.keys[0]->where.n, k.keys[0]->where.p) : STR_NONE;
    const Node *at = ins->kid[INSERT_RETURNING];
    Str text = sets.n ? rw_fmt(rw, "ON CONFLICT (%.*s)%.*s DO UPDATE SET %.*s", (int)keys.n, keys.p, (int)where.n,
                               where.n ? where.p : "", (int)sets.n, sets.p)
                      : rw_fmt(rw, "ON CONFLICT (%.*s)%.*s DO NOTHING", (int)keys.n, keys.p, (int)where.n,
                               where.n ? where.p : "");
    if (at)
        rw_insert(rw, rw_prev(rw, at->tok), rw_fmt(rw, "%.*s ", (int)text.n, text.p));
    else
        rw_append(rw, ins, rw_fmt(rw, " %.*s", (int)text.n, text.p));
    return true;
}

static bool apply(Rw *rw, const Node *ins)
{
    if (ins->op == TK_REPLACE || (ins->flags & NF_REPLACE_INTO))
        return replace(rw, ins);
    return false;
}

const Rule rule_insert_or_replace = {.code = 301,
                                     .name = "upsert/insert-or-replace",
                                     .title = "OR REPLACE is ON CONFLICT (key) DO UPDATE of every other column",
                                     .on = KINDS(ND_INSERT),
                                     .apply = apply};
