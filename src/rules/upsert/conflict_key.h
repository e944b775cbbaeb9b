/* Which unique keys an INSERT can run into: shared by the upsert rules. */
#ifndef SQLXLATE_CONFLICT_KEY_H
#define SQLXLATE_CONFLICT_KEY_H

#include "emit/rw.h"

typedef struct InsertKeys {
    const Key *keys[8]; /* those whose columns are all given, or have a default that is not NULL */
    uint32_t n;
    bool fresh_id; /* the table has a rowid alias that the INSERT leaves to the sequence */
} InsertKeys;

/* Does the INSERT give a value for the column? */
bool insert_gives(Rw *rw, const Node *ins, const Table *t, int col);
InsertKeys insert_keys(Rw *rw, const Node *ins, const Table *t);
Str key_list(Rw *rw, const Table *t, const Key *k); /* "a, b" as ON CONFLICT wants it */
/* "a = EXCLUDED.a, b = EXCLUDED.b" over every column that may differ (but for the id, where it is to stay).
 */
Str key_replaces(Rw *rw, const Table *t, const Key *k, bool keeps_id);

/* May a row of this INSERT be skipped, or become an UPDATE, that has taken an id from the sequence by then,
   and none from SQLite? `between`: and may other rows of the INSERT follow it? */
bool insert_uses_up_ids(Rw *rw, const Node *ins, const Table *t, bool between);
extern const char INSERT_USES_UP_IDS[];

/* Does the table have a CHECK, other than one that says 0/1 of a column?  Read from its text: careful, not
 * exact. */
bool table_has_check(const Table *t);

/* May two rows of this INSERT have the same values in the `n` columns at these places of its rows?  SQLite
   takes one after the other, PostgreSQL's DO UPDATE refuses to touch a row twice.  Rows that certainly do are
   given statements of their own: *split. */
bool rows_may_repeat(Rw *rw, const Node *ins, const uint32_t *at, uint32_t n, bool *split);
bool key_may_repeat(Rw *rw, const Node *ins, const Table *t, const Key *k, bool *split);
int insert_column_at(Rw *rw, const Node *ins, const Table *t,
                     uint32_t at); /* of the value at that place; -1: none */
uint32_t insert_place(Rw *rw, const Node *ins, const Table *t, Str column); /* UINT32_MAX: not given */

/* Do the terms of a conflict target (a list of ORDERTERM) name the columns of this key, and no others? */
bool conflict_names_key(Rw *rw, const Table *t, const Key *k, const Node *terms);

#endif
