/* Host languages: SQL inside another language's source.  A host finds the SQL, has the pipe translate it, and
   answers with edits over the source's bytes; nothing outside them changes.  It never reads a file and never
   prints. */
#ifndef SQLXLATE_HOST_H
#define SQLXLATE_HOST_H

#include "pipe/pipe.h"

typedef enum HostLang {
    HOST_UNKNOWN = -1,
    HOST_SQL,
    HOST_PYTHON,
} HostLang;

HostLang host_by_name(Str name);         /* "sql", "python", "py"; HOST_UNKNOWN */
HostLang host_by_filename(Str filename); /* by its ending; HOST_UNKNOWN when it tells nothing */

/* By its first line that is neither blank nor a comment, for standard input and names that tell nothing: no
   statement of SQL begins with import, def, @ or `name =`.  HOST_UNKNOWN when it is not clear. */
HostLang host_by_text(Str beginning);

/* May the source hold a CREATE or an ALTER statement?  A quick look for the words, in any letter case. */
bool host_declares(Str source);

typedef struct HostOpts {
    ParamStyle params; /* PARAM_PSYCOPG is the usual one for Python */
    bool comment_only; /* the driver runs a text that holds nothing but a comment (psycopg2 refuses it):
                          otherwise such a text gets a SELECT 1 before the comment */
    SkipFn *skip;      /* may be NULL; places are lines */
    void *skip_arg;
    uint32_t line_from, line_to; /* translate only the statements that touch these lines (from 1); 0: all */
} HostOpts;

typedef struct HostEdit { /* source bytes [off, off+len) become `text` */
    uint32_t off, len;
    Str text;
    uint32_t group; /* edits of one group go together: one alone would break the program */
} HostEdit;

typedef VEC(HostEdit) HostEditVec;

typedef struct HostPlace { /* what a diagnostic is about */
    uint32_t off, len;     /* the statement of the program around it, in bytes of the source */
    uint32_t group;        /* of its edits; UINT32_MAX: none */
} HostPlace;

typedef struct HostResult {
    HostEditVec edits;     /* ordered by offset, not overlapping */
    DiagVec diags;         /* offsets in the source, ordered; exact ones too */
    VEC(HostPlace) places; /* of diags, by index */
    uint32_t nfragments;   /* pieces of SQL found */
    uint32_t nstatements;  /* statements in them */
    uint32_t nparams;      /* parameters in them; the first stands at or behind this byte */
    uint32_t first_param;
    uint32_t nmanual; /* fragments that were left, in whole or in part, for a person */
    Arena arena;      /* owns all of it */
} HostResult;

void host_result_init(HostResult *r, jmp_buf *oom);
void host_result_free(HostResult *r);

/* Pass 1: every fragment found in Python source goes through pipe_learn.  False when pass 2 would find
   nothing in it, risks aside. */
bool host_python_learn(Pipe *p, Str source);
/* Pass 2.  `out` was initialised and is filled; its texts do not point into `source`. */
void host_python_translate(Pipe *p, Str source, const HostOpts *o, HostResult *out);

/* The source with the edits made. */
void host_apply(Str source, const HostResult *r, Buf *out);

#endif
