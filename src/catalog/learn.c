/* The catalog from parsed statements: each kind goes to its part (build.c, virtual.c, alter.c); views,
   indexes, triggers and the PRAGMAs about foreign keys are small enough to stand here.  DROP leaves a table
   known (a script that drops a table and creates it again means the newest one), and values are evidence.c's
   business. */
#include "catalog/learn.h"

Str learn_keep(Learn *l, Str s)
{
    return arena_dup(&l->c->arena, s);
}

Str learn_name(Learn *l, const Node *name)
{
    return name ? learn_keep(l, node_name(&l->c->scratch, l->s, name)) : STR_NONE;
}

Str learn_qname(Learn *l, const Node *qname)
{
    return qname ? learn_name(l, qname->kid[QNAME_NAME]) : STR_NONE;
}

Str learn_word(Learn *l, uint32_t tok)
{
    return token_name(&l->c->scratch, l->s->toks, tok);
}

static void create_view(Learn *l, const Node *n)
{
    Table v = {.rowid = -1, .is_view = true, .from_input = l->from_input};
    v.name = learn_qname(l, n->kid[CREATE_VIEW_NAME]);
    v.temp = n->flags & NF_TEMP;
    v.order = l->c->created++;
    const Table *old = catalog_find(l->c, v.name);
    if (old && !old->dropped && n->flags & NF_IFEXISTS)
        return;
    v.sql = learn_keep(l, node_text(l->s, n));
    catalog_put(l->c, &v);
}

static void create_index(Learn *l, const Node *n)
{
    Index *index = ARENA_NEW(&l->c->arena, Index);
    index->name = learn_qname(l, n->kid[CREATE_INDEX_NAME]);
    index->table = learn_name(l, n->kid[CREATE_INDEX_TABLE]);
    if (!catalog_index(l->c, index->name)) {
        index->next = l->c->indexes;
        l->c->indexes = index;
    }
    if (!(n->flags & NF_UNIQUE))
        return;
    Key k = build_key_of_terms(l, n->kid[CREATE_INDEX_COLS]);
    k.name = index->name;
    k.index = true;
    k.order = l->c->created++;
    if (n->kid[CREATE_INDEX_WHERE]) {
        k.partial = true;
        k.where = learn_keep(l, node_text(l->s, n->kid[CREATE_INDEX_WHERE]));
    }
    Table *t = catalog_find(l->c, index->table);
    if (t && catalog_resolve_key(t, &k)) {
        catalog_add_key(l->c, t, &k);
        return;
    }
    LooseKey *loose = ARENA_NEW(&l->c->arena, LooseKey);
    *loose = (LooseKey){index->table, k, l->c->loose};
    l->c->loose = loose;
}

static void drop(Learn *l, const Node *n)
{
    Table *t = n->op == TK_TABLE || n->op == TK_VIEW
                   ? catalog_find(l->c, node_name(&l->c->scratch, l->s, n->kid[DROP_NAME]->kid[QNAME_NAME]))
                   : NULL;
    if (t)
        t->dropped = true;
}

static void pragma(Learn *l, const Node *n)
{
    static const char *const OFF[] = {"0", "off", "no", "false"};
    const Node *value = n->kid[PRAGMA_VALUE];
    Str name = node_name(&l->c->scratch, l->s, n->kid[PRAGMA_NAME]->kid[QNAME_NAME]);
    if (!value)
        return;
    bool off = false;
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        off |= str_ieqz(learn_word(l, value->tok), OFF[i]);
    if (str_ieqz(name, "foreign_keys")) {
        l->c->dump_now = off;
        l->c->keys_on |= !off;
    }
    if (!l->from_input)
        return;
    if (str_ieqz(name, "foreign_keys"))
        l->c->off_now = off;
    else if (str_ieqz(name, "defer_foreign_keys"))
        l->c->deferred_now = !off;
}

/* Rows change while the checks are off; copies of whole tables, as in a table that is rebuilt, do not count.
 */
static void rows_change(Learn *l, const Node *n)
{
    const Node *source = n->kind == ND_INSERT ? n->kid[INSERT_SOURCE] : NULL;
    if (source && source->kid[SELECT_BODY]->kind != ND_VALUES)
        return;
    l->c->keys_off |= l->c->off_now;
    l->c->keys_deferred |= l->c->deferred_now;
}

static bool declares(const Node *n)
{
    static const uint16_t KINDS[] = {ND_CREATE_TABLE, ND_CREATE_VTABLE,  ND_CREATE_VIEW,
                                     ND_CREATE_INDEX, ND_CREATE_TRIGGER, ND_ALTER};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (n->kind == KINDS[i])
            return true;
    return false;
}

static void learn(Learn *l, const Node *n)
{
    l->c->declared += declares(n);
    switch (n->kind) {
    case ND_CREATE_TABLE: learn_table(l, n); break;
    case ND_CREATE_VTABLE: learn_vtable(l, n); break;
    case ND_CREATE_VIEW: create_view(l, n); break;
    case ND_CREATE_INDEX: create_index(l, n); break;
    case ND_CREATE_TRIGGER: learn_trigger(l, n); break;
    case ND_ALTER: learn_alter(l, n); break;
    case ND_DROP: drop(l, n); break;
    case ND_PRAGMA: pragma(l, n); break;
    case ND_INSERT: {
        Stmt *dumped = dumped_vtable(&l->c->scratch, l->s);
        if (dumped)
            learn_vtable(&(Learn){l->c, dumped, l->from_input}, dumped->root);
        rows_change(l, n);
        break;
    }
    case ND_UPDATE:
    case ND_DELETE: rows_change(l, n); break;
    default: break;
    }
}

void catalog_learn(Catalog *c, const Stmt *s, bool from_input)
{
    Learn l = {c, s, from_input};
    const Node *n = s->root;
    while (n && n->kind == ND_EXPLAIN)
        n = n->kid[EXPLAIN_STMT];
    catalog_section(c, s);
    if (!n || c->down)
        return;
    if (from_input) {
        live_expect(c, s);
    } else {
        live_step(c->now, s);
        catalog_attach_alters(c->now);
    }
    learn(&l, n);
    evidence_learn(c, s, n);
    arena_reset(&c->scratch);
}

void catalog_learn_schema(Catalog *c, const Stmt *s)
{
    Learn l = {c, s, true};
    learn(&l, s->root);
}

const Table *catalog_describe(const Catalog *c, Arena *a, const Stmt *s)
{
    const Node *n = s->root;
    bool add = n && n->kind == ND_ALTER && n->op == TK_ADD && n->kid[ALTER_COLDEF];
    if (!n || (n->kind != ND_CREATE_TABLE && !add))
        return NULL;
    Catalog alone = {.arena = *a}; /* what is learnt goes straight into `a` */
    arena_init(&alone.scratch, a->oom);
    Learn l = {&alone, s, true};
    Table *t = NULL;
    if (add) {
        Build b = {0};
        b.t.name = learn_qname(&l, n->kid[ALTER_TABLE]);
        build_add(&l, &b, n->kid[ALTER_COLDEF]);
        build_checks(&l, &b, n->kid[ALTER_COLDEF]);
        build_finish(&l, &b);
        t = catalog_find(&alone, b.t.name);
    } else {
        learn_table(&l, n);
        t = alone.tables.n ? alone.tables.at[0] : NULL;
    }
    const Table *known = t ? catalog_table(c, t->name) : NULL;
    if (known) {
        t->order = known->order;
        t->filled = known->filled;
        t->referenced = known->referenced;
    }
    if (t)
        catalog_settle(c, t);
    for (uint16_t i = 0; known && i < t->ncols; i++) { /* seen under a later name, too */
        const Column *k = table_column(known, t->cols[i].name);
        if (k && str_ieq(k->type, t->cols[i].type))
            t->cols[i].evidence |= k->evidence;
    }
    arena_free(&alone.scratch);
    *a = alone.arena;
    return t;
}
