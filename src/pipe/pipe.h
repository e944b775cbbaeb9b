/* The stages in a row, for one fragment of SQL at a time: lex, parse, learn or resolve, rules, render,
   verify. A fragment is a whole .sql file's statement or one SQL string of a host language.  Two passes:
   first every fragment of the input is learnt (CREATE statements, and literals that contradict a guess), then
   every fragment is translated, so that a later CREATE TABLE helps an earlier query. */
#ifndef SQLXLATE_PIPE_H
#define SQLXLATE_PIPE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/seg.h"
#include "catalog/catalog.h"
#include "emit/options.h"
#include <stdio.h>

typedef enum ParamStyle {
    PARAM_NUMBERED, /* $1 */
    PARAM_PSYCOPG,  /* %s, %(name)s; a literal % is doubled when `percent` says so */
    PARAM_NAMED,    /* :name, :p1 */
    PARAM_JDBC,     /* ? */
    PARAM_KEEP,     /* as written */
} ParamStyle;

typedef enum Percent { /* when a literal % of the SQL is doubled (psycopg only) */
                       PERCENT_NEVER,
                       PERCENT_IF_PARAMS, /* when the fragment holds a parameter */
                       PERCENT_ALWAYS,
} Percent;

typedef struct FragOpts {
    ParamStyle params;
    Percent percent;
    bool holes;    /* \x1A digits \x1A stands for a hole of the host literal, \x1A digits : name \x1A for one
                    whose text is known to be that name */
    bool one_line; /* no newline may be written into the text (a one-line host literal): -- becomes a block
                      comment */
    bool one_statement; /* the call site takes one statement only; more than one is `manual` */
    bool script;        /* a statement of a .sql file: statements before and after it run in their order */
    bool ends_line;     /* of a script: nothing but a comment follows the statement on its line */
    bool want_last_id;  /* the host reads lastrowid after this INSERT: add RETURNING key */
    bool answer_unread; /* the host does not read the rows (a PRAGMA table_info becomes a query all the same)
                         */
    SkipFn *skip;       /* may be NULL; places are bytes of the fragment */
    void *skip_arg;
    Str program; /* the source of the host program: what it reads by name is found in its literals */
    bool moved;  /* the host talks to PostgreSQL: what PostgreSQL's grammar takes as it stands is its own */
    bool need_statement; /* an empty translation must be a comment-only text, not nothing */
} FragOpts;

typedef struct Translation {
    SegVec segs;
    DiagVec diags;        /* ordered by offset; exact ones too */
    uint32_t nstatements; /* statements in the source fragment */
    uint32_t nparams;     /* parameters of all its statements; -1u where they are mixed forms */
    bool changed;         /* the output differs from the source */
    bool open_end;        /* the last statement has no ';' */
    bool manual;          /* something was left for a person */
    bool returning_id;    /* want_last_id was granted; id_column is the column */
    Str id_column;
    uint16_t first_kind; /* NodeKind of the first statement */
    bool answers;        /* the translated text returns rows (SELECT, RETURNING, EXPLAIN, ...) */
} Translation;

typedef struct Pipe Pipe;

Pipe *pipe_new(const Options *o, Catalog *c); /* neither is owned */
void pipe_free(Pipe *p);
bool pipe_asked(const Pipe *p, unsigned areas); /* is one of them asked for? (ASKED_* of options.h) */
void pipe_options(Pipe *p, const Options *o);   /* for what is translated from here on; not owned */

/* Does `sql` parse, in full, as one or more SQLite statements?  Cheap; for hosts that look for SQL in
   literals. With holes as in FragOpts.  Returns the NodeKind of the first statement, or -1. */
int pipe_recognise(Pipe *p, Str sql, bool holes);

/* Does PostgreSQL's grammar take `sql`, one statement with holes as in FragOpts, that SQLite's refuses? */
bool pipe_is_postgres(Pipe *p, Str sql);

/* Is `sql` an expression that calls a function which SQLite has and PostgreSQL has not?  Then *postgres is
   what it becomes, until the next call on `p`; empty where that is left for a person. */
bool pipe_is_sqlite_expression(Pipe *p, Str sql, Str *postgres);

/* Pass 1: put what the fragment's CREATE/ALTER statements say into the catalog.  Never fails. */
void pipe_learn(Pipe *p, Str sql, bool holes);

/* Pass 2.  The answer lives until the next call on `p`.  Statements that do not parse, that a rule gives up
   on, or that libpg_query refuses afterwards are copied as they were, with a `manual` diagnostic. */
Translation *pipe_translate(Pipe *p, Str sql, const FragOpts *f);

/* Another file begins, in either pass. */
void pipe_new_file(Pipe *p);

/* That file takes a migration back: its statements are translated, and nothing is learnt from them. */
void pipe_section_down(Pipe *p);

/* What is left to say at the end of a script, each statement with ";\n": foreign keys to tables that never
   came, sequences that explicit ids have left behind. */
Str pipe_pending(Pipe *p);

/* The output text of a translation (segments put together). */
void pipe_text(const Translation *t, Str sql, Buf *out);

#endif
