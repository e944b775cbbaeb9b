/* Patterns on paths, as .gitignore has them (https://git-scm.com/docs/gitignore). */
#ifndef SQLXLATE_GLOB_H
#define SQLXLATE_GLOB_H

#include "base/str.h"

typedef struct Pattern { /* one line of a .gitignore, --exclude or a [section] */
    Str text;            /* without its marks */
    bool keep;           /* !pattern: what it matches is not ignored after all */
    bool folders;        /* pattern/: folders only */
    bool anchored;       /* a / stands in it: matched from the folder it was found in, not by last name */
} Pattern;

/* Read one line; false when it says nothing (blank, comment).  Points into `line`. */
bool pattern_read(Str line, Pattern *out);
/* `path` is relative to the folder that the pattern counts from. */
bool pattern_match(const Pattern *p, Str path, bool is_folder);

#endif
