/* How PostgreSQL must spell a name: bare where it may stand bare, else in double quotes. */
#ifndef SQLXLATE_NAMES_H
#define SQLXLATE_NAMES_H

#include "base/arena.h"
#include "emit/options.h"

/* `name` (quotes off, in its declared spelling) as an identifier under the policy of --identifiers. */
Str names_spell(Arena *a, const Options *o, Str name);
Str names_stored(Arena *a, const Options *o,
                 Str name);          /* as PostgreSQL keeps it, for text that holds a name */
Str names_quote(Arena *a, Str name); /* in double quotes, whatever it is */
bool names_reserved(
    Str name); /* PostgreSQL refuses it (or reads something else) as a bare column or table name */
bool names_keyword(Str name); /* any keyword of PostgreSQL: no label of a result column without AS */
bool names_plain(Str name);   /* [a-z_][a-z0-9_]*: PostgreSQL's folding does not change it */

#endif
