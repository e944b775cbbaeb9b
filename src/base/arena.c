/* The arenas of arena.h: chunked bump allocation, or one malloc each under SX_ARENA_MALLOC. */
#include "base/arena.h"
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGN = 16 };

struct ArenaBlock {
    ArenaBlock *next;
    size_t bytes; /* of payload */
    _Alignas(16) char data[];
};

static void out_of_memory(Arena *a)
{
    if (a->oom)
        longjmp(*a->oom, 1);
    fputs("sqlxlate: out of memory\n", stderr);
    abort();
}

static ArenaBlock *block_new(Arena *a, size_t bytes)
{
    ArenaBlock *b = bytes > SIZE_MAX / 2 ? NULL : malloc(sizeof *b + bytes);
    if (!b)
        out_of_memory(a);
    b->next = a->blocks;
    b->bytes = bytes;
    a->blocks = b;
    return b;
}

void arena_init(Arena *a, jmp_buf *oom)
{
    *a = (Arena){.oom = oom};
}

void arena_free(Arena *a)
{
    for (ArenaBlock *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *a = (Arena){.oom = a->oom};
}

void arena_reset(Arena *a)
{
#ifdef SX_ARENA_MALLOC
    arena_free(a);
#else
    ArenaBlock *keep = NULL;
    for (ArenaBlock *b = a->blocks, *next; b; b = next) {
        next = b->next;
        if (!keep && b->bytes == BLOCK_BYTES)
            keep = b;
        else
            free(b);
    }
    a->blocks = keep;
    a->at = a->end = NULL;
    if (keep) {
        keep->next = NULL;
        a->at = keep->data;
        a->end = keep->data + keep->bytes;
    }
#endif
}

void *arena_more(Arena *a, size_t bytes)
{
#ifdef SX_ARENA_MALLOC
    return block_new(a, bytes)->data;
#else
    size_t need = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (need < bytes)
        out_of_memory(a);
    ArenaBlock *b = block_new(a, need > BLOCK_BYTES ? need : BLOCK_BYTES);
    a->at = b->data + need;
    a->end = b->data + b->bytes;
    return b->data;
#endif
}

void *arena_grow(Arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
    void *p = arena_raw(a, new_bytes);
    if (old_bytes)
        memcpy(p, old, old_bytes);
    return p;
}

Str arena_dup(Arena *a, Str s)
{
    char *p = arena_raw(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (Str){p, s.n};
}

Str arena_vfmt(Arena *a, const char *fmt, va_list ap)
{
    char small[256]; /* most texts fit: they are printed once */
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    if (n < 0)
        out_of_memory(a);
    char *p = arena_raw(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Str){p, (size_t)n};
}

Str arena_quote(Arena *a, Str s, char quote)
{
    char *p = arena_raw(a, s.n * 2 + 3);
    size_t n = 0;
    p[n++] = quote;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == quote)
            p[n++] = quote;
        p[n++] = s.p[i];
    }
    p[n++] = quote;
    p[n] = 0;
    return (Str){p, n};
}

Str arena_fmt(Arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str s = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}
