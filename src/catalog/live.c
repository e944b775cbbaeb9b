/* The schema as it stands at one point of the input.  The catalog itself means the newest definition of each
   name wherever it is asked; migrations drop tables, create them anew and rename them, and some questions
   (what points at this table now?) need the moment.  catalog_step() keeps a second catalog in step with the
   statements of pass 2; what --schema gave has happened before them.  Facts about values are not kept here.
 */
#include "catalog/internal.h"

/* How often the input makes a table of one name, and how often pass 2 has seen that. */
struct Coming {
    Str name;
    uint32_t all, seen;          /* CREATE TABLE and RENAME TO */
    uint32_t created, creations; /* CREATE TABLE alone: all of them, and those seen */
    bool dropped;                /* the input drops or renames what had the name before */
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

bool catalog_comes_empty(const Catalog *c, Str name)
{
    for (const Coming *k = c->comings[str_ihash(name) % TABLE_BUCKETS]; k; k = k->next)
        if (str_ieq(k->name, name))
            return k->created > k->creations;
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

/* ---- PRAGMA foreign_keys ---- */

static bool is_on(Str value)
{
    return str_ieqz(value, "on") || str_ieqz(value, "1") || str_ieqz(value, "true") || str_ieqz(value, "yes");
}

/* 'k': foreign_keys, 'd': defer_foreign_keys, set to something; 0: another statement. */
static char about_keys(Catalog *c, const Stmt *s, bool *on)
{
    const Node *n = s->root;
    if (n->kind != ND_PRAGMA || !n->kid[PRAGMA_VALUE])
        return 0;
    Str name = qname(c, s, n->kid[PRAGMA_NAME]);
    *on = is_on(node_text(s, n->kid[PRAGMA_VALUE]));
    return str_ieqz(name, "foreign_keys") ? 'k' : str_ieqz(name, "defer_foreign_keys") ? 'd' : 0;
}

/* INSERT INTO new SELECT ... FROM old: rows whose keys were checked there. */
static bool is_copy(const Node *n)
{
    const Node *select = n->kind == ND_INSERT ? n->kid[INSERT_SOURCE] : NULL;
    const Node *core = select ? select->kid[SELECT_BODY] : NULL;
    return core && core->kind == ND_CORE && core->kid[CORE_FROM] && core->kid[CORE_FROM]->kind == ND_TABLEREF;
}

static void expect_keys(Catalog *c, const Stmt *s)
{
    bool on = false;
    const Node *n = s->root;
    char about = about_keys(c, s, &on);
    if (about == 'd' && !on) { /* as what it takes back */
        bool before = c->quiet.n && c->quiet.at[c->quiet.n - 1];
        VEC_PUSH(&c->arena, &c->quiet, before);
        c->quiet_from = c->quiet.n;
    } else if (about == 'k' && on) {
        bool closes = c->quiet_from < c->quiet.n;
        for (; c->quiet_from < c->quiet.n; c->quiet_from++)
            c->quiet.at[c->quiet_from] = true;
        VEC_PUSH(&c->arena, &c->quiet, closes);
        c->quiet_from = c->quiet.n;
    } else if (about) {
        VEC_PUSH(&c->arena, &c->quiet, false); /* until it is switched on */
    } else if (n->kind == ND_UPDATE || n->kind == ND_DELETE || (n->kind == ND_INSERT && !is_copy(n))) {
        c->quiet_from = c->quiet.n;
    }
}

bool catalog_is_quiet(const Catalog *c)
{
    return c->quiet_seen < c->quiet.n && c->quiet.at[c->quiet_seen];
}

/* ---- pass 1 ---- */

/* BEGIN, and rows that change behind it. */
static void expect_rows(Catalog *c, const Node *n)
{
    switch (n->kind) {
    case ND_BEGIN: c->begun_now = true; break;
    case ND_COMMIT: c->begun_now = false; break;
    case ND_ROLLBACK: c->begun_now &= n->kid[ROLLBACK_SAVEPOINT] != NULL; break;
    case ND_INSERT:
    case ND_UPDATE:
    case ND_DELETE: c->begun_rows |= c->begun_now; break;
    default: break;
    }
}

void live_expect(Catalog *c, const Stmt *s)
{
    Str new = made(c, s), old = gone(c, s);
    expect_keys(c, s);
    expect_rows(c, s->root);
    if (old.n)
        coming(c, old)->dropped = true;
    if (!new.n)
        return;
    Coming *k = coming(c, new);
    k->all++;
    k->created += s->root->kind != ND_ALTER;
    if (!k->dropped && s->root->kind != ND_ALTER) /* --schema gave the input's own tables */
        catalog_remove(c->now, new);
}

/* ---- sections ---- */

/* "-- +goose Down", "-- +migrate Down", "-- migrate:down": what follows takes the migration back. */
static bool marker(Str comment, const char *way)
{
    static const char *const TOOLS[] = {"+goose ", "+migrate ", "+micrate ", "migrate:"};
    size_t i = 2;
    while (i < comment.n && (comment.p[i] == ' ' || comment.p[i] == '\t'))
        i++;
    for (size_t k = 0; k < sizeof TOOLS / sizeof *TOOLS; k++) {
        Str rest = str_sub(comment, i, comment.n);
        if (!str_istarts(rest, TOOLS[k]))
            continue;
        rest = str_sub(rest, strlen(TOOLS[k]), rest.n);
        if (str_istarts(rest, way))
            return true;
    }
    return false;
}

uint32_t catalog_section(Catalog *c, const Stmt *s)
{
    uint32_t at = UINT32_MAX;
    uint32_t end = s->root ? s->root->tok : s->last;
    for (uint32_t i = s->first; i < end; i++) {
        if (s->toks->at[i].kind != TK_LINE_COMMENT)
            continue;
        Str comment = tok_text(s->toks, i);
        if (marker(comment, "up")) {
            catalog_section_up(c);
        } else if (marker(comment, "down")) {
            at = c->down ? at : i;
            c->down = true;
        }
    }
    return at;
}

void catalog_section_down(Catalog *c)
{
    c->down = true;
}

void catalog_section_up(Catalog *c)
{
    if (!c->down)
        return;
    c->down = false;
    for (size_t i = 0; i < c->now->tables.n; i++)
        c->now->tables.at[i]->dropped = false;
}

bool catalog_is_down(const Catalog *c)
{
    return c->down;
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
        to->late_rows |= from->late_rows;
    }
    if (from)
        from->ids_ahead = from->ids_free = from->late_rows = false;
}

/* ---- the present version of each table ---- */

static bool same_column(const Column *a, const Column *b)
{
    return str_ieq(a->name, b->name) && str_ieq(a->type, b->type) && a->not_null == b->not_null &&
           a->pk == b->pk && a->generated == b->generated && str_eq(a->deflt, b->deflt) &&
           str_ieq(a->collation, b->collation);
}

static uint16_t own_keys(const Table *t)
{
    uint16_t n = 0;
    for (uint16_t k = 0; k < t->nkeys; k++)
        n += !t->keys[k].index;
    return n;
}

static bool same_shape(const Table *a, const Table *b)
{
    if (a->ncols != b->ncols || a->rowid != b->rowid || own_keys(a) != own_keys(b))
        return false;
    for (uint16_t i = 0; i < a->ncols; i++)
        if (!same_column(&a->cols[i], &b->cols[i]))
            return false;
    return true;
}

/* What the definition says goes over; what rules keep about the table, and what is counted, stays. */
static void take_shape(Table *t, const Table *from)
{
    t->cols = from->cols;
    t->ncols = from->ncols;
    t->keys = from->keys;
    t->nkeys = from->nkeys;
    t->fks = from->fks;
    t->nfks = from->nfks;
    t->rowid = from->rowid;
    t->without_rowid = from->without_rowid;
    t->strict = from->strict;
    t->autoincrement = from->autoincrement;
    t->former = from->former;
    t->nformer = from->nformer;
    t->altered = from->altered;
    t->sql = from->sql;
}

/* A version's columns with what is known of the newest one's; columns that only that one has are kept like
   former ones. */
static void take_version(Catalog *c, Table *t, const Table *version)
{
    const Table *new = t->newest;
    Column *cols = ARENA_ARRAY(&c->arena, Column, version->ncols + 1);
    take_shape(t, version);
    t->cols = cols;
    t->former = NULL;
    t->nformer = 0;
    for (uint16_t i = 0; i < version->ncols; i++) {
        const Column *k = table_column(new, version->cols[i].name);
        cols[i] = version->cols[i];
        cols[i].was = NULL;
        if (k && str_ieq(k->type, cols[i].type))
            cols[i].evidence |= k->evidence;
    }
    for (uint16_t i = 0; i < new->nformer; i++)
        if (table_column_index(t, new->former[i]->name) < 0)
            catalog_keep_former(c, t, new->former[i]);
    for (uint16_t i = 0; i < new->ncols; i++)
        if (table_column_index(t, new->cols[i].name) < 0)
            catalog_keep_former(c, t, &new->cols[i]);
    catalog_settle(c, t);
}

static void show(Catalog *c, Table *t)
{
    const Table *version = catalog_table(c->now, t->name), *new = t->newest ? t->newest : t;
    if (t->is_view || t->is_virtual || t->from_select || t->ncols == 0)
        return;
    bool newest = !c->present || !version || version->is_view || version->is_virtual ||
                  version->from_select || version->ncols == 0 || same_shape(version, new);
    if (newest && !t->newest)
        return;
    if (newest) {
        take_shape(t, t->newest);
        t->newest = NULL;
    } else {
        if (!t->newest) {
            t->newest = ARENA_NEW(&c->arena, Table);
            *t->newest = *t;
        }
        take_version(c, t, version);
    }
    for (size_t i = 0; i < c->tables.n; i++) /* who points here finds the column again */
        catalog_resolve_references(c, c->tables.at[i]);
}

void catalog_present(Catalog *c, bool on)
{
    if (c->present == on)
        return;
    c->present = on;
    for (size_t i = 0; i < c->tables.n; i++)
        show(c, c->tables.at[i]);
}

const Table *catalog_newest(const Catalog *c, Str name)
{
    const Table *t = catalog_table(c, name);
    return t && t->newest ? t->newest : t;
}

static void show_named(Catalog *c, Str name)
{
    Table *t = c->present && name.n ? catalog_find(c, name) : NULL;
    if (t)
        show(c, t);
}

void catalog_step(Catalog *c, const Stmt *s)
{
    if (!s->root)
        return;
    bool on;
    Str new = made(c, s), old = gone(c, s);
    if (c->down) { /* said, not done */
        Table *t = old.n && s->root->kind == ND_DROP ? catalog_find(c->now, old) : NULL;
        if (t)
            t->dropped = true;
        return;
    }
    if (about_keys(c, s, &on))
        c->quiet_seen++;
    if (new.n) {
        coming(c, new)->seen++;
        coming(c, new)->creations += s->root->kind != ND_ALTER;
    }
    if (old.n)
        ids_follow(c, old, new);
    live_step(c->now, s);
    show_named(c, old);
    show_named(c, new);
    if (s->root->kind == ND_ALTER && !new.n)
        show_named(c, qname(c, s, s->root->kid[ALTER_TABLE]));
    arena_reset(&c->scratch);
}
