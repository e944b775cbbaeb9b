/* See trigger_reach.h.  Conditions (WHEN, WHERE) are not looked at: what may fire, fires. */
#include "rules/ddl/trigger_reach.h"
#include "rules/ddl/ddl.h"

enum { MAX_CHANGES = 256 }; /* of one search; beyond that everything is thought to be reached */

typedef struct Search {
    const Catalog *c;
    Change queue[MAX_CHANGES];
    uint32_t n, at;
} Search;

static bool among(Str name, const Str *names, uint16_t n)
{
    for (uint16_t i = 0; i < n; i++)
        if (str_ieq(names[i], name))
            return true;
    return false;
}

static bool overlap(const Str *a, uint16_t an, const Str *b, uint16_t bn)
{
    for (uint16_t i = 0; i < an; i++)
        if (among(a[i], b, bn))
            return true;
    return !an || !bn; /* none: any column */
}

static bool fires(const Trigger *t, const Change *by)
{
    uint32_t events = t->op & by->events;
    if (!events || !str_ieq(t->table, by->table))
        return false;
    return events != NT_UPDATE || overlap(t->of, t->nof, by->cols, by->ncols);
}

static bool add(Search *s, Change change)
{
    for (uint32_t i = 0; i < s->n; i++) {
        Change *q = &s->queue[i];
        if (str_ieq(q->table, change.table) && (q->events & change.events) == change.events &&
            (!q->ncols || q->cols == change.cols))
            return true;
    }
    if (s->n == MAX_CHANGES)
        return false;
    s->queue[s->n++] = change;
    return true;
}

/* What the actions of foreign keys do to the rows that refer to changed ones. */
static bool add_actions(Search *s, const Change *by)
{
    bool room = true;
    for (size_t i = 0; i < catalog_tables(s->c); i++) {
        const Table *t = catalog_table_at(s->c, i);
        for (uint16_t k = 0; k < t->nfks && by->events & (NT_DELETE | NT_UPDATE); k++) {
            uint16_t on_delete = t->fks[k].op & NFK_ACTION_MASK,
                     on_update = t->fks[k].op >> NFK_UPDATE_SHIFT & NFK_ACTION_MASK;
            Change change = {.table = t->name};
            if (!str_ieq(t->fks[k].table, by->table))
                continue;
            if (by->events & NT_DELETE && on_delete >= NFK_CASCADE)
                change.events |= on_delete == NFK_CASCADE ? NT_DELETE : NT_UPDATE;
            if (by->events & NT_UPDATE && on_update >= NFK_CASCADE &&
                (!by->ncols || !t->fks[k].ref_cols ||
                 overlap(by->cols, by->ncols, t->fks[k].ref_cols, t->fks[k].ncols)))
                change.events |= NT_UPDATE;
            if (change.events)
                room &= add(s, change);
        }
    }
    return room;
}

/* Does one of the changes of `t` lead to one that fires it? */
bool trigger_fires_itself(const Catalog *c, const Trigger *t)
{
    Search s = {.c = c};
    bool room = true;
    for (uint16_t i = 0; i < t->nchanges; i++)
        room &= add(&s, t->changes[i]);
    for (; s.at < s.n && room; s.at++) {
        Change by = s.queue[s.at];
        if (fires(t, &by))
            return true;
        room &= add_actions(&s, &by);
        for (const Trigger *g = catalog_triggers(c); g; g = g->next)
            for (uint16_t i = 0; fires(g, &by) && i < g->nchanges; i++)
                room &= add(&s, g->changes[i]);
    }
    return !room;
}

/* Does an action of this foreign key of its table fire the trigger? */
static bool fired_by_action(const Trigger *t, const Table *table, const ForeignKey *fk)
{
    uint16_t on_delete = fk->op & NFK_ACTION_MASK, on_update = fk->op >> NFK_UPDATE_SHIFT & NFK_ACTION_MASK;
    if (on_delete == NFK_CASCADE && t->op & NT_DELETE)
        return true;
    if (!(t->op & NT_UPDATE) || (on_delete <= NFK_CASCADE && on_update < NFK_CASCADE))
        return false;
    for (uint16_t i = 0; i < fk->ncols; i++)
        if (!t->nof || among(table->cols[fk->cols[i]].name, t->of, t->nof))
            return true;
    return false;
}

bool trigger_is_fired_inside(const Catalog *c, const Trigger *t)
{
    const Table *table = catalog_table(c, t->table);
    for (uint16_t i = 0; table && i < table->nfks; i++)
        if (fired_by_action(t, table, &table->fks[i]))
            return true;
    for (const Trigger *g = catalog_triggers(c); g; g = g->next)
        for (uint16_t i = 0; g != t && i < g->nchanges; i++)
            if (fires(t, &g->changes[i]))
                return true;
    return false;
}

bool trigger_fires_siblings(const Catalog *c, const Trigger *t)
{
    for (const Trigger *g = catalog_triggers(c); g; g = g->next)
        for (uint16_t i = 0; g != t && i < t->nchanges; i++)
            if (str_ieq(g->table, t->table) && fires(g, &t->changes[i]))
                return true;
    return false;
}

bool trigger_feeds_before(const Catalog *c, const Trigger *t)
{
    enum { EVENTS = NT_INSERT | NT_UPDATE | NT_DELETE };
    for (const Trigger *g = t->op & NT_AFTER ? catalog_triggers(c) : NULL; g; g = g->next)
        for (uint16_t i = 0; !(g->op & (NT_AFTER | NT_INSTEAD)) && g->op & t->op & EVENTS &&
                             str_ieq(g->table, t->table) && i < t->nchanges;
             i++)
            if (!str_ieq(t->changes[i].table, t->table) && ddl_mentions(g->sql, t->changes[i].table))
                return true;
    return false;
}

bool trigger_order_matters(const Trigger *a, const Trigger *b)
{
    for (uint16_t i = 0; i < a->nchanges; i++)
        if (ddl_mentions(b->sql, a->changes[i].table))
            return true;
    for (uint16_t i = 0; i < b->nchanges; i++)
        if (ddl_mentions(a->sql, b->changes[i].table))
            return true;
    return false;
}
