/* What the files of one run share: the catalog of their tables, the options, and the pipe over both.  Files
   are learnt first (pass 1), all of them, and then translated one by one. */
#ifndef SQLXLATE_PROJECT_H
#define SQLXLATE_PROJECT_H

#include "app/cli.h"
#include "app/walk.h"

typedef struct Project {
    const Cli *cli;
    Catalog *catalog;
    Pipe *pipe;
} Project;

/* Reads the given schemas.  EXIT_CLEAN, or EXIT_USAGE when that was said on stderr; free it in either case.
 */
int project_open(Project *p, const Cli *cli);
void project_close(Project *p);

/* Pass 1 of the files; EXIT_USAGE when one cannot be read, which is said.  First those that may declare
   tables; the others only where what they say can still count against a column's type: with a schema given,
   and nothing declared in the files, there is nothing to learn. */
int project_learn(Project *p, const File *files, size_t n);

/* ---- files ---- */

int io_error(const char *name, const char *what); /* says it; EXIT_USAGE */

/* The file, or standard input for "-", so that it can be read twice; NULL after a message. */
FILE *open_input(const char *file);
bool read_all(FILE *f, Buf *b); /* false on a read error */

#endif
