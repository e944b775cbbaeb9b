/* The catalog's store: tables by name, their keys, indexes and triggers, and what was seen of each column's
   values.  It parses nothing and knows no statement: learn.c fills it from CREATE and ALTER statements,
   evidence.c from literals, load_db.c from a database file.

   A table that is created again overwrites the old one in place, so that pointers to it stay good; facts
   about values are kept by name and outlive that. */
#include "catalog/internal.h"
#include <stdlib.h>

static Catalog *alone(jmp_buf *oom)
{
    Catalog *c = calloc(1, sizeof *c);
    if (!c) {
        if (oom)
            longjmp(*oom, 1);
        abort();
    }
    arena_init(&c->arena, oom);
    arena_init(&c->scratch, oom);
    return c;
}

Catalog *catalog_new(jmp_buf *oom)
{
    Catalog *c = alone(oom);
    c->now = alone(oom);
    return c;
}

void catalog_free(Catalog *c)
{
    if (!c)
        return;
    catalog_free(c->now);
    arena_free(&c->arena);
    arena_free(&c->scratch);
    free(c);
}

Arena *catalog_arena(Catalog *c)
{
    return &c->arena;
}

/* ---- tables ---- */

static Table *find(const Catalog *c, Str name)
{
    for (Table *t = c->bucket[str_ihash(name) % TABLE_BUCKETS]; t; t = t->next)
        if (str_ieq(t->name, name))
            return t;
    return NULL;
}

Table *catalog_find(Catalog *c, Str name)
{
    return find(c, name);
}

const Table *catalog_table(const Catalog *c, Str name)
{
    return find(c, name);
}

Column *catalog_keep_former(Catalog *c, Table *t, const Column *col)
{
    Column **all = ARENA_ARRAY(&c->arena, Column *, t->nformer + 1);
    for (uint16_t i = 0; i < t->nformer; i++)
        all[i] = t->former[i];
    all[t->nformer] = ARENA_NEW(&c->arena, Column);
    *all[t->nformer] = *col;
    t->former = all;
    return all[t->nformer++];
}

Table *catalog_put(Catalog *c, const Table *t)
{
    Table *old = find(c, t->name);
    if (old) {
        Table *next = old->next, before = *old;
        *old = *t;
        old->next = next;
        for (uint16_t i = 0; i < before.ncols; i++)
            if (table_column_index(old, before.cols[i].name) < 0)
                catalog_keep_former(c, old, &before.cols[i]);
        for (uint16_t i = 0; i < before.nformer; i++)
            if (!table_column(old, before.former[i]->name))
                catalog_keep_former(c, old, before.former[i]);
        for (size_t i = 0; i < c->tables.n; i++) /* it counts as the newest one */
            if (c->tables.at[i] == old) {
                memmove(&c->tables.at[i], &c->tables.at[i + 1], (c->tables.n - i - 1) * sizeof *c->tables.at);
                c->tables.at[c->tables.n - 1] = old;
                break;
            }
        return old;
    }
    Table *new = ARENA_NEW(&c->arena, Table);
    Table **head = &c->bucket[str_ihash(t->name) % TABLE_BUCKETS];
    *new = *t;
    new->next = *head;
    *head = new;
    VEC_PUSH(&c->arena, &c->tables, new);
    return new;
}

void catalog_remove(Catalog *c, Str name)
{
    Table **at = &c->bucket[str_ihash(name) % TABLE_BUCKETS], *t;
    while ((t = *at) && !str_ieq(t->name, name))
        at = &t->next;
    if (!t)
        return;
    *at = t->next;
    for (size_t i = 0; i < c->tables.n; i++)
        if (c->tables.at[i] == t) {
            memmove(&c->tables.at[i], &c->tables.at[i + 1], (c->tables.n - i - 1) * sizeof *c->tables.at);
            c->tables.n--;
            return;
        }
}

size_t catalog_tables(const Catalog *c)
{
    return c->tables.n;
}

const Table *catalog_table_at(const Catalog *c, size_t i)
{
    return i < c->tables.n ? c->tables.at[i] : NULL;
}

int table_column_index(const Table *t, Str name)
{
    for (uint16_t i = 0; i < t->ncols; i++)
        if (str_ieq(t->cols[i].name, name))
            return i;
    return -1;
}

const Column *table_column(const Table *t, Str name)
{
    int i = table_column_index(t, name);
    if (i >= 0)
        return &t->cols[i];
    for (uint16_t k = t->nformer; k-- > 0;)
        if (str_ieq(t->former[k]->name, name))
            return t->former[k];
    return NULL;
}

const Trigger *catalog_trigger(const Catalog *c, Str name)
{
    for (const Trigger *t = c->triggers; t; t = t->next)
        if (str_ieq(t->name, name))
            return t;
    return NULL;
}

const Trigger *catalog_triggers(const Catalog *c)
{
    return c->triggers;
}

bool catalog_keys_off(const Catalog *c)
{
    return c->keys_off;
}

bool catalog_keys_on(const Catalog *c)
{
    return c->keys_on;
}

bool catalog_begun_rows(const Catalog *c)
{
    return c->begun_rows;
}

bool catalog_keys_deferred(const Catalog *c)
{
    return c->keys_deferred;
}

uint64_t catalog_learnt(const Catalog *c)
{
    return c->declared;
}

const Index *catalog_index(const Catalog *c, Str name)
{
    for (const Index *i = c->indexes; i; i = i->next)
        if (str_ieq(i->name, name))
            return i;
    return NULL;
}

bool catalog_indexed(const Catalog *c, Str table)
{
    for (const Index *i = c->indexes; i; i = i->next)
        if (str_ieq(i->table, table))
            return true;
    return false;
}

/* ---- keys ---- */

bool catalog_resolve_key(const Table *t, Key *k)
{
    for (uint16_t i = 0; i < k->ncols; i++) {
        if (k->cols[i] == UINT16_MAX)
            continue;
        int at = table_column_index(t, k->text[i]);
        if (at < 0)
            return false;
        k->cols[i] = (uint16_t)at;
        if (i < 64 && !(k->collated >> i & 1) && str_ieqz(t->cols[at].collation, "nocase"))
            k->nocase |= UINT64_C(1) << i;
    }
    return true;
}

void catalog_add_key(Catalog *c, Table *t, const Key *k)
{
    for (uint16_t i = 0; k->name.n && i < t->nkeys; i++)
        if (str_ieq(t->keys[i].name, k->name)) {
            t->keys[i] = *k;
            return;
        }
    Key *keys = ARENA_ARRAY(&c->arena, Key, t->nkeys + 1);
    uint16_t at = k->primary ? 0 : t->nkeys;
    for (uint16_t i = 0; i < t->nkeys; i++)
        keys[i + (i >= at)] = t->keys[i];
    keys[at] = *k;
    t->keys = keys;
    t->nkeys++;
}

/* ---- facts about values ---- */

void catalog_seal(Catalog *c)
{
    catalog_finish(c);
    c->dump_now = false;
    for (size_t i = 0; i < c->tables.n; i++)
        c->tables.at[i]->sealed = true;
}

Facts *catalog_facts(Catalog *c, Str table, Str column, uint32_t position)
{
    const Table *known = catalog_table(c, table);
    if (known && known->sealed) { /* its types are decided: what is said now goes nowhere */
        c->unheard = (Facts){0};
        return &c->unheard;
    }
    return catalog_facts_at(c, table, column, position);
}

bool facts_are_of(const Facts *f, const Column *col)
{
    return col && (!f->type.n || str_ieq(f->type, col->type));
}

Facts *catalog_facts_at(Catalog *c, Str table, Str column, uint32_t position)
{
    const Table *known = catalog_table(c, table);
    const Column *col = known && column.n ? table_column(known, column) : NULL;
    uint32_t h = (str_ihash(table) * 31u + str_ihash(column) + position) % FACT_BUCKETS;
    for (Facts *f = c->facts[h]; f; f = f->next)
        if (f->position == position && f->typed == (col != NULL) && str_ieq(f->column, column) &&
            str_ieq(f->table, table) && (!col || str_ieq(f->type, col->type)))
            return f;
    Facts *f = ARENA_NEW(&c->arena, Facts);
    f->typed = col != NULL;
    f->type = col ? col->type : STR_NONE;
    f->table = arena_dup(&c->arena, table);
    f->column = arena_dup(&c->arena, column);
    f->position = position;
    f->next = c->facts[h];
    c->facts[h] = f;
    return f;
}

/* ---- what needs the whole schema ---- */

static void attach_loose_keys(Catalog *c)
{
    for (LooseKey **at = &c->loose; *at;) {
        Table *t = find(c, (*at)->table);
        if (t && catalog_resolve_key(t, &(*at)->key)) {
            catalog_add_key(c, t, &(*at)->key);
            *at = (*at)->next;
        } else {
            at = &(*at)->next;
        }
    }
}

static Column *fact_column(Table *t, const Facts *f)
{
    if (!f->position)
        return (Column *)(uintptr_t)table_column(t, f->column);
    uint32_t seen = 0;
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!t->cols[i].generated && !t->cols[i].hidden && ++seen == f->position)
            return &t->cols[i];
    return NULL;
}

/* A STRICT table takes no text for a number: what was tried is not what it holds. */
static uint32_t evidence_in(const Table *t, const Facts *f, const Column *col)
{
    uint32_t evidence = value_evidence(f, col) | f->direct;
    bool any = str_ieqz(col->type, "any") || str_ieqz(col->type, "blob");
    return t->strict && !any ? evidence & ~(uint32_t)(EV_TEXT_VALUE | EV_REAL_VALUE | EV_BLOB_VALUE)
                             : evidence;
}

static void apply_facts(Catalog *c)
{
    for (size_t h = 0; h < FACT_BUCKETS; h++)
        for (const Facts *f = c->facts[h]; f; f = f->next) {
            Table *t = find(c, f->table);
            Column *col = t ? fact_column(t, f) : NULL;
            if (facts_are_of(f, col))
                col->evidence |= evidence_in(t, f, col);
        }
}

/* What was seen of a renamed column under either name holds for both. */
static void share_evidence(Table *t)
{
    for (uint16_t i = 0; i < t->ncols; i++) {
        uint32_t all = 0;
        for (const Column *c = &t->cols[i]; c; c = c->was)
            all |= c->evidence;
        for (const Column *c = &t->cols[i]; c; c = c->was)
            ((Column *)(uintptr_t)c)->evidence = all;
    }
}

/* The parent's key column that a foreign key without column list means; -1 when that is not one column. */
static int sole_key_column(const Table *t)
{
    if (t->rowid >= 0)
        return t->rowid;
    return t->nkeys && t->keys[0].primary && t->keys[0].ncols == 1 ? t->keys[0].cols[0] : -1;
}

/* The parent's column that a foreign key of one column points at; -1: none that is known. */
static int column_meant(const Table *parent, const ForeignKey *fk)
{
    return !parent        ? -1
           : fk->ref_cols ? table_column_index(parent, fk->ref_cols[0])
                          : sole_key_column(parent);
}

void catalog_resolve_references(const Catalog *c, Table *t)
{
    for (uint16_t i = 0; i < t->nfks; i++) {
        const ForeignKey *fk = &t->fks[i];
        const Table *parent = find(c, fk->table);
        if (fk->ncols != 1 || fk->cols[0] >= t->ncols)
            continue;
        Column *col = &t->cols[fk->cols[0]];
        int at = column_meant(parent, fk);
        if (parent && parent->newest) { /* its key is going to be of the type that this column has already */
            int later = column_meant(parent->newest, fk);
            if (at >= 0 && later >= 0 && parent->cols[at].aff != col->aff &&
                parent->newest->cols[later].aff == col->aff) {
                parent = parent->newest;
                at = later;
            }
        }
        col->ref = parent;
        col->ref_name = fk->table;
        col->ref_column = at;
    }
}

static void resolve_foreign_keys(Catalog *c, Table *t)
{
    enum { DELETES = 1u << NFK_CASCADE | 1u << NFK_SET_NULL | 1u << NFK_SET_DEFAULT };
    for (uint16_t i = 0; i < t->nfks; i++) {
        const ForeignKey *fk = &t->fks[i];
        Table *parent = find(c, fk->table);
        if (parent) {
            parent->referenced = true;
            if (1u << (fk->op & NFK_ACTION_MASK) & DELETES)
                parent->cascades = true;
        }
    }
    catalog_resolve_references(c, t);
}

void catalog_settle(const Catalog *c, Table *t)
{
    catalog_resolve_references(c, t);
    for (size_t h = 0; h < FACT_BUCKETS; h++)
        for (const Facts *f = c->facts[h]; f; f = f->next) {
            Column *col = str_ieq(f->table, t->name) ? fact_column(t, f) : NULL;
            if (facts_are_of(f, col))
                col->evidence |= evidence_in(t, f, col);
        }
}

void catalog_finish(Catalog *c)
{
    catalog_attach_alters(c);
    attach_loose_keys(c);
    for (size_t i = 0; i < c->tables.n; i++) {
        Table *t = c->tables.at[i];
        t->cascades = t->referenced = t->has_triggers = false;
        for (uint16_t k = 0; !t->is_view && !t->from_select && k < t->ncols; k++)
            t->cols[k].pgtype = 0; /* new evidence may change it */
        for (uint16_t k = 0; k < t->nformer; k++)
            t->former[k]->pgtype = 0;
    }
    for (size_t i = 0; i < c->tables.n; i++)
        resolve_foreign_keys(c, c->tables.at[i]);
    for (const Trigger *g = c->triggers; g; g = g->next) {
        Table *t = find(c, g->table);
        if (t)
            t->has_triggers = true;
    }
    flow_all(c);
    apply_facts(c);
    for (size_t i = 0; i < c->tables.n; i++)
        share_evidence(c->tables.at[i]);
}

/* https://sqlite.org/datatype3.html#determination_of_column_affinity */
Affinity catalog_affinity(Str declared)
{
    static const struct {
        const char *part;
        Affinity aff;
    } RULES[] = {
        {"INT", AFF_INTEGER}, {"CHAR", AFF_TEXT}, {"CLOB", AFF_TEXT}, {"TEXT", AFF_TEXT},
        {"BLOB", AFF_NONE},   {"REAL", AFF_REAL}, {"FLOA", AFF_REAL}, {"DOUB", AFF_REAL},
    };
    if (!declared.n)
        return AFF_NONE;
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (str_ihas(declared, RULES[i].part))
            return RULES[i].aff;
    return AFF_NUMERIC;
}
