/* Growing byte buffers on the heap, for output that outlives a statement.  Exhaustion aborts with a message
   unless `oom` is set (then it unwinds there), as with arenas. */
#ifndef SQLXLATE_BUF_H
#define SQLXLATE_BUF_H

#include "base/str.h"
#include <setjmp.h>

typedef struct Buf {
    char *p;
    size_t n, cap;
    jmp_buf *oom;
} Buf;

void buf_put(Buf *b, Str s);
char *buf_room(Buf *b, size_t n); /* room for n bytes more, to be written there; then add to b->n what was */
void buf_putc(Buf *b, char c);
void buf_puts(Buf *b, const char *z);
void buf_fmt(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_free(Buf *b);

static inline Str buf_str(const Buf *b)
{
    return (Str){b->p, b->n};
}

#endif
