/* A SQLite time value with its modifiers, as a PostgreSQL expression: base, then one step a modifier. */
#ifndef SQLXLATE_TIME_VALUE_H
#define SQLXLATE_TIME_VALUE_H

#include "emit/rw.h"

typedef struct TimeValue {
    const char *tmpl; /* a template over args */
    PgType type;      /* PG_DATE, PG_TIMESTAMP, PG_TIMESTAMPTZ */
    RwArg args[12];
    uint32_t nargs;
    bool near; /* some step is not exact; why says which */
    const char *why;
    const char *fail; /* cannot be said: the statement is left; hint says what to do */
    const char *hint;
    bool clock; /* begins at 'now' */
} TimeValue;

/* Arguments [first, ...) of a call are a time value and its modifiers; none at all means 'now'.  `date_only`:
   the caller drops the time of day, so that steps of days may work on dates. */
TimeValue time_value(Rw *rw, const Node *call, uint32_t first, bool date_only);

/* strftime's constant format as a to_char() format; NULL in .p when some specifier has no counterpart. */
Str time_format(Rw *rw, Str format);

#endif
