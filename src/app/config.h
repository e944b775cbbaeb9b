/* The settings of each file: the nearest .sqlxlate.ini above it, the sections of that whose pattern the file
   matches, and what the command line gives over both. */
#ifndef SQLXLATE_CONFIG_H
#define SQLXLATE_CONFIG_H

#include "app/cli.h"
#include "app/select.h"

typedef struct Config Config; /* one configuration file; or none */

typedef struct Settings { /* of one run */
    const Cli *cli;
    Arena arena;
    Str here; /* the present folder, with a slash at its end */
    VEC(Config *) configs;
    VEC(struct Known *) known; /* folders that were looked at */
    bool failed;               /* a configuration file was wrong: said on stderr */
    const Profile *codes_of;   /* the profile that was asked for its codes last: most files have the same */
    CodeSet codes;             /* its codes, files that have others aside */
} Settings;

void settings_open(Settings *s, const Cli *cli);
void settings_close(Settings *s);

/* The configuration that holds for a file; never NULL. */
Config *settings_config(Settings *s, Str path);
const char *config_path(const Config *c); /* NULL: no file */
/* The settings of a file under that configuration, made once for each set of sections. */
const Profile *settings_profile(Settings *s, Config *c, Str path);

/* Do the excludes of the profile, or of one of the folders on the way, name the file? */
bool settings_excluded(Settings *s, const Profile *p, Str path, bool is_folder);
/* The codes that count in the file. */
void settings_codes(Settings *s, const Profile *p, Str path, CodeSet *codes);

Str settings_absolute(Settings *s, Arena *a, Str path); /* without . and .. */

#endif
