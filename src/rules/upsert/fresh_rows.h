/* Rows that a script writes into a table of its own making, as long as all of them are constants: whether one
   of them is in the way of another can be told from the text. */
#ifndef SQLXLATE_FRESH_ROWS_H
#define SQLXLATE_FRESH_ROWS_H

#include "emit/rw.h"

/* Takes down the rows of an INSERT.  True when no row before it, and none of its own, has the same unique
   key; false also when that cannot be told. */
bool fresh_rows(Rw *rw, const Node *ins, Table *t);
void fresh_rows_lost(Rw *rw, Table *t); /* the table is changed in another way */

#endif
