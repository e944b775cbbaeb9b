/* The rows of an INSERT as a table named new_row, so that each of their values is written once: shared by the
   upsert rules. */
#ifndef SQLXLATE_NEW_ROW_H
#define SQLXLATE_NEW_ROW_H

#include "rules/upsert/conflict_key.h"

/* "a, b": the columns that the INSERT gives; empty when one of them is not known. */
Str new_row_columns(Rw *rw, const Node *ins, const Table *t);

/* *out: "t.a = new_row.a AND t.b = new_row.b", with OR between the keys.  Returns NULL, or why it cannot be
 * said. */
const char *new_row_match(Rw *rw, const Node *ins, const Table *t, const InsertKeys *keys, Str *out);

/* Gives the literals and parameters of the rows the types of their columns: outside of an INSERT PostgreSQL
   does not take them from there.  Returns NULL, or why it cannot. */
const char *new_row_types(Rw *rw, const Node *ins, const Table *t);

#endif
