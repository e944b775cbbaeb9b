/* PostgreSQL's side of SQLite's functions, from functions.def, and the names of its own functions. */
#ifndef SQLXLATE_EMIT_FUNCTIONS_H
#define SQLXLATE_EMIT_FUNCTIONS_H

#include "emit/pgtype.h"

enum { RESULT_SAME = 100, RESULT_UNIFY, RESULT_AVG, RESULT_SUM };

typedef struct PgFunction {
    const char *name;
    const char *wishes; /* a letter an argument, see functions.def */
    uint8_t result;     /* PgType or RESULT_* */
    bool common;        /* the same name and meaning in PostgreSQL */
    bool shared;        /* the same name, at least */
} PgFunction;

const PgFunction *functions_find(Str name); /* NULL when it is not in the table */
bool functions_only_postgres(Str name);     /* PostgreSQL's, and not SQLite's: postgres_functions.def */

#endif
