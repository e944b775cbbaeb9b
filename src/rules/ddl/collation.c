/* COLLATE on a column of CREATE TABLE, and what NOCASE means for its keys: BINARY is PostgreSQL's way, NOCASE
   moves into unique indexes on lower() and into comparisons (op/collate), or the type is CITEXT with
   --nocase=citext. */
#include "rules/ddl/ddl.h"

/* A UNIQUE that an index on lower() takes the place of; it stays where a foreign key needs it. */
static bool replaces(Rw *rw, const Table *t, const Key *k)
{
    return !k->primary && !ddl_pointed_at(rw, t, k->cols, k->ncols);
}

Str ddl_nocase_index(Rw *rw, const Table *t, const Key *k)
{
    if (k->name.n && replaces(rw, t, k))
        return k->name;
    Str name = t->name;
    for (uint16_t i = 0; i < k->ncols; i++)
        name = rw_fmt(rw, "%.*s_%.*s", (int)name.n, name.p, (int)t->cols[k->cols[i]].name.n,
                      t->cols[k->cols[i]].name.p);
    return rw_fmt(rw, "%.*s_nocase", (int)name.n, name.p);
}

/* CREATE UNIQUE INDEX ... (lower(a), b), which stands for a key with a NOCASE column. */
static void add_index(Rw *rw, const Table *t, const Key *k)
{
    Str cols = STR_NONE, name = ddl_nocase_index(rw, t, k);
    for (uint16_t i = 0; i < k->ncols; i++) {
        Str c = rw_ident(rw, t->cols[k->cols[i]].name);
        if (rw_key_folds(rw, t, k, i))
            c = rw_fmt(rw, "lower(%.*s)", (int)c.n, c.p);
        cols = rw_joined(rw, cols, c);
    }
    Str table = rw_ident(rw, t->name);
    name = rw_ident(rw, name);
    rw_after_statement(rw, rw_fmt(rw, "CREATE UNIQUE INDEX %s%.*s ON %.*s (%.*s)",
                                  rw_stmt(rw)->root->flags & NF_IFEXISTS ? "IF NOT EXISTS " : "", (int)name.n,
                                  name.p, (int)table.n, table.p, (int)cols.n, cols.p));
}

static bool same_columns(const Key *k, const uint16_t *cols, uint16_t n)
{
    return !k->index && k->ncols == n && memcmp(k->cols, cols, n * sizeof *cols) == 0;
}

static const Key *key_of(const Table *t, bool primary, const uint16_t *cols, uint16_t n, Str name)
{
    for (uint16_t i = 0; i < t->nkeys; i++)
        if (t->keys[i].primary == primary && same_columns(&t->keys[i], cols, n) &&
            str_ieq(t->keys[i].name, name))
            return &t->keys[i];
    return NULL;
}

/* A key that an earlier one makes superfluous: one index is enough. */
static bool repeats(const Table *t, const Key *k)
{
    for (const Key *e = t->keys; e < k; e++)
        if (same_columns(e, k->cols, k->ncols))
            return true;
    return false;
}

static bool folds(Rw *rw, const Table *t, const Key *k)
{
    for (uint16_t i = 0; i < k->ncols; i++)
        if (rw_key_folds(rw, t, k, i))
            return true;
    return false;
}

static void table_keys(Rw *rw, const Node *n, const Table *t)
{
    const Node *list = n->kid[CREATE_TABLE_CONS];
    const Key *last = NULL; /* two constraints alike in everything are one record */
    for (uint32_t i = 0; i < ddl_count(list); i++) {
        const Node *k = list->kid[i];
        if (k->op != TK_PRIMARY && k->op != TK_UNIQUE)
            continue;
        uint16_t cols[32], ncols = 0;
        for (uint32_t c = 0; c < ddl_count(k->kid[TCONS_COLS]) && c < 32; c++) {
            const Node *x = k->kid[TCONS_COLS]->kid[c]->kid[ORDERTERM_X];
            if (x->kind == ND_COLLATE)
                x = x->kid[COLLATE_X];
            int at = table_column_index(t, token_name(rw_arena(rw), rw_stmt(rw)->toks, x->tok));
            cols[ncols++] = (uint16_t)at;
        }
        const Key *key = key_of(t, k->op == TK_PRIMARY, cols, ncols, rw_name(rw, k->kid[TCONS_NAME]));
        if (!key || !folds(rw, t, key))
            continue;
        if (!repeats(t, key) && key != last)
            add_index(rw, t, key);
        last = key;
        if (replaces(rw, t, key))
            ddl_drop_item(rw, list, i);
    }
}

static void column_keys(Rw *rw, const Node *def, const DdlColumn *c)
{
    const Node *cons = def->kid[COLDEF_CONS];
    for (uint32_t i = 0; i < ddl_count(cons); i++) {
        const Node *k = cons->kid[i];
        uint16_t at = (uint16_t)(c->col - c->t->cols);
        const Key *key = k->op == TK_PRIMARY || k->op == TK_UNIQUE
                             ? key_of(c->t, k->op == TK_PRIMARY, &at, 1, rw_name(rw, k->kid[CCONS_NAME]))
                             : NULL;
        if (!key)
            continue;
        if (!repeats(c->t, key))
            add_index(rw, c->t, key);
        if (replaces(rw, c->t, key))
            ddl_drop_constraint(rw, k);
    }
}

static bool column(Rw *rw, const Node *def)
{
    DdlColumn c;
    const Node *cons = def->kid[COLDEF_CONS];
    bool citext = rw_options(rw)->nocase == NOCASE_CITEXT;
    for (uint32_t i = 0; i < ddl_count(cons); i++) {
        const Node *k = cons->kid[i];
        if (k->op != TK_COLLATE)
            continue;
        Str name = rw_name(rw, k->kid[CCONS_COLLATION]);
        bool nocase = str_ieqz(name, "nocase");
        bool pointed_at = false;
        if (nocase && ddl_column(rw, def, &c)) {
            uint16_t at = (uint16_t)(c.col - c.t->cols);
            pointed_at = ddl_pointed_at(rw, c.t, &at, 1);
        }
        if (pointed_at && !citext)
            rw_near(rw, k, "a foreign key that points at this column tells A from a in PostgreSQL",
                    "--nocase=citext, or store the key in one case");
        else if (nocase || str_ieqz(name, "binary"))
            rw_exact(rw, k);
        else if (str_ieqz(name, "rtrim"))
            rw_near(rw, k, "blanks at the end count in PostgreSQL's keys and orders", NULL);
        else
            return rw_foreign_collation(rw, k, name);
        ddl_drop_constraint(rw, k);
        if (!nocase || !ddl_column(rw, def, &c) || pg_family(rw_column_type(rw, c.t, c.col)) != FAM_TEXT)
            continue;
        if (citext)
            ddl_put_type(rw, def, STR("CITEXT"));
        else
            column_keys(rw, def, &c);
    }
    if (citext && ddl_column(rw, def, &c) && !c.col->collation.n && ddl_points_at_nocase(rw, c.t, c.col) &&
        pg_family(rw_column_type(rw, c.t, c.col)) == FAM_TEXT) {
        rw_near(rw, def, "CITEXT as the key that it points at: comparisons of this column ignore case, too",
                NULL);
        ddl_put_type(rw, def, STR("CITEXT"));
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (n->kind == ND_COLDEF)
        return column(rw, n);
    const Table *t = ddl_table(rw, n);
    if (t)
        table_keys(rw, n, t);
    return false;
}

const Rule rule_collation = {.code = 506,
                             .name = "ddl/collation",
                             .title = "COLLATE NOCASE is lower() in comparisons and unique indexes",
                             .on = KINDS(ND_COLDEF, ND_CREATE_TABLE),
                             .apply = apply};
