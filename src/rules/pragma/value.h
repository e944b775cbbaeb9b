/* The value of PRAGMA name = value, as SQLite reads it. */
#ifndef SQLXLATE_PRAGMA_VALUE_H
#define SQLXLATE_PRAGMA_VALUE_H

#include "emit/rw.h"

typedef enum Switch { SWITCH_UNKNOWN, SWITCH_ON, SWITCH_OFF } Switch;

Str pragma_name(Rw *rw, const Node *pragma);      /* without the schema */
Str pragma_value(Rw *rw, const Node *pragma);     /* decoded; empty when there is none or it is a hole */
Switch pragma_switch(Rw *rw, const Node *pragma); /* unknown: no value, or a hole */
bool pragma_of_main(Rw *rw, const Node *pragma);  /* no schema is named, or main */

#define PRAGMA_USER_VERSION                                                                                  \
    "SELECT COALESCE(substring(obj_description(quote_ident(current_schema())::regnamespace, "                \
    "'pg_namespace') FROM "                                                                                  \
    "'^user_version=(-?[0-9]+)$')::int, 0) AS user_version"

/* The query that answers PRAGMA name of setting.def, and what is not the same about it; NULL: there is none.
 */
const char *pragma_answer(Str name, const char **doubt);

/* The statement says nothing to PostgreSQL: it stays as a comment. */
void pragma_drop(Rw *rw, const Node *pragma);

#endif
