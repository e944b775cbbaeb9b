/* The command line: what options.def says it may hold. */
#ifndef SQLXLATE_CLI_H
#define SQLXLATE_CLI_H

#include "app/profile.h"
#include "pipe/pipe.h"
#include "report/report.h"

enum {
    EXIT_CLEAN = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2
}; /* CONVENTIONS: usage, configuration or I/O is 2 */

typedef struct Given { /* a setting of the profile, to be put over the configuration file's */
    bool choice;
    int id; /* OptId, or the index of a Choice */
    const char *arg;
} Given;

typedef struct Cli {
    Verb verb;
    Arena arena;
    Profile profile; /* what was given, over the defaults */
    VEC(Given) given;
    const char *const *files;
    size_t nfiles;
    const char *stdin_filename, *lang, *output, *config, *baseline, *write_baseline;
    uint32_t line_from, line_to; /* --lines A:B, 0: all */
    unsigned jobs;               /* 0: as many as there are processors */
    ReportFormat format;
    enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
    bool diff, in_place, list, quiet, verbose, exit_zero, isolated, no_gitignore, statistics, show_settings;
} Cli;

/* Read the arguments; on a mistake prints a message and returns EXIT_USAGE, on --help and --version
   EXIT_CLEAN with done set.  The Cli points into argv. */
int cli_parse(Verb verb, int argc, char **argv, Cli *cli, bool *done);

void cli_free(Cli *cli);

/* Is this output coloured? */
bool cli_color(const Cli *cli, FILE *f);

/* Verbs. */
int app_filter(const Cli *cli);
int app_check(const Cli *cli); /* and report */
int app_explain(int argc, char **argv);
int app_rules(int argc, char **argv);
int app_compat(int argc, char **argv);

#endif
