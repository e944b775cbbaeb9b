/* Comments that speak to this program:
       -- sqlxlate: ignore SX0301, null-order: reason      also without codes: everything
       -- sqlxlate: ignore-start [CODES] ... ignore-end
       -- sqlxlate: ignore-file [CODES]
   in SQL's comments, and in the host language's own (# and //).  Behind code, the first form holds for the
   statement that begins or ends on its line, or for its line in the middle of one; on a line of its own, for
   what follows it. */
#ifndef SQLXLATE_IGNORE_H
#define SQLXLATE_IGNORE_H

#include "host/host.h"

typedef struct Ignore {
    uint32_t off, len; /* the comment's words, in bytes of the source */
    uint32_t line;     /* where it stands, from 1; columns, too: bytes, characters */
    uint32_t col, character;
    uint32_t first, last; /* the lines it holds for, from 1 */
    Str codes;            /* as written, in a list; empty: all */
    const char *wrong;    /* what is wrong with it; NULL */
    bool used;
} Ignore;

typedef VEC(Ignore) Ignores;

bool ignore_marked(Str source); /* does "sqlxlate:" stand anywhere? cheap */

/* All of them, in order; texts point into `source`. */
void ignores_find(Arena *a, HostLang lang, Str source, Ignores *out);

#endif
