/* SQLite's next id follows the largest one; a PostgreSQL sequence knows only the ids it gave.  In a script,
   explicit ids are remembered, and setval() is written before the next INSERT that leaves the id out, or at
   the script's end when the table was made there.  Single statements of a program are left alone. */
#include "rules/upsert/sequence.h"
#include "emit/names.h"
#include "rules/upsert/conflict_key.h"

Str sequence_setval(Arena *a, const Options *o, const Table *t)
{
    Str table = names_spell(a, o, t->name), id = names_spell(a, o, t->cols[t->rowid].name);
    Str column = t->cols[t->rowid].name;
    return arena_fmt(
        a,
        "SELECT setval(pg_get_serial_sequence('%.*s', '%.*s'), GREATEST(max(%.*s), 0) + 1, false) FROM %.*s",
        (int)table.n, table.p, (int)column.n, column.p, (int)id.n, id.p, (int)table.n, table.p);
}

static bool apply(Rw *rw, const Node *ins)
{
    Table *t = rw_in_script(rw) && !ins->parent ? (Table *)rw_table(rw, ins->kid[INSERT_TARGET]) : NULL;
    if (!t || t->rowid < 0 || t->is_view || t->cols[t->rowid].ref_name.n) /* a foreign key has no sequence */
        return false;
    if (insert_gives(rw, ins, t, t->rowid)) {
        t->ids_ahead = true;
        return false;
    }
    if (!t->ids_ahead)
        return false;
    t->ids_ahead = false;
    rw_exact(rw, ins);
    rw_before_statement(rw, sequence_setval(rw_arena(rw), rw_options(rw), t));
    return true;
}

const Rule rule_sequence = {.code = 306,
                            .name = "upsert/sequence",
                            .title = "the sequence is brought up to the ids that were written explicitly",
                            .on = KINDS(ND_INSERT),
                            .apply = apply};
