/* The growing buffers of buf.h. */
#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void reserve(Buf *b, size_t more)
{
    if (b->cap - b->n >= more)
        return;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n < more && cap <= SIZE_MAX / 4)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (!p || cap - b->n < more) {
        if (b->oom)
            longjmp(*b->oom, 1);
        fputs("sqlxlate: out of memory\n", stderr);
        abort();
    }
    b->p = p;
    b->cap = cap;
}

char *buf_room(Buf *b, size_t n)
{
    reserve(b, n);
    return b->p + b->n;
}

void buf_put(Buf *b, Str s)
{
    if (s.n == 0)
        return;
    reserve(b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_putc(Buf *b, char c)
{
    buf_put(b, (Str){&c, 1});
}

void buf_puts(Buf *b, const char *z)
{
    buf_put(b, str_z(z));
}

void buf_fmt(Buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        reserve(b, (size_t)n + 1);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_free(Buf *b)
{
    free(b->p);
    b->p = NULL;
    b->n = b->cap = 0;
}
