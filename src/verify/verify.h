/* The judge of every statement that goes out: PostgreSQL's own grammar, through libpg_query.  Grammar only:
   names, types and counts are not looked at. */
#ifndef SQLXLATE_VERIFY_H
#define SQLXLATE_VERIFY_H

#include "base/arena.h"
#include <xxhash.h>

enum { VERIFIED = 1 << 12 };

typedef struct Verified { /* texts that were found good, by their hash; the newest of a slot stays */
    XXH128_hash_t slot[VERIFIED];
} Verified;

/* Is `sql` (one or more statements, parameters as $n) PostgreSQL?  On false *why is PostgreSQL's message, in
   `a`, and *at the byte offset it points to.  NUL bytes and invalid UTF-8, which libpg_query would let pass,
   are refused here.  `seen` spares a second look at what programs say again and again. */
bool verify_sql(Arena *a, Verified *seen, Str sql, Str *why, size_t *at);

#endif
