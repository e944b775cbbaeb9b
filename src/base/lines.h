/* Where the lines of a text begin, so that many offsets become lines and columns at the cost of one look at
 * the text. */
#ifndef SQLXLATE_LINES_H
#define SQLXLATE_LINES_H

#include "base/arena.h"

typedef struct Lines {
    Str text;
    uint32_t *start; /* offset of each line's first byte; start[0] is 0 */
    uint32_t n;      /* lines: at least 1 */
} Lines;

Lines lines_of(Arena *a, Str text); /* at most 4 GiB of it */

/* The line (from 0) of byte `off`; an offset behind the end is on the last line. */
uint32_t lines_find(const Lines *l, uint32_t off);

/* The text of line `i` (from 0) without its end. */
Str lines_text(const Lines *l, uint32_t i);

#endif
