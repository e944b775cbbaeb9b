/* SQLite's next id follows the largest one; a PostgreSQL sequence knows only the ids it gave.  In a script,
   explicit ids are remembered, and setval() is written before the next INSERT that leaves the id out, or at
   the script's end when the table was made there; ids set free by DELETE or ROLLBACK are remembered likewise.
   Single statements of a program are left alone; a text of several statements is brought up to date by its
   end. */
#include "rules/upsert/sequence.h"
#include "emit/names.h"
#include "rules/upsert/conflict_key.h"
#include "rules/upsert/fresh_rows.h"

Str sequence_of(Arena *a, const Options *o, const Table *t)
{
    Str table = arena_quote(a, names_spell(a, o, t->name), '\'');
    Str column = arena_quote(a, names_stored(a, o, t->cols[t->rowid].name), '\'');
    return arena_fmt(a, "pg_get_serial_sequence(%.*s, %.*s)", (int)table.n, table.p, (int)column.n, column.p);
}

Str sequence_setval(Arena *a, const Options *o, const Table *t)
{
    Str sequence = sequence_of(a, o, t), table = names_spell(a, o, t->name);
    Str id = names_spell(a, o, t->cols[t->rowid].name);
    if (t->autoincrement && t->ids_gone) /* the counter never goes back */
        return arena_fmt(a, "SELECT setval(%.*s, GREATEST(max(%.*s) + 1, nextval(%.*s)), false) FROM %.*s",
                         (int)sequence.n, sequence.p, (int)id.n, id.p, (int)sequence.n, sequence.p,
                         (int)table.n, table.p);
    return arena_fmt(a, "SELECT setval(%.*s, GREATEST(max(%.*s), 0) + 1, false) FROM %.*s", (int)sequence.n,
                     sequence.p, (int)id.n, id.p, (int)table.n, table.p);
}

static Str call(Arena *a, const Options *o, const Table *t, const char *function)
{
    Str sequence = sequence_of(a, o, t);
    return arena_fmt(a, "%s(%.*s)", function, (int)sequence.n, sequence.p);
}

Str sequence_next(Arena *a, const Options *o, const Table *t)
{
    return call(a, o, t, "nextval");
}

Str sequence_current(Arena *a, const Options *o, const Table *t)
{
    return call(a, o, t, "currval");
}

/* The ids that a transaction took, or what came behind a savepoint, are given again when it is rolled back; a
   sequence goes on. */
static bool rollback(Rw *rw)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++) {
        Table *t = (Table *)(uintptr_t)catalog_table_at(rw_catalog(rw), i);
        t->ids_free |= t->ids_taken;
    }
    return false;
}

/* Without AUTOINCREMENT the id of a row that went is given again. */
static bool deletion(Rw *rw, const Node *n)
{
    Table *t = n->parent ? NULL : (Table *)(uintptr_t)rw_table(rw, n->kid[DELETE_TARGET]);
    if (t && t->rowid >= 0)
        *(t->autoincrement ? &t->ids_gone : &t->ids_free) = true;
    return false;
}

const LastInsert *sequence_last(Rw *rw)
{
    const Flow *f = rw_flow(rw);
    if (!f || rw_stmt(rw)->root->kind == ND_CREATE_TRIGGER)
        return NULL;
    const LastInsert *last = rw_stmt(rw)->root->kind == ND_INSERT ? &f->before : &f->inserted;
    return last->seen ? last : NULL;
}

/* The id that an INSERT which gives it writes into its last row. */
static bool written_id(Rw *rw, const Node *ins, const Table *t, int64_t *id)
{
    const Node *src = ins->kid[INSERT_SOURCE], *body = src ? src->kid[SELECT_BODY] : NULL;
    uint32_t at = insert_place(rw, ins, t, t->cols[t->rowid].name);
    if (!body || body->kind != ND_VALUES || body->kid[body->nkids - 1]->kind != ND_PAREN_LIST)
        return false;
    const Node *row = body->kid[body->nkids - 1]->kid[PAREN_LIST_ITEMS];
    return at < row->nkids && rw_integer(rw, row->kid[at], id);
}

/* What last_insert_rowid() will mean after this INSERT. */
static void remember(Rw *rw, const Node *ins, const Table *t)
{
    Flow *f = rw_flow(rw);
    if (!f || ins->parent)
        return;
    LastInsert last = {
        .table = t, .seen = true, .may_skip = ins->op == TK_IGNORE || ins->kid[INSERT_UPSERTS]};
    if (t && t->rowid >= 0 && !t->is_view && !t->cols[t->rowid].ref_name.n) {
        if (!insert_gives(rw, ins, t, t->rowid))
            last.known = ID_OF_SEQUENCE;
        else if (!last.may_skip && written_id(rw, ins, t, &last.id))
            last.known = ID_WRITTEN;
    }
    f->before = f->inserted;
    f->inserted = last;
}

/* A script that makes the table with SERIAL was written for PostgreSQL and minds its sequences itself. */
static bool minds_itself(const Table *t)
{
    return t->from_input && catalog_is_serial(t->cols[t->rowid].type);
}

/* UNIQUE ON CONFLICT IGNORE */
static bool key_ignores(const Table *t)
{
    for (uint16_t i = 0; i < t->nkeys; i++)
        if (t->keys[i].conflict == TK_IGNORE)
            return true;
    return false;
}

/* Rows that INSERT OR IGNORE certainly does not skip use up no ids: one setval() is enough for a run of them,
   and serves the script that runs a second time. */
static bool insert(Rw *rw, const Node *ins)
{
    Table *t = ins->parent ? NULL : (Table *)(uintptr_t)rw_table(rw, ins->kid[INSERT_TARGET]);
    remember(rw, ins, t);
    bool fresh = t && fresh_rows(rw, ins, t);
    if (!t || t->rowid < 0 || t->is_view || t->cols[t->rowid].ref_name.n) /* a foreign key has no sequence */
        return false;
    if (minds_itself(t))
        return false;
    if (insert_gives(rw, ins, t, t->rowid)) {
        t->ids_ahead = true;
        return false;
    }
    const Flow *flow = rw_flow(rw);
    t->ids_taken = flow && flow->in_transaction;
    if (t->autoincrement && (ins->op == TK_IGNORE || ins->kid[INSERT_UPSERTS] || key_ignores(t)))
        t->ids_gone = true;
    bool skips = (ins->op == TK_IGNORE || ins->kid[INSERT_UPSERTS] || key_ignores(t)) &&
                 insert_uses_up_ids(rw, ins, t, false);
    bool behind = t->ids_ahead || t->ids_free || (t->ids_maybe && !skips);
    t->ids_ahead = false;
    t->ids_free = skips && !fresh;
    t->ids_maybe = (t->ids_maybe && !behind) || (skips && fresh);
    if (!behind)
        return false;
    rw_exact(rw, ins);
    rw_before_statement(rw, sequence_setval(rw_arena(rw), rw_options(rw), t));
    return true;
}

/* A statement of a program that gives an id, of a table that gives ids elsewhere in it.  REPLACE, upserts and
   parameters without names of columns are mostly ids that are there, and NULL. */
static bool in_program(Rw *rw, const Node *ins)
{
    Table *t = ins->kind != ND_INSERT || ins->parent
                   ? NULL
                   : (Table *)(uintptr_t)rw_table(rw, ins->kid[INSERT_TARGET]);
    if (!t || t->rowid < 0 || t->is_view || !t->ids_asked || t->cols[t->rowid].ref_name.n || minds_itself(t))
        return false;
    if (t->ids_ahead && !insert_gives(rw, ins, t, t->rowid)) { /* in one text with those that gave them */
        t->ids_ahead = false;
        rw_exact(rw, ins);
        rw_before_statement(rw, sequence_setval(rw_arena(rw), rw_options(rw), t));
        return true;
    }
    if ((t->ids_said && !rw_in_batch(rw)) || ins->op == TK_REPLACE || ins->kid[INSERT_UPSERTS] ||
        !insert_gives(rw, ins, t, t->rowid))
        return false;
    const Node *body = ins->kid[INSERT_SOURCE]->kid[SELECT_BODY];
    int64_t id;
    if (body->kind == ND_VALUES && !ins->kid[INSERT_COLS] && !written_id(rw, ins, t, &id))
        return false;
    if (rw_in_batch(rw)) {
        t->ids_ahead = true; /* the pipe says setval() where the text ends */
        rw_exact(rw, ins);
        return false;
    }
    t->ids_said = true;
    Str setval = sequence_setval(rw_arena(rw), rw_options(rw), t);
    rw_near(rw, ins, "the sequence does not know an id that is given: an INSERT without one may get it again",
            rw_fmt(rw, "once the rows are in: %.*s", (int)setval.n, setval.p).p);
    return false;
}

static bool sets_id(Rw *rw, const Node *update, const Table *t)
{
    const Node *sets = update->kid[UPDATE_SETS];
    for (uint32_t i = 0; i < sets->nkids; i++)
        if (sets->kid[i]->kind == ND_SET && sets->kid[i]->kid[SET_COLS]->kind == ND_NAME &&
            str_ieq(rw_name(rw, sets->kid[i]->kid[SET_COLS]), t->cols[t->rowid].name))
            return true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!rw_in_script(rw))
        return in_program(rw, n);
    if (catalog_is_down(rw_catalog(rw))) /* said, not done */
        return false;
    if (n->kind == ND_UPDATE) {
        Table *t = (Table *)(uintptr_t)rw_table(rw, n->kid[UPDATE_TARGET]);
        if (t)
            fresh_rows_lost(rw, t);
        if (t && t->rowid >= 0 && !n->parent && !minds_itself(t) && sets_id(rw, n, t))
            t->ids_ahead = true;
        return false;
    }
    return n->kind == ND_ROLLBACK ? rollback(rw) : n->kind == ND_DELETE ? deletion(rw, n) : insert(rw, n);
}

const Rule rule_sequence = {.code = 306,
                            .name = "upsert/sequence",
                            .title = "the sequence is brought up to the ids that are in the table",
                            .on = KINDS(ND_INSERT, ND_UPDATE, ND_DELETE, ND_ROLLBACK),
                            .apply = apply};
