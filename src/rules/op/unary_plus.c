/* A unary + does nothing in SQLite but take a column's affinity away; PostgreSQL has it for numbers only.  It
   goes where its operand is no number, and stays before one. */
#include "emit/rw.h"

static const char ALONE[] = "{0}";
static const char NUMBER[] = "{0:int}";

static bool apply(Rw *rw, const Node *n)
{
    if (n->op != TK_PLUS)
        return false;
    PgType t = rw_type(rw, n->kid[UNARY_X]);
    if (pg_family(t) == FAM_NUMBER || t == PG_UNKNOWN || t == PG_PARAM)
        return false;
    rw_exact(rw, n);
    rw_as(rw, n, t == PG_BOOL ? NUMBER : ALONE, t == PG_BOOL ? PG_INT : t, n->kid[UNARY_X], NULL, NULL);
    return true;
}

const Rule rule_unary_plus = {.code = 220,
                              .name = "op/unary-plus",
                              .title = "a unary + does nothing in SQLite",
                              .on = KINDS(ND_UNARY),
                              .templates = SET(ALONE, NUMBER),
                              .portable = true,
                              .apply = apply};
