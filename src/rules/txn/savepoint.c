/* SAVEPOINT outside a transaction begins one in SQLite; PostgreSQL refuses it there.  Only a script that shows its
   transactions can tell: a lone statement is taken to stand inside one, as a driver sees to. */
#include "emit/rw.h"

/* Is a transaction open before token `to`, as the script has it?  *others: there are other statements at all. */
static bool open_before(const Tokens *t, uint32_t to, bool *others)
{
    bool open = false, start = true;
    for (uint32_t i = 0; i < to; i++) {
        uint16_t k = t->at[i].kind;
        if (tok_is_trivia(k))
            continue;
        if (start && k == TK_BEGIN)
            open = true;
        if (start && (k == TK_COMMIT || k == TK_END))
            open = false;
        if (start && k == TK_ROLLBACK) { /* ROLLBACK TO leaves it open */
            uint32_t j = i + 1;
            while (j < to && t->at[j].kind != TK_SEMI && t->at[j].kind != TK_TO)
                j++;
            open &= j < to && t->at[j].kind == TK_TO;
        }
        *others |= !start || k != TK_SEMI;
        start = k == TK_SEMI;
    }
    return open;
}

static bool apply(Rw *rw, const Node *n)
{
    bool others = false;
    const Stmt *s = rw_stmt(rw);
    if (open_before(s->toks, n->tok, &others) || !others)
        return false;
    rw_near(rw, n, "outside a transaction a SAVEPOINT begins one in SQLite; PostgreSQL refuses it there",
            "write BEGIN before it and COMMIT after its RELEASE");
    return true;
}

const Rule rule_savepoint = {.code = 803,
                             .name = "txn/savepoint",
                             .title = "a SAVEPOINT outside a transaction",
                             .on = KINDS(ND_SAVEPOINT),
                             .apply = apply};
