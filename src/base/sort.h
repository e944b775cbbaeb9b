/* Sorting what is in order already most of the time: one look at it tells. */
#ifndef SQLXLATE_SORT_H
#define SQLXLATE_SORT_H

#include <stdlib.h>

static inline void sort(void *at, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    const char *p = at;
    for (size_t i = 1; i < n; i++, p += size)
        if (compare(p, p + size) > 0) {
            qsort(at, n, size, compare);
            return;
        }
}

#endif
