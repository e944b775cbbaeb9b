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
static const Node *copy_of(const Node *ins)
{
    const Node *select = ins->kid[INSERT_SOURCE], *core = select ? select->kid[SELECT_BODY] : NULL;
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
            s = rw_fmt(rw, "%.*s%s%.*s", (int)s.n, s.n ? s.p : "", s.n ? ", " : "", (int)t->cols[i].name.n,
                       t->cols[i].name.p);
    return s;
}

RiskCopy risk_copy(Rw *rw, const Node *ins)
{
    const Node *core = risk_asked(rw, ins) && rw_in_script(rw) ? copy_of(ins) : NULL;
    if (!core)
        return (RiskCopy){0};
    Arena *keep = catalog_arena((Catalog *)(uintptr_t)rw_catalog(rw));
    const Node *target = ins->kid[INSERT_TARGET], *list = core->kid[CORE_COLUMNS];
    Table *from = risk_table(rw, rw_name(rw, core->kid[CORE_FROM]->kid[TABLEREF_NAME]));
    Table *to =
        risk_table(rw, rw_name(rw, target->kid[target->kind == ND_QNAME ? QNAME_NAME : TABLEREF_NAME]));
    if (!from || !to || from == to)
        return (RiskCopy){0};
    from->copied_to = to->name;
    from->left_behind = arena_dup(keep, left_behind(rw, from, list));
    to->copied_from = from->name;
    return (RiskCopy){from, to, list};
}
