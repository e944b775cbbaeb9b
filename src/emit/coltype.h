/* The PostgreSQL type of a column that SQLite's schema declares: the type table of the README, corrected by
   what the data and the literals prove. */
#ifndef SQLXLATE_COLTYPE_H
#define SQLXLATE_COLTYPE_H

#include "catalog/catalog.h"
#include "emit/options.h"
#include "emit/pgtype.h"

PgType coltype_of(const Options *o, const Table *t, const Column *c);

/* is_x, has_x, can_x, isX, hasX, active, enabled: the names that --boolean=names takes for 0/1 columns. */
bool coltype_name_is_boolean(Str column);

#endif
