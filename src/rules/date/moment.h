/* A constant time value, computed as SQLite computes it: milliseconds of the proleptic Gregorian calendar.
   For what PostgreSQL's own date literals cannot say: Julian days, zones, days past a month's end. */
#ifndef SQLXLATE_MOMENT_H
#define SQLXLATE_MOMENT_H

#include "emit/rw.h"

typedef struct Moment {
    int64_t ms;     /* since 1970-01-01 00:00 UTC */
    bool date_only; /* written without a time of day */
    bool moved;     /* written as a day that its month does not have: 2024-02-31 */
    bool number;    /* written as a Julian day */
} Moment;

typedef struct Civil {
    int64_t year;
    int month, day; /* from 1 */
    int64_t ms;     /* of the day */
} Civil;

bool moment_parse(Str s, Moment *m);        /* false: SQLite gives NULL; 'now' is none of its business */
bool moment_julian(double days, Moment *m); /* false when out of SQLite's range */
Civil moment_civil(int64_t ms);
int64_t moment_of(Civil c);       /* months and days may run over, as in SQLite */
bool moment_in_range(int64_t ms); /* from 4714 BC to the year 9999 */
/* strftime's text of it; empty where a specifier is not among those that are computed here */
Str moment_format(Rw *rw, int64_t ms, Str format);
/* TIMESTAMP '2024-02-29 13:45:10', or DATE '2024-02-29' */
const char *moment_literal(Rw *rw, int64_t ms, bool date);

#endif
