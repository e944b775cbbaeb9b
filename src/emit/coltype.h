/* The PostgreSQL type of a column that SQLite's schema declares: the type table of the README, corrected by
   what the data and the literals prove. */
#ifndef SQLXLATE_COLTYPE_H
#define SQLXLATE_COLTYPE_H

#include "base/arena.h"
#include "catalog/catalog.h"
#include "emit/options.h"
#include "emit/pgtype.h"

typedef struct ColType {
    PgType type;
    Str spell;       /* as CREATE TABLE writes it: "VARCHAR(20)"; empty: as declared */
    const char *why; /* what differs or was concluded, for a note; NULL: the plain table entry */
} ColType;

/* The decision, kept in c->pgtype.  PG_UNKNOWN: nothing is known (CREATE TABLE AS over unknown tables). */
PgType coltype_of(const Options *o, const Table *t, const Column *c);

/* The same with its spelling; `a` holds what is not constant.  SERIAL is no type and comes from ddl/ rules.
 */
ColType coltype_decide(Arena *a, const Options *o, const Table *t, const Column *c);

/* is_x, has_x, can_x, isX, hasX, active, enabled: the names that --boolean=names takes for 0/1 columns. */
bool coltype_name_is_boolean(Str column);

#endif
