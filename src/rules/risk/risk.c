/* Copies that a script makes of its tables: INSERT INTO new_t SELECT ... FROM t.  The rules of risk/ ask
   which tables were copied, and which of their columns were not read.  No rule of its own. */
#include "rules/risk/risk.h"

static bool reads(Rw *rw, const Node *n, Str column)
{
    if (n->kind == ND_STAR || (n->kind == ND_COLREF && str_ieq(rw_name(rw, n->kid[COLREF_COLUMN]), column)))
        return true;
    for (uint32_t i = 0; i < n->nkids; i++)
        if (n->kid[i] && reads(rw, n->kid[i], column))
            return true;
    return false;
}

/* The SELECT's only core, when it gives every row of one table. */
static const Node *copy_of(const Node *select)
{
    const Node *core = select ? select->kid[SELECT_BODY] : NULL;
    if (!core || core->kind != ND_CORE || core->kid[CORE_WHERE] || core->kid[CORE_GROUP] ||
        select->kid[SELECT_LIMIT] || !core->kid[CORE_FROM] || core->kid[CORE_FROM]->kind != ND_TABLEREF)
        return NULL;
    return core;
}

static Str left_behind(Rw *rw, const Table *t, const Node *list)
{
    Str s = STR_NONE;
    for (uint16_t i = 0; i < t->ncols; i++)
        if (!t->cols[i].generated && !reads(rw, list, t->cols[i].name))
            s = rw_joined(rw, s, t->cols[i].name);
    return s;
}

static void note(Rw *rw, Table *from, Str to, const Node *list)
{
    Arena *keep = catalog_arena((Catalog *)(uintptr_t)rw_catalog(rw));
    Table *made = (Table *)(uintptr_t)catalog_table(rw_catalog(rw), to);
    from->copied_to = arena_dup(keep, to);
    from->left_behind = arena_dup(keep, left_behind(rw, from, list));
    if (made)
        made->copied_from = from->name;
}

/* CREATE TABLE to AS SELECT ... FROM from. */
static RiskCopy created(Rw *rw, const Node *n)
{
    const Node *core = copy_of(n->kid[CREATE_TABLE_SELECT]);
    Table *from = core ? risk_table(rw, rw_name(rw, core->kid[CORE_FROM]->kid[TABLEREF_NAME])) : NULL;
    if (from)
        note(rw, from, rw_name(rw, n->kid[CREATE_TABLE_NAME]->kid[QNAME_NAME]), core->kid[CORE_COLUMNS]);
    return (RiskCopy){0};
}

RiskCopy risk_copy(Rw *rw, const Node *n)
{
    if (!risk_asked(rw, n) || !rw_in_script(rw))
        return (RiskCopy){0};
    if (n->kind == ND_CREATE_TABLE)
        return created(rw, n);
    const Node *core = copy_of(n->kid[INSERT_SOURCE]), *target = n->kid[INSERT_TARGET];
    Str name = rw_name(rw, target->kid[target->kind == ND_QNAME ? QNAME_NAME : TABLEREF_NAME]);
    Table *from = core ? risk_table(rw, rw_name(rw, core->kid[CORE_FROM]->kid[TABLEREF_NAME])) : NULL;
    Table *to = risk_table(rw, name);
    if (!from || !to || from == to)
        return (RiskCopy){0};
    note(rw, from, to->name, core->kid[CORE_COLUMNS]);
    return (RiskCopy){from, to, core->kid[CORE_COLUMNS]};
}
