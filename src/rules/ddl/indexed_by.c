/* INDEXED BY and NOT INDEXED choose an index for SQLite's planner; PostgreSQL's chooses for itself. */
#include "rules/ddl/ddl.h"

static bool apply(Rw *rw, const Node *n)
{
    const Node *index = n->kid[TABLEREF_INDEXED];
    uint32_t word = rw_find(rw, n->tok, n->end, TK_INDEXED);
    if (word == UINT32_MAX || (!index && !(n->flags & NF_NOT)))
        return false;
    rw_exact(rw, n);
    rw_drop_back(rw, index ? word : rw_prev(rw, word), index ? index->end : word + 1);
    return false;
}

const Rule rule_indexed_by = {.code = 515,
                              .name = "ddl/indexed-by",
                              .title = "PostgreSQL's planner chooses indexes itself",
                              .on = KINDS(ND_TABLEREF),
                              .portable = true,
                              .apply = apply};
