/* The sequence behind an INTEGER PRIMARY KEY, brought up to ids that were written explicitly. */
#ifndef SQLXLATE_SEQUENCE_H
#define SQLXLATE_SEQUENCE_H

#include "emit/rw.h"

/* "pg_get_serial_sequence('t', 'id')" for the table's key; it has one (t->rowid >= 0), here and below. */
Str sequence_of(Arena *a, const Options *o, const Table *t);
/* "SELECT setval(...)" for it. */
Str sequence_setval(Arena *a, const Options *o, const Table *t);

/* "nextval(...)" for it, and the id that this session took last. */
Str sequence_next(Arena *a, const Options *o, const Table *t);
Str sequence_current(Arena *a, const Options *o, const Table *t);

/* The INSERT before this statement, in a script; NULL: none is known. */
const LastInsert *sequence_last(Rw *rw);

#endif
