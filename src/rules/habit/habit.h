/* What the rules of habit/ share.  They look and never edit: each says where a statement relies on something
   that SQLite does without promising it, or lets pass, and PostgreSQL does not do.  Off unless selected. */
#ifndef SQLXLATE_RULES_HABIT_H
#define SQLXLATE_RULES_HABIT_H

#include "emit/rw.h"
#include "rules/query/settled.h"

static inline bool habit_asked(const Rw *rw)
{
    return rw_options(rw)->asked & ASKED_HABIT;
}

/* Does somebody see the order of its rows, or which of them LIMIT lets through?  Not when one row at most
 * comes. */
bool habit_order_seen(Rw *rw, const Node *select);
bool habit_may_limit(Rw *rw, const Node *limit); /* it may leave rows out; NULL: none written */
/* "end the ORDER BY with the key: id", or "say ORDER BY id". */
const char *habit_by_key(Rw *rw, const Node *core, bool ordered);

#endif
