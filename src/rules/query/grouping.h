/* What GROUP BY settles: which expressions are grouped, and which rows the grouped terms determine (by a key
   that is grouped, or that a condition every row meets says equals something grouped).  It proves and never
   writes. */
#ifndef SQLXLATE_GROUPING_H
#define SQLXLATE_GROUPING_H

#include "emit/rw.h"

typedef enum Proof {
    PROOF_NONE,
    PROOF_ADDED, /* determined: PostgreSQL believes it once the column is grouped as well */
    PROOF_KNOWN, /* PostgreSQL knows it itself */
} Proof;

/* What a GROUP BY term of `core` means: a result column by its position or alias, or itself. */
const Node *grouping_term(Rw *rw, const Node *core, const Node *g);
bool grouping_same(Rw *rw, const Node *a, const Node *b); /* the same expression over the same columns */
bool grouping_has(Rw *rw, const Node *core, const Node *x);
/* Is this column of a table a term of GROUP BY? */
bool grouping_has_column(Rw *rw, const Node *core, const Source *s, const Column *c);
/* The collation, NOCASE or RTRIM, that takes several values of `x` for one: of its COLLATE, or declared for
   the column.  Empty where no two values of a column can be equal, as it is unique by itself, and under
   --nocase=citext. */
Str grouping_collation(Rw *rw, const Node *x);
/* The collation by which ORDER BY `x` sorts a column declared with it, unique or not. */
Str grouping_sorts(Rw *rw, const Node *x);
/* Is `x` grouped by the collation that sorts it? */
bool grouping_folds(Rw *rw, const Node *core, const Node *x);
/* A column written again: its name as PostgreSQL has it, with its table where the source says it. */
Str grouping_column(Rw *rw, const Node *colref);
/* Can SELECT DISTINCT be GROUP BY all that it selects?  `order`: its terms, or NULL. */
bool grouping_for_distinct(Rw *rw, const Node *core, const Node *order);
/* Do the grouped terms determine the row of this source? */
Proof grouping_determines(Rw *rw, const Node *core, const Source *s);
/* The order in which SQLite walks the tables of a FROM, as terms of ORDER BY: their keys from left to right.
   Empty where none is known. */
Str grouping_walk(Rw *rw, const Source *first, bool qualify);

#endif
