/* The schema as it stands at one point of the input.  The catalog itself means the newest definition of each
   name wherever it is asked; migrations drop tables, create them anew and rename them, and some questions
   (what points at this table now?) need the moment.  catalog_step() keeps a second catalog in step with the
   statements of pass 2; what --schema gave has happened before them.  Facts about values are not kept here.
 */
#include "catalog/internal.h"

/* How often the input makes a table of one name, and how often pass 2 has seen that. */
struct Coming {
    Str name;
    uint32_t all, seen;
    bool dropped; /* the input drops or renames what had the name before */
    Coming *next;
};

static Coming *coming(Catalog *c, Str name)
{
    Coming **head = &c->comings[str_ihash(name) % TABLE_BUCKETS];
    for (Coming *k = *head; k; k = k->next)
        if (str_ieq(k->name, name))
            return k;
    Coming *k = ARENA_NEW(&c->arena, Coming);
    *k = (Coming){.name = arena_dup(&c->arena, name), .next = *head};
    return *head = k;
}

bool catalog_comes_again(const Catalog *c, Str name)
{
    for (const Coming *k = c->comings[str_ihash(name) % TABLE_BUCKETS]; k; k = k->next)
        if (str_ieq(k->name, name))
            return k->all > k->seen;
    return false;
}

const Catalog *catalog_now(const Catalog *c)
{
    return c->now;
}

static Str qname(Catalog *c, const Stmt *s, const Node *n)
{
    return n && n->kid[QNAME_NAME] ? node_name(&c->scratch, s, n->kid[QNAME_NAME]) : STR_NONE;
}

/* The name that the statement makes; empty when it makes none. */
static Str made(Catalog *c, const Stmt *s)
{
    const Node *n = s->root;
    if (n->kind == ND_CREATE_TABLE)
        return qname(c, s, n->kid[CREATE_TABLE_NAME]);
    if (n->kind == ND_CREATE_VTABLE)
        return qname(c, s, n->kid[CREATE_VTABLE_NAME]);
    if (n->kind == ND_ALTER && n->op == TK_TO && n->kid[ALTER_NEW])
        return node_name(&c->scratch, s, n->kid[ALTER_NEW]);
    return STR_NONE;
}

/* ... and the table's name that it takes away. */
static Str gone(Catalog *c, const Stmt *s)
{
    const Node *n = s->root;
    if (n->kind == ND_DROP && n->op == TK_TABLE)
        return qname(c, s, n->kid[DROP_NAME]);
    return n->kind == ND_ALTER && n->op == TK_TO ? qname(c, s, n->kid[ALTER_TABLE]) : STR_NONE;
}

void live_expect(Catalog *c, const Stmt *s)
{
    Str new = made(c, s), old = gone(c, s);
    if (old.n)
        coming(c, old)->dropped = true;
    if (!new.n)
        return;
    Coming *k = coming(c, new);
    k->all++;
    if (!k->dropped && s->root->kind != ND_ALTER) /* --schema gave the input's own tables */
        catalog_remove(c->now, new);
}

/* ---- DROP and RENAME, which the newest-definition catalog does not need ---- */

static void drop_index(Catalog *now, Str name)
{
    for (Index **i = &now->indexes; *i; i = &(*i)->next)
        if (str_ieq((*i)->name, name)) {
            *i = (*i)->next;
            break;
        }
    for (size_t i = 0; i < now->tables.n; i++) {
        Table *t = now->tables.at[i];
        for (uint16_t k = 0; k < t->nkeys; k++)
            if (t->keys[k].index && str_ieq(t->keys[k].name, name)) {
                memmove(&t->keys[k], &t->keys[k + 1], (size_t)(t->nkeys - k - 1) * sizeof *t->keys);
                t->nkeys--;
                return;
            }
    }
}

static void drop_trigger(Catalog *now, Str name)
{
    for (Trigger **g = &now->triggers; *g; g = &(*g)->next)
        if (str_ieq((*g)->name, name)) {
            *g = (*g)->next;
            return;
        }
}

static void drop_table(Catalog *now, Str name)
{
    for (Index **i = &now->indexes; *i;)
        if (str_ieq((*i)->table, name))
            *i = (*i)->next;
        else
            i = &(*i)->next;
    for (Trigger **g = &now->triggers; *g;)
        if (str_ieq((*g)->table, name))
            *g = (*g)->next;
        else
            g = &(*g)->next;
    catalog_remove(now, name);
}

static void drop(Catalog *now, const Stmt *s)
{
    Str name = qname(now, s, s->root->kid[DROP_NAME]);
    switch (s->root->op) {
    case TK_TABLE:
    case TK_VIEW: drop_table(now, name); break;
    case TK_INDEX: drop_index(now, name); break;
    default: drop_trigger(now, name); break;
    }
}

/* Foreign keys, indexes and triggers follow a table to its new name
   (https://sqlite.org/lang_altertable.html, since 3.26). */
static void follow(Catalog *now, Str old, Str new)
{
    for (size_t i = 0; i < now->tables.n; i++)
        for (uint16_t f = 0; f < now->tables.at[i]->nfks; f++)
            if (str_ieq(now->tables.at[i]->fks[f].table, old))
                now->tables.at[i]->fks[f].table = new;
    for (Index *i = now->indexes; i; i = i->next)
        if (str_ieq(i->table, old))
            i->table = new;
    for (Trigger *g = now->triggers; g; g = g->next)
        if (str_ieq(g->table, old))
            g->table = new;
}

void live_step(Catalog *now, const Stmt *s)
{
    const Node *n = s->root;
    if (n->kind == ND_DROP) {
        drop(now, s);
    } else if (n->kind == ND_ALTER && n->op == TK_TO) {
        Str old = qname(now, s, n->kid[ALTER_TABLE]);
        if (!n->kid[ALTER_NEW] || !catalog_find(now, old))
            return;
        Str new = arena_dup(&now->arena, node_name(&now->scratch, s, n->kid[ALTER_NEW]));
        catalog_learn_schema(now, s);
        catalog_remove(now, old);
        follow(now, old, new);
    } else if (!(n->kind == ND_CREATE_VIEW && n->flags & NF_TEMP)) {
        catalog_learn_schema(now, s);
    }
    arena_reset(&now->scratch);
}

/* What pass 1 put in the catalog's record of a table goes with its name. */
static void ids_follow(Catalog *c, Str old, Str new)
{
    Table *from = catalog_find(c, old), *to = new.n ? catalog_find(c, new) : NULL;
    if (to && from) {
        to->ids_ahead |= from->ids_ahead;
        to->ids_free |= from->ids_free;
    }
    if (from)
        from->ids_ahead = from->ids_free = false;
}

void catalog_step(Catalog *c, const Stmt *s)
{
    if (!s->root)
        return;
    Str new = made(c, s), old = gone(c, s);
    if (new.n)
        coming(c, new)->seen++;
    if (old.n)
        ids_follow(c, old, new);
    live_step(c->now, s);
    arena_reset(&c->scratch);
}
