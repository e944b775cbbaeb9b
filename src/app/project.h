/* A run: the files, the settings of each, and one project for each configuration file: the catalog of its
   tables and the pipe over it.  Files are learnt first (pass 1), all of them, and then translated one by one.
 */
#ifndef SQLXLATE_PROJECT_H
#define SQLXLATE_PROJECT_H

#include "app/config.h"
#include "app/walk.h"

typedef struct Project {
    Config *config;
    Catalog *catalog;
    Pipe *pipe;
    size_t kept; /* bytes of texts that wait for pass 2 */
} Project;

typedef struct Run {
    const Cli *cli;
    Settings settings;
    VEC(Project *) projects;
    int status; /* the worst so far: EXIT_... */
} Run;

void run_open(Run *r, const Cli *cli);
void run_close(Run *r);

typedef struct Source { /* one file, with all that is needed to translate it */
    Str path, shown;    /* NUL-terminated: to open it, and as messages name it */
    HostLang lang;
    bool named;    /* by an argument */
    bool declares; /* tables, perhaps: known once it was learnt */
    bool silent;   /* pass 1 saw that there is nothing to say about it */
    Project *project;
    const Profile *profile;
    Buf text; /* of a program, read in pass 1 and kept for pass 2; its p is NULL when it is not here */
} Source;

/* The source that a file is.  Makes its project, with the schemas read, when it is the first; what is wrong
   with those is said, and run->status tells. */
Source run_source(Run *r, const File *file);
void run_use(const Source *s); /* its settings are the pipe's from here on */

/* Pass 1 of one file; false when it cannot be read, which is said.  With `declares` only files that may
   declare something are learnt, and *declares tells. */
bool run_learn(Source *s, bool *declares);

/* The whole text of a program into s->text, unless it is there; false on a read error, which is said. */
bool run_text(Source *s);
void run_forget(Source *s); /* its text */

/* ---- files ---- */

int io_error(const char *name, const char *what); /* says it; EXIT_USAGE */
static inline int worse(int a, int b)
{
    return a > b ? a : b;
}

/* The file, or standard input for "-", so that it can be read twice; NULL after a message. */
FILE *open_input(const char *file);
bool read_all(FILE *f, Buf *b); /* false on a read error */
/* By the name, or where it tells nothing by how the file begins; SQL when neither does. */
HostLang input_language(const char *name, const char *file);

#endif
