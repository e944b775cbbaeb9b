/* Which expressions tell the rows of a query apart: by the keys of its tables, by what WHERE and ON say is
   equal, by what is grouped.  It proves and never writes; false is always a safe answer. */
#ifndef SQLXLATE_SETTLED_H
#define SQLXLATE_SETTLED_H

#include "emit/rw.h"

typedef struct Terms { /* expressions */
    const Node **at;
    uint32_t n;
} Terms;

/* Are no two rows of `at` (CORE, VALUES, UPDATE, DELETE) alike in all of these?  With no terms: is there one
   row at most? */
bool settled_rows(Rw *rw, const Node *at, Terms by);
/* Do rows of the CORE that are alike in all of these show the same values? */
bool settled_result(Rw *rw, const Node *core, Terms by);

#endif
