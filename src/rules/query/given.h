/* What the conditions around a place prove of the values there: that one is not NULL, that one is not zero.
   It proves and never writes; false is always a safe answer. */
#ifndef SQLXLATE_QUERY_GIVEN_H
#define SQLXLATE_QUERY_GIVEN_H

#include "emit/rw.h"

/* Is `x` never NULL in the rows that `core` takes from its sources?  Asks WHERE, and ON where no join is an
   outer one. */
bool given_not_null(Rw *rw, const Node *core, const Node *x);

/* Is the divisor `d` of the division `n` never zero?  It is a constant, nullif(x, 0), a count of a group's
   rows, or a CASE, an iif() or the WHERE of the statement itself has asked. */
bool given_not_zero(Rw *rw, const Node *n, const Node *d);

#endif
