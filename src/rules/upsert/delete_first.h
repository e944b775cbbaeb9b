/* REPLACE as SQLite does it: DELETE the rows in the way, then INSERT.  Shared by the upsert rules. */
#ifndef SQLXLATE_DELETE_FIRST_H
#define SQLXLATE_DELETE_FIRST_H

#include "rules/upsert/conflict_key.h"

/* Puts "DELETE FROM t WHERE key = value OR ..." before the INSERT.  The values of the keys must be literals
   of one VALUES row, for they are written twice.  Returns NULL when done, or why it cannot be. */
const char *delete_first(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys);

#endif
