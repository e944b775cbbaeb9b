/* INSERT OR REPLACE and REPLACE INTO.  SQLite deletes every row in the way, on any unique key, and inserts;
   one key in play is an upsert of every other column, more keys are a DELETE and an INSERT.  Keys that are
   not known, and values that cannot be written twice for the DELETE, are said. */
#include "rules/upsert/delete_first.h"

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

/* A value that may be NULL for a column with NOT NULL and a default, which SQLite takes then.  (The literal
   NULL becomes DEFAULT: null_key.c) */
static bool may_miss_default(Rw *rw, const Node *ins, const Table *t)
{
    const Node *src = ins->kid[INSERT_SOURCE], *cols = ins->kid[INSERT_COLS];
    const Node *body = src ? src->kid[SELECT_BODY] : NULL;
    if (!body || (body->kind != ND_CORE && body->kind != ND_VALUES))
        return false;
    uint32_t rows = body->kind == ND_CORE ? 1 : body->nkids;
    for (uint32_t r = 0; r < rows; r++) {
        const Node *list = body->kind == ND_CORE                 ? body->kid[CORE_COLUMNS]
                           : body->kid[r]->kind == ND_PAREN_LIST ? body->kid[r]->kid[PAREN_LIST_ITEMS]
                                                                 : NULL;
        for (uint32_t i = 0; list && i < list->nkids; i++) {
            const Node *x = list->kid[i]->kind == ND_RESULT ? list->kid[i]->kid[RESULT_X] : list->kid[i];
            int c = cols ? (i < cols->nkids ? table_column_index(t, rw_name(rw, cols->kid[i])) : -1) : (int)i;
            bool told = x->kind != ND_STAR && x->kind != ND_PARAM && x->kind != ND_HOLE && !sema_is_null(x);
            if (told && c >= 0 && c < t->ncols && c != t->rowid && t->cols[c].not_null &&
                !t->cols[c].default_null && rw_info(rw, x)->nullable)
                return true;
        }
    }
    return false;
}

/* INSERT OR REPLACE ... SELECT with ORDER BY: the last row of each key stays.  DISTINCT ON takes the first,
   so the order is turned round behind the key; NULLs are the smallest values of SQLite. */
static bool keep_last(Rw *rw, const Node *ins, const Table *t, const Key *k)
{
    const Node *src = ins->kid[INSERT_SOURCE], *core = src ? src->kid[SELECT_BODY] : NULL,
               *order = src ? src->kid[SELECT_ORDER] : NULL;
    if (!core || core->kind != ND_CORE || (core->flags & NF_DISTINCT) || !order || src->kid[SELECT_LIMIT] ||
        core->kid[CORE_GROUP] || core->kid[CORE_HAVING] || rw_has_aggregate(rw, core->kid[CORE_COLUMNS]))
        return false;
    Str keys = STR("");
    for (uint16_t i = 0; i < k->ncols; i++) {
        uint32_t at =
            k->cols[i] == UINT16_MAX ? UINT32_MAX : insert_place(rw, ins, t, t->cols[k->cols[i]].name);
        if (at >= core->kid[CORE_COLUMNS]->nkids || k->nocase)
            return false;
        keys = rw_fmt(rw, "%.*s%s%u", (int)keys.n, keys.p, i ? ", " : "", at + 1);
    }
    for (uint32_t i = 0; i < core->kid[CORE_COLUMNS]->nkids; i++)
        if (core->kid[CORE_COLUMNS]->kid[i]->kind != ND_RESULT)
            return false;
    for (uint32_t i = 0; i < order->nkids; i++) {
        const Node *term = order->kid[i], *x = term->kid[ORDERTERM_X];
        int64_t position;
        if ((term->flags & (NF_NULLS_FIRST | NF_NULLS_LAST)) || rw_integer(rw, x, &position) ||
            sema_strip(x)->kind == ND_COLLATE)
            return false;
        bool null = rw_info(rw, x)->nullable, desc = (term->flags & NF_DESC) != 0;
        rw_as(rw, term,
              desc ? (null ? "{0} NULLS FIRST" : "{0}") : (null ? "{0} DESC NULLS LAST" : "{0} DESC"),
              PG_UNKNOWN, x, NULL, NULL);
    }
    rw_insert(rw, core->kid[CORE_COLUMNS]->tok, rw_fmt(rw, "DISTINCT ON (%.*s) ", (int)keys.n, keys.p));
    rw_insert(rw, order->kid[0]->tok, rw_fmt(rw, "%.*s, ", (int)keys.n, keys.p));
    return true;
}

static void weaken(Rw *rw, const Node *ins, const Table *t, const Key *k, bool keeps_id)
{
    bool split = false;
    if (t->cascades)
        rw_near(rw, ins,
                "REPLACE fires ON DELETE actions of the tables that refer to this one; the upsert fires none",
                NULL);
    if (t->has_triggers)
        rw_near(rw, ins,
                "REPLACE fires INSERT triggers; the upsert fires UPDATE triggers for a row that was there",
                NULL);
    if (keeps_id)
        rw_near(
            rw, ins,
            "SQLite gives a replaced row a new id; the upsert keeps the old one, which other tables refer to",
            NULL);
    if (key_may_repeat(rw, ins, t, k, &split) && !keep_last(rw, ins, t, k))
        rw_near(rw, ins, "the same key twice in one INSERT is an error in PostgreSQL", NULL);
}

static Str clause(Rw *rw, const Table *t, const Key *k, bool keeps_id)
{
    Str keys = key_list(rw, t, k), sets = key_replaces(rw, t, k, keeps_id);
    Str where = k->partial ? rw_fmt(rw, " WHERE %.*s", (int)k->where.n, k->where.p) : STR_NONE;
    return rw_fmt(rw, "ON CONFLICT (%.*s)%.*s DO %s%.*s", (int)keys.n, keys.p, (int)where.n,
                  where.n ? where.p : "", sets.n ? "UPDATE SET " : "NOTHING", (int)sets.n,
                  sets.n ? sets.p : "");
}

/* Rows may be in the way on several keys: SQLite deletes them all. */
static bool delete_then_insert(Rw *rw, const Node *ins, const Table *t, const InsertKeys *k)
{
    bool split = false, one = !rw_in_script(rw) || !delete_first_can(rw, ins, t, k);
    const char *why = one ? delete_and_insert(rw, ins, t, k) : delete_first(rw, ins, t, k);
    if (why)
        return rw_manual(
            rw, ins,
            rw_fmt(rw,
                   "a row may be in the way on more than one unique key, and SQLite deletes all of "
                   "them; %s",
                   why)
                .p,
            "DELETE the rows with these keys, then INSERT, in one transaction");
    rw_exact(rw, ins);
    for (uint32_t i = 0; one && i < k->n; i++)
        if (key_may_repeat(rw, ins, t, k->keys[i], &split))
            rw_near(rw, ins, "the same key twice in one INSERT is an error in PostgreSQL", NULL);
    if (t->referenced)
        rw_near(rw, ins,
                "the DELETE fails where other tables refer to the row, or fires their ON DELETE actions",
                NULL);
    if (t->has_triggers)
        rw_near(rw, ins, "REPLACE fires INSERT triggers only; the DELETE fires its own", NULL);
    if (!one)
        drop_clause(rw, ins);
    return true;
}

static bool replace(Rw *rw, const Node *ins)
{
    const Table *t = rw_table(rw, ins->kid[INSERT_TARGET]);
    if (!t && rw_table_is_open(rw, ins->kid[INSERT_TARGET]))
        return rw_manual(rw, ins, "the table's name comes from the program: its keys are not known",
                         "write INSERT ... ON CONFLICT (key) DO UPDATE for each table");
    if (!t || t->ncols == 0)
        return rw_manual(
            rw, ins, "the keys of this table are not known",
            "give its CREATE TABLE with --schema; then this becomes INSERT ... ON CONFLICT (key) DO UPDATE");
    InsertKeys k = insert_keys(rw, ins, t);
    bool delete = rw_options(rw)->or_replace == REPLACE_DELETE_INSERT && k.n > 0;
    if (k.n > 1 || delete)
        return delete_then_insert(rw, ins, t, &k);
    rw_exact(rw, ins);
    if (may_miss_default(rw, ins, t))
        rw_near(rw, ins,
                "REPLACE puts the default in place of a NULL for a NOT NULL column; PostgreSQL refuses it",
                NULL);
    if (t->open)
        rw_near(rw, ins, "columns that the program adds to this table keep their values", "name them here");
    drop_clause(rw, ins);
    if (k.n == 0)
        return true; /* nothing can be in the way: a plain INSERT */
    bool keeps_id = k.fresh_id && t->referenced;
    weaken(rw, ins, t, k.keys[0], keeps_id);
    Str text = clause(rw, t, k.keys[0], keeps_id);
    const Node *at = ins->kid[INSERT_RETURNING];
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
                                     .title =
                                         "OR REPLACE is ON CONFLICT (key) DO UPDATE of every other column",
                                     .on = KINDS(ND_INSERT),
                                     .portable = true,
                                     .apply = apply};
