/* Foreign keys: PostgreSQL wants the table referred to before the one that refers, and a real key there.  A
   key to a later table becomes ALTER TABLE ... ADD FOREIGN KEY behind that table; one to a table or key that
   does not exist goes. */
#include "rules/ddl/ddl.h"

/* Rows that come before the table they point at must be there before the key is: it waits for a table of no
   name, that is, for the end of the input. */
#define AT_END ((Str){"\1", 1})

typedef struct Target {
    const char *invalid; /* why PostgreSQL would refuse it; NULL: fine */
    Str wait;            /* the table or index to wait for; empty: none */
} Target;

static bool same_set(const Table *p, const Key *k, const Str *names, uint16_t n)
{
    if (k->ncols != n || k->partial)
        return false;
    for (uint16_t i = 0; i < n; i++) {
        int at = table_column_index(p, names[i]);
        bool found = false;
        for (uint16_t c = 0; c < n; c++)
            found |= k->cols[c] == at;
        if (at < 0 || !found)
            return false;
    }
    return true;
}

static const Key *key_referred(const Table *p, const ForeignKey *fk)
{
    if (!fk->ref_cols)
        return p->nkeys && p->keys[0].primary && p->keys[0].ncols == fk->ncols ? &p->keys[0] : NULL;
    for (uint16_t i = 0; i < p->nkeys; i++)
        if (same_set(p, &p->keys[i], fk->ref_cols, fk->ncols))
            return &p->keys[i];
    return NULL;
}

/* SQLite refuses a key on a column that the table does not have; a script may hold one all the same. */
static bool columns_known(const Table *t, const ForeignKey *fk)
{
    for (uint16_t i = 0; i < fk->ncols; i++)
        if (fk->cols[i] >= t->ncols)
            return false;
    return true;
}

/* The table referred to is made anew with the types that the columns of this key have already. */
static bool changes_type(const Table *t, const ForeignKey *fk, const Table *now, const Table *later)
{
    for (uint16_t i = 0; i < fk->ncols && columns_known(t, fk); i++) {
        const Column *a = ddl_referred(now, fk, i), *b = ddl_referred(later, fk, i);
        Affinity own = t->cols[fk->cols[i]].aff;
        if (a && b && a->aff != own && b->aff == own)
            return true;
    }
    return false;
}

/* With PRAGMA foreign_keys = OFF, rows may come before those they point at: the key waits for all of them. */
static bool rows_first(Rw *rw, const Table *t, const Table *p, bool self)
{
    return catalog_keys_off(rw_catalog(rw)) && rw_in_script(rw) && t->filled &&
           (self || p->filled >= t->filled);
}

static Target target_of(Rw *rw, const Table *t, const ForeignKey *fk, bool alter)
{
    const Table *p = catalog_newest(rw_catalog(rw), fk->table);
    if (!columns_known(t, fk))
        return (Target){NULL, STR_NONE}; /* it stays, and PostgreSQL says so, too */
    if (!p)
        return (Target){"no CREATE TABLE of the table referred to was seen", STR_NONE};
    if (p->is_view || p->is_virtual)
        return (Target){"a foreign key cannot point at a view or virtual table", STR_NONE};
    if (p->ncols == 0)
        return (Target){NULL, STR_NONE};
    const Table *live = catalog_table(catalog_now(rw_catalog(rw)), fk->table);
    const Key *k = key_referred(p, fk);
    bool self = str_ieq(fk->table, t->name);
    if (!alter && key_referred(p, fk) && rows_first(rw, t, p, self))
        return (Target){NULL, AT_END};
    if (live && !self && key_referred(live, fk)) {
        bool wait = !alter && catalog_comes_again(rw_catalog(rw), fk->table) && changes_type(t, fk, live, p);
        return (Target){NULL, wait ? p->name : STR_NONE};
    }
    if (!k)
        return (Target){"the columns referred to are no PRIMARY KEY or UNIQUE key", STR_NONE};
    if (alter && (live || self || !rw_in_script(rw) || !catalog_comes_again(rw_catalog(rw), fk->table)))
        return (Target){NULL, STR_NONE};
    if (k->index && (!live || !self))
        return (Target){NULL, k->name};
    if (live || self)
        return (Target){NULL, STR_NONE};
    if (!catalog_comes_again(rw_catalog(rw), fk->table))
        return (Target){"the table referred to is dropped before", STR_NONE};
    return (Target){NULL, t->filled && t->filled <= p->order ? AT_END : p->name};
}

static const char *action(unsigned op)
{
    static const char *const WORDS[] = {NULL, "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};
    return op < 6 ? WORDS[op] : NULL;
}

/* The name that PostgreSQL would make up. */
static Str constraint_name(Rw *rw, const Table *t, const ForeignKey *fk)
{
    Str s = t->name;
    for (uint16_t i = 0; i < fk->ncols; i++)
        s = rw_fmt(rw, "%.*s_%.*s", (int)s.n, s.p, (int)t->cols[fk->cols[i]].name.n,
                   t->cols[fk->cols[i]].name.p);
    return rw_fmt(rw, "%.*s_fkey", (int)s.n, s.p);
}

static Str add(Rw *rw, const Table *t, const ForeignKey *fk, Str name)
{
    const Table *p = catalog_newest(rw_catalog(rw), fk->table);
    const Node *root = rw_stmt(rw)->root;
    Str s = STR(""), cols = ddl_columns(rw, t, fk->cols, fk->ncols), parent = rw_ident(rw, p->name);
    bool again = root->kind == ND_CREATE_TABLE &&
                 root->flags & NF_IFEXISTS; /* the script may run on a database that has it */
    if (again && !name.n)
        name = constraint_name(rw, t, fk);
    if (name.n)
        name = rw_ident(rw, name);
    if (again)
        s = rw_fmt(rw, "%sDROP CONSTRAINT IF EXISTS %.*s, ", s.p, (int)name.n, name.p);
    s = rw_fmt(rw, name.n ? "%sADD CONSTRAINT %.*s " : "%sADD ", s.p, (int)name.n, name.p);
    s = rw_fmt(rw, "%sFOREIGN KEY (%.*s) REFERENCES %.*s", s.p, (int)cols.n, cols.p, (int)parent.n, parent.p);
    for (uint16_t i = 0; fk->ref_cols && i < fk->ncols; i++) {
        const Column *c = table_column(p, fk->ref_cols[i]);
        Str col = rw_ident(rw, c ? c->name : fk->ref_cols[i]);
        s = rw_fmt(rw, "%s%s%.*s%s", s.p, i ? ", " : " (", (int)col.n, col.p, i + 1 == fk->ncols ? ")" : "");
    }
    if (!fk->ref_cols && ddl_key_holds_null(p)) {
        Str key = ddl_columns(rw, p, p->keys[0].cols, p->keys[0].ncols);
        s = rw_fmt(rw, "%s (%.*s)", s.p, (int)key.n, key.p);
    }
    const char *del = action(fk->op & NFK_ACTION_MASK),
               *upd = action(fk->op >> NFK_UPDATE_SHIFT & NFK_ACTION_MASK);
    if (del)
        s = rw_fmt(rw, "%s ON DELETE %s", s.p, del);
    if (upd)
        s = rw_fmt(rw, "%s ON UPDATE %s", s.p, upd);
    if (ddl_key_defers(rw, fk->op))
        s = rw_fmt(rw, "%s DEFERRABLE", s.p);
    if (fk->op & NFK_DEFERRABLE && !(fk->op & NFK_NOT_DEFERRABLE))
        s = rw_fmt(rw, "%s DEFERRABLE%s", s.p, fk->op & NFK_INITIALLY_DEFERRED ? " INITIALLY DEFERRED" : "");
    return s;
}

void ddl_keep_foreign_keys(Rw *rw, Str parent)
{
    const Catalog *now = catalog_now(rw_catalog(rw));
    const Table *p = catalog_newest(rw_catalog(rw), parent);
    for (size_t i = 0; p && i < catalog_tables(now); i++) {
        const Table *t = catalog_table_at(now, i);
        for (uint16_t f = 0; f < t->nfks && !str_ieq(t->name, parent); f++)
            if (str_ieq(t->fks[f].table, parent) && columns_known(t, &t->fks[f]) &&
                key_referred(p, &t->fks[f]))
                rw_after_table(rw, catalog_comes_empty(rw_catalog(rw), parent) ? AT_END : parent, t->name,
                               add(rw, t, &t->fks[f], t->fks[f].name));
    }
}

/* SQLite compares by the collation of the key referred to. */
static void folds_case(Rw *rw, const Node *at, const ForeignKey *fk)
{
    const Table *p = catalog_newest(rw_catalog(rw), fk->table);
    for (uint16_t i = 0; p && i < fk->ncols; i++) {
        const Column *c = ddl_referred(p, fk, i);
        if (c && str_ieqz(c->collation, "nocase") && rw_options(rw)->nocase != NOCASE_CITEXT)
            rw_near(rw, at, "values that differ in case only match in SQLite, and not in PostgreSQL",
                    "--nocase=citext, or store the key in one case");
    }
}

/* True when the constraint goes from here: dropped, or moved behind another statement. */
static bool leaves(Rw *rw, const Node *at, const Table *t, const ForeignKey *fk, Str name)
{
    Target g = target_of(rw, t, fk, rw_stmt(rw)->root->kind == ND_ALTER); /* by then the rest is there */
    if (g.invalid) {
        rw_near(rw, at, rw_fmt(rw, "this foreign key went: %s", g.invalid).p,
                "SQLite checks it only with PRAGMA foreign_keys = ON");
        return true;
    }
    folds_case(rw, at, fk);
    if (!g.wait.n)
        return false;
    rw_exact(rw, at);
    rw_after_table(rw, g.wait, t->name, add(rw, t, fk, name));
    return true;
}

/* The catalog's record of this constraint: by its columns and the table's name. */
static const ForeignKey *record(Rw *rw, const Table *t, const Node *fk, int first, uint16_t ncols)
{
    Str parent = rw_name(rw, fk->kid[FK_TABLE]);
    for (uint16_t i = 0; i < t->nfks; i++)
        if (t->fks[i].ncols == ncols && t->fks[i].cols[0] == first && str_ieq(t->fks[i].table, parent) &&
            t->fks[i].op == fk->op)
            return &t->fks[i];
    return NULL;
}

static bool table(Rw *rw, const Node *n)
{
    const Table *t = ddl_table(rw, n);
    const Node *list = n->kid[CREATE_TABLE_CONS];
    for (uint32_t i = 0; t && i < ddl_count(list); i++) {
        const Node *k = list->kid[i], *cols = k->kid[TCONS_FKCOLS];
        if (k->op != TK_FOREIGN || !k->kid[TCONS_FK] || !ddl_count(cols))
            continue;
        int first = table_column_index(t, rw_name(rw, cols->kid[0]));
        const ForeignKey *fk = record(rw, t, k->kid[TCONS_FK], first, (uint16_t)cols->nkids);
        if (fk && leaves(rw, k, t, fk, rw_name(rw, k->kid[TCONS_NAME])))
            ddl_drop_item(rw, list, i);
    }
    return false;
}

static bool column(Rw *rw, const Node *def)
{
    DdlColumn c;
    const Node *cons = def->kid[COLDEF_CONS];
    if (!ddl_column(rw, def, &c))
        return false;
    for (uint32_t i = 0; i < ddl_count(cons); i++) {
        const Node *k = cons->kid[i];
        if (k->op != TK_REFERENCES || !k->kid[CCONS_FK])
            continue;
        const ForeignKey *fk = record(rw, c.t, k->kid[CCONS_FK], (int)(c.col - c.t->cols), 1);
        if (fk && leaves(rw, k, c.t, fk, rw_name(rw, k->kid[CCONS_NAME])))
            ddl_drop_constraint(rw, k);
    }
    return false;
}

/* MATCH x is parsed and ignored by SQLite; NOT DEFERRABLE INITIALLY DEFERRED contradicts itself. */
static bool clauses(Rw *rw, const Node *fk)
{
    uint32_t word = fk->op & NFK_NOT_DEFERRABLE ? rw_find(rw, fk->tok, fk->end, TK_DEFERRABLE) : UINT32_MAX;
    if (ddl_key_defers(rw, fk->op)) {
        rw_exact(rw, fk); /* SET CONSTRAINTS ALL DEFERRED, which the pragma becomes, asks for it */
        if (word == UINT32_MAX)
            rw_append(rw, fk, STR(" DEFERRABLE"));
        else
            rw_drop(rw, rw_prev(rw, word), word);
    }
    const Table *p = catalog_newest(rw_catalog(rw), rw_name(rw, fk->kid[FK_TABLE]));
    if (p && !fk->kid[FK_COLS] && ddl_key_holds_null(p)) { /* it is no PRIMARY KEY there */
        Str key = ddl_columns(rw, p, p->keys[0].cols, p->keys[0].ncols);
        rw_exact(rw, fk);
        rw_append(rw, fk->kid[FK_TABLE], rw_fmt(rw, " (%.*s)", (int)key.n, key.p));
    }
    uint32_t match = fk->op & NFK_MATCH ? rw_find(rw, fk->tok, fk->end, TK_MATCH) : UINT32_MAX;
    uint32_t late = rw_find(rw, fk->tok, fk->end, TK_INITIALLY);
    if (match != UINT32_MAX) {
        rw_exact(rw, fk);
        rw_drop_back(rw, match, rw_next(rw, match) + 1);
    }
    if (fk->op & NFK_NOT_DEFERRABLE && fk->op & NFK_INITIALLY_DEFERRED && late != UINT32_MAX) {
        rw_exact(rw, fk);
        rw_drop_back(rw, late, rw_next(rw, late) + 1);
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    return n->kind == ND_FK ? clauses(rw, n) : n->kind == ND_CREATE_TABLE ? table(rw, n) : column(rw, n);
}

const Rule rule_foreign_key = {.code = 509,
                               .name = "ddl/foreign-key",
                               .title = "a foreign key is added once the table it points at is there",
                               .on = KINDS(ND_CREATE_TABLE, ND_COLDEF, ND_FK),
                               .apply = apply};
