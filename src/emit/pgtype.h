/* The PostgreSQL types of pgtype.def, and PostgreSQL's operator precedence. */
#ifndef SQLXLATE_PGTYPE_H
#define SQLXLATE_PGTYPE_H

#include "base/str.h"

typedef enum PgType {
#define PGT(name, spelling, family) PG_##name,
#include "emit/pgtype.def"
#undef PGT
    PG_COUNT
} PgType;

typedef enum PgFamily {
    FAM_NONE,
    FAM_BOOL,
    FAM_NUMBER,
    FAM_TEXT,
    FAM_BYTEA,
    FAM_TEMPORAL,
    FAM_INTERVAL,
    FAM_JSON,
    FAM_UUID
} PgFamily;

PgFamily pg_family(PgType t);
const char *pg_spelling(PgType t); /* as a cast spells it: "double precision" */

/* https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE, loosest first. */
enum PgPrec {
    PREC_ANY, /* inside parentheses or between commas */
    PREC_OR,
    PREC_AND,
    PREC_NOT,
    PREC_IS,
    PREC_COMPARE,
    PREC_IN,    /* BETWEEN IN LIKE ILIKE SIMILAR */
    PREC_OTHER, /* every other operator, prefix ~ too */
    PREC_ADD,
    PREC_MUL,
    PREC_POWER,
    PREC_AT, /* AT TIME ZONE */
    PREC_COLLATE,
    PREC_UMINUS,
    PREC_CAST, /* :: and [] */
    PREC_PRIMARY,
};

/* The type of a sum, CASE, COALESCE ... of two types; PG_UNKNOWN when they have no common one. */
PgType pg_unify(PgType a, PgType b);

/* The precedence an untouched SQLite operator (a TokKind) has once PostgreSQL reads it; PREC_OTHER when it
   has none of its own. */
int pg_operator_prec(uint16_t op);

#endif
