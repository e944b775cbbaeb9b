/* Changes of tables that wait for another table: foreign keys to one that is made later, or made anew.  They
   know their table by name and follow it through RENAME TO and DROP TABLE.  What never comes is said at the
   end of the input. */
#include "emit/names.h"
#include "pipe/internal.h"

static Str qname(Rw *rw, const Node *n)
{
    return n ? rw_name(rw, n->kid[QNAME_NAME]) : STR_NONE;
}

static Str statement(const Pipe *p, Arena *a, const Pending *w)
{
    if (!w->child.n)
        return w->change;
    Str child = names_spell(a, p->opts, w->child);
    return arena_fmt(a, "ALTER TABLE %.*s %.*s", (int)child.n, child.p, (int)w->change.n, w->change.p);
}

/* Where the text of a key names the table that it points at, this one: behind " REFERENCES "; or 0. */
static size_t points_at(const Pipe *p, Rw *rw, const Pending *w, Str table)
{
    static const char WORD[] = " REFERENCES ";
    Str name = names_spell(rw->a, p->opts, table), t = w->change;
    for (size_t i = sizeof WORD - 1; i + name.n <= t.n; i++)
        if (memcmp(t.p + i - (sizeof WORD - 1), WORD, sizeof WORD - 1) == 0)
            return memcmp(t.p + i, name.p, name.n) == 0 && (i + name.n == t.n || t.p[i + name.n] == ' ') ? i
                                                                                                         : 0;
    return 0;
}

/* A key that points at its own table follows that, too. */
static Str renamed_self(Pipe *p, Rw *rw, const Pending *w, Str new)
{
    size_t at = points_at(p, rw, w, w->child);
    Str name = names_spell(rw->a, p->opts, new), t = w->change;
    size_t end = at + names_spell(rw->a, p->opts, w->child).n;
    return !at ? t
               : arena_fmt(&p->keep, "%.*s%.*s%.*s", (int)at, t.p, (int)name.n, name.p, (int)(t.n - end),
                           t.p + end);
}

/* Was the same said before, and is its table still there? */
static bool said_already(const Pipe *p, const Pending *w)
{
    for (size_t i = 0; i < p->pending.n; i++) {
        const Pending *s = &p->pending.at[i];
        if (s->said && str_ieq(s->child, w->child) && str_eq(s->change, w->change))
            return true;
    }
    return false;
}

/* The statement renames or drops a table that something waits for. */
static void follow(Pipe *p, Rw *rw, const Node *n)
{
    bool drop = n->kind == ND_DROP && n->op == TK_TABLE;
    if (!drop && !(n->kind == ND_ALTER && n->op == TK_TO && n->kid[ALTER_NEW]))
        return;
    Str old = qname(rw, n->kid[drop ? DROP_NAME : ALTER_TABLE]);
    for (size_t i = 0; i < p->pending.n; i++) {
        Pending *w = &p->pending.at[i];
        if (drop && points_at(p, rw, w, old)) /* the key goes with its target */
            w->said = false;
        if (!str_ieq(w->child, old))
            continue;
        if (drop) {
            w->done = true;
            w->said = false;
        } else {
            Str new = arena_dup(&p->keep, rw_name(rw, n->kid[ALTER_NEW]));
            w->change = renamed_self(p, rw, w, new);
            w->child = new;
        }
    }
}

/* The table or index that is there once the statement has run; empty: none. */
static Str made(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_CREATE_TABLE: return qname(rw, n->kid[CREATE_TABLE_NAME]);
    case ND_CREATE_INDEX: return qname(rw, n->kid[CREATE_INDEX_NAME]);
    case ND_ALTER: return n->op == TK_TO && n->kid[ALTER_NEW] ? rw_name(rw, n->kid[ALTER_NEW]) : STR_NONE;
    default: return STR_NONE;
    }
}

static bool waits_already(const Pipe *p, const Later *l)
{
    for (size_t i = 0; i < p->pending.n; i++) {
        const Pending *w = &p->pending.at[i];
        if (!w->done && str_ieq(w->table, l->table) && str_ieq(w->child, l->child) &&
            str_eq(w->change, l->change))
            return true;
    }
    return false;
}

void pending_add(Pipe *p, Rw *rw, const Node *root)
{
    if (!rw->later.n && !p->pending.n)
        return;
    follow(p, rw, root);
    for (size_t i = 0; i < rw->later.n; i++) {
        const Later *l = &rw->later.at[i];
        if (catalog_is_down(p->cat) || waits_already(p, l)) /* down: said, not done */
            continue;
        VEC_PUSH(&p->keep, &p->pending,
                 ((Pending){arena_dup(&p->keep, l->table), arena_dup(&p->keep, l->child),
                            arena_dup(&p->keep, l->change), l->renamed, false, false}));
    }
    Str name = made(rw, root);
    for (size_t i = 0; name.n && i < p->pending.n; i++) {
        Pending *w = &p->pending.at[i];
        if (w->done || !str_ieq(w->table, name))
            continue;
        w->done = true;
        if ((w->renamed && !str_ieq(w->child, name)) || said_already(p, w))
            continue;
        w->said = w->child.n > 0;
        rw_after_statement(rw, statement(p, rw->a, w));
    }
}

void pending_rest(Pipe *p, Buf *b)
{
    for (size_t i = 0; i < p->pending.n; i++) {
        Pending *w = &p->pending.at[i];
        if (!w->done && !w->renamed && !said_already(p, w)) {
            buf_put(b, statement(p, &p->keep, w));
            buf_puts(b, ";\n");
        }
        w->done = true;
    }
    p->pending.n = 0;
}
