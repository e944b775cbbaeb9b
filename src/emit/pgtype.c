/* Facts about PostgreSQL's types and operators, declared in pgtype.h. */
#include "emit/pgtype.h"
#include "lex/lex.h"

static const struct {
    const char *spelling;
    PgFamily family;
} TYPES[] = {
#define PGT(name, spelling, family) {spelling, FAM_##family},
#include "emit/pgtype.def"
#undef PGT
};

PgFamily pg_family(PgType t)
{
    return TYPES[t].family;
}

const char *pg_spelling(PgType t)
{
    return TYPES[t].spelling;
}

static bool adapts(PgType t)
{
    return t == PG_NULL || t == PG_LIT || t == PG_PARAM;
}

PgType pg_unify(PgType a, PgType b)
{
    if (a == b || b == PG_NULL)
        return a;
    if (a == PG_NULL)
        return b;
    if (adapts(a) && adapts(b))
        return a == PG_LIT ? a : b;
    if (adapts(a))
        return b;
    if (adapts(b))
        return a;
    if (pg_family(a) == FAM_NUMBER && pg_family(b) == FAM_NUMBER)
        return a > b ? a : b; /* int < bigint < numeric < double precision, as PostgreSQL promotes */
    if (pg_family(a) == FAM_TEMPORAL && pg_family(b) == FAM_TEMPORAL && a != PG_TIME && b != PG_TIME)
        return a > b ? a : b;
    return PG_UNKNOWN;
}

int pg_operator_prec(uint16_t op)
{
    switch (op) {
    case TK_OR: return PREC_OR;
    case TK_AND: return PREC_AND;
    case TK_NOT: return PREC_NOT;
    case TK_IS: return PREC_IS;
    case TK_EQ:
    case TK_NE:
    case TK_LT:
    case TK_LE:
    case TK_GT:
    case TK_GE: return PREC_COMPARE;
    case TK_PLUS:
    case TK_MINUS: return PREC_ADD;
    case TK_STAR:
    case TK_SLASH:
    case TK_REM: return PREC_MUL;
    default: return PREC_OTHER;
    }
}
