/* DROP INDEX: of a unique one, which kept doubles away, or of one that only made queries fast. */
#include "rules/risk/risk.h"

static bool is_unique(Rw *rw, Str name)
{
    const Catalog *now = catalog_now(rw_catalog(rw));
    for (size_t i = 0; i < catalog_tables(now); i++) {
        const Table *t = catalog_table_at(now, i);
        for (uint16_t k = 0; k < t->nkeys; k++)
            if (t->keys[k].index && str_ieq(t->keys[k].name, name))
                return true;
    }
    return false;
}

static bool apply(Rw *rw, const Node *n)
{
    if (!risk_asked(rw, n) || n->op != TK_INDEX)
        return false;
    Str name = rw_name(rw, n->kid[DROP_NAME]->kid[QNAME_NAME]);
    bool unique = is_unique(rw, name);
    rw_risk(rw, n,
            rw_fmt(rw,
                   unique ? "without index %.*s, rows may be there twice"
                          : "queries that index %.*s served get slow",
                   (int)name.n, name.p)
                .p,
            NULL);
    return false;
}

const Rule rule_risk_drop_constraint = {.code = RISK_DROP_CONSTRAINT,
                                        .name = "risk/drop-constraint",
                                        .title = "a constraint or an index goes",
                                        .on = KINDS(ND_DROP),
                                        .apply = apply};
