/* Arenas: memory that is freed all at once.  One arena a statement (reset between statements), one for
   the catalog.  Allocation never returns NULL: when memory is exhausted the arena unwinds with longjmp to
   the API call that set `oom`, and that call returns SX_ENOMEM.  Built with -DSX_ARENA_MALLOC, each
   allocation is a malloc of its own, so that valgrind and ASan see overruns. */
#ifndef SQLXLATE_ARENA_H
#define SQLXLATE_ARENA_H

#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *blocks; /* newest first */
    char *at, *end;     /* free space of the newest block */
    jmp_buf *oom;       /* where exhaustion unwinds to; aborts with a message when NULL */
} Arena;

void arena_init(Arena *a, jmp_buf *oom);
void arena_reset(Arena *a); /* forget everything, keep one block */
void arena_free(Arena *a);  /* give all memory back; the arena may be used again */

void *arena_more(Arena *a, size_t bytes); /* arena_raw where the newest block has no room */

static inline void *arena_raw(Arena *a, size_t bytes) /* aligned for any type; holds anything */
{
#ifndef SX_ARENA_MALLOC
    size_t need = (bytes + 15) & ~(size_t)15;
    if (need >= bytes && need <= (size_t)(a->end - a->at)) {
        void *p = a->at;
        a->at += need;
        return p;
    }
#endif
    return arena_more(a, bytes);
}

static inline void *arena_alloc(Arena *a, size_t bytes) /* the same, zeroed */
{
    return memset(arena_raw(a, bytes), 0, bytes);
}

Str arena_dup(Arena *a, Str s);               /* copy; also NUL-terminated */
Str arena_quote(Arena *a, Str s, char quote); /* between two of them, with those inside doubled */
Str arena_fmt(Arena *a, const char *fmt, ...) /* printf; also NUL-terminated */
    __attribute__((format(printf, 2, 3)));
Str arena_vfmt(Arena *a, const char *fmt, va_list ap);
void *arena_grow(Arena *a, void *old, size_t old_bytes,
                 size_t new_bytes); /* a larger copy, its new end holding anything */

#define ARENA_NEW(arena, T)      ((T *)arena_alloc((arena), sizeof(T)))
#define ARENA_ARRAY(arena, T, n) ((T *)arena_alloc((arena), sizeof(T) * (size_t)(n)))

/* Growing arrays in an arena:  VEC(Token) v = {0};  VEC_PUSH(arena, &v, tok);  v.at[i], v.n */
#define VEC(T)                                                                                               \
    struct {                                                                                                 \
        T *at;                                                                                               \
        size_t n, cap;                                                                                       \
    }
#define VEC_PUSH(arena, v, x)                                                                                \
    do {                                                                                                     \
        if ((v)->n == (v)->cap) {                                                                            \
            size_t cap_ = (v)->cap ? (v)->cap * 2 : 8;                                                       \
            (v)->at = arena_grow((arena), (v)->at, (v)->n * sizeof *(v)->at, cap_ * sizeof *(v)->at);        \
            (v)->cap = cap_;                                                                                 \
        }                                                                                                    \
        (v)->at[(v)->n++] = (x);                                                                             \
    } while (0)

#endif
