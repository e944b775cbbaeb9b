/* The order in which an aggregate that puts values together (group_concat(), json_group_array()) gets its
 * rows. */
#ifndef SQLXLATE_ROW_ORDER_H
#define SQLXLATE_ROW_ORDER_H

#include "emit/rw.h"

/* Is it one order, that of a table's key or one that is said?  A join, DISTINCT, UNION and GROUP BY
   underneath leave it to the engine.  *by: what ORDER BY inside the call has to say to PostgreSQL; where the
   order is open the likely one; empty where nothing can or has to be said. */
bool row_order(Rw *rw, const Node *call, Str *by);

#endif
