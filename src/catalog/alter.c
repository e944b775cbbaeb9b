/* ALTER TABLE: the catalog means the newest definition, and keeps the former names for the statements before
   it. */
#include "catalog/learn.h"
#include "parse/parse.h"

/* What was seen of a column is true of it under its new name. */
static void facts_follow(Learn *l, Str table, Str column, Str new_table, Str new_column)
{
    flow_add(l->c, catalog_facts(l->c, new_table, new_column, 0), catalog_facts_at(l->c, table, column, 0),
             false);
}

static void rename_table(Learn *l, Table *t, Str name)
{
    if (str_ieq(t->name, name)) /* SQLite refuses a rename that changes the case alone */
        return;
    Table copy = *t;
    copy.name = name;
    copy.from_input |= l->from_input;
    Str old = t->name;
    catalog_put(l->c, &copy); /* the old name stays known: statements before this one use it */
    for (uint16_t i = 0; i < copy.ncols; i++)
        facts_follow(l, old, copy.cols[i].name, name, copy.cols[i].name);
}

static void rename_column(Learn *l, Table *t, int at, Str name)
{
    t->cols[at].was = catalog_keep_former(l->c, t, &t->cols[at]);
    t->altered = true;
    for (uint16_t k = 0; k < t->nkeys; k++)
        for (uint16_t i = 0; i < t->keys[k].ncols; i++)
            if (t->keys[k].cols[i] == at)
                t->keys[k].text[i] = name;
    t->cols[at].name = name;
    facts_follow(l, t->name, t->cols[at].was->name, t->name, name);
}

static void alter_add(Learn *l, Table *t, const Node *def)
{
    Build b = {.t = *t};
    for (uint16_t i = 0; i < t->ncols; i++)
        VEC_PUSH(&l->c->arena, &b.cols, t->cols[i]);
    for (uint16_t i = 0; i < t->nfks; i++)
        VEC_PUSH(&l->c->arena, &b.fks, t->fks[i]);
    if (build_column(&b, node_name(&l->c->scratch, l->s, def->kid[COLDEF_NAME])) >= 0)
        return; /* a migration that the schema has already */
    build_add(l, &b, def);
    build_checks(l, &b, def);
    t->altered = true;
    t->open = b.t.open;
    t->has_check = b.t.has_check;
    t->cols = b.cols.at;
    t->ncols = (uint16_t)b.cols.n;
    t->fks = b.fks.at;
    t->nfks = (uint16_t)b.fks.n;
}

/* Positions after column `at` went; false when it was among them.  A new array: a renamed table shares the
 * old. */
static bool without_column(Learn *l, uint16_t **cols, uint16_t n, int at)
{
    uint16_t *left = ARENA_ARRAY(&l->c->arena, uint16_t, n + 1);
    for (uint16_t i = 0; i < n; i++) {
        uint16_t c = (*cols)[i];
        if (c == at)
            return false;
        left[i] = c != UINT16_MAX && c > at ? (uint16_t)(c - 1) : c;
    }
    *cols = left;
    return true;
}

static void alter_drop(Learn *l, Table *t, int at)
{
    Key *keys = ARENA_ARRAY(&l->c->arena, Key, t->nkeys + 1);
    ForeignKey *fks = ARENA_ARRAY(&l->c->arena, ForeignKey, t->nfks + 1);
    Column *cols = ARENA_ARRAY(&l->c->arena, Column, t->ncols);
    uint16_t nkeys = 0, nfks = 0, ncols = 0;
    catalog_keep_former(l->c, t, &t->cols[at]);
    t->altered = true;
    for (uint16_t k = 0; k < t->nkeys; k++) {
        keys[nkeys] = t->keys[k];
        nkeys += without_column(l, &keys[nkeys].cols, t->keys[k].ncols, at);
    }
    for (uint16_t k = 0; k < t->nfks; k++) {
        fks[nfks] = t->fks[k];
        nfks += without_column(l, &fks[nfks].cols, t->fks[k].ncols, at);
    }
    for (uint16_t i = 0; i < t->ncols; i++)
        if (i != at)
            cols[ncols++] = t->cols[i];
    t->keys = keys;
    t->nkeys = nkeys;
    t->fks = fks;
    t->nfks = nfks;
    t->cols = cols;
    t->ncols = ncols;
    t->rowid -= t->rowid > at;
}

/* migrations/001.sql may be read before schema.sql. */
static void keep_for_later(Learn *l, const Node *n)
{
    LooseAlter **end = &l->c->alters;
    while (*end)
        end = &(*end)->next;
    *end = ARENA_NEW(&l->c->arena, LooseAlter);
    **end = (LooseAlter){.table = learn_qname(l, n->kid[ALTER_TABLE]),
                         .sql = learn_keep(l, node_text(l->s, n)),
                         .from_input = l->from_input};
}

void catalog_attach_alters(Catalog *c)
{
    for (LooseAlter **at = &c->alters; *at;) {
        LooseAlter *a = *at;
        if (!catalog_find(c, a->table)) {
            at = &a->next;
            continue;
        }
        *at = a->next;
        Tokens toks = lex_all(&c->scratch, a->sql, (LexOpts){0});
        Stmt *s = parse_statement(&c->scratch, &toks, 0);
        if (s->root && s->root->kind == ND_ALTER)
            learn_alter(&(Learn){c, s, a->from_input}, s->root);
        arena_reset(&c->scratch);
    }
}

void learn_alter(Learn *l, const Node *n)
{
    Str name = learn_qname(l, n->kid[ALTER_TABLE]);
    Table *t = catalog_find(l->c, name);
    if (n->op == TK_ADD && name_is_open(name)) { /* any table may get any column */
        l->c->open = true;
        for (size_t i = 0; i < l->c->tables.n; i++)
            l->c->tables.at[i]->open = true;
    }
    if (!t && n->op == TK_ADD)
        keep_for_later(l, n);
    if (!t)
        return;
    Str old = n->kid[ALTER_OLD] ? node_name(&l->c->scratch, l->s, n->kid[ALTER_OLD]) : STR_NONE;
    int at = old.n ? table_column_index(t, old) : -1;
    if (n->op == TK_TO && n->kid[ALTER_NEW])
        rename_table(l, t, learn_name(l, n->kid[ALTER_NEW]));
    else if (n->op == TK_COLUMN && at >= 0)
        rename_column(l, t, at, learn_name(l, n->kid[ALTER_NEW]));
    else if (n->op == TK_ADD && n->kid[ALTER_COLDEF])
        alter_add(l, t, n->kid[ALTER_COLDEF]);
    else if (n->op == TK_DROP && at >= 0)
        alter_drop(l, t, at);
}
