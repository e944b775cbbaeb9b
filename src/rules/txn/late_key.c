/* Rows whose foreign keys wait for COMMIT: PostgreSQL refuses to change a table (ALTER, DROP, CREATE INDEX)
   of which such rows were written in the same transaction.  Migrations do just that: the keys are then
   checked before the change. */
#include "emit/rw.h"

static const char NOW[] = "SET CONSTRAINTS ALL IMMEDIATE";
static const char LATER[] = "SET CONSTRAINTS ALL DEFERRED";

static bool waits(const ForeignKey *fk)
{
    return fk->op & NFK_INITIALLY_DEFERRED && fk->op & NFK_DEFERRABLE && !(fk->op & NFK_NOT_DEFERRABLE);
}

/* A change of this table's rows leaves something to be checked at COMMIT. */
static bool leaves_checks(const Catalog *c, const Table *t, bool insert)
{
    for (uint16_t i = 0; i < t->nfks; i++)
        if (waits(&t->fks[i]))
            return true;
    for (size_t k = 0; !insert && k < catalog_tables(c); k++) {
        const Table *o = catalog_table_at(c, k);
        for (uint16_t i = 0; i < o->nfks; i++)
            if (str_ieq(o->fks[i].table, t->name) && waits(&o->fks[i]))
                return true;
    }
    return false;
}

static const Table *changed(Rw *rw, const Node *n)
{
    switch (n->kind) {
    case ND_ALTER: return rw_table(rw, n->kid[ALTER_TABLE]);
    case ND_DROP: return n->op == TK_TABLE ? rw_table(rw, n->kid[DROP_NAME]) : NULL;
    default: return catalog_table(rw_catalog(rw), rw_name(rw, n->kid[CREATE_INDEX_TABLE]));
    }
}

static void forget(Rw *rw)
{
    for (size_t i = 0; i < catalog_tables(rw_catalog(rw)); i++)
        ((Table *)(uintptr_t)catalog_table_at(rw_catalog(rw), i))->late_rows = false;
}

static bool change(Rw *rw, const Node *n)
{
    const Table *t = changed(rw, n);
    if (!t || !t->late_rows)
        return false;
    rw_exact(rw, n);
    rw_before_statement(rw, str_z(NOW));
    rw_after_statement(rw, str_z(LATER));
    forget(rw);
    return false;
}

static bool write(Rw *rw, const Node *n)
{
    const Node *target = n->kid[n->kind == ND_INSERT   ? INSERT_TARGET
                                : n->kind == ND_UPDATE ? UPDATE_TARGET
                                                       : DELETE_TARGET];
    Table *t = n->parent ? NULL : (Table *)(uintptr_t)rw_table(rw, target);
    if (t && leaves_checks(rw_catalog(rw), t, n->kind == ND_INSERT))
        t->late_rows = true;
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    const Flow *f = rw_flow(rw);
    if (!f)
        return false;
    switch (n->kind) {
    case ND_INSERT:
    case ND_UPDATE:
    case ND_DELETE: return f->in_transaction && write(rw, n);
    case ND_COMMIT:
    case ND_ROLLBACK:
    case ND_BEGIN: forget(rw); return false;
    default: return change(rw, n);
    }
}

const Rule rule_late_key = {.code = 809,
                            .name = "txn/late-key",
                            .title = "deferred keys are checked before their table is changed",
                            .on = KINDS(ND_INSERT, ND_UPDATE, ND_DELETE, ND_BEGIN, ND_COMMIT, ND_ROLLBACK,
                                        ND_CREATE_INDEX, ND_ALTER, ND_DROP),
                            .templates = SET(NOW, LATER),
                            .apply = apply};
