/* REPLACE as SQLite does it: DELETE the rows in the way, then INSERT.  Shared by the upsert rules. */
#ifndef SQLXLATE_DELETE_FIRST_H
#define SQLXLATE_DELETE_FIRST_H

#include "rules/upsert/conflict_key.h"

/* One statement: WITH new_row AS (the rows), gone AS (DELETE ... those in the way) INSERT ... SELECT from
   new_row.  The INSERT reads `gone`, so that PostgreSQL deletes first
   (https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING).  Every value is written
   once, so that parameters may stand there.  Returns NULL when done, or why it cannot be. */
const char *delete_and_insert(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys);

/* Puts "DELETE FROM t WHERE key = value OR ..." before the INSERT.  The values of the keys must be literals
   of one VALUES row, for they are written twice.  Returns NULL when done, or why it cannot be. */
bool delete_first_can(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys);
const char *delete_first(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys);

#endif
