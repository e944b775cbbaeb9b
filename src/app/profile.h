/* What may be set for each file: by the configuration file, its sections, and the command line over both.
   Texts and lists live in the arena that is given. */
#ifndef SQLXLATE_PROFILE_H
#define SQLXLATE_PROFILE_H

#include "app/option.h"
#include "base/arena.h"
#include "pipe/pipe.h"
#include <stdio.h>

typedef struct Glob { /* a pattern and the folder that it counts from, absolute, with a slash at its end */
    Str folder, pattern;
} Glob;

typedef struct PerFile { /* GLOB:CODES of --per-file-ignores */
    Glob glob;
    Str codes;
} PerFile;

typedef struct Profile {
    Options opts;
    int params; /* ParamStyle, -1: by the language */
    bool strict, force_exclude;
    VEC(Str) select, ignore; /* lists of codes, slugs, areas as they were given */
    VEC(PerFile) per_file;
    VEC(Glob) exclude;
    VEC(Str) schemas; /* paths */
} Profile;

void profile_init(Profile *p);

/* How parameters are spelled: as was asked, as they are under --portable, else in the language's usual style.
 */
ParamStyle profile_params(const Profile *p, ParamStyle usual);

/* Where a setting comes from. */
typedef struct Origin {
    Arena *arena;
    Str folder;   /* paths and patterns count from here: absolute, with a slash at its end; empty: the present
                     one */
    bool replace; /* the first --select of an origin takes the place of those before it */
} Origin;

/* Set an option of the profile by its id, or the choice of this index.  Answers with what is wrong, or NULL.
 */
const char *profile_set(Profile *p, Origin *from, int id, const char *arg);
const char *profile_choose(Profile *p, Origin *from, int choice, const char *arg);

void profile_show(FILE *f, const Profile *p); /* as a configuration file would say it */

#endif
