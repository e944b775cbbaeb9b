/* A SQLite time value with its modifiers, as a PostgreSQL expression: base, then one step a modifier. */
#ifndef SQLXLATE_TIME_VALUE_H
#define SQLXLATE_TIME_VALUE_H

#include "emit/rw.h"

enum { TIME_ARGS = 12 };

typedef struct TimeValue {
    const char *tmpl; /* a template over args */
    PgType type;      /* PG_DATE, PG_TIMESTAMP, PG_TIMESTAMPTZ */
    RwArg args[TIME_ARGS];
    uint32_t nargs;
    bool near; /* some step is not exact; why says which */
    const char *why;
    const char *fail; /* cannot be said: the statement is left; hint says what to do */
    const char *hint;
    bool null;    /* SQLite gives NULL, whatever the data */
    bool clock;   /* begins at 'now' */
    bool subsec;  /* seconds are shown with their fraction */
    bool known;   /* a constant: ms is its value, for steps that have to be computed here */
    int64_t ms;   /* since 1970-01-01 */
    int most_day; /* the latest day of the month it can be */
} TimeValue;

/* Arguments [first, ...) of a call are a time value and its modifiers; none at all means 'now'.  `date_only`:
   the caller drops the time of day, so that steps of days may work on dates. */
TimeValue time_value(Rw *rw, const Node *call, uint32_t first, bool date_only);

/* One modifier; `next` is the one behind it, or NULL (modifier.c). */
void time_modifier(Rw *rw, TimeValue *v, const Node *m, const Node *next, bool date_only);

/* May what it is made of be written twice? */
bool time_repeatable(Rw *rw, const TimeValue *v);

/* A template cast to a type: TIMESTAMP '...' for a DATE '...', with parentheses where an operator is inside.
 */
const char *time_cast(Rw *rw, const char *tmpl, const char *type);

void time_fail(TimeValue *v, const char *why, const char *hint);
void time_nearly(TimeValue *v, const char *why);

/* ---- strftime's constant formats (format.c) ---- */

/* Is every specifier one that SQLite knows?  If not, it gives NULL. */
bool time_format_known(Str format);
/* `format` of a value as an expression of type text: TO_CHAR() and, where that has no pattern, EXTRACT(). */
const char *time_format(Rw *rw, const TimeValue *v, Str format);

#endif
