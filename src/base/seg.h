/* The product of a translation: a list of segments that, put together, are the output.  Output text, diffs,
   patches inside host string literals, LSP edits and SARIF fixes are all made from it.

   In a finished list (pipe_translate's answer) source offsets never go backwards: every COPY segment lies
   after the one before it, and source bytes between two COPY segments that no COPY covers were replaced by
   the TEXT/PARAM/HOLE segments that stand between them (possibly none: deleted). */
#ifndef SQLXLATE_SEG_H
#define SQLXLATE_SEG_H

#include "base/arena.h"

typedef enum SegKind {
    SEG_COPY,  /* source bytes [off, off+len), untouched */
    SEG_TEXT,  /* new text; the host must encode it for the literal it goes into */
    SEG_PARAM, /* a parameter, already spelled in `text` for the chosen style; the host encodes it like TEXT
                  but must not double its '%' for psycopg (TEXT and COPY come with '%' already doubled) */
    SEG_HOLE,  /* hole number `n` of a host literal, to be written as the host wrote it */
} SegKind;

typedef struct Seg {
    SegKind kind;
    uint32_t off, len; /* bytes of the fragment; for TEXT/PARAM/HOLE: what they stand for, when known */
    uint32_t n;        /* PARAM: parameter number from 1;  HOLE: hole number from 0 */
    Str text;
    const char *judged; /* HOLE: how it is written for the judge of the grammar; NULL: as a name */
} Seg;

typedef VEC(Seg) SegVec;

#endif
