/* A finding: a diagnostic with all that the formats say of it, its places in lines and columns, and the edits
   that mend it. Texts live in the arena of the Findings they belong to. */
#ifndef SQLXLATE_FINDING_H
#define SQLXLATE_FINDING_H

#include "base/diag.h"

typedef struct TextPlace {
    uint32_t line, col; /* from 1; columns count bytes */
    uint32_t character; /* the same column in characters */
} TextPlace;

typedef struct Edit { /* source bytes [off, off + len) become `text` */
    uint64_t off;
    uint32_t len;
    uint32_t group; /* edits of one number go together */
    TextPlace from, to;
    Str text;
} Edit;

typedef struct Finding {
    uint16_t code;
    Safety safety;
    uint64_t off; /* bytes of the file */
    uint32_t len;
    TextPlace from, to;
    uint32_t first_line, last_line; /* of the statement around it */
    uint64_t statement;             /* hash of that statement's text, blanks aside */
    Str msg, hint;
    Str excerpt;       /* the line that `from` is on, without its end */
    Str before, after; /* what the source says there and what PostgreSQL is given; p is NULL where there is no
                          such text */
    uint32_t first_edit, nedits; /* of Findings.edits: all of the statement's */
} Finding;

typedef struct Findings { /* of one file */
    Arena *arena;
    Str file;          /* NUL-terminated */
    VEC(Finding) list; /* in order of their places */
    VEC(Edit) edits;
    uint32_t nfragments, nstatements, nparams; /* SQL that was found */
    bool whole; /* asked for: edits of statements about which nothing is said, too */
} Findings;

#endif
