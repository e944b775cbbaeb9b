/* What a query asks of a source that PostgreSQL does not have under that name (sqlite_master,
   pragma_table_info(...)): which columns, and whether only to test them for NULL. */
#ifndef SQLXLATE_PRAGMA_SOURCE_H
#define SQLXLATE_PRAGMA_SOURCE_H

#include "emit/rw.h"

/* The SELECT core whose FROM holds `from_item`; NULL: it stands elsewhere (a change's target, right of IN,
 * ...). */
const Node *source_core(const Node *from_item);

/* The source made of `from_item`; NULL when it is a CTE's name or nothing is known. */
const Source *source_of(Rw *rw, const Node *from_item);

bool source_is_cte(Rw *rw, const Node *from_item);

typedef struct SourceUse {
    uint32_t uses; /* how often the column is named; UINT32_MAX: a * or a NATURAL join takes all columns */
    uint32_t null_tests; /* ... as x IS NULL, x IS NOT NULL */
    bool elsewhere;      /* ... in a nested query */
} SourceUse;

SourceUse source_use(Rw *rw, const Source *s, const char *column);

bool source_is_column(Rw *rw, const Node *n, const Source *s, const char *column);

/* Calls `f` for each condition that every row passes: the WHERE of `core`, taken apart at AND. */
void source_conditions(const Node *core, void (*f)(void *arg, const Node *condition), void *arg);

/* The name by which the query calls the source, spelled for PostgreSQL. */
Str source_alias(Rw *rw, const Source *s);

#endif
