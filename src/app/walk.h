/* The files that a command's arguments name: folders are walked in a fixed order, what .gitignore
   names is left out. */
#ifndef SQLXLATE_WALK_H
#define SQLXLATE_WALK_H

#include "base/arena.h"
#include "host/host.h"

typedef struct File {
    Str path; /* NUL-terminated, as messages name it; "-" is standard input */
    HostLang lang;
    bool named; /* by an argument, not found in a folder */
} File;

typedef struct Walk {
    Arena *arena;                            /* owns the paths */
    bool (*excluded)(void *arg, Str folder); /* a folder not to go into; may be NULL */
    void *arg;
    bool no_ignore;         /* .gitignore is not asked */
    HostLang lang;          /* of every named file; HOST_UNKNOWN: by name and first line */
    const char *stdin_name; /* what standard input would be called as a file, or NULL */
    bool verbose;           /* say what is left out */
    VEC(File) files;        /* the answer; each path once */
    bool failed;            /* something could not be read: said on stderr */
} Walk;

/* Add a file, or the files in a folder whose language is known. */
void walk_add(Walk *w, const char *path);
void walk_finish(Walk *w); /* in the order of their paths, each once */

#endif
