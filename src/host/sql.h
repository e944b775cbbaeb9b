/* .sql files: streamed statement by statement, so that memory is bounded by the longest statement. */
#ifndef SQLXLATE_HOST_SQL_H
#define SQLXLATE_HOST_SQL_H

#include "pipe/pipe.h"

typedef struct SqlSink { /* what the caller does with the answer; each may be NULL */
    void *arg;
    bool (*text)(void *arg, Str s); /* output bytes, in order; false stops */
    /* Each statement that was translated, with its diagnostics.  It begins at this line (from 1) of the file,
       `col` bytes into the line, `off` bytes into the file. */
    void (*statement)(void *arg, const Translation *t, Str statement, uint64_t off, uint32_t line,
                      uint32_t col);
} SqlSink;

/* Does a file of this name take a migration back?  1_init.down.sql, down.sql, init-down.sql, U1__init.sql. */
bool sql_takes_back(Str path);
/* Pass 1 over the whole stream: pipe_learn for each statement.  `path`: its name.  False on a read error. */
bool sql_learn(Pipe *p, FILE *in, Str path);
/* The same into another catalog as a given schema (--schema). */
bool sql_schema(Catalog *c, FILE *in);
/* Pass 2, from the start of `in`, which is called `path`; f->skip is asked about lines of the file.
   Statements outside lines [from, to] (0: all) are copied.  False on a read error or when the sink stopped.
 */
bool sql_translate(Pipe *p, FILE *in, Str path, const FragOpts *f, uint32_t from, uint32_t to,
                   const SqlSink *sink);

#endif
