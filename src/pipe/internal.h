/* What the files of pipe/ share. */
#ifndef SQLXLATE_PIPE_INTERNAL_H
#define SQLXLATE_PIPE_INTERNAL_H

#include "emit/render.h"
#include "pipe/pipe.h"
#include "verify/verify.h"

typedef struct Pending { /* see Later of emit/render.h */
    Str table, child, change;
    bool renamed, done;
    bool said; /* it was written, and stands */
} Pending;

typedef struct Reading { /* a fragment's statements, in the pipe's arena */
    Str text;
    bool holes;
    bool kept; /* nothing was done with them yet */
    Tokens toks;
    VEC(Stmt *) stmts;
} Reading;

struct Pipe {
    const Options *opts;
    Catalog *cat;
    Arena arena; /* a fragment's */
    Reading reading;
    Arena keep; /* the run's */
    VEC(Pending) pending;
    Flow flow;
    bool ready; /* the catalog is finished, views have columns */
    Translation tr;
    Verified verified;
};

enum PipeNote {
#define NOTE(id, code, name, title) PN_##id,
#include "pipe/notes.def"
#undef NOTE
    PN_COUNT
};
extern const Note PIPE_NOTES[];

/* params.c */
typedef struct ParamInfo {
    uint32_t count;                 /* distinct parameters */
    bool question, numbered, named; /* forms that occur */
    uint32_t *number;               /* by token index - stmt->first: from 1, 0: no parameter */
} ParamInfo;
ParamInfo params_number(Arena *a, const Stmt *s);
/* Spell every PARAM of `segs`; false with a PipeNote in *note when the style cannot say it. */
bool params_spell(Arena *a, const Stmt *s, const ParamInfo *pi, const FragOpts *f, SegVec *segs, int *note);
/* Double every % of COPY and TEXT segments. */
SegVec params_double_percent(Arena *a, Str src, const SegVec *in);

/* pending.c */
void pending_add(Pipe *p, Rw *rw,
                 const Node *root); /* a statement went through: what it leaves, what it lets go */
void pending_rest(Pipe *p, Buf *b); /* what still waits, each with ";\n" */

/* postgres.c */
/* Is the statement, which did not parse or calls a function of PostgreSQL's own, PostgreSQL's? */
bool postgres_already(Pipe *p, const Stmt *s);

/* assemble.c */
/* Segments in finished order: spaces between tokens that PostgreSQL would join, newlines owed after line
   comments, COPY spans that never go backwards. */
SegVec assemble(Arena *a, Str src, const SegVec *in, bool one_line);
/* The text for libpg_query: parameters as $n, holes as names or as Seg.judged says. */
Str assemble_verify_text(Arena *a, Str src, const SegVec *segs);

#endif
