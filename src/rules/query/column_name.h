/* What query/column-name knows of the names of result columns. */
#ifndef SQLXLATE_COLUMN_NAME_H
#define SQLXLATE_COLUMN_NAME_H

#include "emit/rw.h"

/* The SELECT that the column names: the first part of a compound gives the names; NULL for another part. */
const Node *column_name_select(const Node *result);
/* The name that is written as an alias; empty: none is. */
Str column_name_written(Rw *rw, const Node *result);

#endif
